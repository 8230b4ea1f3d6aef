"""The import wizard over HTTP: what browsers send, what is said of files that cannot be read, and what a file becomes."""

import re
from collections.abc import Iterator, Sequence
from io import BytesIO
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from starlette.testclient import TestClient

from api.jobs.worker import Worker
from api.settings import Settings
from api.wiring import Application, open_application
from matching.records import LOCAL_ORGANIZER, Candidate, Role, Training
from tests.api.conftest import HERE, LOOPBACK, NOW, build_world
from tests.api.records.conftest import visit_as
from tests.api.records.sending import JOBS, PEOPLE, certificate, imported, job, person, press, send, sent, text, workbook
from tests.api.test_pages import read
from tests.api.web import Web
from tests.data.publishing import publish

SEALED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "EncryptedPackage".encode("utf-16-le") + bytes(512)
NUMBERS = count(100, 10)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Application]:
    app = build_world(tmp_path_factory.mktemp("imports"))
    yield app
    app.database.close()


@pytest.fixture(scope="module")
def web(office: Application) -> Iterator[TestClient]:
    headers = {"origin": HERE, "accept-language": "en"}
    with TestClient(Web(office), base_url=HERE, client=LOOPBACK, headers=headers, follow_redirects=False) as made:
        yield made


@pytest.fixture(scope="module")
def narrow(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Application, TestClient]]:
    """An installation that takes files of one megabyte."""
    home = tmp_path_factory.mktemp("narrow")
    settings = Settings(
        home=home, database_url=f"sqlite:///{home / 'tongtu.db'}", upload_limit_mb=1, hash_memory_kib=8, hash_rounds=1
    )
    app = open_application(settings, lambda: NOW)
    headers = {"origin": HERE, "accept-language": "en"}
    with TestClient(Web(app), base_url=HERE, client=LOOPBACK, headers=headers, follow_redirects=False) as made:
        yield app, made
    app.database.close()


def kept_files(app: Application) -> list[Path]:
    folder = app.settings.home / "uploads"
    return sorted(folder.iterdir()) if folder.is_dir() else []


def called(app: Application, name: str) -> list[Candidate]:
    with app.database.read(LOCAL_ORGANIZER) as stores:
        return [one for one in stores.candidates.iterate(LOCAL_ORGANIZER, with_person=True) if one.person.name == name]


def listed(web: TestClient) -> str:
    """The list of files, all its pages."""
    pages = [web.get("/imports").text]
    while following := re.search(r'href="(/imports\?after=[^"]+)" rel="next"', pages[-1]):
        pages.append(web.get(following[1]).text)
    return "".join(pages)


def upload_of(address: str) -> str:
    return address.removeprefix("/imports/").partition("?")[0]


# --- files that cannot be read ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("名单.docx", b"PK", "unknown kind of file"),
        ("名单", b"x", "its name has no ending"),
        ("名单.xlsx", b"", "the file is empty"),
        ("名单.xlsx", b"not a workbook", "named .xlsx but is none"),
        ("名单.xlsx", SEALED, "it has a password; save it without one"),
        ("名单.xls", b"<html><table></table></html>", "named xls but is none"),
        ("名单.csv", b"\n\n", "there is nothing in it"),
        ("", b"", "No file was chosen"),
    ],
)
def test_a_file_that_cannot_be_read_is_explained_beside_its_field(
    office: Application, web: TestClient, name: str, content: bytes, said: str
) -> None:
    before = kept_files(office)
    answer = (
        send(web, "candidates", name, content)
        if name
        else web.post("/imports", data={"kind": "candidates"}, files=[("x", ("", b""))])
    )
    assert answer.status_code == 422
    assert said in answer.text
    assert 'id="file-fault"' in answer.text
    assert 'value="candidates" id="kind" checked' in answer.text
    assert kept_files(office) == before
    assert "/uploads/" not in answer.text


def test_what_the_file_holds_has_to_be_chosen(web: TestClient) -> None:
    answer = send(web, "mayors", "名单.csv", text([PEOPLE, person(1)]))
    assert (answer.status_code, "Choose what the file holds" in answer.text) == (422, True)


@pytest.mark.parametrize("name", ["名单.csv", ""])
def test_a_form_sent_without_saying_what_the_file_holds_says_so_at_the_field(
    office: Application, web: TestClient, name: str
) -> None:
    before = kept_files(office)
    files = [("file", (name, text([PEOPLE, person(1)])))] if name else [("x", ("", b""))]
    answer = web.post("/imports", data={"fetched_on": "2027-03-01"}, files=files)
    assert answer.status_code == 422
    assert ('id="kind-fault"' in answer.text, " checked" in answer.text) == (True, False)
    assert 'value="2027-03-01"' in answer.text
    assert kept_files(office) == before


def test_a_file_over_the_limit_is_not_kept(narrow: tuple[Application, TestClient]) -> None:
    app, web = narrow
    answer = send(web, "candidates", "名单.csv", b"x" * 1_200_000)
    assert (answer.status_code, "the file is over 1 MB" in answer.text) == (422, True)
    assert kept_files(app) == []
    assert send(web, "candidates", "名单.csv", b"x" * 7_000_000).status_code == 413
    assert kept_files(app) == []


@pytest.mark.parametrize(
    ("kind", "content", "status"),
    [
        (
            "multipart/form-data; boundary=b",
            b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\nhalf',
            400,
        ),
        ("multipart/form-data; boundary=b", b"nothing of the kind", 400),
        ("multipart/form-data; boundary=b", b"--b\r\nContent-Type: text/plain\r\n\r\nx\r\n--b--\r\n", 400),
        ("multipart/form-data; boundary=b", b'--b\r\nContent-Disposition: form-data; name="kind"\r\n\r\n\xff\r\n--b--\r\n', 400),
        (
            "multipart/form-data; boundary=b",
            b'--b\r\nContent-Disposition: form-data; name="a"\r\n\r\nx\r\n' * 20 + b"--b--\r\n",
            413,
        ),
        (
            "multipart/form-data; boundary=b",
            b'--b\r\nContent-Disposition: form-data; name="a"\r\n\r\n' + b"x" * 9_000 + b"\r\n--b--\r\n",
            413,
        ),
        ("multipart/form-data", b"--b--", 415),
        ("application/x-www-form-urlencoded", b"kind=candidates", 415),
    ],
)
def test_a_malformed_form_is_refused_and_leaves_nothing(
    office: Application, web: TestClient, kind: str, content: bytes, status: int
) -> None:
    before = kept_files(office)
    assert web.post("/imports", content=content, headers={"content-type": kind}).status_code == status
    assert kept_files(office) == before


@pytest.mark.parametrize("name", ["../../etc/名单.csv", "C:\\Users\\wang\\名单.csv", "..%2f名单.csv", "名单\x00.csv"])
def test_the_name_of_a_file_never_becomes_a_path(office: Application, web: TestClient, name: str) -> None:
    before = kept_files(office)
    address = sent(web, "candidates", name, text([PEOPLE, person(1)]))
    (made,) = set(kept_files(office)) - set(before)
    assert made.name == f"{upload_of(address)}.csv"
    assert made.stat().st_mode & 0o777 == 0o600
    assert made.parent.stat().st_mode & 0o777 == 0o700
    assert "名单" in web.get(address).text
    assert "etc" not in web.get(address).text
    assert press(web, f"{address}/remove").headers["location"] == "/imports?done=removed"
    assert (kept_files(office), web.get(address).status_code) == (before, 404)


# --- columns ---------------------------------------------------------------------------------------------------------------------


def test_known_columns_need_no_look_and_others_are_proposed(web: TestClient) -> None:
    known = web.get(sent(web, "candidates", "模板.xlsx", workbook([PEOPLE, person(2)]))).text
    assert "Every column is known" in known
    strange = [["姓名全称", "证号", "现在住哪", "特长爱好"], *([f"样例{n}", certificate(n), "洪山区", "打字"] for n in range(1, 9))]
    page = web.get(sent(web, "candidates", "外来.xlsx", workbook(strange))).text
    assert "A trial of 8 rows" in page
    assert "%" in page


def test_a_column_is_changed_tried_anew_and_imported_as_chosen(office: Application, web: TestClient) -> None:
    rows = [["姓名", "残疾人证号", "甲乙丙"], *([f"乙列{n}", certificate(20 + n), "打字"] for n in range(3))]
    address = sent(web, "candidates", "乙列.csv", text(rows))
    assert web.get(f"{address}/columns/9").status_code == 404
    taken = web.post(f"{address}/columns/3", data={"field": "name"})
    assert (taken.status_code, "is read from the column" in taken.text) == (422, True)
    assert web.post(f"{address}/columns/3", data={"field": "mayor"}).status_code == 422
    done = web.post(f"{address}/columns/3", data={"field": "skills"})
    assert (done.status_code, done.headers["location"]) == (303, f"{address}?done=column")
    assert "chosen by you" in web.get(address).text
    imported(web, address)
    (found,) = called(office, "乙列1")
    assert [skill.name for skill in found.resume.skills] == ["打字"]
    assert web.post(f"{address}/columns/3", data={"field": ""}).status_code == 409


def test_what_cannot_go_in_without_a_number_says_so(web: TestClient) -> None:
    address = sent(web, "candidates", "无号.csv", text([["姓名", "残疾人证号"], ["甲", certificate(30)]]))
    web.post(f"{address}/columns/2", data={"field": ""})
    page = web.get(address).text
    assert "Nothing can go in yet" in page
    answer = web.post(f"{address}/run", data={"how": "now"})
    assert answer.status_code == 422
    assert "Nothing was imported" in answer.text
    assert web.get(address).status_code == 200


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_every_encoding_of_the_trade_is_read(office: Application, web: TestClient, encoding: str) -> None:
    number = 40 + ["utf-8", "utf-8-sig", "gb18030", "utf-16"].index(encoding)
    rows = [PEOPLE, person(number, 姓名=f"编码{number}")]
    page = imported(web, sent(web, "candidates", f"{encoding}.csv", text(rows, encoding)))
    assert "The file is imported." in page
    assert len(called(office, f"编码{number}")) == 1


def test_merged_cells_count_for_all_their_rows(office: Application, web: TestClient) -> None:
    rows = [PEOPLE, *(person(50 + number, 居住区="武昌区" if number == 0 else "") for number in range(3))]
    imported(web, sent(web, "candidates", "合并.xlsx", workbook(rows, merged=["D2:D4"])))
    assert [called(office, f"样例{50 + number}")[0].home.district for number in range(3)] == ["420106"] * 3


def test_a_long_number_stored_as_a_number_is_refused_row_by_row_and_can_be_typed(office: Application, web: TestClient) -> None:
    number = certificate(60)
    row: list[Any] = list(person(60))
    row[1] = int(number.replace("X", "1"))
    address = sent(web, "candidates", "数字.xlsx", workbook([PEOPLE, row]))
    page = imported(web, address)
    assert "1 row waits below" in page
    assert number[:14] not in page
    answer = web.post(f"{address}/rows/2", data={"cell.2": number})
    assert (answer.status_code, answer.headers["location"]) == (303, f"{address}?done=fixed")
    assert len(called(office, "样例60")) == 1


# --- rows that did not go in -----------------------------------------------------------------------------------------------------


@pytest.fixture
def first() -> int:
    """A number of people that no other test uses."""
    return next(NUMBERS)


@pytest.fixture
def faulty(web: TestClient, first: int) -> str:
    """A file of four people, two of whom did not go in: a number too short, and a wage below nothing."""
    rows = [PEOPLE, person(first), person(first + 1, 残疾人证号="4201991990"), person(first + 2, 期望月薪="-5"), person(first + 3)]
    address = sent(web, "candidates", "名单.xlsx", workbook(rows))
    imported(web, address)
    return address


def test_the_report_counts_rows_and_names_faults_without_values(
    office: Application, web: TestClient, faulty: str, first: int
) -> None:
    page = web.get(faulty).text
    assert re.search(r"<dt>New</dt><dd>2</dd>.*<dt>Did not go in</dt><dd>2</dd>", page, re.DOTALL)
    assert "Row 3" in page
    assert "Row 4" in page
    assert "4201991990" not in page
    assert upload_of(faulty) not in {path.stem for path in kept_files(office)}
    assert web.post(f"{faulty}/run", data={"how": "now"}).headers["location"] == faulty
    found = listed(web)
    assert "2 new, 0 changed, of 4 rows" in found
    assert "2 rows" in found
    assert "rows of imports to correct" in web.get("/").text


def test_a_row_is_corrected_in_the_page_and_tried_again(office: Application, web: TestClient, faulty: str, first: int) -> None:
    page = web.get(f"{faulty}/rows/3")
    fields = {one["name"]: one.get("value") for name, one in read(page.text).tags if name == "input" and one.get("type") == "text"}
    assert fields["cell.2"] == "4201991990"
    assert "Why it did not go in" in page.text
    again = web.post(f"{faulty}/rows/3", data={"cell.2": "42019919", "cell.1": "改过名"})
    assert (again.status_code, "The row still does not go in" in again.text) == (422, True)
    assert 'value="改过名"' in web.get(f"{faulty}/rows/3").text
    done = web.post(f"{faulty}/rows/3", data={"cell.2": certificate(first + 1)})
    assert (done.status_code, done.headers["location"]) == (303, f"{faulty}?done=fixed")
    assert len(called(office, "改过名")) == 1
    assert "This row is settled" in web.get(f"{faulty}/rows/3").text
    assert press(web, f"{faulty}/rows/3").status_code == 404
    assert web.get(f"{faulty}/rows/2").status_code == 404


def test_a_row_may_be_left_out_for_good(web: TestClient, faulty: str) -> None:
    assert press(web, f"{faulty}/rows/4/drop").headers["location"] == f"{faulty}?done=dropped"
    assert press(web, f"{faulty}/rows/4/drop").status_code == 404
    page = web.get(faulty).text
    assert "1 row was corrected or left out since" in page
    assert "Row 4" not in page


def test_the_rows_come_as_a_sheet_that_can_be_corrected_and_sent_again(office: Application, web: TestClient, first: int) -> None:
    rows = [PEOPLE, person(first, 残疾人证号="42", 姓名="=1+1"), person(first + 1, 残疾人证号="43", 联系电话="+8613800000000")]
    address = sent(web, "candidates", "名单.xlsx", text_book(rows))
    imported(web, address)
    answer = web.get(f"{address}/rows.xlsx")
    assert answer.headers["content-type"].startswith("application/vnd.openxmlformats")
    assert "attachment" in answer.headers["content-disposition"]
    book = load_workbook(BytesIO(answer.content))
    sheet, told = book["待改的行"], book["问题"]
    assert [cell.value for cell in sheet[1]] == list(PEOPLE)
    assert {cell.data_type for row in (*sheet.iter_rows(), *told.iter_rows()) for cell in row} <= {"s", "n"}
    assert (sheet["A2"].value, sheet["A2"].data_type, sheet["A2"].number_format) == ("=1+1", "s", "@")
    assert [row[0] for row in told.iter_rows(min_row=2, values_only=True)] == ["2", "3"]
    for at in (2, 3):
        sheet.cell(at, 2, certificate(first + at - 2))
        sheet.cell(at, 1, f"补{first + at}")
    stream = BytesIO()
    book.save(stream)
    page = imported(web, sent(web, "candidates", "改好.xlsx", stream.getvalue()))
    assert re.search(r"<dt>New</dt><dd>2</dd>", page)
    assert len(called(office, f"补{first + 2}")) == 1


def text_book(rows: Sequence[Sequence[str]]) -> bytes:
    """A workbook whose cells are words, whatever they begin with."""
    book = load_workbook(BytesIO(workbook(rows)))
    for row in book.worksheets[0].iter_rows():
        for cell in row:
            cell.data_type = "s"
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_a_number_left_as_it_stood_stays_a_number(office: Application, web: TestClient, first: int) -> None:
    row: list[Any] = list(person(first, 残疾人证号="42", 姓名=f"数{first}"))
    row[6] = 3200.0
    address = sent(web, "candidates", "名单.xlsx", workbook([PEOPLE, row]))
    imported(web, address)
    fields = [one for name, one in read(web.get(f"{address}/rows/2").text).tags if name == "input"]
    given = {name: one.get("value") or "" for one in fields if (name := one.get("name") or "").startswith("cell.")}
    assert web.post(f"{address}/rows/2", data=given | {"cell.2": certificate(first)}).status_code == 303
    (found,) = called(office, f"数{first}")
    assert found.wishes.pay_min == 3200


# --- again, in the background, by others -----------------------------------------------------------------------------------------


def test_the_same_file_again_changes_nothing(web: TestClient, first: int) -> None:
    content = workbook([PEOPLE, person(first), person(first + 1)])
    assert re.search(r"<dt>New</dt><dd>2</dd>", imported(web, sent(web, "candidates", "两次.xlsx", content)))
    page = imported(web, sent(web, "candidates", "两次.xlsx", content))
    assert re.search(r"<dt>New</dt><dd>0</dd>.*<dt>As before</dt><dd>2</dd>", page, re.DOTALL)


def test_a_worker_imports_in_the_background_and_the_page_tells(office: Application, web: TestClient, first: int) -> None:
    address = sent(web, "candidates", "后台.xlsx", workbook([PEOPLE, person(first), person(first + 1, 期望月薪="-1")]))
    answer = web.post(f"{address}/run", data={"how": "background"})
    assert answer.headers["location"] == address
    waiting = web.get(address).text
    assert "data-job=" in waiting
    assert "Stop it" in waiting
    assert web.post(f"{address}/run", data={"how": "now"}).headers["location"] == address
    assert "jobs running in the background" in web.get("/").text
    assert "waiting" in web.get("/jobs").text.lower()
    assert Worker(office).work(0, once=True) == 1
    page = web.get(address).text
    assert re.search(r"<dt>New</dt><dd>1</dd>", page)
    assert "Row 3" in page
    assert len(called(office, f"样例{first}")) == 1


def test_a_stopped_import_can_be_tried_again_or_done_now(office: Application, web: TestClient, first: int) -> None:
    address = sent(web, "candidates", "停.xlsx", workbook([PEOPLE, person(first)]))
    web.post(f"{address}/run", data={"how": "background"})
    assert press(web, f"{address}/cancel").status_code == 303
    stopped = web.get(address).text
    assert "Try again in the background" in stopped
    assert press(web, f"{address}/retry").status_code == 303
    assert "Stop it" in web.get(address).text
    press(web, f"{address}/cancel")
    page = imported(web, address)
    assert re.search(r"<dt>New</dt><dd>1</dd>", page)


def test_other_accounts_see_the_files_of_their_place_only(office: Application, web: TestClient, faulty: str) -> None:
    assert visit_as(office, Role.ORGANIZER).get(faulty).status_code == 200
    assert visit_as(office, Role.ORGANIZER, district="420106").get(faulty).status_code == 404
    for role in (Role.COUNSELOR, Role.EMPLOYER, Role.AUDITOR, Role.ADMINISTRATOR):
        client = visit_as(office, role)
        for path in ("/imports", "/imports/new", faulty, f"{faulty}/rows/3", f"{faulty}/rows.xlsx"):
            assert client.get(path).status_code in (403, 404)
        assert press(client, f"{faulty}/undo").status_code in (403, 404)


# --- undoing ---------------------------------------------------------------------------------------------------------------------


def test_undoing_puts_everything_back(office: Application, web: TestClient, first: int) -> None:
    imported(web, sent(web, "candidates", "先.xlsx", workbook([PEOPLE, person(first, 技能="打字")])))
    rows = [PEOPLE, person(first, 技能="缝纫"), person(first + 1), person(first + 2, 期望月薪="-1")]
    address = sent(web, "candidates", "后.xlsx", workbook(rows))
    imported(web, address)
    web.post(f"{address}/rows/4", data={"cell.7": "3000"})
    (changed,) = called(office, f"样例{first}")
    assert [skill.name for skill in changed.resume.skills] == ["缝纫"]
    assert len(called(office, f"样例{first + 2}")) == 1
    page = web.get(address).text
    assert "Undo this import" in page
    assert "Possible until" in page
    answer = press(web, f"{address}/undo")
    assert answer.headers["location"] == f"{address}?done=undone"
    (found,) = called(office, f"样例{first}")
    assert [skill.name for skill in found.resume.skills] == ["打字"]
    assert called(office, f"样例{first + 1}") == called(office, f"样例{first + 2}") == []
    page = web.get(address).text
    assert "Undo this import" not in page
    assert "undone" in listed(web)
    again = press(web, f"{address}/undo")
    assert (again.status_code, "It was undone already" in again.text) == (409, True)


def test_undoing_settles_the_rows_that_wait(web: TestClient, faulty: str) -> None:
    press(web, f"{faulty}/undo")
    assert "Rows to correct" not in web.get(faulty).text
    assert web.post(f"{faulty}/rows/3", data={"cell.2": certificate(1)}).status_code == 404


def test_an_import_on_which_something_rests_is_not_undone(office: Application, web: TestClient, first: int) -> None:
    address = sent(web, "candidates", "后.xlsx", workbook([PEOPLE, person(first)]))
    imported(web, address)
    (made,) = called(office, f"样例{first}")
    with office.database.begin(LOCAL_ORGANIZER) as stores:
        publish(stores, LOCAL_ORGANIZER, "trainings", [Training(candidate=made.id, course="k_typing", state="registered")])
    page = web.get(address).text
    assert "cannot be undone now" in page
    assert "training" in page
    answer = press(web, f"{address}/undo")
    assert (answer.status_code, "Nothing was undone" in answer.text) == (409, True)
    assert len(called(office, f"样例{first}")) == 1


def test_every_kind_of_sheet_has_a_template_that_the_wizard_takes(web: TestClient) -> None:
    for kind in ("candidates", "postings", "courses", "trainings", "outcomes"):
        blank = web.get(f"/imports/templates/{kind}.xlsx")
        assert blank.status_code == 200
        answer = send(web, kind, f"{kind}.xlsx", blank.content)
        assert answer.status_code == 303
        assert web.get(answer.headers["location"]).status_code == 200


def test_postings_bring_their_employers_and_say_what_the_law_says(web: TestClient, office: Application) -> None:
    rows = [JOBS, job(1), job(2, 最低薪资="500", 最高薪资="600")]
    page = imported(web, sent(web, "postings", "岗位.xlsx", workbook(rows)))
    assert "See postings that look the same" in page
    found = web.get("/employers?words=江城样例公司").text
    assert "江城样例公司" in found
