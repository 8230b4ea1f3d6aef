"""Courses and training records through every door: files in, report, list, whom to assess again, JSON, page, terminal."""

import json
import re
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event
from starlette.testclient import TestClient

from api.actions.courses import list_courses
from api.actions.errors import BadInput
from api.actions.importing import TrainingReport, import_file
from api.actions.reassessment import people_to_assess
from api.settings import Settings
from api.wiring import Application, open_application
from matching.knowledge.catalogue import Text
from matching.records import (
    LOCAL_ORGANIZER,
    AbilityProfile,
    Assessment,
    AssessmentSource,
    Candidate,
    Credential,
    CredentialKind,
    Person,
    Role,
    Training,
    Viewer,
)
from tests.api.conftest import HERE, LOOPBACK
from tests.api.test_cli import tongtu
from tests.api.web import Web
from tests.data.publishing import publish

NOW = datetime(2027, 3, 18, 1, 30, tzinfo=UTC)
COURSES = """课程编号,课程名称,培训机构,授课地点,开课日期,结课日期,报名截止,名额,费用,补贴,\
提升能力,教授技能,对应证照,报名要求能力,现场便利,报名条件
K1,打字班,江城示例学校,武昌区,2027-04-01,2027-05-01,,2,0,全额补贴,键盘/触屏录入=3,打字,,手指精细=1,坡道,年满 16 周岁
K2,按摩班,江城示例中心,线上,2027-03-20,2027-06-01,,1,4800,部分补贴,,手语,保健按摩证书,,,
K3,缝纫班,江城示例学校,汉阳区,2026-09-01,2026-11-01,,20,,,手指精细=3;持续注意=2,,,,,
K4,<b>会计</b>,江城示例学校,,,,,,900,不补贴,,记账,,,,
K5,收银班,江城示例学校,洪山区,2027-03-01,2027-05-01,2027-02-20,10,300,不补贴,计算=2,,,,,
"""
TRAININGS = """求职者编号,课程编号,状态,日期
A-1,K1,已报名,2027-03-01
A-2,K2,在读,2027-03-02
A-1,K3,已结业,2026-11-01
A-2,K3,已结业,2026-11-01
A-3,K3,已退出,2026-10-01
A-4,K3,已结业,
"""


def looked(level: int, on: date) -> Assessment:
    return Assessment.model_validate({"level": level, "source": AssessmentSource.ASSESSOR, "on": on})


def person(name: str, number: str, called: str, profile: AbilityProfile) -> Candidate:
    credential = Credential(kind=CredentialKind.CERTIFICATE)
    return Candidate(id=name, external_id=number, person=Person(name=called), credential=credential, profile=profile)


BEFORE, SINCE = date(2026, 8, 1), date(2027, 1, 10)
PEOPLE = (
    person("c_lin", "A-1", "林一", AbilityProfile.of({"finger_dexterity": looked(2, BEFORE), "attention": looked(2, BEFORE)})),
    person("c_zhou", "A-2", "周二", AbilityProfile.of({"finger_dexterity": looked(2, SINCE), "attention": looked(1, SINCE)})),
    person("c_he", "A-3", "何三", AbilityProfile()),
    person("c_song", "A-4", "宋四", AbilityProfile.of({"finger_dexterity": looked(4, BEFORE)})),
)


def opened(home: Path) -> Application:
    ticks = count()

    def clock() -> datetime:
        return NOW + timedelta(seconds=next(ticks))

    app = open_application(Settings(home=home, database_url=f"sqlite:///{home / 'tongtu.db'}"), clock)
    with app.database.begin(LOCAL_ORGANIZER) as stores:
        stores.candidates.upsert_many(LOCAL_ORGANIZER, [(one, None) for one in PEOPLE])
    return app


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / f"{name}.csv"
    path.write_text(text, "utf-8-sig")
    return path


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Application]:
    """An installation with four people, five courses and six records."""
    home = tmp_path_factory.mktemp("school")
    app = opened(home)
    for kind, text in (("courses", COURSES), ("trainings", TRAININGS)):
        report = import_file(app, LOCAL_ORGANIZER, kind, write(home, kind, text), None)
        assert (report.imported, report.rejected) == (report.rows, 0)
    yield app
    app.database.close()


@pytest.fixture(scope="module")
def visitor(school: Application) -> Iterator[TestClient]:
    with TestClient(Web(school), base_url=HERE, client=LOOPBACK) as made:
        yield made


# --- importing -------------------------------------------------------------------------------------------------------------------


def test_importing_again_changes_nothing(school: Application, tmp_path: Path) -> None:
    for kind, text in (("courses", COURSES), ("trainings", TRAININGS)):
        report = import_file(school, LOCAL_ORGANIZER, kind, write(tmp_path, kind, text), None)
        assert (report.imported, report.updated, report.rejected, report.unchanged) == (0, 0, 0, report.rows)


def test_wrong_rows_stay_out_and_the_right_ones_go_in(tmp_path: Path) -> None:
    app = opened(tmp_path)
    wrong = COURSES + "K6,,江城示例学校,,,,,,,,,,,,,\nK7,书法,江城示例学校,,,,,,,,书法=9,,,,,\n"
    report = import_file(app, LOCAL_ORGANIZER, "courses", write(tmp_path, "courses", wrong), None)
    assert (report.rows, report.imported, report.rejected) == (7, 5, 2)
    assert [(fault.row, fault.column) for fault in report.faults if fault.severity == "rejected"] == [
        (7, "课程名称"),
        (8, "提升能力"),
    ]
    wrong = TRAININGS + "Z-9,K1,已报名,\nA-1,K9,已报名,\n"
    report = import_file(app, LOCAL_ORGANIZER, "trainings", write(tmp_path, "trainings", wrong), None)
    assert (report.rows, report.imported, report.rejected) == (8, 6, 2)
    assert [(fault.row, fault.column, fault.value) for fault in report.faults] == [
        (8, "求职者编号", "‹hidden›"),
        (9, "课程编号", "K9"),
    ]


def test_a_sheet_with_fewer_columns_takes_nothing_away(tmp_path: Path) -> None:
    app = opened(tmp_path)
    import_file(app, LOCAL_ORGANIZER, "courses", write(tmp_path, "all", COURSES), None)
    fewer = "课程编号,课程名称,培训机构,名额\nK1,打字速成班,江城示例学校,30\n"
    report = import_file(app, LOCAL_ORGANIZER, "courses", write(tmp_path, "fewer", fewer), None)
    assert (report.updated, report.rejected) == (1, 0)
    course = next(view for view in list_courses(app, LOCAL_ORGANIZER, None, 50).items if view.external_id == "K1")
    assert (course.name, course.seats, course.starts_on, course.raises) == (
        "打字速成班",
        30,
        date(2027, 4, 1),
        {"keyboard_input": 3},
    )
    backwards = "课程编号,课程名称,培训机构,结课日期\nK1,打字速成班,江城示例学校,2027-03-01\nK9,新班,江城示例学校,2027-04-09\n"
    report = import_file(app, LOCAL_ORGANIZER, "courses", write(tmp_path, "backwards", backwards), None)
    assert (report.imported, report.updated, report.rejected) == (1, 0, 1)
    assert [fault.row for fault in report.faults if fault.severity == "rejected"] == [2]


def test_a_completion_that_is_taken_back_is_told(tmp_path: Path) -> None:
    app = opened(tmp_path)
    import_file(app, LOCAL_ORGANIZER, "courses", write(tmp_path, "courses", COURSES), None)
    import_file(app, LOCAL_ORGANIZER, "trainings", write(tmp_path, "first", TRAININGS), None)
    older = "求职者编号,课程编号,状态\nA-1,K3,在读\nA-3,K3,在读\n"
    report = import_file(app, LOCAL_ORGANIZER, "trainings", write(tmp_path, "older", older), None)
    assert (report.updated, report.rejected) == (2, 0)
    assert [(fault.row, fault.severity, fault.problem.en) for fault in report.faults] == [
        (2, "warning", "was completed until now, and becomes attending")
    ]


def test_trainings_need_people_and_courses_and_a_file_that_can_be_read(tmp_path: Path) -> None:
    app = opened(tmp_path)
    report = import_file(app, LOCAL_ORGANIZER, "trainings", write(tmp_path, "trainings", TRAININGS), None)
    assert (report.imported, report.rejected) == (0, 6)
    for kind in ("courses", "trainings"):
        with pytest.raises(BadInput):
            import_file(app, LOCAL_ORGANIZER, kind, tmp_path / "none.csv", None)


# --- whom to assess again --------------------------------------------------------------------------------------------------------


def test_a_completed_course_changes_no_ability_and_asks_for_an_assessment(school: Application, tmp_path: Path) -> None:
    report = import_file(school, LOCAL_ORGANIZER, "trainings", write(tmp_path, "trainings", TRAININGS), None)
    assert isinstance(report, TrainingReport)
    assert report.assess_again == 2
    with school.database.read(LOCAL_ORGANIZER) as stores:
        assert [one.profile for one in stores.candidates.iterate(LOCAL_ORGANIZER)] == [
            one.profile for one in sorted(PEOPLE, key=lambda one: one.id)
        ]
    page = people_to_assess(school, LOCAL_ORGANIZER, None, 50)
    assert [(one.candidate, one.name, one.courses, one.dimensions) for one in page.items] == [
        ("c_lin", "林一", ("缝纫班",), ("finger_dexterity",)),
        ("c_song", "宋四", ("缝纫班",), ("attention",)),
    ]
    assert page.items[0].text == Text(zh="请重新评估：手指精细", en="To assess again: Finger dexterity")
    assert page.next is None


def test_pages_of_people_to_assess_follow_each_other(school: Application) -> None:
    first = people_to_assess(school, LOCAL_ORGANIZER, None, 1)
    second = people_to_assess(school, LOCAL_ORGANIZER, first.next, 1)
    assert ([one.candidate for one in first.items], first.next) == (["c_lin"], "c_lin")
    assert ([one.candidate for one in second.items], second.next) == (["c_song"], None)


def test_whoever_may_see_nobody_is_told_of_nobody_to_assess(school: Application) -> None:
    assert people_to_assess(school, Viewer(account="m", role=Role.EMPLOYER), None, 50).items == ()


# --- the list --------------------------------------------------------------------------------------------------------------------


def test_courses_to_join_come_first_with_the_seats_that_are_left(school: Application) -> None:
    views = list_courses(school, LOCAL_ORGANIZER, None, 50).items
    assert [(view.external_id, view.state, view.seats_left) for view in views] == [
        ("K1", "open", 1),
        ("K4", "open", None),
        ("K2", "full", 0),
        ("K5", "closed", 10),
        ("K3", "over", 20),
    ]


def test_a_course_says_in_words_what_it_gives_and_asks(school: Application) -> None:
    by_number = {view.external_id: view for view in list_courses(school, LOCAL_ORGANIZER, None, 50).items}
    typing, massage = by_number["K1"], by_number["K2"]
    assert typing.gives == (
        Text(zh="键盘/触屏录入达到 3 级（大半天录入）", en="Keyboard or touch input up to 3 (input most of the day)"),
        Text(zh="打字", en="打字"),
    )
    assert typing.asks == (Text(zh="手指精细至少 1 级（大部件）", en="Finger dexterity at least 1 (large parts)"),)
    assert [text.zh for text in typing.arranged] == ["坡道"]
    assert (typing.place, typing.cost, typing.subsidy, typing.conditions) == ("武汉武昌区", 0, "full", "年满 16 周岁")
    assert [text.zh for text in massage.gives] == ["中国手语", "保健按摩证书"]
    assert (massage.online, massage.place) == (True, "线上")


@pytest.mark.parametrize("limit", [1, 2, 5])
def test_pages_together_are_the_list(visitor: TestClient, school: Application, limit: int) -> None:
    whole = visitor.get("/api/v1/courses").json()
    assert whole == list_courses(school, LOCAL_ORGANIZER, None, 50).model_dump(mode="json")
    seen: list[Any] = []
    after: str | None = None
    while True:
        page = visitor.get("/api/v1/courses", params={"limit": limit} | ({"after": after} if after else {})).json()
        assert 0 < len(page["items"]) <= limit
        seen += page["items"]
        after = page["next"]
        if after is None:
            break
    assert seen == whole["items"]


def test_the_list_asks_the_database_as_often_for_one_course_as_for_many(tmp_path: Path) -> None:
    app = opened(tmp_path)
    asked: list[str] = []

    def note(connection: object, cursor: object, statement: str, *rest: object) -> None:
        asked.append(statement)

    event.listen(app.database._engine, "before_cursor_execute", note)
    counts: list[int] = []
    lines = COURSES.splitlines()
    for rows in (lines[:2], lines):
        import_file(app, LOCAL_ORGANIZER, "courses", write(tmp_path, f"courses-{len(rows)}", "\n".join(rows)), None)
        with app.database.begin(LOCAL_ORGANIZER) as stores:
            joined = [
                Training(candidate="c_lin", course=one.id, state="registered") for one in stores.courses.list(LOCAL_ORGANIZER)
            ]
            publish(stores, LOCAL_ORGANIZER, "trainings", joined)
        asked.clear()
        assert len(list_courses(app, LOCAL_ORGANIZER, None, 50).items) == len(rows) - 1
        counts.append(len([statement for statement in asked if statement.startswith("SELECT")]))
    assert counts == [2, 2]


# --- the page --------------------------------------------------------------------------------------------------------------------


def rows_of(page: str) -> Sequence[str]:
    return re.findall(r"<tr>.*?</tr>", page, re.DOTALL)[1:]


def test_the_page_shows_each_course_in_a_table_with_a_caption(visitor: TestClient) -> None:
    text = visitor.get("/courses", headers={"accept-language": "en"}).text
    assert '<caption id="courses">Courses with seats left today</caption>' in text
    assert [re.sub(r"<[^>]+>", "", cell) for cell in re.findall(r'<th scope="col"[^>]*>.*?</th>', text)] == [
        "Course",
        "Provider and place",
        "Dates",
        "Seats left",
        "Cost",
        "What one learns",
    ]
    typing, accounts, massage, cashier, sewing = rows_of(text)
    assert "1 of 2" in typing
    assert "free" in typing
    assert "Keyboard or touch input up to 3 (input most of the day)" in typing
    assert "Finger dexterity at least 1 (large parts)" in typing
    assert "1 April 2027" in typing
    assert "not set yet" in accounts
    assert "&lt;b&gt;" in accounts
    assert "not subsidised" in accounts
    assert "<b>" not in text
    assert "Full" in massage
    assert "4,800 yuan" in massage
    assert "partly subsidised" in massage
    assert "Registration has ended" in cashier
    assert "Join by" in cashier
    assert "Over" in sewing


def test_the_page_speaks_chinese_and_names_the_day(visitor: TestClient) -> None:
    text = visitor.get("/courses", headers={"accept-language": "zh"}).text
    assert "剩 1，共 2" in text
    assert "键盘/触屏录入达到 3 级（大半天录入）" in text
    assert '<time datetime="2027-03-18">2027年3月18日</time>' in text
    assert [word for word in ("Seats", "free", "Course") if word in text] == []


def test_a_page_behind_the_last_one_leads_back(visitor: TestClient) -> None:
    assert 'href="/courses"' in visitor.get("/courses?after=9").text
    assert visitor.get("/courses?after=9").status_code == 200


def test_an_installation_without_courses_teaches(tmp_path: Path) -> None:
    client = TestClient(Web(opened(tmp_path)), base_url=HERE, client=LOOPBACK)
    assert 'class="go" href="/imports/new?kind=courses"' in client.get("/courses").text
    assert 'href="/courses"' in client.get("/").text


# --- the terminal ----------------------------------------------------------------------------------------------------------------


def test_the_commands_do_the_same(tmp_path: Path) -> None:
    home = tmp_path / "home"
    people = write(tmp_path, "people", "编号,姓名,证件类别,手指精细\nA-1,林一,残疾人证,1\n")
    courses = write(tmp_path, "courses", COURSES)
    trainings = write(tmp_path, "trainings", "求职者编号,课程编号,状态,日期\nA-1,K3,已结业,2026-11-01\n")
    assert tongtu("import", "candidates", str(people), home=home).returncode == 0
    assert tongtu("import", "courses", str(courses), home=home).stdout.startswith("courses.csv: 5 rows, 5 imported")
    report = json.loads(tongtu("import", "trainings", str(trainings), "--json", home=home).stdout)
    assert (report["imported"], report["assess_again"]) == (1, 1)
    again = tongtu("import", "trainings", str(trainings), home=home).stdout
    assert "1 unchanged" in again
    assert "to assess again: 1 " in again
    listed = [json.loads(line) for line in tongtu("courses", "list", "--json", home=home).stdout.splitlines()]
    assert {view["external_id"] for view in listed} == {"K1", "K2", "K3", "K4", "K5"}
    assert "缝纫班" in tongtu("courses", "list", home=home).stdout
    (line,) = tongtu("courses", "assess-again", home=home).stdout.splitlines()
    assert line.startswith("林一 (")
    assert line.endswith("  缝纫班  To assess again: Finger dexterity, Sustained attention")


@pytest.mark.parametrize("kind", ["courses", "trainings"])
def test_templates_are_written(tmp_path: Path, kind: str) -> None:
    assert tongtu("template", kind, str(tmp_path / "t.xlsx")).returncode == 0
    assert (tmp_path / "t.xlsx").stat().st_size > 5_000
