"""What of a plan cannot be, by name, and that a sound one has no fault."""

from datetime import date, time

import pytest

from matching.fair.conditions import MoveFacts, missing_for
from matching.fair.faults import TakingPart, booth_of, find_faults
from matching.fair.states import FairState
from matching.records import Booth, Event, Hall, Support, SupportKind, TimeWindow, Venue

DAY, TODAY = date(2027, 3, 20), date(2027, 3, 1)
MORNING = TimeWindow(starts=time(9), ends=time(12))
MILL = Booth(number="A1", employer="e_mill")
SOUND = Hall(
    hours=MORNING,
    breaks=(TimeWindow(starts=time(10, 30), ends=time(10, 45)),),
    booths=(MILL, Booth(number="A2", employer="e_shop", windows=(TimeWindow(starts=time(9), ends=time(10)),))),
    supports=(Support(kind=SupportKind.SIGN_INTERPRETER, count=2),),
)


def event(hall: Hall = SOUND, **changes: object) -> Event:
    return Event(id="ev", name="春季专场", on=DAY, hall=hall).model_copy(update=changes)


VENUE = Venue(name="文化馆")
THERE = TakingPart(
    {"p_1": "e_mill", "p_2": "e_shop"}, {"e_mill": "面粉厂", "e_shop": "书店", "p_1": "文员", "p_2": "店员", "p_old": "搬运工"}
)


def codes(one: Event, there: TakingPart | None = None) -> list[str]:
    return [fault.code for fault in find_faults(one, TODAY, there)]


def hall(**changes: object) -> Hall:
    return SOUND.model_copy(update=changes)


def test_a_sound_plan_has_no_fault() -> None:
    assert codes(event()) == []
    assert codes(event(venue=VENUE), THERE) == []


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (event(on=None), ["no_day"]),
        (event(on=date(2027, 2, 28)), ["past"]),
        (event(on=TODAY), []),
        (event(candidates=("c_1", "c_2", "c_1")), ["candidate_twice"]),
        (event(postings=("p_1", "p_1")), ["posting_twice"]),
        (event(hall(hours=None)), ["no_hours"]),
        (event(hall(slot_minutes=0)), ["no_slot"]),
        (event(hall(slot_minutes=200)), ["no_slot"]),
        (event(hall(breaks=(MORNING,))), ["no_slot"]),
        (event(hall(guaranteed=12)), ["guarantee"]),
        (event(hall(guaranteed=11)), []),
        (event(hall(pause_minutes=15.0)), ["pause"]),
        (event(hall(pause_minutes=14.5)), []),
        (event(hall(booths=())), ["no_booth"]),
        (event(hall(booths=(MILL, MILL.model_copy(update={"employer": "e_shop"})))), ["booth_twice"]),
        (event(hall(booths=(MILL.model_copy(update={"interviewers": 0}),))), ["capacity_0"]),
        (event(hall(booths=(Booth(number="A1"),))), ["no_employer"]),
        (event(hall(booths=(MILL, MILL.model_copy(update={"number": "A9"})))), ["booths_unclear"]),
        (
            event(hall(booths=(MILL.model_copy(update={"windows": (TimeWindow(starts=time(13), ends=time(15)),)}),))),
            ["booth_closed"],
        ),
        (event(hall(supports=(Support(kind=SupportKind.GUIDE, count=0),))), ["capacity_0"]),
        (
            event(hall(supports=(Support(kind=SupportKind.GUIDE, windows=(TimeWindow(starts=time(7), ends=time(8)),)),))),
            ["support_away"],
        ),
        (Event(id="ev", name="x"), ["no_day", "no_hours", "no_booth"]),
    ],
)
def test_each_fault_is_named(one: Event, expected: list[str]) -> None:
    assert codes(one) == expected


def test_postings_without_a_booth_are_counted_and_named() -> None:
    (fault,) = find_faults(event(venue=VENUE), TODAY, TakingPart({"p_1": "e_none", "p_2": "e_mill"}, THERE.names))
    assert (fault.code, fault.problem.en) == ("no_place", "1 postings have no booth: 文员")
    assert "postings: with_booth" in fault.cure.en


def test_an_event_needs_a_venue() -> None:
    assert codes(event(), THERE) == ["no_venue"]


@pytest.mark.parametrize(
    ("booth", "code", "words"),
    [
        ({"employer": "nobody"}, "unknown_employer", "booth A9 is for the employer nobody, which is not stored"),
        (
            {"employer": "e_mill", "postings": ("nope",)},
            "unknown_posting",
            "booth A9 is for the posting nope, which is none of the open postings that take part",
        ),
        (
            {"employer": "e_mill", "postings": ("p_old",)},
            "unknown_posting",
            "booth A9 is for the posting 搬运工, which is none of the open postings that take part",
        ),
        (
            {"employer": "e_mill", "postings": ("p_2",)},
            "foreign_posting",
            "booth A9 is that of 面粉厂, but the posting 店员 is of 书店",
        ),
    ],
)
def test_a_booth_for_what_is_not_there_is_a_fault(booth: dict[str, object], code: str, words: str) -> None:
    more = Booth.model_validate({"number": "A9", **booth})
    found = find_faults(event(hall(booths=(*SOUND.booths, more)), venue=VENUE), TODAY, THERE)
    assert [(one.code, one.problem.en) for one in found] == [(code, words)]


def test_a_posting_stands_at_the_booth_that_names_it() -> None:
    own = Booth(number="B1", employer="e_mill", postings=("p_2",))
    both = hall(booths=(own, MILL))
    assert booth_of(both, "p_2", "e_mill") == own
    assert booth_of(both, "p_1", "e_mill") == MILL
    assert booth_of(both, "p_3", "e_other") is None


def test_a_window_out_of_order_is_refused() -> None:
    with pytest.raises(ValueError, match="12:00 to 09:00: the end is not after the start"):
        TimeWindow(starts=time(12), ends=time(9))


def test_hours_of_an_unquoted_yaml_time_are_minutes() -> None:
    assert TimeWindow.model_validate({"starts": 630, "ends": "12:00"}) == TimeWindow(starts=time(10, 30), ends=time(12))
    with pytest.raises(ValueError, match="lies outside the day"):
        TimeWindow.model_validate({"starts": 1440, "ends": "12:00"})


@pytest.mark.parametrize(
    ("wanted", "facts", "missing"),
    [
        (FairState.COLLECTING, MoveFacts(TODAY, DAY), []),
        (FairState.COLLECTING, MoveFacts(TODAY, None, find_faults(event(on=None), TODAY)), ["the event has no day (set the day)"]),
        (FairState.PRE_MATCHED, MoveFacts(TODAY, DAY), ["it has not been pre-matched (run tongtu match first)"]),
        (FairState.PRE_MATCHED, MoveFacts(TODAY, DAY, has_run=True), []),
        (FairState.CONFIRMED, MoveFacts(TODAY, DAY, named="王芳"), []),
        (FairState.CONFIRMED, MoveFacts(TODAY, DAY, named=" "), ["a named person confirms the lists: say who confirms"]),
        (
            FairState.CONFIRMED,
            MoveFacts(TODAY, DAY, named="王芳", unvetted=("e_1", "e_2", "e_3", "e_4")),
            ["4 employers with a booth are not approved yet: e_1, e_2, e_3 …"],
        ),
        (FairState.PUBLISHED, MoveFacts(TODAY, DAY), ["there is no timetable yet (allocate and schedule first)"]),
        (FairState.RUNNING, MoveFacts(TODAY, DAY), ["its day (2027-03-20) has not come"]),
        (FairState.RUNNING, MoveFacts(DAY, DAY), []),
        (FairState.CLOSED, MoveFacts(DAY, DAY), []),
        (FairState.EVALUATED, MoveFacts(DAY, DAY), ["the follow-up at three months is not due before 2027-06-12"]),
        (FairState.EVALUATED, MoveFacts(date(2027, 6, 12), DAY), []),
        (
            FairState.EVALUATED,
            MoveFacts(date(2027, 6, 12), DAY, unasked=2),
            ["2 follow-ups at three months have no answer (tongtu follow-ups lists them)"],
        ),
        (
            FairState.PUBLISHED,
            MoveFacts(TODAY, DAY, has_timetable=True, outdated=True),
            ["the plan changed after the timetable was made (allocate again)"],
        ),
    ],
)
def test_what_a_move_still_needs(wanted: FairState, facts: MoveFacts, missing: list[str]) -> None:
    assert [text.en for text in missing_for(wanted, facts)] == missing
