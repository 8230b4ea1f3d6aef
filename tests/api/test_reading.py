"""The doors of the demand reader: words in, readings into imported postings, and what an employer confirms of them."""

import json
import shutil
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.actions.confirming import confirm, corrections, demands_view
from api.actions.errors import BadInput, Conflict, NotFound
from api.actions.importing import ImportReport, import_file
from api.actions.posting_readings import Reread, reread_stored
from api.actions.reading import LineFault, read_file, read_text
from api.bodies import MOST_BYTES
from api.confirmable import item, items_of, value_of, with_confirmed, word_of
from api.schemas.reading import LONGEST_TEXT, PostingText, ReadingView
from api.settings import Settings
from api.wiring import Application, open_application
from matching.knowledge import CATALOGUE
from matching.records import (
    LOCAL_ORGANIZER,
    AccommodationStatus,
    Demand,
    Employer,
    Posting,
    PostingStatus,
    Provenance,
    Role,
    SourceRef,
    Viewer,
    Workplace,
)
from models.demands.reader import LONGEST
from tests.api.test_cli import tongtu
from tests.api.web import Web

NOW = datetime(2027, 3, 18, 1, 30, tzinfo=UTC)
DAY = date(2027, 3, 18)
AUDITOR = Viewer(account="shen", role=Role.AUDITOR)
MILL = Viewer(account="zhao", role=Role.EMPLOYER, organisation="e_mill")
SHOP = Viewer(account="qian", role=Role.EMPLOYER, organisation="e_shop")
CLEANER = "保洁员"
TEXT = "每天4小时，需倒班。门店二楼，有电梯。限女性"
OWN_PAGE = {"sec-fetch-site": "same-origin"}


@pytest.fixture
def office(empty_home: Path, tmp_path: Path) -> Application:
    """One employer with one open posting that states how much is lifted and nothing else."""
    shutil.copytree(empty_home, tmp_path, dirs_exist_ok=True)
    ticks = count()
    settings = Settings(home=tmp_path, database_url=f"sqlite:///{tmp_path / 'tongtu.db'}")
    app = open_application(settings, lambda: NOW + timedelta(seconds=next(ticks)))
    stated = Demand(dimension="lifting", level=1, provenance=Provenance.STATED)
    posting = Posting(
        id="p_clean",
        employer="e_mill",
        title=CLEANER,
        text=TEXT,
        source=SourceRef(name="test"),
        demands=(stated,),
        contact="赵主任 027-88886666",
    )
    with app.database.begin(LOCAL_ORGANIZER) as stores:
        stores.employers.upsert_many(LOCAL_ORGANIZER, [Employer(id="e_mill", name="江城面粉厂")])
        closed = posting.model_copy(update={"id": "p_closed", "status": PostingStatus.CLOSED})
        stores.postings.upsert_many(LOCAL_ORGANIZER, [posting, closed])
    return app


@pytest.fixture
def web(office: Application) -> Iterator[TestClient]:
    with TestClient(Web(office), base_url="http://127.0.0.1", client=("127.0.0.1", 50_000)) as made:
        yield made


def stored(app: Application, name: str = "p_clean") -> Posting:
    with app.database.read(LOCAL_ORGANIZER) as stores:
        found = stores.postings.get(LOCAL_ORGANIZER, name)
    assert found is not None
    return found


def sources(posting: Posting) -> dict[str, tuple[int | None, Provenance]]:
    return {demand.dimension: (demand.level, demand.provenance) for demand in posting.demands}


def logged(app: Application, action: str) -> list[tuple[str, dict[str, Any]]]:
    with app.database.read(AUDITOR) as stores:
        return [(line.object, dict(line.detail)) for line in stores.log.list(AUDITOR, limit=1_000) if line.action == action]


# --- words in, readings out ------------------------------------------------------------------------------------------------------


def test_a_reading_says_where_each_demand_comes_from_and_which_clause_to_reword() -> None:
    view = read_text(PostingText(id="7", title=CLEANER, text=TEXT), DAY)
    assert (view.id, view.occupations[0].name, view.note) == ("7", "保洁员", None)
    hours, bending = view.demands["hours_per_day"], view.demands["bending"]
    assert (hours.level, hours.provenance, hours.evidence) == (2, Provenance.READ, "每天4小时")
    assert (bending.provenance, bending.evidence) == (Provenance.TYPICAL, "")
    assert (view.facts["workplace.floor"].value, view.facts["statuses.lift"].value) == (2, "in_place")
    assert [(flag.field, TEXT[flag.start : flag.end]) for flag in view.flags] == [("text", flag.words) for flag in view.flags]
    assert [flag.clause for flag in view.flags] == ["sex"]


def lines(tmp_path: Path, *rows: bytes | Mapping[str, object]) -> Path:
    file = tmp_path / "岗位.jsonl"
    file.write_bytes(b"\n".join(row if isinstance(row, bytes) else json.dumps(row, ensure_ascii=False).encode() for row in rows))
    return file


def told(found: ReadingView | LineFault) -> object:
    return found.id if isinstance(found, ReadingView) else (found.line, found.problem.en)


def test_a_wrong_line_is_named_and_the_others_go_on(tmp_path: Path) -> None:
    file = lines(
        tmp_path,
        {"id": "a", "title": CLEANER, "kind": "ignored"},
        b"{broken",
        b"[1]",
        b"",
        {"id": "b", "text": TEXT},
        {"title": ""},
        {"title": "a\0b"},
        {"title": CLEANER, "text": 5},
        b'{"title": "\\ud800"}',
        {"title": CLEANER, "text": "字" * (LONGEST_TEXT + 1)},
        b'{"title": "' + b"x" * 2_000_000 + b'"}',
        {"id": 9, "title": CLEANER, "text": ""},
    )
    no_json = 'is no JSON object; write one a line, such as {"id": "1", "title": "保安", "text": "..."}'
    assert [told(found) for found in read_file(file, DAY)] == [
        "a",
        (2, no_json),
        (3, no_json),
        (5, "lacks title; add it"),
        (6, "has an empty title; fill it in"),
        (7, "holds a NUL character in title; remove it"),
        (8, "has a text that is no text; correct it"),
        (9, no_json),
        (10, "has over 200,000 characters in text; give the advertisement only"),
        (11, "is too long to be read; give one posting a line"),
        9,
    ]


def test_a_very_long_text_is_read_in_part_and_says_so(tmp_path: Path) -> None:
    found = list(read_file(lines(tmp_path, {"id": "a", "title": CLEANER, "text": "字" * 50_000}), DAY))
    said = f"of 50,000 characters only the first {LONGEST:,} were read; give the advertisement only"
    assert isinstance(found[0], ReadingView)
    assert found[0].note is not None
    assert found[0].note.en.endswith(said)
    assert isinstance(found[1], LineFault)
    assert (told(found[1]), found[1].read, len(found)) == ((1, said), True, 2)


def test_lines_come_in_order_over_several_batches(tmp_path: Path) -> None:
    rows = [{"id": number, "title": CLEANER} for number in range(1_030)]
    assert [told(found) for found in read_file(lines(tmp_path, *rows), DAY)] == list(range(1_030))


def test_the_command_needs_no_installation_and_exits_1_after_a_wrong_line(tmp_path: Path) -> None:
    good, bad = {"id": "a", "title": CLEANER, "text": TEXT}, {"id": "b"}
    shown = tongtu("read-posting", str(lines(tmp_path, bad, good)), "--json")
    (answer,) = [json.loads(line) for line in shown.stdout.splitlines()]
    assert shown.returncode == 1
    assert shown.stderr == "岗位.jsonl: line 1: lacks title; add it\n"
    assert list(answer)[:5] == ["id", "occupations", "demands", "facts", "flags"]
    assert list(answer["demands"]["hours_per_day"])[:4] == ["level", "provenance", "confidence", "evidence"]
    assert list(answer["occupations"][0])[:3] == ["code", "name", "probability"]
    plain = tongtu("read-posting", str(lines(tmp_path, good)))
    assert (plain.returncode, plain.stderr) == (0, "")
    assert "“每天4小时”" in plain.stdout


def test_the_same_over_http(web: TestClient) -> None:
    asked = {"id": "7", "title": CLEANER, "text": TEXT}
    answer = web.post("/api/v1/read-posting", json=asked)
    assert answer.status_code == 200
    assert answer.json() == read_text(PostingText(**asked), DAY).model_dump(mode="json")


@pytest.mark.parametrize(
    ("body", "status", "faults"),
    [
        (b'{"text": "x"}', 422, [("title", "必填")]),
        (b'{"title": "a\\u0000b"}', 422, [("title", "含有不允许的字符")]),
        (b"[1]", 422, [("", "应写成一项一项的“名称: 内容”")]),
        (b'{"title": "' + b"x" * (LONGEST_TEXT + 1) + b'"}', 422, [("title", "不能超过 200000 个字")]),
        (b'{"title": "' + b"x" * MOST_BYTES + b'"}', 413, []),
    ],
)
def test_wrong_bodies_are_problems(web: TestClient, body: bytes, status: int, faults: list[tuple[str, str]]) -> None:
    answer = web.post("/api/v1/read-posting", content=body, headers={"content-type": "application/json"})
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    assert [(fault["field"], fault["message"]) for fault in answer.json().get("faults", ())] == faults


# --- imported postings -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    file = tmp_path / "岗位.csv"
    file.write_text(f"岗位名称,单位名称,岗位描述,楼层\n{CLEANER},江城面粉厂,{TEXT},\n仓库管理员,江城面粉厂,有电梯,3\n", "utf-8")
    return file


def imported(app: Application, file: Path) -> tuple[ImportReport, dict[str, Posting]]:
    report = import_file(app, LOCAL_ORGANIZER, "postings", file, None)
    with app.database.read(LOCAL_ORGANIZER) as stores:
        found = {one.title: one for one in stores.postings.iterate(LOCAL_ORGANIZER) if one.source.name != "test"}
    return report, found


def test_postings_are_read_when_they_are_imported(office: Application, sheet: Path) -> None:
    report, found = imported(office, sheet)
    assert (report.imported, report.rejected) == (2, 0)
    cleaner, keeper = found[CLEANER], found["仓库管理员"]
    demands = {demand.dimension: demand for demand in cleaner.demands}
    assert (demands["hours_per_day"].level, demands["hours_per_day"].evidence) == (2, "每天4小时")
    assert {demand.provenance for demand in cleaner.demands} == {Provenance.READ, Provenance.TYPICAL}
    assert min(demand.confidence or 0 for demand in cleaner.demands) > 0
    assert (cleaner.workplace.floor, cleaner.workplace.assumed) == (2, frozenset({"floor"}))
    assert (keeper.workplace.floor, keeper.workplace.assumed) == (3, frozenset())


def test_importing_twice_changes_nothing(office: Application, sheet: Path) -> None:
    first = imported(office, sheet)[1]
    report, second = imported(office, sheet)
    assert (report.imported, report.updated, report.unchanged) == (0, 0, 2)
    assert second == first


def test_what_was_confirmed_outlives_an_import(office: Application, sheet: Path) -> None:
    name = imported(office, sheet)[1][CLEANER].id
    confirm(office, LOCAL_ORGANIZER, name, {"demands.bending": 1, "workplace.floor": 1, "statuses.lift": "refused"}, "k1")
    before = stored(office, name)
    report, found = imported(office, sheet)
    assert (report.updated, report.unchanged, found[CLEANER]) == (0, 2, before)
    assert sources(before)["bending"] == (1, Provenance.CONFIRMED)
    assert (before.workplace.floor, before.workplace.assumed) == (1, frozenset())
    assert before.workplace.statuses["lift"] is AccommodationStatus.REFUSED


def test_stored_postings_are_read_again(office: Application) -> None:
    """One that was stored before there was a reader: what it states stays, closed ones stay as they are."""
    closed = stored(office, "p_closed")
    assert reread_stored(office, LOCAL_ORGANIZER) == Reread(1, 1)
    after = stored(office)
    assert sources(after)["lifting"] == (1, Provenance.STATED)
    assert sources(after)["hours_per_day"] == (2, Provenance.READ)
    assert after.contact == "赵主任 027-88886666"
    assert stored(office, "p_closed") == closed
    confirm(office, LOCAL_ORGANIZER, "p_clean", {"demands.hours_per_day": 4}, "k1")
    assert reread_stored(office, LOCAL_ORGANIZER) == Reread(1, 0)
    assert sources(stored(office))["hours_per_day"] == (4, Provenance.CONFIRMED)


def test_rereading_says_how_far_it_is(office: Application) -> None:
    steps: list[tuple[int, int]] = []
    reread_stored(office, LOCAL_ORGANIZER, lambda done, total: steps.append((done, total)))
    assert steps == [(1, 1)]


# --- confirming ------------------------------------------------------------------------------------------------------------------


@pytest.fixture
def read(office: Application) -> Application:
    reread_stored(office, LOCAL_ORGANIZER)
    return office


def test_everything_is_shown_with_its_source(read: Application) -> None:
    view = demands_view(read, LOCAL_ORGANIZER, "p_clean")
    found = {one.name: one for one in view.items}
    assert (view.title, view.employer) == (CLEANER, "江城面粉厂")
    assert [name for name in found if name.startswith("demands.")] == [f"demands.{row.name}" for row in CATALOGUE.dimensions]
    shown = {
        name: (found[name].value, found[name].provenance, found[name].evidence)
        for name in ("demands.lifting", "demands.hours_per_day", "workplace.floor", "workplace.toilet", "statuses.lift")
    }
    assert shown == {
        "demands.lifting": (1, Provenance.STATED, ""),
        "demands.hours_per_day": (2, Provenance.READ, "每天4小时"),
        "workplace.floor": (2, Provenance.READ, "二楼"),
        "workplace.toilet": (None, Provenance.UNKNOWN, ""),
        "statuses.lift": ("possible", Provenance.READ, "有电梯"),
    }
    assert [(one.word, one.text.en) for one in found["demands.lifting"].options][:1] == [("0", "not required")]
    with pytest.raises(NotFound):
        demands_view(read, SHOP, "p_clean")


def test_a_default_of_the_file_is_no_reading(office: Application) -> None:
    default = Workplace(floor=5, toilet="seat", assumed=frozenset({"floor"}))
    with office.database.begin(LOCAL_ORGANIZER) as stores:
        stores.postings.revise(LOCAL_ORGANIZER, [stored(office).model_copy(update={"workplace": default})])
    found = {one.name: one.provenance for one in demands_view(office, LOCAL_ORGANIZER, "p_clean").items}
    assert (found["workplace.floor"], found["workplace.toilet"]) == (Provenance.ASSUMED, Provenance.STATED)


def test_confirmed_and_corrected_values_count_from_then_on(read: Application) -> None:
    before = stored(read)
    made = confirm(read, MILL, "p_clean", {"demands.hours_per_day": 2, "demands.bending": "1", "workplace.floor": "3"}, "k1")
    assert (made.confirmed, made.corrected) == (
        ("demands.bending", "demands.hours_per_day", "workplace.floor"),
        ("demands.bending", "workplace.floor"),
    )
    after = stored(read)
    assert sources(after) == sources(before) | {
        "bending": (1, Provenance.CONFIRMED),
        "hours_per_day": (2, Provenance.CONFIRMED),
    }
    assert (after.workplace.floor, after.workplace.assumed) == (3, frozenset())
    assert logged(read, "confirm-demands") == [("p_clean", {"confirmed": 3, "corrected": 2})]
    shown = {one.name: one.provenance for one in demands_view(read, LOCAL_ORGANIZER, "p_clean").items}
    assert (shown["workplace.floor"], shown["statuses.lift"]) == (Provenance.CONFIRMED, Provenance.READ)


def test_corrections_are_kept_for_training(read: Application) -> None:
    level = value_of(stored(read), "demands.bending")
    confirm(read, LOCAL_ORGANIZER, "p_clean", {"demands.bending": 2, "workplace.floor": 3}, "k1")
    confirm(read, MILL, "p_clean", {"demands.bending": 1, "demands.lifting": 1}, "k2")
    assert list(corrections(read, AUDITOR)) == []
    rows = [
        (one.dimension, one.read_level, one.provenance, one.confirmed_level, one.role) for one in corrections(read, LOCAL_ORGANIZER)
    ]
    assert rows == [
        ("bending", level, Provenance.TYPICAL, 2, Role.ORGANIZER),
        ("bending", 2, Provenance.CONFIRMED, 1, Role.EMPLOYER),
        ("lifting", 1, Provenance.STATED, 1, Role.EMPLOYER),
    ]
    shown = tongtu("corrections", "--json", home=read.settings.home)
    assert [json.loads(line)["confirmed_level"] for line in shown.stdout.splitlines()] == [2, 1, 1]


def test_what_cannot_be_confirmed_is_refused_whole(read: Application) -> None:
    before = stored(read)
    with pytest.raises(BadInput) as caught:
        confirm(read, LOCAL_ORGANIZER, "p_clean", {"demands.bending": 5, "demands.lifting": 2, "workplace.floor": "zwei"}, "k1")
    assert caught.value.detail.en == (
        "demands.bending: choose one of the options; workplace.floor: give a whole number from -5 to 200"
    )
    for values, problem in (({"demands.none": 1}, "A name is not one"), ({}, "Nothing is confirmed")):
        with pytest.raises(BadInput, match=problem):
            confirm(read, LOCAL_ORGANIZER, "p_clean", values, "k1")
    with pytest.raises(NotFound):
        confirm(read, SHOP, "p_clean", {"demands.bending": 1}, "k1")
    with pytest.raises(Conflict):
        confirm(read, LOCAL_ORGANIZER, "p_clean", {"demands.bending": 1}, "k1", version="old")
    assert stored(read) == before


@pytest.mark.parametrize(
    ("name", "given", "meant"),
    [
        ("demands.lifting", 4, 4),
        ("demands.lifting", True, None),
        ("demands.lifting", "yes", None),
        ("workplace.remote", "no", False),
        ("workplace.remote", 0, None),
        ("workplace.floor", " -2 ", -2),
        ("workplace.floor", True, None),
        ("workplace.floor", "²", None),
        ("workplace.floor", 2.5, None),
        ("workplace.entrance_steps", "201", None),
        ("workplace.toilet", "squat", "squat"),
        ("workplace.toilet", "hole", None),
        ("workplace.commute", "3", 3),
        ("facts.seated_possible", True, True),
        ("statuses.lift", "committed", "committed"),
    ],
)
def test_given_values_are_read_or_refused(name: str, given: object, meant: object) -> None:
    known = item(name)
    assert known is not None
    value = known.read(given)
    assert (type(value), value) == (type(meant), meant) if meant is not None else not isinstance(value, bool | int | str)


@pytest.mark.parametrize("name", ["", "demands", "demands.", "demands.none", "workplace.assumed", "facts.x", "statuses.x", "title"])
def test_other_names_stand_for_nothing(name: str) -> None:
    assert item(name) is None


def test_every_option_of_every_item_can_be_confirmed() -> None:
    bare = Posting(id="p", employer="e", title="t", source=SourceRef(name="test"))
    for one in items_of(bare):
        for value in one.options or one.bounds:
            assert one.read(word_of(value)) == value
            after = with_confirmed(bare, {one.name: value})
            assert value_of(after, one.name) == value
            assert Posting.model_validate(after.model_dump()) == after


# --- over HTTP -------------------------------------------------------------------------------------------------------------------


def put(web: TestClient, values: Mapping[str, object], key: str, posting: str = "p_clean") -> tuple[int, dict[str, Any]]:
    answer = web.put(f"/api/v1/postings/{posting}/demands", json={"values": values}, headers={"Idempotency-Key": key})
    return answer.status_code, answer.json()


def test_the_same_key_gives_the_same_answer(read: Application, web: TestClient) -> None:
    first = put(web, {"demands.bending": 1}, "k1")
    assert (first[0], first[1]["corrected"]) == (200, ["demands.bending"])
    assert put(web, {"demands.bending": 2}, "k2")[0] == 200
    assert put(web, {"demands.bending": 1}, "k1") == first
    assert sources(stored(read))["bending"] == (2, Provenance.CONFIRMED)
    assert put(web, {"demands.bending": 3}, "k1")[0] == 422
    assert put(web, {"demands.bending": 1}, "k1", "p_closed")[0] == 422
    assert put(web, {"demands.bending": 1}, "k3", "p_none")[0] == 404
    assert put(web, {}, "k3")[0] == 422
    assert web.get("/api/v1/postings/p_clean/demands").json()["version"] == demands_view(read, MILL, "p_clean").version


def test_a_page_of_another_site_confirms_nothing(read: Application, web: TestClient) -> None:
    before = stored(read)
    foreign = {"sec-fetch-site": "cross-site"}
    body = {"values": {"demands.bending": 1}}
    assert web.put("/api/v1/postings/p_clean/demands", json=body, headers={"Idempotency-Key": "k", **foreign}).status_code == 403
    form = {"key": "k", "version": "v", "demands.bending": "1"}
    assert web.post("/postings/p_clean/demands", data=form, headers=foreign).status_code == 403
    assert stored(read) == before


# --- the form --------------------------------------------------------------------------------------------------------------------


def filled(app: Application, **changes: str) -> dict[str, str]:
    """The form as a browser sends it: every field, prefilled, with changes."""
    view = demands_view(app, LOCAL_ORGANIZER, "p_clean")
    fields = {one.name: word_of(one.value) for one in view.items}
    return {"key": "k1", "version": view.version, "event": "", **fields, **changes}


def test_the_form_is_prefilled_with_quotes(read: Application, web: TestClient) -> None:
    page = web.get("/postings/p_clean/demands?event=spring").text
    assert '<option value="2" selected>2 · ' in page.partition('name="demands.hours_per_day"')[2].partition("</select>")[0]
    assert "从招聘文字读出，未确认：<q>每天4小时</q>" in page
    assert 'href="/events/spring/postings/p_clean"' in page
    assert 'name="workplace.floor" value="2"' in page


def test_only_what_was_ticked_or_changed_is_saved(read: Application, web: TestClient) -> None:
    before = stored(read)
    form = filled(read, **{"right.demands.hours_per_day": "1", "demands.bending": "1", "event": "spring"})
    answer = web.post("/postings/p_clean/demands", data=form, headers=OWN_PAGE, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/postings/p_clean/demands?event=spring&done=saved")
    assert sources(stored(read)) == sources(before) | {
        "bending": (1, Provenance.CONFIRMED),
        "hours_per_day": (2, Provenance.CONFIRMED),
    }
    assert stored(read).workplace == before.workplace
    assert 'role="status"' in web.get(answer.headers["location"]).text
    again = web.post("/postings/p_clean/demands", data=form, headers=OWN_PAGE, follow_redirects=False)
    assert again.status_code == 303
    assert len(list(corrections(read, LOCAL_ORGANIZER))) == 2


def test_a_fault_comes_back_beside_its_field_and_nothing_is_lost(read: Application, web: TestClient) -> None:
    before = stored(read)
    changes = {"workplace.floor": "<三>", "demands.bending": "1", "right.demands.hours_per_day": "1"}
    answer = web.post("/postings/p_clean/demands", data=filled(read, **changes), headers=OWN_PAGE)
    page = answer.text
    assert answer.status_code == 422
    assert '<a href="#workplace.floor">' in page
    assert '<p class="fault" id="workplace.floor-fault">请填 -5 到 200 的整数</p>' in page
    field = page.partition('<input type="text" id="workplace.floor"')[2].partition(">")[0]
    assert 'value="&lt;三&gt;"' in field
    assert 'aria-describedby="workplace.floor-from workplace.floor-fault" aria-invalid="true"' in field
    assert '<option value="1" selected>' in page.partition('name="demands.bending"')[2].partition("</select>")[0]
    assert 'name="right.demands.hours_per_day" value="1" checked' in page
    assert stored(read) == before


@pytest.mark.parametrize(
    ("changes", "status", "said"),
    [
        ({}, 422, "没有要确认的内容"),
        ({"workplace.floor": ""}, 422, "这里是空的"),
        ({"version": "old", "demands.bending": "1"}, 409, "刚刚有变化"),
        ({"key": ""}, 422, "表单缺了内容"),
        ({"key": "k" * 121}, 422, "表单缺了内容"),
        ({"event": "x" * 60_000}, 422, "表单缺了内容"),
        ({"event": "x" * 70_000}, 413, "内容太大"),
    ],
)
def test_what_cannot_be_saved_is_said(read: Application, web: TestClient, changes: dict[str, str], status: int, said: str) -> None:
    answer = web.post("/postings/p_clean/demands", data=filled(read, **changes), headers=OWN_PAGE)
    assert (answer.status_code, said in answer.text) == (status, True)
    assert list(corrections(read, LOCAL_ORGANIZER)) == []


def test_the_list_of_a_posting_leads_to_the_form(client: TestClient) -> None:
    page = client.get("/events/spring-2027/postings/p_craft").text
    assert 'href="/postings/p_craft/demands?event=spring-2027"' in page
