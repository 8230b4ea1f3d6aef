"""The day: codes, lateness, absence, walk-ins, a booth that goes; paper afterwards; and what a cancelled interview refuses."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from api.actions.day_files import load_day
from api.actions.errors import BadInput, Conflict, NotAllowed, NotFound
from api.actions.fair_day import day_log, tell
from api.actions.fairs import move_event, plan_event
from api.actions.interview_outcomes import record_interview_outcome
from api.actions.interviews import booth_sheet, codes_view, save_timetable, sheet_view, timetable_view
from api.actions.left_without import without_after
from api.schemas.interviews import DayEntryView, DayInput, RedirectView
from api.wiring import Application
from data.stores import NotAllowed as StoreNotAllowed
from data.stores import Publication, Scope
from matching.records import LOCAL_ORGANIZER, Booth, Role, Step, Viewer, Waiting
from tests.api.conftest import CLERK, CRAFT, HALL, HE, LIN, SONG, SPRING, ZHOU
from tests.api.fair.conftest import NINE, PLAN, Clock, move, publication, publish_fair

ME = LOCAL_ORGANIZER
RIVER = Viewer(account="zhao", role=Role.EMPLOYER, organisation="e_river")
THREE = PLAN.model_copy(
    update={
        "hall": PLAN.hall.model_copy(
            update={
                "booths": (
                    PLAN.hall.booths[0],
                    Booth(number="A2", employer="e_hall", position=(30.0, 0.0), postings=(HALL,)),
                    Booth(number="A3", employer="e_hall", position=(60.0, 0.0), postings=(HALL,)),
                )
            }
        )
    }
)


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
    with pytest.raises(Conflict, match="林一</b> already checked in at 09:00; nothing was recorded"):
        say(running, "check_in", "k2", code=codes[LIN])
    assert [one.id for one in day_log(running, ME, SPRING).items] == [made.id]
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


def test_who_did_not_come_and_comes_after_all_is_planned_anew(
    running: Application, clock: Clock, agree: Callable[..., int]
) -> None:
    clock.now = NINE + timedelta(minutes=20)
    say(running, "no_show", "k1", candidate=HE)
    assert plan(running, candidate=HE) == [(HE, CLERK, "09:00", "no_show")]
    clock.now = NINE + timedelta(minutes=40)
    with pytest.raises(Conflict, match="何三 has not agreed to be listed to 江城文印社"):
        say(running, "check_in", "k2", candidate=HE)
    agree(HE, Scope.LISTING, "e_river")
    made = say(running, "check_in", "k2", candidate=HE)
    assert [(one.was, one.became, one.posting, one.at) for one in made.changes] == [(None, "walk_in", CLERK, "09:45")]
    assert [row for row in plan(running) if row[0] != HE] == AS_PLANNED[1:]


def test_a_walk_in_without_consent_is_told_to_record_it_first(running: Application, agree: Callable[..., int]) -> None:
    unasked = r"张0 has not agreed to be listed to 江城文印社, 滨江展厅. Record the person's consent first"
    with pytest.raises(Conflict, match=unasked) as said:
        say(running, "walk_in", "k1", candidate="c_more_0")
    assert "还没同意向这些单位展示：江城文印社、滨江展厅。先登记本人的同意" in said.value.detail.zh
    assert "c_more_0" not in {one.candidate for one in codes_view(running, ME, SPRING).items}
    agree("c_more_0", Scope.LISTING, "e_hall")
    assert {one.posting for one in say(running, "walk_in", "k1", candidate="c_more_0").changes} == {HALL}


def test_a_walk_in_is_sent_where_the_rules_allow(running: Application, agree: Callable[..., int]) -> None:
    agree("c_more_0", Scope.LISTING, "e_river")
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
    with pytest.raises(BadInput, match="There is no posting that 宋四 could be sent to") as said:
        say(running, "walk_in", "k3", candidate=SONG, postings=[HALL])
    assert said.value.detail.zh == (
        "没有 宋四 可以去谈的岗位。1 个岗位目前都不合适，最常见的差距："
        "当面听懂言语（1 个岗位）、口语表达（1 个岗位）、台阶与楼梯（1 个岗位）。"
    )
    with pytest.raises(BadInput, match="None of the postings meant is an open posting of this event"):
        say(running, "walk_in", "k3", candidate=SONG, postings=["p_none"])
    with pytest.raises(NotFound):
        say(running, "walk_in", "k4", candidate="c_none")


def test_when_an_employer_leaves_its_interviews_are_cancelled_for_good(
    running: Application, clock: Clock, agree: Callable[..., int]
) -> None:
    agree("c_more_0", Scope.LISTING, "e_river", "e_hall")
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


def test_a_walk_in_to_an_employer_that_has_left_is_told_so(running: Application, agree: Callable[..., int]) -> None:
    agree("c_more_0", Scope.LISTING, "e_river", "e_hall")
    say(running, "employer_left", "k1", booth="A1")
    with pytest.raises(Conflict, match=r"Those whom 张0 could talk to are gone: 江城文印社 \(booth A1\) has left"):
        say(running, "walk_in", "k2", candidate="c_more_0", postings=[CLERK])
    assert [one.act for one in day_log(running, ME, SPRING).items] == ["employer_left"]
    assert {one.booth for one in say(running, "walk_in", "k3", candidate="c_more_0").changes} == {"A2"}


def test_what_was_told_already_is_refused_with_its_time(running: Application, clock: Clock) -> None:
    number = number_of(running, LIN, CLERK)
    for act, fields, words in (
        ("held", {"interview": number}, f"Interview {number} was already held, recorded at 09:00"),
        ("withdrawn", {"candidate": ZHOU}, "周二 already withdrew at 09:00"),
        ("employer_left", {"booth": "A2"}, "Booth A2 was already recorded at 09:00: employer left"),
        (
            "support_gone",
            {"support": "sign_interpreter", "unit": 0},
            "sign-language interpreter 0 was already recorded as away at 09:00",
        ),
    ):
        clock.now = NINE
        say(running, act, f"{act}-1", **fields)
        clock.now = NINE + timedelta(minutes=7)
        with pytest.raises(Conflict, match=words):
            say(running, act, f"{act}-2", **fields)
    assert len(day_log(running, ME, SPRING).items) == 4


def test_an_interview_alone_says_who_withdraws_from_it(running: Application) -> None:
    made = say(running, "withdrawn", "k1", interview=number_of(running, LIN, HALL))
    assert (made.candidate, [(one.posting, one.became) for one in made.changes]) == (LIN, [(HALL, "cancelled")])
    with pytest.raises(Conflict, match="is none of 何三; compare its number"):
        say(running, "held", "k2", candidate=HE, interview=number_of(running, LIN, CLERK))
    with pytest.raises(NotFound):
        say(running, "withdrawn", "k3", interview=9_999)


def places(app: Application) -> list[tuple[str, str]]:
    return [(one.candidate, one.place.en) for one in sheet_view(app, ME, SPRING, booth="A1").items]


def test_a_booth_that_goes_on_elsewhere_keeps_what_was_before(running: Application, clock: Clock) -> None:
    say(running, "held", "k1", interview=number_of(running, HE, CLERK))
    clock.now = NINE + timedelta(minutes=10)
    made = say(running, "booth_lost", "k2", booth="A1", to="A2")
    assert [(one.candidate, one.was_at, one.at, one.why.en) for one in made.changes] == [
        (LIN, "09:15", "09:15", "now at booth A2"),
        (ZHOU, "10:00", "10:00", "now at booth A2"),
    ]
    assert made.redirect == RedirectView(
        booth="A1", to="A2", instead_of=None, interviews=2, people=(LIN, ZHOU), employers=("e_river",)
    )
    with pytest.raises(Conflict, match="Booth A1 already goes on at A2, recorded at 09:10"):
        say(running, "booth_lost", "k3", booth="A1", to="A2")
    assert places(running) == [(HE, "东厅，进门左边"), (LIN, "now at booth A2"), (ZHOU, "now at booth A2")]


def test_another_redirect_replaces_the_first_from_then_on(planned: Application, clock: Clock) -> None:
    plan_event(planned, ME, SPRING, THREE, "three")
    published = publish_fair(planned)
    clock.now = NINE
    move(published, "running")
    say(published, "booth_lost", "k1", booth="A1", to="A2")
    clock.now = NINE + timedelta(minutes=20)
    made = say(published, "booth_lost", "k2", booth="A1", to="A3")
    assert made.redirect == RedirectView(booth="A1", to="A3", instead_of="A2", interviews=1, people=(ZHOU,), employers=("e_river",))
    assert [one.why.zh for one in made.changes] == ["改到 A3 号展位，不再是 A2 号"]
    assert [one.redirect.instead_of for one in day_log(published, ME, SPRING).items if one.redirect] == [None, "A2"]
    assert places(published) == [(HE, "now at booth A2"), (LIN, "now at booth A2"), (ZHOU, "now at booth A3")]


def test_a_walk_in_for_whom_there_is_no_time_is_said_so(running: Application, clock: Clock, agree: Callable[..., int]) -> None:
    agree("c_more_0", Scope.LISTING, "e_river")
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
        ({"act": "overrun", "booth": "A1"}, "To record “interviews take longer”, say how many slots as well"),
        ({"act": "booth_lost", "booth": "A1", "to": "A1"}, "Booth A1 cannot go on at A1: that is itself, or is lost as well"),
        ({"act": "late", "slots": 2}, "To record “late”, say who .the code on the sheet, or a name or id. as well"),
        ({"act": "support_gone", "support": "guide", "unit": 0}, "no such unit: guide 0"),
        ({"act": "support_gone", "support": "sign_interpreter", "unit": 1}, "no such unit: sign_interpreter 1"),
        ({"act": "check_in", "candidate": LIN, "at": datetime(2027, 3, 20, 9, 0)}, "no time zone"),
        (
            {"act": "check_in", "candidate": LIN, "at": datetime(2027, 11, 27, 2, 20, tzinfo=UTC)},
            "The entry is of 2027-11-27, but the event is on 2027-03-20",
        ),
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


def test_paper_is_entered_once_and_changes_no_plan(
    running: Application, clock: Clock, agree: Callable[..., int], tmp_path: Path
) -> None:
    agree("c_more_0", Scope.LISTING, "e_river")
    move_event(running, ME, SPRING, "closed", "close")
    clock.now = datetime(2027, 3, 22, 2, 0, tzinfo=UTC)
    with pytest.raises(Conflict, match="only while it is running"):
        say(running, "check_in", "k1", candidate=LIN)
    held = number_of(running, LIN, CLERK)
    code = next(one.code for one in codes_view(running, ME, SPRING).items if one.candidate == LIN)
    sheet = tmp_path / "当天.csv"
    sheet.write_text(
        "时间,事项,签到码,求职者编号,展位,时段数,岗位编号,面试编号,备注\n"
        f"9:05,签到,{code},,,,,,\n"
        f"09:20,面试已进行,,,,,,{held},\n"
        f"9:30,没有来,,{HE},,,,,打不通电话\n"
        f"9:40,现场来人,,c_more_0,,,{CLERK},,\n"
        "十点,签到,AAAA-AAAA,,,,,,\n"
        "10:00,跳舞,,,,,,,\n"
        "10:05,签到,AAAA-AAAA,,,,,,\n"
        f"2027-11-27 10:10,签到,,{ZHOU},,,,,\n"
        f"10:20,面试已进行,,,,,,{held},\n",
        "utf-8",
    )
    report = load_day(running, ME, SPRING, sheet)
    assert (report.rows, report.entered, report.known) == (9, 4, 0)
    assert [(fault.row, fault.problem.en.partition(";")[0]) for fault in report.faults] == [
        (6, "The time 十点 cannot be read"),
        (7, "The act 跳舞 is not known"),
        (8, "Nobody has this code"),
        (9, "The entry is of 2027-11-27, but the event is on 2027-03-20"),
        (10, f"Interview {held} was already held, recorded at 09:20."),
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
    assert (again.entered, again.known, len(again.faults)) == (0, 4, 5)


def test_outcomes_of_an_interview_become_steps(running: Application) -> None:
    number = number_of(running, LIN, CLERK)
    made = record_interview_outcome(running, ME, number, "rejected", "路程太远")
    assert [text.en for text in made.steps] == ["attended", "interviewed", "not taken by the employer"]
    assert record_interview_outcome(running, ME, number, "rejected", "distance") == made
    with pytest.raises(BadInput, match="not taken by the employer and offered the job cannot both be"):
        record_interview_outcome(running, ME, number, "offered")
    with pytest.raises(BadInput, match="There is no such reason; use one of"):
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
    assert [(one.name, one.posting, one.booth, one.at, one.turn) for one in sheet.items] == [
        ("何三", CLERK, "A1", None, 1),
        (None, CLERK, "A1", None, 2),
    ]
    text = sheet.model_dump_json()
    assert not any(hidden in text for hidden in (LIN, HE, ZHOU, "林一", "周二", "interpreter", "手语"))
    assert len({one.person for one in sheet.items}) == 2
    assert booth_sheet(published, Viewer(account="x", role=Role.EMPLOYER, organisation="e_none"), SPRING).items == ()
    with pytest.raises(NotAllowed):
        booth_sheet(published, ME, SPRING)


def test_the_answer_names_who_has_no_interview_left(running: Application) -> None:
    made = say(running, "employer_left", "left", booth="A1")
    assert [(one.name, one.waiting, one.free) for one in made.without] == [("何三", (), ()), ("周二", (), ())]
    assert say(running, "employer_left", "left", booth="A1") == made
    assert without_after(running, ME, SPRING, made.id) == made.without
    assert say(running, "withdrawn", "no", candidate=LIN).without == ()


def test_and_what_they_can_be_offered(planned: Application, clock: Clock, agree: Callable[..., int]) -> None:
    agree(LIN, Scope.LISTING, "e_river")
    move(planned, "collecting", "pre_matched", "confirmed")
    whole = publication(planned)
    hall = tuple(one for one in whole.interviews if (one.candidate, one.posting) != (LIN, CLERK))
    waiting = (*whole.waiting, Waiting(posting=CRAFT, candidate=LIN, position=1, cause="coach capacity"))
    save_timetable(planned, ME, SPRING, Publication(whole.run, whole.visitors, hall, waiting, {}), "timetable")
    clock.now = NINE
    move(planned, "published", "running")
    (lin,) = say(planned, "employer_left", "left", booth="A2").without
    assert (lin.candidate, lin.waiting) == (LIN, ("手工编织",))
    assert [(one.posting, one.booth, one.at) for one in lin.free] == [(CLERK, "A1", "09:15")]
