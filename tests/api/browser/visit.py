"""One visit to a page, and everything that is looked at during it: axe, targets, the keyboard, a phone, large letters, silence."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

DESKTOP = {"width": 1280, "height": 900}
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "rules": {"color-contrast-enhanced": {"enabled": True}, "target-size": {"enabled": True}},
    "resultTypes": ["violations", "incomplete"],
}
"""The rules that are run; every element that breaks one is named, and of what passed only the number of rules is asked for."""
FOCUSABLE = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']"
IN_TURN = f"""() => {{
  const radio = e => e.matches("input[type=radio]");
  const group = e => [...document.getElementsByName(e.name)].filter(o => radio(o) && o.form === e.form);
  return [...document.querySelectorAll("{FOCUSABLE}")]
    .filter(e => !radio(e) || (group(e).some(o => o.checked) ? e.checked : e === group(e)[0]))
    .map(e => e.outerHTML.slice(0, 90)); }}"""
"""What the Tab key comes to: of the choices of one question the one that is made, else the first."""
TARGETS = """() => [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, summary")]
  .map(e => [e.outerHTML.slice(0, 90), e.getBoundingClientRect(), getComputedStyle(e).position])
  .filter(([, box, position]) => position !== "absolute" && (box.width < 24 || box.height < 24)).map(([html]) => html)"""
FOCUS = """() => { const e = document.activeElement, s = getComputedStyle(e), box = e.getBoundingClientRect();
  return {html: e.outerHTML.slice(0, 90), outline: parseFloat(s.outlineWidth), style: s.outlineStyle, shadow: s.boxShadow,
          inside: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth}; }"""
WATCH = f"""() => {{
  window.met = [];
  addEventListener("keydown", () => document.activeElement !== document.body && met.push(({FOCUS})()), true); }}"""
"""Keeps what has the focus each time the next key goes down."""
CUT = """() => [...document.querySelectorAll("main *, header *, nav *, footer *")].filter(e =>
  e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).overflowX === "hidden" && !e.closest(".hidden"))
  .map(e => e.outerHTML.slice(0, 90))"""

UNMARKED = """() => [...document.querySelectorAll("body *")].filter(e => !e.closest("[lang^=zh], script, style"))
  .flatMap(e => [...e.childNodes]).filter(n => n.nodeType === 3 && /[\\u4e00-\\u9fff]/.test(n.data)).map(n => n.data.trim())"""
"""Chinese words on a page that are not marked as Chinese."""


def open_all_details(page: Page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach(e => { e.open = true; })")


def check_axe(page: Page) -> None:
    """No violation, and nothing that axe could not decide."""
    open_all_details(page)
    page.evaluate(AXE_SCRIPT)
    found: dict[str, Any] = page.evaluate(
        f"axe.run({json.dumps(RULES)}).then(found => ({{...found, passes: found.passes.length, inapplicable: 0}}))"
    )
    named = {
        kind: [(rule["id"], node["target"], node.get("failureSummary", "")) for rule in found[kind] for node in rule["nodes"]]
        for kind in ("violations", "incomplete")
    }
    assert named == {"violations": [], "incomplete": []}
    assert found["passes"] > 20


def check_targets(page: Page) -> None:
    """Everything that is pressed is at least 24 pixels wide and high."""
    assert page.evaluate(TARGETS) == []


def check_keyboard(page: Page) -> None:
    """The Tab key comes to everything, in the order of the page, and what has the focus is in sight and says so."""
    open_all_details(page)
    expected = page.evaluate(IN_TURN)
    page.evaluate(WATCH)
    for _ in expected:
        page.keyboard.press("Tab")
    met = [*page.evaluate("met"), page.evaluate(FOCUS)]
    assert [focus["html"] for focus in met] == expected
    assert [focus for focus in met if not focus["inside"]] == []
    marked = [(focus["style"], focus["outline"] >= 2, focus["shadow"] != "none") for focus in met]
    assert [focus for focus, seen in zip(met, marked, strict=True) if seen != ("solid", True, True)] == []


def check_narrow(page: Page) -> None:
    """At 320 pixels nothing makes the page scroll sideways, and targets are still large enough."""
    page.set_viewport_size({"width": 320, "height": 700})
    open_all_details(page)
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    check_targets(page)


def check_large_letters(page: Page) -> None:
    """Twice the browser's own text size, as people set it who read large print: nothing is cut."""
    page.set_viewport_size({"width": 640, "height": 900})
    open_all_details(page)
    page.evaluate("document.documentElement.style.fontSize = '225%'")
    assert page.evaluate("document.documentElement.scrollWidth") <= 640
    assert page.evaluate(CUT) == []


@contextmanager
def overheard(page: Page) -> Iterator[tuple[list[str], list[int], set[str]]]:
    """What the console says, the statuses of failed answers and the hosts asked, as long as the block runs."""
    said: list[str] = []
    failed: list[int] = []
    hosts: set[str] = set()
    ears: dict[Any, Callable[[Any], None]] = {
        "console": lambda message: said.append(message.text),
        "response": lambda response: failed.append(response.status) if response.status >= 400 else None,
        "request": lambda request: hosts.add(urlsplit(request.url).netloc),
    }
    for event, ear in ears.items():
        page.on(event, ear)
    yield said, failed, hosts
    for event, ear in ears.items():
        page.remove_listener(event, ear)


def check_page(page: Page, path: str, status: int = 200) -> None:
    """All of it in one visit; the browser has nothing to complain about, and nothing came from another host."""
    with overheard(page) as (said, failed, hosts):
        page.set_viewport_size(DESKTOP)
        answer = page.goto(path)
        assert answer is not None
        assert answer.status == status
        check_axe(page)
        check_targets(page)
        check_keyboard(page)
        check_narrow(page)
        check_large_letters(page)
    assert (len(said), failed) == ((0, []) if status == 200 else (1, [status])), said
    assert hosts == {urlsplit(page.url).netloc}


def check_english(page: Page, path: str, status: int = 200) -> None:
    """The same page in English, and in the dark: axe, a phone, and no Chinese word that is not marked as such."""
    page.set_viewport_size(DESKTOP)
    answer = page.goto(path)
    assert answer is not None
    assert (answer.status, answer.headers["content-language"]) == (status, "en")
    check_axe(page)
    assert page.evaluate(UNMARKED) == []
    check_narrow(page)
