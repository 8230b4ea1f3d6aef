"""The pages as people meet them: on a phone, by keyboard, enlarged, in the dark, and through axe."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from api.notices import PLAIN as NOTICE
from api.notices import notice_cookie
from api.wiring import Application
from tests.api.browser.visit import check_axe, check_english, check_page

pytestmark = pytest.mark.browser

SPRING = "/events/spring-2027"
NOWHERE = "/nothing"
NOTICES = [
    f"{SPRING}/employers/e_river/unlock?done=asked",
    "/postings/p_craft/demands?done=saved",
    "/people/c_lin?done=service",
    "/people/c_lin/assessment?done=saved&changed=2&opened=1",
    "/employers/e_river?done=saved",
    "/caseload?done=erased",
]
PAGES = [
    "/",
    "/events",
    SPRING,
    "/events/planned",
    f"{SPRING}/postings/p_clerk",
    f"{SPRING}/postings/p_craft",
    f"{SPRING}/postings/p_craft/candidates/c_he/review",
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
    f"{SPRING}/employers/e_river/unlock",
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
    "/impact",
    "/knowledge/dimensions",
    "/knowledge/accommodations",
    "/knowledge/cases?page=2",
    NOWHERE,
]


@pytest.fixture(scope="module")
def walked(browser: Browser, site: str) -> Iterator[Page]:
    """The page on which every path is visited in turn."""
    context = browser.new_context(base_url=site, locale="zh-CN")
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def english(browser: Browser, site: str) -> Iterator[Page]:
    """The same in English, in the dark."""
    context = browser.new_context(base_url=site, locale="en-GB", color_scheme="dark")
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("path", PAGES)
def test_page_in_every_way(walked: Page, path: str) -> None:
    check_page(walked, path, 404 if path == NOWHERE else 200)


@pytest.mark.parametrize("path", PAGES)
def test_page_in_dark_english(english: Page, path: str) -> None:
    check_english(english, path, 404 if path == NOWHERE else 200)


@pytest.mark.parametrize("path", NOTICES)
def test_notice_is_read_out_and_passes_axe(page: Page, site: str, town: Application, path: str) -> None:
    page.context.add_cookies([{"name": NOTICE, "value": notice_cookie(town, path, town.clock()), "url": site}])
    page.goto(path)
    assert page.get_by_role("main").get_by_role("status").count() == 1
    check_axe(page)


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
