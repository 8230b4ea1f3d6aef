"""Two spreadsheets through the wizard to shortlists, as a browser sends them: columns checked, a row mended, an import undone."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.actions.matching import match_event
from api.jobs.worker import Worker
from api.settings import Settings
from api.wiring import Application, open_application
from matching.records import LOCAL_ORGANIZER, Candidate
from tests.api.conftest import HERE, LOOPBACK, NOW
from tests.api.records.sending import JOBS, certificate, imported, job, press, sent, text, workbook
from tests.api.web import Web

FOREIGN = ("姓名全称", "证号", "现在住哪", "特长爱好", "想找什么活", "期望工资")
"""Headers as somebody's own list has them; none is one of ours."""
COUNT = 12


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Application]:
    home = tmp_path_factory.mktemp("wizard")
    app = open_application(Settings(home=home, database_url=f"sqlite:///{home / 'tongtu.db'}"), lambda: NOW)
    yield app
    app.database.close()


@pytest.fixture(scope="module")
def web(office: Application) -> Iterator[TestClient]:
    headers = {"origin": HERE, "accept-language": "en"}
    with TestClient(Web(office), base_url=HERE, client=LOOPBACK, headers=headers, follow_redirects=False) as made:
        yield made


@pytest.fixture(scope="module")
def people(web: TestClient) -> str:
    """The people, from a list of foreign headers in the encoding of an old spreadsheet program; one number is too short."""
    rows = [
        [f"样例{one}", "42019919" if one == 3 else certificate(one), "洪山区", "打字、办公软件", "文员", str(2_500 + 10 * one)]
        for one in range(COUNT)
    ]
    address = sent(web, "candidates", "外来名单.csv", text([FOREIGN, *rows], "gb18030"))
    page = web.get(address).text
    assert "How the columns are read" in page
    for at, field in enumerate(("name", "certificate_number", "home", "skills", "occupations", "pay_min"), 1):
        column = web.get(f"{address}/columns/{at}").text
        if not re.search(rf'value="{field}" selected', column):
            assert web.post(f"{address}/columns/{at}", data={"field": field}).status_code == 303
    imported(web, address)
    return address


@pytest.fixture(scope="module")
def postings(web: TestClient, office: Application) -> str:
    """The postings, from the template, in the background."""
    address = sent(web, "postings", "岗位.xlsx", workbook([JOBS, *(job(one) for one in range(4))]))
    assert web.post(f"{address}/run", data={"how": "background"}).headers["location"] == address
    assert Worker(office).work(0, once=True) == 1
    assert re.search(r"<dt>New</dt><dd>4</dd>", web.get(address).text)
    return address


def stored(app: Application) -> dict[str, Candidate]:
    with app.database.read(LOCAL_ORGANIZER) as stores:
        return {one.person.name or "": one for one in stores.candidates.iterate(LOCAL_ORGANIZER, with_person=True)}


def test_the_faulty_row_waits_and_goes_in_once_corrected(web: TestClient, office: Application, people: str) -> None:
    page = web.get(people).text
    assert re.search(rf"<dt>New</dt><dd>{COUNT - 1}</dd>.*<dt>Did not go in</dt><dd>1</dd>", page, re.DOTALL)
    assert "样例3" not in stored(office)
    assert "rows of imports to correct" in web.get("/").text
    assert web.post(f"{people}/rows/5", data={"cell.2": "42019"}).status_code == 422
    assert web.post(f"{people}/rows/5", data={"cell.2": certificate(3)}).headers["location"] == f"{people}?done=fixed"
    assert len(stored(office)) == COUNT
    assert "rows of imports to correct" not in web.get("/").text


def test_an_import_that_was_a_mistake_is_undone(web: TestClient, office: Application, people: str) -> None:
    before = stored(office)
    rows = [
        FOREIGN,
        ["样例1", certificate(1), "武昌区", "缝纫", "裁缝", "9000"],
        ["新来", certificate(90), "武昌区", "缝纫", "", ""],
    ]
    address = sent(web, "candidates", "弄错了.csv", text(rows))
    imported(web, address)
    assert stored(office) != before
    assert press(web, f"{address}/undo").headers["location"] == f"{address}?done=undone"
    assert stored(office) == before
    assert "Undone" in web.get(address).text


def test_the_lists_follow_from_the_two_files(web: TestClient, office: Application, people: str, postings: str) -> None:
    told = {"name": "春季专场", "kind": "专场招聘会", "on": "2027-03-20"}
    made = web.post("/events/new", data=new_event(web) | told)
    assert made.status_code == 303, made.text
    event = re.search(r"/events/([^/?]+)", made.headers["location"])
    assert event is not None
    match_event(office, LOCAL_ORGANIZER, event[1])
    page = web.get(f"/events/{event[1]}").text
    links = re.findall(rf'href="(/events/{event[1]}/postings/[^"/]+)"', page)
    assert len(links) == 4
    shown = web.get(links[0], headers={"accept-language": "zh"}).text
    assert any(name in shown for name in stored(office))
    refused = press(web, f"{people}/undo")
    assert (refused.status_code, "Nothing was undone" in refused.text) == (409, True)
    assert len(stored(office)) == COUNT


def new_event(web: TestClient) -> dict[str, str]:
    """The hidden fields of the form for a new event."""
    hidden = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', web.get("/events/new").text)
    return dict(hidden)


def test_nothing_of_the_files_is_left_on_disk(office: Application, people: str, postings: str) -> None:
    left = [path for path in Path(office.settings.home).rglob("*") if path.is_file() and path.parent.name == "uploads"]
    assert left == []
    for path in Path(office.settings.home).rglob("*"):
        if path.is_file():
            assert certificate(1).encode() not in path.read_bytes(), path
