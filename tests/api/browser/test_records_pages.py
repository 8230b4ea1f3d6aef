"""The pages of records in every state, as people meet them: on a phone, by keyboard, enlarged, in the dark, and through axe."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Browser, Page, expect
from starlette.testclient import TestClient

from api.actions.confirming import confirm
from api.actions.jobs import enqueue_job
from api.app import create_app
from api.wiring import Application
from matching.records import LOCAL_ORGANIZER, Role, Viewer
from models.baselines import HandWeightedRanker
from models.registry import keep_challenger
from tests.api.browser.serving import serving
from tests.api.browser.visit import check_axe, check_english, check_page, open_all_details
from tests.api.conftest import SPRING, open_copy
from tests.api.records.conftest import visit_as
from tests.api.records.sending import JOBS, PEOPLE, certificate, imported, job, person, press, sent, text, workbook
from tests.models.small import AT, judged, small_ranker

pytestmark = pytest.mark.browser

FOREIGN: Final = ("姓名全称", "证号", "现在住哪", "特长爱好", "想找什么活", "期望工资")
PAGES: Final = [
    "/",
    "/events",
    "/imports",
    "/imports/new",
    "@check",
    "@check/columns/4",
    "@going",
    "@done",
    "@done/rows/3",
    "@undone",
    "/postings/overdue",
    "/caseload/outdated",
    "/people/new",
    "/people/c_zhou/edit",
    "/postings",
    "/postings/p_clerk",
    "/postings/p_clerk/edit",
    "/postings/new",
    "/postings/to-repair",
    "/postings/raised",
    "/postings/p_clerk/demands",
    "/employers",
    "/employers/e_river",
    "/employers/e_river/edit",
    "/employers/new",
    "/search",
    "/duplicates",
    "/jobs",
    "@job",
    "/models",
    "@model",
    "/indicators",
    "/indicators/trends",
    "/indicators/trends?by=month",
    "/indicators/enterprises",
    "/indicators/graduates",
    "/indicators/services",
    "/indicators/placements",
    "/indicators/tallies",
    "/indicators/bodies",
    "/indicators/workshops",
    "/indicators/quota",
    "/indicators/enter/placements",
]


@pytest.fixture(scope="module")
def records(built_town: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Application]:
    app = open_copy(built_town, tmp_path_factory.mktemp("records"))
    yield app
    app.database.close()


@pytest.fixture(scope="module")
def places(records: Application) -> dict[str, str]:
    """Files in each state of the wizard, twins, and a job that waits."""
    web = visit_as(records, Role.ORGANIZER)
    foreign = [[f"样例{n}", certificate(n), "洪山区", "打字、办公软件", "文员", "3000"] for n in range(9)]
    twins = [
        job(7, 单位名称="东湖示例园林有限公司", 岗位名称="园林养护工"),
        job(8, 单位名称="东湖示例园林有限公司", 岗位名称="园林养护工"),
    ]
    imported(web, sent(web, "postings", "岗位.xlsx", workbook([JOBS, *twins])))
    rows = [PEOPLE, person(60), person(61, 残疾人证号="4201991990"), person(62, 期望月薪="-5", 技能="打字、说不清的本事")]
    made = {
        "@check": sent(web, "candidates", "外来名单.csv", text([FOREIGN, *foreign], "gb18030")),
        "@going": sent(web, "candidates", "后台.xlsx", workbook([PEOPLE, person(50)])),
        "@done": sent(web, "candidates", "名单.xlsx", workbook(rows)),
        "@undone": sent(web, "candidates", "弄错了.xlsx", workbook([PEOPLE, person(70)])),
        "@job": f"/jobs/{enqueue_job(records, LOCAL_ORGANIZER, 'match', {'event': SPRING}).id}",
    }
    ranker = judged(small_ranker(1), HandWeightedRanker.load().version)
    keep_challenger(records.settings.models, ranker, AT, "local", "trained")
    made["@model"] = f"/models/{ranker.version}"
    river = Viewer(account="zhao", role=Role.EMPLOYER, organisation="e_river")
    confirm(records, river, "p_clerk", {"demands.lifting": 4}, "raised")
    web.post(f"{made['@going']}/run", data={"how": "background"})
    imported(web, made["@done"])
    imported(web, made["@undone"])
    press(web, f"{made['@undone']}/undo")
    return made


@pytest.fixture(scope="module")
def records_site(records: Application, places: dict[str, str]) -> Iterator[str]:
    with serving(create_app(records)) as address:
        yield address


@pytest.fixture
def records_page(browser: Browser, records_site: str) -> Iterator[Page]:
    context = browser.new_context(base_url=records_site, locale="zh-CN", viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


def at(path: str, places: dict[str, str]) -> str:
    """The address of a page; the first part may name a file or a job."""
    start, slash, rest = path.partition("/") if path.startswith("@") else (path, "", "")
    return f"{places.get(start, start)}{slash}{rest}"


@pytest.fixture(scope="module")
def walked(browser: Browser, records_site: str) -> Iterator[Page]:
    """The page on which every path is visited in turn."""
    context = browser.new_context(base_url=records_site, locale="zh-CN")
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def english(browser: Browser, records_site: str) -> Iterator[Page]:
    """The same in English, in the dark."""
    context = browser.new_context(base_url=records_site, locale="en-GB", color_scheme="dark")
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("path", PAGES)
def test_page_in_every_way(walked: Page, places: dict[str, str], path: str) -> None:
    check_page(walked, at(path, places))


@pytest.mark.parametrize("path", PAGES)
def test_page_in_dark_english(english: Page, places: dict[str, str], path: str) -> None:
    check_english(english, at(path, places))


def test_a_file_is_chosen_checked_and_imported_by_keyboard(records_page: Page, tmp_path: Path) -> None:
    """The whole wizard without a pointer."""
    page, sheet = records_page, tmp_path / "键盘.xlsx"
    sheet.write_bytes(workbook([PEOPLE, person(80), person(81, 残疾人证号="42")]))
    page.goto("/imports/new")
    page.locator("#kind").focus()
    page.keyboard.press("Space")
    page.set_input_files("#file", sheet)
    page.locator("main button[type=submit]").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/imports/u_*")
    page.locator("button[value=now]").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**?done=imported")
    expect(page.locator("#waiting")).to_be_visible()
    page.locator("a[href$='/rows/3']").focus()
    page.keyboard.press("Enter")
    page.locator("[name='cell.2']").fill(certificate(81))
    page.keyboard.press("Enter")
    page.wait_for_url("**?done=fixed")
    expect(page.locator("#waiting")).to_have_count(0)


def test_a_file_too_large_is_answered_with_the_page(records: Application, records_page: Page, tmp_path: Path) -> None:
    sheet = tmp_path / "太大.csv"
    sheet.write_bytes(b"x" * (records.settings.upload_limit_mb * 1_000_000 + 10))
    records_page.goto("/imports/new")
    records_page.locator("#kind").check()
    records_page.set_input_files("#file", sheet)
    records_page.locator("main button[type=submit]").first.click()
    expect(records_page.locator("#file-fault")).to_be_visible()
    open_all_details(records_page)
    check_axe(records_page)


def test_two_editors_and_faults_pass_axe(records_page: Page, records: Application) -> None:
    page, web = records_page, visit_as(records, Role.ORGANIZER)
    page.goto("/people/c_more_0/edit")
    was = page.locator("input[name=was]").get_attribute("value") or ""
    assert other_saves(web, page, was) == 303
    page.locator("#skills").fill("编织")
    page.locator("main button[type=submit]").click()
    expect(page.locator("#skills-theirs")).to_be_visible()
    check_axe(page)
    page.goto("/people/new")
    page.locator("#name").fill("林示例")
    page.locator("#certificate_number").fill("12")
    page.locator("form.entry-form").evaluate("form => { form.noValidate = true; }")
    page.locator("main button[type=submit]").click()
    expect(page.locator("#certificate_number-fault")).to_be_visible()
    check_axe(page)


def other_saves(web: TestClient, page: Page, was: str) -> int:
    """How it went when somebody else sent the same form."""
    form = page.evaluate("() => Object.fromEntries(new FormData(document.querySelector('form.entry-form')))")
    return web.post("/people/c_more_0/edit", data=form | {"skills": "缝纫", "was": was}).status_code
