"""The pages of the door, one's own account and the administration, as people meet them in a real browser."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from api.accounts.cookies import PLAIN as COOKIE
from api.actions.sessions import open_session
from matching.geography import AREAS
from matching.records import Role
from tests.api.accounts.conftest import PASSWORD, Office, open_office, peopled
from tests.api.browser.serving import serving
from tests.api.browser.visit import UNMARKED, check_axe, check_narrow, check_targets
from tests.api.conftest import a_member

__all__ = ["peopled"]

pytestmark = pytest.mark.browser

PAGES = {
    "": ["/sign-in?next=/courses", "/sign-in", "/invitation/unknown"],
    "guan": ["/accounts", "/accounts/invite", "/accounts/a_li", "/organisations"],
    "shen": ["/trail", "/trail/proof", "/impact", "/indicators", "/indicators/bodies", "/audits", "/events/spring-2027/audit"],
    "wangfang": ["/account", "/caseloads", "/caseloads/a_li"],
}
CASES = [(name, path, language) for name, paths in PAGES.items() for path in paths for language in ("zh-CN", "en-GB")]
DATA = {"武汉市", "江城文印社"} | {area.names[0] for area in AREAS}
"""Names of organisations as they are stored: an option of a choice cannot mark them."""


@pytest.fixture(scope="module")
def office(peopled: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    made = open_office(peopled, tmp_path_factory.mktemp("door"))
    yield made
    made.app.database.close()


@pytest.fixture(scope="module")
def door(office: Office) -> Iterator[str]:
    """The address of a server over the office."""
    with serving(office.web) as address:
        yield address


@pytest.fixture(scope="module")
def cookies(office: Office) -> dict[str, str]:
    """The token of each person who is signed in."""
    auditor = open_session(office.app, a_member(office.app, Role.AUDITOR), "test", "password").token
    return {name: office.signed_in(name).cookies[COOKIE] for name in ("guan", "wangfang")} | {"shen": auditor}


@pytest.mark.parametrize(("name", "path", "language"), CASES)
def test_axe_finds_nothing_and_the_page_fits(
    browser: Browser, door: str, cookies: dict[str, str], name: str, path: str, language: str
) -> None:
    context = browser.new_context(base_url=door, locale=language, viewport={"width": 1280, "height": 900})
    if name:
        context.add_cookies([{"name": COOKIE, "value": cookies[name], "url": door}])
    page = context.new_page()
    page.goto(path)
    check_axe(page)
    check_targets(page)
    check_narrow(page)
    if language == "en-GB":
        assert [text for text in page.evaluate(UNMARKED) if text not in DATA] == []
    context.close()


@pytest.fixture
def page(browser: Browser, door: str) -> Iterator[Page]:
    """A page of the office in Chinese, at 1280 x 900."""
    context = browser.new_context(base_url=door, locale="zh-CN", viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


def sign_in_by_keyboard(page: Page, name: str, password: str) -> None:
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    for typed in (name, password):
        page.keyboard.press("Tab")
        page.keyboard.type(typed)
    page.keyboard.press("Enter")


def test_one_signs_in_and_out_by_keyboard_alone(page: Page) -> None:
    page.goto("/courses")
    assert page.url.endswith("/sign-in?next=%2Fcourses")
    sign_in_by_keyboard(page, "wangfang", "完全不对的一个密码没有人用")
    expect(page.get_by_role("alert")).to_contain_text("登录名或密码不对")
    assert page.locator("#name").input_value() == "wangfang"
    assert page.locator("#password").input_value() == ""
    page.locator("#password").focus()
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/courses")
    page.get_by_role("button", name="退出登录").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/sign-in?done=out")
    expect(page.get_by_role("status")).to_contain_text("您已退出登录")
    page.go_back()
    page.goto("/courses")
    assert "/sign-in" in page.url


def test_an_invitation_is_handed_over_and_used(page: Page, browser: Browser, door: str) -> None:
    page.goto("/sign-in")
    page.fill("#name", "guan")
    page.fill("#password", PASSWORD)
    page.click("main button")
    page.get_by_role("link", name="邀请一个人").click()
    page.fill("#called", "陈丹")
    page.fill("#name", "chendan")
    page.select_option("#role", "counselor")
    page.select_option("#organisation", "d_420106")
    page.get_by_role("button", name="生成邀请").click()
    check_axe(page)
    link = re.search(r"http://127\.0\.0\.1:\d+/invitation/[\w-]{43}", page.locator("pre").inner_text())
    assert link is not None
    context = browser.new_context(base_url=door, locale="zh-CN")
    other = context.new_page()
    other.goto(link[0])
    check_axe(other)
    other.fill("#password", "码头上的灯一盏一盏亮起来")
    other.fill("#again", "码头上的灯一盏一盏亮起来")
    other.get_by_role("button", name="保存密码").click()
    other.fill("#name", "chendan")
    other.fill("#password", "码头上的灯一盏一盏亮起来")
    other.click("main button")
    expect(other.locator(".member")).to_contain_text("陈丹")
    context.close()


def test_what_was_typed_outlives_the_session(page: Page, office: Office) -> None:
    page.goto("/sign-in?next=/postings/p_craft/demands")
    page.fill("#name", "wangfang")
    page.fill("#password", PASSWORD)
    page.click("main button")
    page.locator("[name='demands.gripping']").select_option("1")
    page.context.clear_cookies()
    page.locator("main form button[type=submit]").click()
    expect(page.get_by_role("status")).to_contain_text("保留在这一页里")
    check_axe(page)
    page.fill("#name", "wangfang")
    page.fill("#password", PASSWORD)
    page.click("main form button")
    check_axe(page)
    page.get_by_role("button", name="现在提交").click()
    page.wait_for_url("**/postings/p_craft/demands?done=saved")
