"""The day: codes, lateness, absence, walk-ins, a booth that goes; paper afterwards; and what a cancelled interview refuses."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from api.actions.day_files import load_day
from api.actions.errors import BadInput, Conflict, NotAllowed, NotFound
from api.actions.fair_day import day_log, tell
from api.actions.fairs import move_event
from api.actions.interview_outcomes import record_interview_outcome
from api.actions.interviews import booth_sheet, codes_view, save_timetable, sheet_view, timetable_view
from api.schemas.interviews import DayEntryView, DayInput
from api.wiring import Application
from data.stores import NotAllowed as StoreNotAllowed
from data.stores import Scope
from matching.records import LOCAL_ORGANIZER, Role, Step, Viewer
from tests.api.conftest import CLERK, CRAFT, HALL, HE, LIN, SONG, SPRING, ZHOU
from tests.api.fair.conftest import NINE, Clock, move, publication

ME = LOCAL_ORGANIZER
RIVER = Viewer(account="zhao", role=Role.EMPLOYER, organisation="e_river")


def say(app: Application, act: str, key: str, **fields: object) -> DayEntryView:
    return tell(app, ME, SPRING, DayInput.model_validate({"act": act, **fields}), key)


def plan(app: Application, **which: str) -> list[tuple[str, str, str | None, str]]:
    return [(one.candidate, one.posting, one.at, one.state) for one in sheet_view(app, ME, SPRING, **which).items]


AS_PLANNED = [
    (HE, CLERK, "09:00", "planned"),
    (LIN, CLERK, "09:15", "planned"),
    (ZHOU, CRAFT, "10:00", "planned"),
    (LIN, HALL, "11:00", "planned"),
]


def number_of(app: Application, candidate: str, posting: str) -> int:
    return next(one.id for one in sheet_view(app, ME, SPRING, candidate=candidate).items if one.posting == posting)


def test_the_timetable_is_read_by_time_person_and_booth(published: Application) -> None:
    assert plan(published) == AS_PLANNED
    assert plan(published, candidate=LIN) == [AS_PLANNED[1], AS_PLANNED[3]]
    assert plan(published, booth="A2") == [AS_PLANNED[3]]
    sheet = sheet_view(published, ME, SPRING)
    assert [one.minutes for one in sheet.items] == [15, 15, 30, 15]
    assert [[text.en for text in one.supports] for one in sheet.items] == [["sign-language interpreter"], [], [], []]
    assert [(one.candidate, one.position, one.cause) for one in sheet.waiting] == [(SONG, 1, "coach capacity")]
    figures = timetable_view(published, ME, SPRING)
    assert (figures.people, figures.interviews, figures.unseen, figures.waiting, figures.version) == (3, 4, 4, 1, 1)


def test_a_timetable_is_saved_for_a_confirmed_event_only(planned: Application) -> None:
    with pytest.raises(Conflict, match="one cannot save the timetable now, only while it is confirmed"):
        save_timetable(planned, ME, SPRING, publication(planned), "t")
    with pytest.raises(NotFound):
        sheet_view(planned, ME, SPRING)


def test_a_person_checks_in_by_the_code_on_the_sheet(running: Application) -> None:
    codes = {one.candidate: one.code for one in codes_view(running, ME, SPRING).items}
    assert sorted(codes) == sorted([HE, LIN, ZHOU])
    made = say(running, "check_in", "k1", code=codes[LIN].lower())
    assert [(one.was, one.became, one.was_at, one.at) for one in made.changes] == [
        ("planned", "checked_in", "09:15", "09:15"),
        ("planned", "checked_in", "11:00", "11:00"),
    ]
    assert say(running, "check_in", "k1", code=codes[LIN]) == made
    assert say(running, "check_in", "k2", code=codes[LIN]).changes == ()
    with pytest.raises(BadInput, match="Nobody has this code"):
        say(running, "check_in", "k3", code="AAAA-AAAA")
    with pytest.raises(BadInput, match="This idempotency key"):
        say(running, "no_show", "k1", candidate=LIN)
    with pytest.raises(Conflict, match="has no interview at this event"):
        say(running, "check_in", "k4", candidate="c_more_0")


def test_who_comes_late_is_moved_and_nobody_else(running: Application) -> None:
    made = say(running, "late", "k1", candidate=LIN, slots=3, note="公交车坏了")
    assert [(one.became, one.was_at, one.at) for one in made.changes] == [("late", "09:15", "09:45"), ("late", "11:00", "11:00")]
    assert plan(running) == [AS_PLANNED[0], (LIN, CLERK, "09:45", "late"), AS_PLANNED[2], (LIN, HALL, "11:00", "late")]


def test_lateness_is_remembered_by_the_next_plan(running: Application, clock: Clock) -> None:
    say(running, "late", "k1", candidate=LIN, slots=3)
    say(running, "overrun", "k2", booth="A1", slots=1)
    assert all(at is None or at >= "09:45" for who, _, at, _ in plan(running) if who == LIN)


def test_who_did_not_come_and_comes_after_all_is_planned_anew(running: Application, clock: Clock) -> None:
    clock.now = NINE + timedelta(minutes=20)
    say(running, "no_show", "k1", candidate=HE)
    assert plan(running, candidate=HE) == [(HE, CLERK, "09:00", "no_show")]
    clock.now = NINE + timedelta(minutes=40)
    made = say(running, "check_in", "k2", candidate=HE)
    assert [(one.was, one.became, one.posting, one.at) for one in made.changes] == [(None, "walk_in", CLERK, "09:45")]
    assert [row for row in plan(running) if row[0] != HE] == AS_PLANNED[1:]


def test_a_walk_in_is_sent_where_the_rules_allow(running: Application) -> None:
    made = say(running, "walk_in", "k1", candidate="c_more_0", postings=[CLERK])
    assert [(one.candidate, one.posting, one.became, one.at is not None) for one in made.changes] == [
        ("c_more_0", CLERK, "walk_in", True)
    ]
    assert len({(one.booth, one.at) for one in sheet_view(running, ME, SPRING, booth="A1").items}) == 4
    codes = {one.candidate for one in codes_view(running, ME, SPRING).items}
    assert "c_more_0" in codes
    assert made.unplaced is False
    with pytest.raises(Conflict, match="has interviews already"):
        say(running, "walk_in", "k2", candidate=LIN)
    with pytest.raises(BadInput, match="There is no posting that 宋四"):
        say(running, "walk_in", "k3", candidate=SONG, postings=[HALL])
    with pytest.raises(NotFound):
        say(running, "walk_in", "k4", candidate="c_none")


def test_when_an_employer_leaves_its_interviews_are_cancelled_for_good(running: Application, clock: Clock) -> None:
    clock.now = NINE + timedelta(minutes=30)
    made = say(running, "employer_left", "k1", booth="A2")
    assert [(one.candidate, one.became, one.at) for one in made.changes] == [(LIN, "cancelled", None)]
    clock.now = NINE + timedelta(minutes=45)
    later = say(running, "walk_in", "k2", candidate="c_more_0")
    assert {one.booth for one in later.changes} == {"A1"}
    with pytest.raises(Conflict, match="is cancelled: there is no outcome to record"):
        record_interview_outcome(running, ME, number_of(running, LIN, HALL), "interviewed")
    with pytest.raises(Conflict, match="is cancelled and cannot have been held"):
        say(running, "held", "k3", interview=number_of(running, LIN, HALL))


def test_a_walk_in_for_whom_there_is_no_time_is_said_so(running: Application, clock: Clock) -> None:
    clock.now = NINE + timedelta(hours=2, minutes=55)
    made = say(running, "walk_in", "k1", candidate="c_more_0")
    assert (made.unplaced, made.changes) == (True, ())


def test_a_support_that_is_away_moves_who_needs_it(running: Application) -> None:
    made = say(running, "support_gone", "k1", support="sign_interpreter", unit=0, slots=5)
    assert [(one.candidate, one.was_at) for one in made.changes][:1] == [(HE, "09:00")]
    moved = next(row for row in plan(running) if row[0] == HE)
    assert moved[2] is not None
    assert moved[2] >= "10:15"


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"act": "overrun", "booth": "A9", "slots": 1}, "The hall has no booth A9"),
        ({"act": "overrun", "booth": "A1"}, "overrun needs slots"),
        ({"act": "booth_lost", "booth": "A1", "to": "A1"}, "Booth A1 cannot go on at A1: that is itself, or is lost as well"),
        ({"act": "late", "slots": 2}, "late needs candidate"),
        ({"act": "support_gone", "support": "guide", "unit": 0}, "no such unit: guide 0"),
        ({"act": "support_gone", "support": "sign_interpreter", "unit": 1}, "no such unit: sign_interpreter 1"),
        ({"act": "check_in", "candidate": LIN, "at": datetime(2027, 3, 20, 9, 0)}, "no time zone"),
    ],
)
def test_an_entry_that_cannot_be_says_why(running: Application, fields: dict[str, object], words: str) -> None:
    with pytest.raises(BadInput, match=words):
        tell(running, ME, SPRING, DayInput.model_validate(fields), "k1")
    with pytest.raises(NotFound):
        say(running, "held", "k2", interview=9_999)


def test_the_day_begins_with_the_state(published: Application) -> None:
    with pytest.raises(Conflict, match=r"only while it is running\. Move it on first: running"):
        say(published, "check_in", "k1", candidate=LIN)


def test_every_entry_is_in_the_log_of_the_day(running: Application) -> None:
    first = say(running, "check_in", "k1", candidate=LIN)
    second = say(running, "held", "k2", interview=number_of(running, LIN, CLERK))
    log = day_log(running, ME, SPRING)
    assert (log.items, log.next) == ((first, second), None)
    assert day_log(running, ME, SPRING, 0, 1).next == first.id
    assert [one.by for one in log.items] == ["local", "local"]
    counselor = Viewer(account="he", role=Role.COUNSELOR)
    with pytest.raises(StoreNotAllowed):
        tell(running, counselor, SPRING, DayInput.model_validate({"act": "check_in", "candidate": LIN}), "k3")


def test_paper_is_entered_once_and_changes_no_plan(running: Application, clock: Clock, tmp_path: Path) -> None:
    move_event(running, ME, SPRING, "closed", "close")
    clock.now = datetime(2027, 3, 22, 2, 0, tzinfo=UTC)
    with pytest.raises(Conflict, match="only while it is running"):
        say(running, "check_in", "k1", candidate=LIN)
    held = number_of(running, LIN, CLERK)
    code = next(one.code for one in codes_view(running, ME, SPRING).items if one.candidate == LIN)
    sheet = tmp_path / "当天.csv"
    sheet.write_text(
        "时间,事项,签到码,求职者编号,展位,时段数,岗位编号,面谈编号,备注\n"
        f"9:05,签到,{code},,,,,,\n"
        f"09:20,面谈已进行,,,,,,{held},\n"
        f"9:30,没有来,,{HE},,,,,打不通电话\n"
        f"9:40,现场来人,,c_more_0,,,{CLERK},,\n"
        "十点,签到,AAAA-AAAA,,,,,,\n"
        "10:00,跳舞,,,,,,,\n"
        "10:05,签到,AAAA-AAAA,,,,,,\n",
        "utf-8",
    )
    report = load_day(running, ME, SPRING, sheet)
    assert (report.rows, report.entered, report.known) == (7, 4, 0)
    assert [(fault.row, fault.problem.en.partition(";")[0]) for fault in report.faults] == [
        (6, "The time 十点 cannot be read"),
        (7, "The act 跳舞 is not known"),
        (8, "Nobody has this code"),
    ]
    assert plan(running) == [
        (HE, CLERK, "09:00", "no_show"),
        (LIN, CLERK, "09:15", "done"),
        ("c_more_0", CLERK, "09:45", "walk_in"),
        (ZHOU, CRAFT, "10:00", "planned"),
        (LIN, HALL, "11:00", "checked_in"),
    ]
    assert [one.origin for one in day_log(running, ME, SPRING).items] == ["paper"] * 4
    again = load_day(running, ME, SPRING, sheet)
    assert (again.entered, again.known, len(again.faults)) == (0, 4, 3)


def test_outcomes_of_an_interview_become_steps(running: Application) -> None:
    number = number_of(running, LIN, CLERK)
    made = record_interview_outcome(running, ME, number, "rejected", "路程太远")
    assert [text.en for text in made.steps] == ["attended", "interviewed", "not taken by the employer"]
    assert record_interview_outcome(running, ME, number, "rejected", "distance") == made
    with pytest.raises(BadInput, match="not taken by the employer and offered the job cannot both be"):
        record_interview_outcome(running, ME, number, "offered")
    with pytest.raises(BadInput, match="There is no reason 头疼"):
        record_interview_outcome(running, ME, number, "declined", "头疼")
    with pytest.raises(BadInput, match="A reason goes with declined"):
        record_interview_outcome(running, ME, number, "hired", "distance")
    with running.database.read(ME) as stores:
        found = {one.step: (one.on, one.reason) for one in stores.outcomes.list(ME, candidate=LIN, posting=CLERK)}
    assert found == {
        Step.ATTENDED: (NINE.date(), ""),
        Step.INTERVIEWED: (NINE.date(), ""),
        Step.REJECTED: (NINE.date(), "distance"),
    }


def test_no_employer_sees_its_booth_before_the_timetable_is_out(planned: Application, agree: Callable[..., int]) -> None:
    agree(HE, Scope.LISTING, "e_river")
    move(planned, "collecting", "pre_matched", "confirmed")
    save_timetable(planned, ME, SPRING, publication(planned), "timetable")
    assert booth_sheet(planned, RIVER, SPRING).items == ()
    move(planned, "published")
    assert len(booth_sheet(planned, RIVER, SPRING).items) == 1


def test_an_employer_sees_pseudonyms_until_a_name_is_agreed(published: Application, agree: Callable[..., int]) -> None:
    agree(LIN, Scope.LISTING, "e_river", "e_hall")
    agree(HE, Scope.LISTING, "e_river")
    agree(HE, Scope.IDENTITY, "e_river")
    sheet = booth_sheet(published, RIVER, SPRING)
    assert [(one.name, one.posting, one.booth, one.at) for one in sheet.items] == [
        ("何三", CLERK, "A1", "09:00"),
        (None, CLERK, "A1", "09:15"),
    ]
    text = sheet.model_dump_json()
    assert not any(hidden in text for hidden in (LIN, HE, ZHOU, "林一", "周二", "interpreter", "手语"))
    assert len({one.person for one in sheet.items}) == 2
    assert booth_sheet(published, Viewer(account="x", role=Role.EMPLOYER, organisation="e_none"), SPRING).items == ()
    with pytest.raises(NotAllowed):
        booth_sheet(published, ME, SPRING)
