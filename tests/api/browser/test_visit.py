"""What a visit looks at, it also sees: a page that is spoilt in one way fails the check of that way."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.api.browser.visit import (
    check_axe,
    check_keyboard,
    check_large_letters,
    check_narrow,
    check_page,
    check_targets,
    overheard,
)

pytestmark = pytest.mark.browser

PATH = "/courses"
LINK = "document.querySelector('main a')"
SPOILT: dict[str, tuple[Callable[[Page], None], str]] = {
    "a field without a label": (check_axe, "document.querySelector('main').append(document.createElement('input'))"),
    "grey on grey": (check_axe, "document.querySelector('h1').style.cssText = 'color: #999; background: #aaa'"),
    "a target that is too small": (
        check_targets,
        f"{LINK}.style.cssText = 'display: inline-block; all: unset; font-size: 9px'",
    ),
    "a focus that nobody sees": (check_keyboard, f"{LINK}.style.outline = 'none'"),
    "a focus out of sight": (check_keyboard, f"{LINK}.style.cssText = 'position: fixed; left: -999px'"),
    "another order": (check_keyboard, f"{LINK}.tabIndex = 1"),
    "what the Tab key leaves out": (check_keyboard, f"{LINK}.tabIndex = -1"),
    "what is too wide for a phone": (check_narrow, "document.querySelector('h1').style.width = '400px'"),
    "what is cut in large letters": (
        check_large_letters,
        "document.querySelector('h1').style.cssText = 'width: 1em; overflow: hidden; white-space: nowrap'",
    ),
}


@pytest.mark.parametrize("fault", SPOILT)
def test_each_check_sees_its_fault(page: Page, fault: str) -> None:
    check, spoil = SPOILT[fault]
    page.goto(PATH)
    page.evaluate(spoil)
    with pytest.raises(AssertionError):
        check(page)


def test_what_the_browser_complains_about_is_overheard(page: Page) -> None:
    with overheard(page) as (said, failed, hosts):
        page.goto(PATH)
        with page.expect_console_message(lambda message: message.text == "oh"):
            page.evaluate("fetch('/nothing').then(() => console.warn('oh'))")
    assert (len(said), failed, len(hosts)) == (2, [404], 1)
    with pytest.raises(AssertionError):
        check_page(page, "/nothing")
