"""The call list and what to assess next behind their doors: whom to ask what, for staff alone, on a page, in a file, by command."""

import csv
import io
import json
import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook
from starlette.testclient import TestClient

from api.actions.call_sheets import call_file, call_sheet
from api.actions.calls import call_list, next_at_hand, next_to_assess, whole_call_list
from api.actions.errors import BadInput, NotAllowed, NotFound
from api.cli.calls import call_lines, next_lines
from api.schemas.calls import CallListView
from api.settings import Settings
from api.wiring import Application, open_application
from matching.records import (
    LOCAL_ORGANIZER,
    Candidate,
    Employer,
    Event,
    Pay,
    PayUnit,
    Person,
    Posting,
    PostingStatus,
    Role,
    Viewer,
    Workplace,
)
from tests.api.test_cli import tongtu
from tests.api.web import Web
from tests.matching.personas import CHEN, LIN_DEAF, WANG_WHEELCHAIR, WUCHANG, person, post

NOW = datetime(2027, 3, 18, 1, 30, tzinfo=UTC)
FAIR = "fair"
UPSTAIRS = Workplace(remote=False, floor=None, entrance_steps=0, toilet="accessible", commute=1)
CHENG = person("程未", {"text_access": None, "keyboard_input": None})


def named(someone: Candidate, name: str) -> Candidate:
    return someone.model_copy(update={"person": Person(name=name, birth=date(1990, 5, 1), sex="male")})


@pytest.fixture
def app(empty_home: Path, tmp_path: Path) -> Application:
    """Two posts in one building whose floor nobody told, one elsewhere, one closed, one that the law sends back; four people."""
    shutil.copytree(empty_home, tmp_path, dirs_exist_ok=True)
    made = open_application(Settings(home=tmp_path, database_url=f"sqlite:///{tmp_path / 'tongtu.db'}"), lambda: NOW)
    people = [named(WANG_WHEELCHAIR, "王轮"), named(CHENG, "=程未"), named(CHEN, "陈一帆"), named(LIN_DEAF, "林静")]
    with made.database.begin(LOCAL_ORGANIZER) as stores:
        stores.candidates.upsert_many(LOCAL_ORGANIZER, [(one, None) for one in people])
        stores.employers.upsert_many(
            LOCAL_ORGANIZER, [Employer(id="e_demo", name="江城示例公司"), Employer(id="e_far", name="远方公司")]
        )
        stores.postings.upsert_many(LOCAL_ORGANIZER, postings())
        stores.events.upsert_many(
            LOCAL_ORGANIZER, [Event(id=FAIR, name="春季专场"), Event(id="small", name="小专场", candidates=(CHENG.id,))]
        )
    return made


def postings() -> list[Posting]:
    base = post("文员", "文员", {"text_access": 3}, UPSTAIRS, id="p_a", pay=Pay(minimum=4_000, maximum=5_000, unit=PayUnit.MONTH))
    away = WUCHANG.model_copy(update={"address": "另一条街"})
    quiet = {"workplace": UPSTAIRS.model_copy(update={"floor": 1})}
    return [
        base,
        base.model_copy(update={"id": "p_b", "title": "档案员"}),
        base.model_copy(update={"id": "p_c", "title": "出纳", "place": away, "employer": "e_far", **quiet}),
        base.model_copy(update={"id": "p_d", "title": "已关", "status": PostingStatus.CLOSED}),
        base.model_copy(
            update={"id": "p_e", "title": "低薪", "pay": Pay(maximum=600, unit=PayUnit.MONTH), "contract": "labour", **quiet}
        ),
    ]


@pytest.fixture
def client(app: Application) -> Iterator[TestClient]:
    with TestClient(Web(app), base_url="http://127.0.0.1", client=("127.0.0.1", 50_000)) as made:
        yield made


def shown(found: CallListView) -> list[tuple[str, str, int, int, list[tuple[str, list[str], int, int]]]]:
    return [
        (
            call.key,
            call.name,
            call.pairs,
            call.settles,
            [(q.key, [p.id for p in q.postings], q.pairs, q.settles) for q in call.questions],
        )
        for call in found.items
    ]


CALLS = [
    (f"assessor:{CHENG.id}", "=程未", 3, 3, [("assess:text_access", [], 3, 3)]),
    ("employer:p_a", "江城示例公司", 2, 2, [("workplace:floor", ["p_a", "p_b"], 2, 2)]),
]


def test_call_list_holds_open_postings_that_the_law_lets_stand(app: Application) -> None:
    found = call_list(app, LOCAL_ORGANIZER, FAIR)
    assert shown(found) == CALLS
    assert (found.review, found.pairs, found.next, found.before) == (5, 12, None, 0)
    assert found.counts.model_dump() == {"employer": 1, "assessor": 1, "candidate": 0, "counselor": 0}
    assert [one.title for one in found.items[1].postings] == ["文员", "档案员"]


def test_call_list_of_one_addressee_and_page_by_page(app: Application) -> None:
    assert shown(call_list(app, LOCAL_ORGANIZER, FAIR, "employer")) == CALLS[1:]
    assert shown(call_list(app, LOCAL_ORGANIZER, FAIR, "counselor")) == []
    first = call_list(app, LOCAL_ORGANIZER, FAIR, limit=1)
    second = call_list(app, LOCAL_ORGANIZER, FAIR, after=first.next, limit=1)
    assert (shown(first), shown(second)) == (CALLS[:1], CALLS[1:])
    assert (second.before, second.next) == (1, None)
    by_lines = call_list(app, LOCAL_ORGANIZER, FAIR, most_lines=1)
    assert (shown(by_lines), by_lines.next) == (CALLS[:1], first.next)
    assert shown(call_list(app, LOCAL_ORGANIZER, FAIR, after=f"2.9.{CALLS[0][0]}")) == CALLS[1:]


@pytest.mark.parametrize("cursor", ["x", "1.2", "1.2.", "-1.2.x", "１.x.y"])
def test_place_that_cannot_be_read_is_refused(app: Application, cursor: str) -> None:
    with pytest.raises(BadInput, match="start at the first page"):
        call_list(app, LOCAL_ORGANIZER, FAIR, after=cursor)


def test_event_of_some_people_asks_about_them_alone(app: Application) -> None:
    found = call_list(app, LOCAL_ORGANIZER, "small")
    assert (shown(found), found.pairs) == (CALLS[:1], 3)
    with pytest.raises(NotFound):
        call_list(app, LOCAL_ORGANIZER, "nowhere")
    with pytest.raises(NotFound):
        next_to_assess(app, LOCAL_ORGANIZER, "small", WANG_WHEELCHAIR.id)


@pytest.mark.parametrize("role", [Role.EMPLOYER, Role.AUDITOR, Role.ADMINISTRATOR])
def test_nobody_but_staff_reads_questions(app: Application, role: Role) -> None:
    viewer = Viewer(account="x", role=role, organisation="e_demo")
    with pytest.raises(NotAllowed):
        call_list(app, viewer, FAIR)
    with pytest.raises(NotAllowed):
        next_to_assess(app, viewer, FAIR, CHENG.id)
    with pytest.raises(NotAllowed):
        call_file(app, viewer, FAIR, None, "csv")


def test_counselor_of_a_district_is_asked_about_its_people_alone(app: Application) -> None:
    assert shown(call_list(app, Viewer(account="k", role=Role.COUNSELOR, district="420106"), FAIR)) == CALLS
    elsewhere = call_list(app, Viewer(account="k", role=Role.COUNSELOR, district="420102"), FAIR)
    assert (elsewhere.items, elsewhere.pairs) == ((), 0)


def test_list_follows_a_change_and_opens_files_only_then(app: Application) -> None:
    call_list(app, LOCAL_ORGANIZER, FAIR)
    kept = app.event_pools.peek(next(iter(app.event_pools._kept._kept)))
    call_list(app, LOCAL_ORGANIZER, FAIR, "employer")
    assert [pool is kept for pool in app.event_pools._kept._kept.values()] == [True]
    with app.database.begin(LOCAL_ORGANIZER) as stores:
        stores.postings.set_status(LOCAL_ORGANIZER, "p_b", PostingStatus.FILLED)
    changed = call_list(app, LOCAL_ORGANIZER, FAIR)
    assert shown(changed) == [
        (f"assessor:{CHENG.id}", "=程未", 2, 2, [("assess:text_access", [], 2, 2)]),
        ("employer:p_a", "江城示例公司", 1, 1, [("workplace:floor", ["p_a"], 1, 1)]),
    ]


def test_next_assessments_of_one_person(app: Application) -> None:
    found = next_to_assess(app, LOCAL_ORGANIZER, FAIR, CHENG.id)
    assert (found.postings, found.review, found.waiting, found.name) == (3, 3, 3, "=程未")
    assert [(one.dimension, one.postings, one.settles, one.together) for one in found.abilities] == [("text_access", 3, 3, 3)]
    assert next_to_assess(app, LOCAL_ORGANIZER, FAIR, CHEN.id).abilities == ()
    with pytest.raises(NotFound):
        next_to_assess(app, LOCAL_ORGANIZER, FAIR, "c_nobody")


def test_next_at_hand_waits_for_nobody(app: Application) -> None:
    assert next_at_hand(app, LOCAL_ORGANIZER, FAIR, CHENG.id, "=程未") is None
    found = next_to_assess(app, LOCAL_ORGANIZER, FAIR, CHENG.id)
    assert next_at_hand(app, LOCAL_ORGANIZER, FAIR, CHENG.id, "=程未") == found
    assert next_at_hand(app, LOCAL_ORGANIZER, FAIR, "c_nobody", "") is None


def test_json_routes(client: TestClient) -> None:
    answer = client.get(f"/api/v1/events/{FAIR}/calls", params={"addressee": "employer", "limit": 1})
    assert answer.status_code == 200
    assert shown(CallListView.model_validate(answer.json())) == CALLS[1:]
    assert client.get(f"/api/v1/events/{FAIR}/calls", params={"addressee": "mayor"}).status_code == 422
    assert client.get("/api/v1/events/nowhere/calls").status_code == 404
    found = client.get(f"/api/v1/events/{FAIR}/candidates/{CHENG.id}/next-assessments").json()
    assert [(one["dimension"], one["settles"]) for one in found["abilities"]] == [("text_access", 3)]


def test_page_shows_calls_with_their_counts_and_leads_to_the_files(client: TestClient) -> None:
    html = client.get(f"/events/{FAIR}/calls", headers={"accept-language": "en"}).text
    assert "5 of 12 pairs of a person and a posting wait for an answer." in html
    assert "All answers together settle 2 of 2 pairs." in html
    assert "on which floor is the post, and is there a lift?" in html
    assert html.count('class="write"') == 2
    assert html.count('class="entry call"') == html.count('class="entry call apart"') == 1
    assert f"/events/{FAIR}/calls.xlsx" in html
    one = client.get(f"/events/{FAIR}/calls?addressee=employer", headers={"accept-language": "zh"}).text
    assert "=程未" not in one
    assert "calls.csv?addressee=employer" in one
    none = client.get(f"/events/{FAIR}/calls?addressee=counselor", headers={"accept-language": "en"}).text
    assert "There is nothing to ask of these" in none


def test_page_of_one_person_and_the_section_on_the_persons_own_page(client: TestClient) -> None:
    whole = client.get(f"/events/{FAIR}/candidates/{CHENG.id}/next-assessments", headers={"accept-language": "en"})
    assert whole.status_code == 200
    assert "Of 3 postings 3 need a look; 3 of these wait for an assessment." in whole.text
    none = client.get(f"/events/{FAIR}/candidates/{CHEN.id}/next-assessments", headers={"accept-language": "en"})
    assert "No posting of this event waits for an assessment." in none.text


def test_workbook_and_csv_hold_every_question_and_no_formula(client: TestClient) -> None:
    answer = client.get(f"/events/{FAIR}/calls.xlsx")
    assert answer.headers["content-disposition"] == 'attachment; filename="calls.xlsx"'
    page = load_workbook(io.BytesIO(answer.content)).active
    assert page is not None
    rows = [[cell.value for cell in row] for row in page.iter_rows(min_row=2)]
    assert [(row[0], row[2], row[3], row[7:11], row[11]) for row in rows] == [
        (1, "=程未", CHENG.id, [3, 3, 3, 3], "☐"),
        (2, "江城示例公司", "e_demo", [2, 2, 2, 2], "☐"),
    ]
    assert rows[1][4] == "文员（p_a）\n档案员（p_b）"
    assert {cell.data_type for row in page.iter_rows() for cell in row} <= {"s", "n"}
    assert [one.id for one in page.row_breaks.brk] == [2]
    text = client.get(f"/events/{FAIR}/calls.csv?addressee=assessor")
    assert text.content.startswith(b"\xef\xbb\xbf")
    assert text.headers["content-disposition"] == 'attachment; filename="calls-assessor.csv"'
    (_, row) = list(csv.reader(io.StringIO(text.content.decode("utf-8-sig"), newline="")))
    assert (row[2], row[7]) == ("'=程未", "3")


def test_file_is_logged_as_an_export(app: Application) -> None:
    call_file(app, LOCAL_ORGANIZER, FAIR, "employer", "csv")
    auditor = Viewer(account="shen", role=Role.AUDITOR)
    with app.database.read(auditor) as stores:
        lines = [line for line in stores.log.list(auditor, limit=1_000) if line.action == "export"]
    assert [(line.object, line.detail) for line in lines] == [
        (FAIR, {"what": "calls", "addressee": "employer", "calls": 1, "kind": "csv"})
    ]


def test_sheet_of_an_empty_list_has_its_header(app: Application) -> None:
    sheet = call_sheet(whole_call_list(app, LOCAL_ORGANIZER, FAIR, "candidate"))
    assert (len(sheet.headers), list(sheet.rows), list(sheet.groups)) == (13, [], [])


@pytest.mark.usefixtures("in_english")
def test_lines_of_the_terminal(app: Application) -> None:
    found = call_list(app, LOCAL_ORGANIZER, FAIR, "employer")
    assert list(call_lines(1, found.items[0])) == [
        "1. employer  江城示例公司 (e_demo)  文员 (p_a) + 档案员 (p_b)  settles 2 of 2 pairs",
        "   ☐ Ask the employer: on which floor is the post, and is there a lift?  [文员, 档案员]  (2 of 2 wait for this alone)",
    ]
    lines = list(next_lines(next_to_assess(app, LOCAL_ORGANIZER, FAIR, CHENG.id)))
    assert lines[0] == f"=程未 ({CHENG.id}): 3 of 3 postings under review wait for an assessment"
    assert lines[1].endswith("3 postings wait, 3 for this alone, 3 settled so far")


def test_commands(app: Application, tmp_path: Path) -> None:
    app.database.close()
    found = tongtu("call-list", FAIR, "--addressee", "employer", "--json", home=tmp_path)
    assert (found.returncode, [json.loads(line)["key"] for line in found.stdout.splitlines()]) == (0, ["employer:p_a"])
    assert "5 of 12 pairs wait for an answer" in found.stderr
    following = tongtu("next-assessments", FAIR, CHENG.id, "--json", home=tmp_path)
    assert json.loads(following.stdout)["waiting"] == 3
    assert tongtu("next-assessments", FAIR, "c_nobody", home=tmp_path).returncode == 2
