"""Times that fall free on the day: who waits gets them in order, if there and free, and nobody else moves."""

from collections.abc import Callable, Iterator
from datetime import date, time, timedelta

import pytest

from api.actions.errors import Conflict
from api.actions.fair_day import day_log, foresee, tell
from api.actions.fairs import plan_event
from api.actions.interviews import save_timetable, sheet_view
from api.actions.postings import set_status
from api.schemas.fairs import EventPlan
from api.schemas.interviews import DayEntryView, DayInput
from api.wiring import Application
from data.stores import Publication, Scope
from matching.fair.day import day_sheet
from matching.records import (
    LOCAL_ORGANIZER,
    Answer,
    Audience,
    Booth,
    Channel,
    Hall,
    Interview,
    Message,
    MessageKind,
    Support,
    SupportKind,
    TimeWindow,
    Visitor,
    Waiting,
)
from matching.timetable import check_timetable
from tests.api.conftest import CLERK, HE, LIN, SONG, SPRING
from tests.api.fair.conftest import NINE, Clock, move

ME = LOCAL_ORGANIZER
LI, WANG, ZHAO, QIAN = (f"c_more_{number}" for number in range(4))
SHORT = EventPlan(
    hall=Hall(
        hours=TimeWindow(starts=time(9), ends=time(10)),
        booths=(Booth(number="A1", employer="e_river"), Booth(number="A2", employer="e_hall")),
        supports=(Support(kind=SupportKind.SIGN_INTERPRETER, count=1),),
    )
)


@pytest.fixture
def full(planned: Application, clock: Clock, agree: Callable[..., int]) -> Iterator[Application]:
    """An hour with one interviewer: He, Lin, Zhao and Qian one after another; Song, Li and Wang wait in this order."""
    plan_event(planned, ME, SPRING, SHORT, "short")
    for candidate in (HE, LIN, SONG, LI, WANG, ZHAO, QIAN):
        agree(candidate, Scope.LISTING, "e_river")
    move(planned, "collecting", "pre_matched", "confirmed")
    save_timetable(planned, ME, SPRING, _publication(planned), "timetable")
    move(planned, "published")
    clock.now = NINE
    move(planned, "running")
    yield planned
    with planned.database.read(ME) as stores:
        event = stores.events.get(ME, SPRING)
        visitors, interviews = stores.timetables.sheet(ME, SPRING)
    assert event is not None
    sheet = day_sheet(event.hall, visitors, interviews)
    assert check_timetable(sheet.problem, sheet.timetable) == ()


def _publication(app: Application, most: int | None = 1) -> Publication:
    with app.database.read(ME) as stores:
        run = stores.runs.latest(ME, SPRING)
    assert run is not None
    order = (HE, LIN, ZHAO, QIAN)
    return Publication(
        run.id,
        tuple(Visitor(candidate=name) for name in sorted((*order, SONG, LI, WANG))),
        tuple(Interview(candidate=name, posting=CLERK, booth="A1", start=row, value=0.4) for row, name in enumerate(order)),
        tuple(Waiting(posting=CLERK, candidate=name, position=n, cause="booth") for n, name in enumerate((SONG, LI, WANG), 1)),
        {} if most is None else {"most": most},
    )


def say(app: Application, act: str, candidate: str, **fields: object) -> DayEntryView:
    told = DayInput.model_validate({"act": act, "candidate": candidate, **fields})
    return tell(app, ME, SPRING, told, f"{act}-{candidate}-{len(day_log(app, ME, SPRING, 0, 200).items)}")


def plan(app: Application) -> dict[str, tuple[str | None, str]]:
    return {one.candidate: (one.at, one.state) for one in sheet_view(app, ME, SPRING).items}


def waits(app: Application) -> list[str]:
    return [one.candidate for one in sheet_view(app, ME, SPRING).waiting]


def number_of(app: Application, candidate: str) -> int:
    return max(one.id for one in sheet_view(app, ME, SPRING, candidate=candidate).items)


def test_a_freed_time_goes_to_the_first_of_the_list_who_is_there(full: Application) -> None:
    assert [say(full, "check_in", name).changes for name in (LI, WANG)] == [(), ()]
    told = DayInput.model_validate({"act": "no_show", "candidate": QIAN})
    seen = foresee(full, ME, SPRING, told)
    made = say(full, "no_show", QIAN)
    assert [(one.candidate, one.was, one.became, one.at) for one in made.changes] == [
        (QIAN, "planned", "no_show", "09:45"),
        (LI, None, "walk_in", "09:45"),
    ]
    assert made.changes[1].why.en == "number 2 of the waiting list takes a time that fell free"
    assert [(one.candidate, one.at) for one in seen.changes] == [(one.candidate, one.at) for one in made.changes]
    assert waits(full) == [SONG, WANG]
    others = {HE: ("09:00", "planned"), LIN: ("09:15", "planned"), ZHAO: ("09:30", "planned")}
    assert plan(full) == others | {QIAN: ("09:45", "no_show"), LI: ("09:45", "walk_in")}
    assert day_log(full, ME, SPRING).items[-1] == made


def test_who_comes_first_in_the_list_comes_first_however_late_in_the_hall(full: Application) -> None:
    for name in (WANG, LI, SONG):
        say(full, "check_in", name)
    made = say(full, "withdrawn", ZHAO)
    assert [(one.candidate, one.became, one.at) for one in made.changes] == [(ZHAO, "cancelled", None), (SONG, "walk_in", "09:30")]
    assert made.changes[0].why.en == "the person does not want it any more"


def test_a_time_that_is_free_already_is_offered_to_who_arrives(full: Application) -> None:
    assert [one.candidate for one in say(full, "no_show", QIAN).changes] == [QIAN]
    assert [(one.candidate, one.at) for one in say(full, "check_in", WANG).changes] == [(WANG, "09:45")]
    assert say(full, "check_in", SONG).changes == ()


def test_nobody_is_asked_twice(full: Application) -> None:
    for name in (SONG, LI):
        say(full, "check_in", name)
    say(full, "no_show", QIAN)
    assert plan(full)[SONG] == ("09:45", "walk_in")
    made = say(full, "withdrawn", SONG, interview=number_of(full, SONG))
    assert [(one.candidate, one.became, one.at) for one in made.changes] == [(SONG, "cancelled", None), (LI, "walk_in", "09:45")]
    assert [one.candidate for one in say(full, "no_show", ZHAO).changes] == [ZHAO]
    with pytest.raises(Conflict, match="is none that 何三 still has; compare its number"):
        say(full, "withdrawn", HE, interview=number_of(full, LI))


def test_who_went_home_or_comes_late_gets_nothing(full: Application) -> None:
    for name in (SONG, LI, WANG):
        say(full, "check_in", name)
    say(full, "no_show", QIAN)
    assert plan(full)[SONG] == ("09:45", "walk_in")
    say(full, "no_show", SONG, confirmed=True)
    assert plan(full)[LI] == ("09:45", "walk_in")
    assert waits(full) == [SONG, WANG]


def test_a_pair_is_judged_once_more_before_it_is_offered(full: Application) -> None:
    for name in (SONG, LI, WANG):
        say(full, "check_in", name)
    with full.database.begin(ME) as stores:
        (song,) = stores.candidates.iterate(ME, [SONG], with_person=True)
        refusing = song.refusals.model_copy(update={"employers": frozenset({"e_river"})})
        stores.candidates.upsert_many(ME, [(song.model_copy(update={"refusals": refusing}), None)])
    assert [one.candidate for one in say(full, "no_show", QIAN).changes] == [QIAN, LI]
    set_status(full, ME, CLERK, "filled")
    assert [one.candidate for one in say(full, "no_show", ZHAO).changes] == [ZHAO]


def test_no_consent_and_a_no_keep_somebody_out(full: Application, agree: Callable[..., int]) -> None:
    for name in (SONG, LI, WANG):
        say(full, "check_in", name)
    message = Message(
        event=SPRING,
        kind=MessageKind.INVITATION,
        audience=Audience.CANDIDATE,
        to=LI,
        channel=Channel.SMS,
        wording="v1",
        postings=(CLERK,),
        zh="来吗？",
        en="Will you come?",
    )
    with full.database.begin(ME) as stores:
        (given,) = stores.consents.list(ME, SONG)
        assert stores.consents.withdraw(ME, given.id)
        (number,) = stores.outbox.save_many(ME, [message])
        stores.outbox.reply(ME, number, CLERK, Answer.NO, date(2027, 3, 20))
    assert [one.candidate for one in say(full, "no_show", QIAN).changes] == [QIAN, WANG]


def test_who_lost_a_time_on_the_day_comes_before_those_who_never_had_one(full: Application, clock: Clock) -> None:
    for name in (HE, LIN, SONG, ZHAO, QIAN):
        say(full, "check_in", name)
    clock.now = NINE + timedelta(minutes=15)
    told = DayInput.model_validate({"act": "overrun", "booth": "A1", "slots": 1})
    lost = [one.candidate for one in tell(full, ME, SPRING, told, "overrun").changes if one.became == "cancelled"]
    assert len(lost) == 1
    assert waits(full) == [SONG, LI, WANG, *lost]
    (left,) = {LIN, ZHAO, QIAN} - {*lost, max({LIN, ZHAO, QIAN} - {*lost})}
    made = say(full, "withdrawn", left)
    assert [(one.candidate, one.became) for one in made.changes] == [(left, "cancelled"), (lost[0], "walk_in")]
    assert made.changes[1].why.en == "the first time was lost, and another fell free"


def test_a_walk_in_without_a_time_waits_behind_the_others(full: Application, agree: Callable[..., int]) -> None:
    agree("c_zhou", Scope.LISTING, "e_river")
    made = say(full, "walk_in", "c_zhou", postings=[CLERK])
    assert (made.unplaced, waits(full)) == (True, [SONG, LI, WANG, "c_zhou"])
    assert [one.candidate for one in say(full, "no_show", QIAN).changes] == [QIAN, "c_zhou"]


def test_what_was_written_on_paper_fills_nothing(full: Application) -> None:
    say(full, "check_in", SONG)
    assert [one.candidate for one in say(full, "no_show", QIAN, origin="paper").changes] == [QIAN]
