"""The pages of a fair with everything in it, as people meet them: on a phone, by keyboard, enlarged, printed, and through axe."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from api.app import create_app
from api.jobs.worker import Worker
from api.wiring import Application
from tests.api.browser.serving import serving
from tests.api.browser.visit import check_axe, check_english, check_page
from tests.api.conftest import LIN, SPRING
from tests.api.fair.conftest import NINE, Clock
from tests.api.fair.full import full_fair

pytestmark = pytest.mark.browser

AT = f"/events/{SPRING}"
PAGES = [
    "/events/new",
    f"{AT}/steps",
    f"{AT}/steps/confirm",
    f"{AT}/plan/booths/A1",
    f"{AT}/employers",
    f"{AT}/allocation",
    f"{AT}/timetable",
    f"{AT}/timetable/people",
    f"{AT}/timetable/booths/A1",
    f"{AT}/timetable/people/{LIN}",
    f"{AT}/desk",
    f"{AT}/desk/log",
    f"{AT}/desk/paper",
    f"{AT}/letters",
    f"{AT}/letters/1",
    f"{AT}/interviews?show=all",
    f"{AT}/interviews/follow-ups",
    f"{AT}/interviews/promises",
    f"{AT}/interviews/decisions",
    f"{AT}/interviews/funnel",
    f"{AT}/papers",
    "/events/planned/plan",
    "/events/planned/plan/booths",
    "/events/planned/employers",
    "/events/planned/run",
    "/events/planned/allocation",
    "/events/planned/timetable",
    "/events/planned/desk",
    "/events/planned/interviews",
]


@pytest.fixture(scope="module")
def fair(built_town: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Application, Clock]:
    return full_fair(built_town, tmp_path_factory.mktemp("fair"))


@pytest.fixture(scope="module")
def fair_site(fair: tuple[Application, Clock]) -> Iterator[str]:
    with serving(create_app(fair[0])) as address:
        yield address


@pytest.fixture
def fair_page(browser: Browser, fair_site: str) -> Iterator[Page]:
    context = browser.new_context(base_url=fair_site, locale="zh-CN", viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def walked(browser: Browser, fair_site: str) -> Iterator[Page]:
    """The page on which every path is visited in turn."""
    context = browser.new_context(base_url=fair_site, locale="zh-CN")
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def english(browser: Browser, fair_site: str) -> Iterator[Page]:
    """The same in English, in the dark."""
    context = browser.new_context(base_url=fair_site, locale="en-GB", color_scheme="dark")
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("path", PAGES)
def test_page_in_every_way(walked: Page, path: str) -> None:
    check_page(walked, path)


@pytest.mark.parametrize("path", PAGES)
def test_page_in_dark_english(english: Page, path: str) -> None:
    check_english(english, path)


def test_follow_up_that_is_due_passes_axe(fair: tuple[Application, Clock], fair_page: Page) -> None:
    clock = fair[1]
    clock.now += timedelta(days=36)
    fair_page.goto(f"{AT}/interviews/follow-ups")
    assert fair_page.locator("main form").count() == 1
    check_axe(fair_page)
    clock.now = NINE + timedelta(minutes=20)


def test_printed_timetable_is_a_landscape_sheet_that_fits(fair_page: Page) -> None:
    fair_page.goto(f"{AT}/timetable?show=codes")
    fair_page.emulate_media(media="print")
    assert not fair_page.locator("nav.event-nav ul").first.is_visible()
    assert fair_page.evaluate("getComputedStyle(document.body).page") == "fair"
    fair_page.set_viewport_size({"width": 1050, "height": 700})
    assert fair_page.evaluate("document.querySelector('.grid').scrollWidth") <= 1050


def test_progress_goes_on_by_script_until_the_job_ends(fair: tuple[Application, Clock], fair_page: Page) -> None:
    fair_page.goto("/events/planned/run")
    fair_page.get_by_role("button", name="开始预匹配").press("Enter")
    assert fair_page.get_by_role("progressbar").count() == 1
    assert fair_page.get_by_role("status").inner_text() == "等待"
    Worker(fair[0]).work(0.1, once=True)
    fair_page.get_by_text("活动已匹配").wait_for()
    assert fair_page.get_by_role("progressbar").count() == 0


def test_a_person_is_checked_in_by_keyboard_alone(fair_page: Page) -> None:
    fair_page.goto(f"{AT}/timetable/people")
    code = fair_page.locator("main code").last.inner_text()  # somebody who has not come yet
    fair_page.goto(f"{AT}/desk")
    fair_page.get_by_label("签到码或编号").first.fill(code)
    fair_page.keyboard.press("Enter")
    fair_page.wait_for_url("**/desk?done=*")
    assert fair_page.get_by_role("status").locator("p").first.inner_text().endswith(" 签到")
    assert fair_page.evaluate("document.activeElement.id") == "check_in-who"
