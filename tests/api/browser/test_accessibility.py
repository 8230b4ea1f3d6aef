"""The pages as people meet them: on a phone, by keyboard, enlarged, in the dark, and through axe."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

SPRING = "/events/spring-2027"
PAGES = [
    "/",
    "/events",
    SPRING,
    "/events/planned",
    f"{SPRING}/postings/p_clerk",
    f"{SPRING}/postings/p_craft",
    f"{SPRING}/candidates",
    f"{SPRING}/candidates/c_lin",
    f"{SPRING}/candidates/c_song",
    f"{SPRING}/left-out",
    f"{SPRING}/to-repair",
    f"{SPRING}/calls",
    f"{SPRING}/candidates/c_lin/next-assessments",
    f"{SPRING}/lint",
    f"{SPRING}/postings/p_hall/lint",
    f"{SPRING}/audit",
    f"{SPRING}/unlock",
    f"{SPRING}/unlock/courses",
    f"{SPRING}/postings/p_clerk/unlock?budget=3",
    f"{SPRING}/employers/e_river/unlock?done=asked",
    f"{SPRING}/candidates/c_he/unlock?budget=3",
    f"{SPRING}/why?candidate=&posting=",
    f"{SPRING}/why?candidate=c_song&posting=p_hall",
    "/postings/p_craft/demands?event=spring-2027",
    "/courses",
    "/first",
    "/account",
    "/caseloads",
    "/knowledge",
    "/policy?on=2026-11-26",
    "/knowledge/dimensions",
    "/knowledge/accommodations",
    "/knowledge/cases?page=2",
    "/nothing",
]
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "rules": {"color-contrast-enhanced": {"enabled": True}, "target-size": {"enabled": True}},
}
FOCUSABLE = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']"
TARGETS = """() => [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, summary")]
  .map(e => [e.outerHTML.slice(0, 90), e.getBoundingClientRect(), getComputedStyle(e).position])
  .filter(([, box, position]) => position !== "absolute" && (box.width < 24 || box.height < 24)).map(([html]) => html)"""
FOCUS = """() => { const e = document.activeElement, s = getComputedStyle(e), box = e.getBoundingClientRect();
  return {html: e.outerHTML.slice(0, 90), outline: parseFloat(s.outlineWidth), style: s.outlineStyle, shadow: s.boxShadow,
          inside: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth}; }"""


def open_all_details(page: Page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach(e => { e.open = true; })")


@pytest.fixture
def dark(browser: Browser, site: str) -> Iterator[Page]:
    context = browser.new_context(base_url=site, locale="en-GB", color_scheme="dark", viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


@pytest.fixture
def narrow(browser: Browser, site: str) -> Iterator[Page]:
    context = browser.new_context(base_url=site, locale="zh-CN", viewport={"width": 320, "height": 700})
    yield context.new_page()
    context.close()


def check_axe(page: Page) -> None:
    """No violation, and nothing that axe could not decide."""
    open_all_details(page)
    found: dict[str, Any] = Axe().run(page, options=RULES).response
    named = {
        kind: [(rule["id"], node["target"], node.get("failureSummary", "")) for rule in found[kind] for node in rule["nodes"]]
        for kind in ("violations", "incomplete")
    }
    assert named == {"violations": [], "incomplete": []}
    assert len(found["passes"]) > 20


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_and_targets_are_large_enough(page: Page, path: str) -> None:
    page.goto(path)
    check_axe(page)
    assert page.evaluate(TARGETS) == []


@pytest.mark.parametrize(
    "path",
    [
        SPRING,
        f"{SPRING}/postings/p_craft",
        f"{SPRING}/why?candidate=&posting=",
        f"{SPRING}/why?candidate=c_song&posting=p_hall",
        "/postings/p_craft/demands?done=saved",
        "/courses",
        "/knowledge/rules",
    ],
)
def test_axe_finds_nothing_in_dark_english(dark: Page, path: str) -> None:
    dark.goto(path)
    check_axe(dark)


@pytest.mark.parametrize("path", PAGES)
def test_page_fits_320_pixels(narrow: Page, path: str) -> None:
    narrow.goto(path)
    open_all_details(narrow)
    assert narrow.evaluate("document.documentElement.scrollWidth") == 320
    assert narrow.evaluate(TARGETS) == []


@pytest.mark.parametrize("path", PAGES)
def test_text_at_double_size_is_not_cut(narrow: Page, path: str) -> None:
    """Twice the browser's own text size, as people set it who read large print."""
    narrow.set_viewport_size({"width": 640, "height": 900})
    narrow.goto(path)
    open_all_details(narrow)
    narrow.evaluate("document.documentElement.style.fontSize = '225%'")
    assert narrow.evaluate("document.documentElement.scrollWidth") <= 640
    cut = narrow.evaluate(
        """() => [...document.querySelectorAll("main *, header *, nav *, footer *")].filter(e =>
             e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).overflowX === "hidden" && !e.closest(".hidden"))
             .map(e => e.outerHTML.slice(0, 90))"""
    )
    assert cut == []


@pytest.mark.parametrize("path", PAGES)
def test_keyboard_reaches_everything_in_order_with_visible_focus(page: Page, path: str) -> None:
    page.goto(path)
    open_all_details(page)
    expected = page.evaluate(f"""() => [...document.querySelectorAll("{FOCUSABLE}")].map(e => e.outerHTML.slice(0, 90))""")
    met = []
    for _ in expected:
        page.keyboard.press("Tab")
        focus = page.evaluate(FOCUS)
        met.append(focus["html"])
        assert focus["inside"], focus
        assert (focus["style"], focus["outline"] >= 2) == ("solid", True), focus
        assert focus["shadow"] != "none", focus
    assert met == expected


def test_skip_link_leads_past_the_navigation(page: Page) -> None:
    page.goto(SPRING)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_reasons_open_by_keyboard(page: Page) -> None:
    page.goto(f"{SPRING}/postings/p_clerk")
    page.locator("main summary").first.focus()
    page.keyboard.press("Enter")
    assert page.locator("main details").first.evaluate("e => e.open")


def test_path_from_the_events_to_the_answer_by_keyboard_alone(page: Page) -> None:
    page.goto("/events")
    page.get_by_role("link", name="春季专场").press("Enter")
    page.get_by_role("link", name="展厅讲解员").press("Enter")
    page.get_by_label("求职者编号").fill("c_song")
    page.get_by_label("求职者编号").press("Enter")
    page.wait_for_url("**/why?**")
    assert page.get_by_role("heading", level=1).inner_text() == "宋四：展厅讲解员"
    assert page.get_by_text("怎样才能做到：").count() == 4


def test_language_stays_chosen(page: Page) -> None:
    page.goto("/events")
    page.get_by_role("link", name="English").click()
    page.get_by_role("link", name="春季专场").click()
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.get_by_role("heading", name="What was found").count() == 1


def test_browser_finds_nothing_to_complain_about(page: Page) -> None:
    said: list[str] = []
    failed: list[str] = []
    hosts: set[str] = set()
    page.on("console", lambda message: said.append(message.text))
    page.on("response", lambda response: failed.append(response.url) if response.status >= 400 else None)
    page.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))
    for path in PAGES[:-1]:
        page.goto(path)
    assert (said, failed, len(hosts)) == ([], [], 1)


def test_printed_list_opens_its_reasons_and_hides_its_controls(page: Page) -> None:
    page.goto(f"{SPRING}/postings/p_clerk")
    page.emulate_media(media="print")
    assert page.locator(".reasons").first.is_visible()
    assert not page.locator("form").is_visible()
    assert [one for one in page.locator("nav.event-nav ul").all() if one.is_visible()] == []


def test_printed_call_list_has_boxes_to_tick_and_room_to_write(page: Page) -> None:
    page.goto(f"{SPRING}/calls?addressee=employer")
    assert not page.locator(".write").first.is_visible()
    page.emulate_media(media="print")
    assert page.locator(".write").first.is_visible()
    assert page.locator(".box").first.is_visible()
    assert not page.locator("nav.filter").is_visible()
    page.locator(".call").first.evaluate("e => e.classList.add('apart')")
    assert page.locator(".call.apart").evaluate("e => getComputedStyle(e).breakBefore") == "page"


def test_nothing_moves(page: Page) -> None:
    page.goto(SPRING)
    moving = page.evaluate(
        """[...document.querySelectorAll("*")].map(e => getComputedStyle(e))
             .filter(s => s.transitionDuration !== "0s" || s.animationName !== "none").length"""
    )
    assert moving == 0
