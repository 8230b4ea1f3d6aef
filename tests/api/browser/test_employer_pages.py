"""The employer's room as people meet it: through axe, by keyboard, on a phone, enlarged; and an invitation by keyboard alone."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from api.accounts.cookies import PLAIN as COOKIE
from api.actions.sessions import open_session
from api.app import create_app
from matching.records import Role
from tests.api.browser.serving import serving
from tests.api.browser.visit import check_english, check_page
from tests.api.conftest import CLERK, CRAFT, SPRING, a_member, open_copy
from tests.api.employer.conftest import RIVER, built_room

__all__ = ["built_room"]

pytestmark = pytest.mark.browser

AT = f"/employer/events/{SPRING}"
PAGES = [
    "/employer",
    "/employer/postings",
    f"/employer/postings/{CLERK}",
    f"/postings/{CRAFT}/demands",
    "/employer/unlock",
    "/employer/events",
    AT,
    f"{AT}/postings/{CLERK}",
    "/employer/files",
    "/employer/hires",
    "/employer/promises",
    "/employer/quota?staff=200&certificate=12&wage=90000",
]
Opener = Callable[..., Page]


@pytest.fixture(scope="module")
def office(built_room: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """The address of a server over the room, and the token of the employer's session."""
    app = open_copy(built_room, tmp_path_factory.mktemp("employer"))
    token = open_session(app, a_member(app, Role.EMPLOYER, RIVER), "test", "password").token
    with serving(create_app(app)) as address:
        yield address, token


@pytest.fixture
def opened(browser: Browser, office: tuple[str, str]) -> Iterator[Opener]:
    """`opened(**settings)`: a page of 1280 x 900 of the employer, in Chinese unless told."""
    made = []

    def make(**settings: str) -> Page:
        chosen = {"locale": "zh-CN"} | settings
        context = browser.new_context(base_url=office[0], viewport={"width": 1280, "height": 900}, **chosen)  # type: ignore[arg-type]
        context.add_cookies([{"name": COOKIE, "value": office[1], "url": office[0]}])
        made.append(context)
        return context.new_page()

    yield make
    for context in made:
        context.close()


@pytest.fixture(scope="module")
def walked(browser: Browser, office: tuple[str, str]) -> Iterator[Page]:
    """The page on which every path is visited in turn."""
    context = browser.new_context(base_url=office[0], locale="zh-CN")
    context.add_cookies([{"name": COOKIE, "value": office[1], "url": office[0]}])
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def english(browser: Browser, office: tuple[str, str]) -> Iterator[Page]:
    """The same in English, in the dark."""
    context = browser.new_context(base_url=office[0], locale="en-GB", color_scheme="dark")
    context.add_cookies([{"name": COOKIE, "value": office[1], "url": office[0]}])
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("path", PAGES)
def test_page_in_every_way(walked: Page, path: str) -> None:
    check_page(walked, path)


@pytest.mark.parametrize("path", PAGES)
def test_page_in_dark_english(english: Page, path: str) -> None:
    check_english(english, path)


def test_from_the_tasks_to_an_invitation_and_back_by_keyboard_alone(opened: Opener) -> None:
    page = opened()
    page.goto("/employer")
    page.get_by_role("link", name="春季专场").first.press("Enter")
    page.locator("#lists + ul a").first.press("Enter")
    page.get_by_role("button", name="邀请面试").first.press("Enter")
    notice = page.get_by_role("status")
    assert "已邀请" in notice.inner_text()
    notice.get_by_role("button").press("Enter")
    assert "已撤回" in page.get_by_role("status").inner_text()
