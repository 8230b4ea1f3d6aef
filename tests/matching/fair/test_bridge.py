"""A hall and its visitors, told to the allocation and to the timetable."""

from datetime import time

import numpy as np
import pytest

from matching import allocation, timetable
from matching.allocation import Pairs, Post, Priority
from matching.fair.bridge import allocation_problem, interviews_that_fit, placed_interviews, timetable_problem
from matching.records import Booth, Hall, Support, SupportKind, TimeWindow, Visitor

LAN = Visitor(candidate="lan", takes=2, needs=(SupportKind.SIGN_INTERPRETER,))
MEI = Visitor(candidate="mei", rest=1, pace=1.5, windows=((0, 4),))
TAO = Visitor(candidate="tao")
VISITORS = (LAN, MEI, TAO)
MORNING = TimeWindow(starts=time(9), ends=time(10, 30))
HALL = Hall(
    hours=TimeWindow(starts=time(9), ends=time(12)),
    breaks=(TimeWindow(starts=time(10, 30), ends=time(10, 45)),),
    slot_minutes=15,
    guaranteed=1,
    booths=(
        Booth(number="A1", employer="bakery", position=(0, 0), interviewers=2),
        Booth(
            number="A2",
            employer="library",
            position=(0, 40),
            windows=(MORNING,),
            brings=frozenset({SupportKind.SIGN_INTERPRETER, SupportKind.GUIDE}),
        ),
    ),
    supports=(
        Support(kind=SupportKind.SIGN_INTERPRETER),
        Support(kind=SupportKind.SIGN_INTERPRETER, windows=(MORNING,)),
    ),
)
POSTS = (Post("baker", 0, 2), Post("clerk", 1, 3))
PERSON, POSTING = np.array([0, 0, 1, 2]), np.array([0, 1, 1, 0])
VALUE = np.array([0.5, 0.3, 0.4, 0.2])
PAIRS = Pairs(PERSON, POSTING, VALUE, VALUE, VALUE)


def problem() -> allocation.Problem:
    return allocation_problem(HALL, VISITORS, POSTS, PAIRS, most={"lan": 2, "mei": 5, "tao": 1}, seed=3)


def test_the_allocation_counts_open_slots_and_nobody_gets_more_than_fits() -> None:
    found = problem()
    assert (found.slots, found.guaranteed, found.seed) == (11, 1, 3)
    assert [(one.name, one.most, one.takes, one.needs) for one in found.people] == [
        ("lan", 2, 2, ("sign_interpreter",)),
        ("mei", 2, 1, ()),
        ("tao", 1, 1, ()),
    ]
    assert [(one.name, one.interviewers, one.slots) for one in found.booths] == [("A1", 2, 11), ("A2", 1, 6)]
    assert found.booth_slots.tolist() == [22, 6]


def test_what_an_employer_brings_counts_only_where_the_fair_lends_it() -> None:
    assert [one.brings for one in problem().booths] == [(), ("sign_interpreter",)]


def test_units_that_are_there_for_a_part_of_the_day_count_for_that_part() -> None:
    assert [(one.name, one.units, one.slots) for one in problem().resources] == [("sign_interpreter", 2, 11 + 6)]
    assert problem().resource_slots.tolist() == [17]


@pytest.mark.parametrize(
    ("visitor", "most"),
    [(TAO, 11), (LAN, 5), (MEI, 2), (Visitor(candidate="away", windows=()), 0), (Visitor(candidate="late", windows=((6, 7),)), 0)],
)
def test_interviews_that_fit_lie_between_opening_break_and_closing(visitor: Visitor, most: int) -> None:
    assert interviews_that_fit(HALL, visitor) == most


def test_who_has_no_time_at_all_is_left_to_the_timetable_to_explain() -> None:
    away = Visitor(candidate="away", windows=())
    one = Pairs(np.array([0]), np.array([0]), np.ones(1), np.ones(1), np.ones(1))
    asked = allocation_problem(HALL, (away,), POSTS, one, most=3)
    made = allocation.allocate(asked)
    table = timetable.make_timetable(timetable_problem(asked, made.allocation, HALL, (away,)))
    assert (len(made.allocation), table.timetable.placed.tolist()) == (1, [False])
    assert [lack.lack for lack in table.unplaced] == [timetable.Lack.PERSON]


def test_the_timetable_has_the_rows_of_the_allocation_and_the_times_of_hall_and_visitors() -> None:
    asked = problem()
    chosen = allocation.allocate(asked).allocation
    found = timetable_problem(asked, chosen, HALL, tuple(reversed(VISITORS)), groups={"clerk": 3})
    assert [(one.name, one.windows, one.takes, one.rest, one.pace, one.needs) for one in found.people] == [
        ("lan", None, 2, 0, 1.0, ("sign_interpreter",)),
        ("mei", ((0, 4),), 1, 1, 1.5, ()),
        ("tao", None, 1, 0, 1.0, ()),
    ]
    assert [(one.name, one.booth, one.group) for one in found.postings] == [("baker", 0, 1), ("clerk", 1, 3)]
    day, morning = ((0, 6), (7, 12)), ((0, 6),)
    assert [(one.name, one.interviewers, one.brings) for one in found.booths] == [
        ("A1", (day, day), ()),
        ("A2", (morning,), ("sign_interpreter",)),
    ]
    assert [(one.name, one.units, one.shared) for one in found.resources] == [("sign_interpreter", (day, morning), True)]
    assert (found.slots, found.clock.at(0), found.pause, found.guaranteed) == (12, "09:00", 2.0, 1)
    longer = timetable_problem(asked, chosen, HALL.model_copy(update={"pause_minutes": 5.0}), VISITORS)
    assert longer.pause == 5.0
    assert found.walking is not None
    assert found.walking.tolist() == [[0.0, 0.8], [0.8, 0.0]]
    assert (found.interviews.person.tolist(), found.interviews.posting.tolist()) == (
        chosen.person.tolist(),
        chosen.posting.tolist(),
    )


def test_everything_that_was_allocated_finds_a_time_and_breaks_no_rule() -> None:
    asked = problem()
    made = allocation.allocate(asked)
    clocked = timetable_problem(asked, made.allocation, HALL, VISITORS)
    table = timetable.make_timetable(clocked).timetable
    kept = placed_interviews(made.allocation, table)
    assert (made.coverage.first, len(made.allocation)) == (3, 4)
    assert timetable.check_timetable(clocked, table) == ()
    assert (kept.person.tolist(), kept.posting.tolist(), kept.method) == (
        made.allocation.person.tolist(),
        made.allocation.posting.tolist(),
        "allocation",
    )


def test_only_what_has_a_time_is_kept() -> None:
    chosen = allocation.Allocation(np.array([2, 0]), np.array([0, 1]), "by hand")
    table = timetable.Timetable(np.array([-1, 4]), np.array([-1, 0]), np.full((2, 1), -1))
    kept = placed_interviews(chosen, table)
    assert (kept.person.tolist(), kept.posting.tolist(), kept.method) == ([0], [1], "by hand")


def test_priorities_count_on_the_clock_as_they_did_in_the_allocation() -> None:
    asked = problem()
    asked = allocation.Problem(**{**vars(asked), "priorities": (Priority((1,), 0.25, "first job"),)})
    chosen = allocation.Allocation(np.array([1, 0]), np.array([1, 0]), "by hand")
    assert timetable_problem(asked, chosen, HALL, VISITORS).interviews.value.tolist() == [0.65, 0.5]


def test_a_meeting_that_the_rules_do_not_allow_is_refused() -> None:
    chosen = allocation.Allocation(np.array([2]), np.array([1]), "by hand")
    with pytest.raises(ValueError, match="1 meetings are no pairs of the problem; check_validity names them"):
        timetable_problem(problem(), chosen, HALL, VISITORS)


def test_another_fair_is_refused() -> None:
    asked = problem()
    chosen = allocation.allocate(asked).allocation
    with pytest.raises(ValueError, match="1 person names of the allocation, such as tao, are unknown here"):
        timetable_problem(asked, chosen, HALL, (LAN, MEI))
    with pytest.raises(ValueError, match="1 booth names of the allocation, such as A2, are unknown here"):
        timetable_problem(asked, chosen, HALL.model_copy(update={"booths": HALL.booths[:1]}), VISITORS)
