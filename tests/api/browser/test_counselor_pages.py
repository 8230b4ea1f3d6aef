"""The counselor's room as people meet it: through axe, by keyboard, on a phone, enlarged, printed; and a plan by keyboard alone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from api.app import create_app
from tests.api.browser.serving import serving
from tests.api.browser.visit import check_english, check_page
from tests.api.conftest import CLERK, LIN, SONG, SPRING, open_copy
from tests.api.counselor.conftest import put_to_work

pytestmark = pytest.mark.browser

PAGES = [
    "/caseload",
    "/caseload/follow-ups",
    "/appeals",
    "/appeals/1",
    f"/people/{LIN}",
    f"/people/{LIN}/wishes",
    f"/people/{LIN}/aids",
    f"/people/{LIN}/consents",
    f"/people/{LIN}/consents/new?scope=listing&event={SPRING}",
    f"/people/{LIN}/consents/new?scope=identity",
    f"/people/{LIN}/assessment",
    f"/people/{SONG}/posts?event={SPRING}&show=blocked",
    f"/people/{LIN}/posts/{CLERK}?event={SPRING}",
    f"/people/{SONG}/unlock?event={SPRING}",
    "/people/c_zhou/certificate",
    f"/people/{LIN}/plan",
    f"/people/{LIN}/sheet",
    f"/people/{LIN}/erasure",
]


@pytest.fixture(scope="module")
def room(built_town: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    app = open_copy(built_town, tmp_path_factory.mktemp("room"))
    put_to_work(app)
    with serving(create_app(app)) as address:
        yield address


@pytest.fixture
def room_page(browser: Browser, room: str) -> Iterator[Page]:
    context = browser.new_context(base_url=room, locale="zh-CN", viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def walked(browser: Browser, room: str) -> Iterator[Page]:
    """The page on which every path is visited in turn."""
    context = browser.new_context(base_url=room, locale="zh-CN")
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def english(browser: Browser, room: str) -> Iterator[Page]:
    """The same in English, in the dark."""
    context = browser.new_context(base_url=room, locale="en-GB", color_scheme="dark")
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("path", PAGES)
def test_page_in_every_way(walked: Page, path: str) -> None:
    check_page(walked, path)


@pytest.mark.parametrize("path", PAGES)
def test_page_in_dark_english(english: Page, path: str) -> None:
    check_english(english, path)


def test_a_printed_plan_and_sheet_hide_their_forms(room_page: Page) -> None:
    for path, words in ((f"/people/{LIN}/plan", "下一步"), (f"/people/{LIN}/sheet", "我可以怎样做")):
        room_page.goto(path)
        room_page.emulate_media(media="print")
        assert room_page.get_by_role("heading", name=words).first.is_visible()
        assert [form.is_visible() for form in room_page.locator("main form").all()].count(True) == 0


def test_from_the_caseload_to_a_settled_plan_by_keyboard_alone(room_page: Page) -> None:
    """Find the person, assess one ability, read a post, write in the plan and settle it, without a mouse."""
    page = room_page
    page.goto("/caseload")
    page.get_by_label("按姓名或编号查找").press_sequentially("宋四")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="宋四").press("Enter")
    page.get_by_role("link", name="能力评估", exact=True).press("Enter")
    page.get_by_label("握力").or_(page.locator("#gripping")).first.press("3")
    page.get_by_role("button", name="保存改动").press("Enter")
    assert "已保存：1 项能力有变化" in page.get_by_role("status").inner_text()
    page.get_by_role("link", name="查看岗位").press("Enter")
    page.locator("main .entry h2 a").first.press("Enter")
    assert page.locator("figure.profile").count() == 1
    page.get_by_role("link", name="一人一策").press("Enter")
    page.locator("#steps ~ details summary").press("Enter")
    page.locator("#text-steps").press_sequentially("下周陪同看岗")
    page.locator("#text-steps").press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**done=written*")
    assert "您写的话已保存" in page.get_by_role("status").inner_text()
    page.get_by_label("经办人").press_sequentially("王芳")
    page.keyboard.press("Enter")
    page.wait_for_url("**done=settled*")
    assert "今天和本人商定了计划" in page.get_by_role("status").inner_text()
