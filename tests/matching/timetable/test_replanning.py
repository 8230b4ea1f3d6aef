from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from matching.timetable import (
    Booth,
    BoothLost,
    ChangeKind,
    EmployerLeft,
    Event,
    Late,
    NoShow,
    Offered,
    Overrun,
    Person,
    Posting,
    Problem,
    Resource,
    Timetable,
    TimetableConflict,
    UnitGone,
    WalkIn,
    Why,
    check_timetable,
    make_timetable,
    replan,
)
from tests.matching.timetable.fairs import INTERPRETER, fair, fairs

SLOW = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@st.composite
def days(draw: st.DrawFn) -> tuple[Problem, int, list[Event]]:
    problem = draw(fairs())
    person, booth = st.integers(0, len(problem.people) - 1), st.integers(0, len(problem.booths) - 1)
    posts = st.lists(st.integers(0, len(problem.postings) - 1), unique=True, max_size=3)
    kinds: list[st.SearchStrategy[Event]] = [
        st.builds(NoShow, person),
        st.builds(Late, person, st.integers(0, 3)),
        st.builds(EmployerLeft, booth),
        st.builds(BoothLost, booth, st.one_of(st.none(), booth)),
        st.builds(Overrun, booth, st.integers(0, 3)),
    ]
    kinds += [
        st.builds(UnitGone, st.just(r), st.integers(0, len(one.units) - 1), st.one_of(st.none(), st.integers(0, 3)))
        for r, one in enumerate(problem.resources)
        if one.units
    ]
    events: list[Event] = list(draw(st.lists(st.one_of(kinds), max_size=4)))
    for k in range(draw(st.integers(0, 2))):
        wanted = tuple(draw(posts))
        someone = Person(f"w{k}", takes=draw(st.integers(1, 2)), needs=draw(st.sampled_from([(), ("interpreter",)])))
        events.insert(draw(st.integers(0, len(events))), WalkIn(someone, wanted, tuple(float(j + 1) for j in wanted)))
    return problem, draw(st.integers(0, problem.slots)), events


@SLOW
@given(days())
def test_replanning_breaks_no_rule_and_keeps_the_past(day: tuple[Problem, int, list[Event]]) -> None:
    problem, now, events = day
    before = make_timetable(problem, effort=0.2).timetable
    after = replan(problem, before, now, events)
    assert check_timetable(after.problem, after.timetable, since=now) == ()
    past = np.flatnonzero((before.start >= 0) & (before.start < now))
    n = len(before.start)
    assert after.timetable.start[past].tolist() == before.start[past].tolist()
    assert after.timetable.interviewer[past].tolist() == before.interviewer[past].tolist()
    assert after.timetable.units[past].tolist() == before.units[past].tolist()
    moved = np.flatnonzero(after.timetable.start[:n] != before.start)
    assert (after.timetable.start[moved] >= now).sum() + (after.timetable.start[moved] == -1).sum() == len(moved)
    listed = [c.interview for c in after.changes if c.kind is not ChangeKind.UNIT]
    assert listed == moved.tolist() + (n + np.flatnonzero(after.timetable.start[n:] >= 0)).tolist()
    dropped = [c.why for c in after.changes if c.kind is ChangeKind.DROPPED]
    assert Why.NEW not in dropped


@SLOW
@given(days())
def test_replanning_is_deterministic(day: tuple[Problem, int, list[Event]]) -> None:
    problem, now, events = day
    before = make_timetable(problem, effort=0.2).timetable
    assert replan(problem, before, now, events).changes == replan(problem, before, now, events).changes


@SLOW
@given(fairs(), st.integers(0, 2))
def test_when_nothing_happened_nothing_moves(problem: Problem, now: int) -> None:
    before = make_timetable(problem, effort=0.2).timetable
    assert replan(problem, before, now, []).changes == ()
    late = replan(problem, before, now, [Late(0, 0)])
    assert [c for c in late.changes if c.kind in (ChangeKind.MOVED, ChangeKind.DROPPED)] == [] or not before.placed.all()


@st.composite
def offers(draw: st.DrawFn) -> tuple[Problem, int, list[Offered]]:
    """A small fair of which some people did not come, and pairs that wait in some order."""
    problem = draw(fairs(most_people=4, most_booths=2, most_slots=5, most_meetings=8))
    held = set(zip(problem.interviews.person.tolist(), problem.interviews.posting.tolist(), strict=True))
    free = [(p, j) for p in range(len(problem.people)) for j in range(len(problem.postings)) if (p, j) not in held]
    chosen = draw(st.lists(st.sampled_from(free), unique=True, max_size=6)) if free else []
    most = draw(st.sampled_from([None, 1, 2]))
    return problem, draw(st.integers(0, problem.slots)), [Offered(p, j, 1.0, most) for p, j in chosen]


def fits_by_hand(problem: Problem, table: Timetable, row: int, now: int) -> bool:
    """Whether an interview without a place has a start, an interviewer and units with which no rule is broken: all are tried."""
    booth = problem.booths[int(problem.booth_of[row])]
    units = [range(len(one.units)) if problem.uses[row, k] else [-1] for k, one in enumerate(problem.resources)]
    for start, interviewer, *lent in product(range(now, problem.slots), range(len(booth.interviewers)), *units):
        tried = Timetable(table.start.copy(), table.interviewer.copy(), table.units.copy())
        tried.start[row], tried.interviewer[row], tried.units[row] = start, interviewer, lent
        if not check_timetable(problem, tried, since=now):
            return True
    return False


@SLOW
@given(offers())
def test_what_is_free_goes_to_those_who_wait_in_their_order_and_nobody_moves(day: tuple[Problem, int, list[Offered]]) -> None:
    problem, now, waits = day
    before = make_timetable(problem, effort=0.2).timetable
    after = replan(problem, before, now, waits)
    n = len(before.start)
    assert check_timetable(after.problem, after.timetable, since=now) == ()
    assert after.timetable.start[:n].tolist() == before.start.tolist()
    assert {change.kind for change in after.changes} <= {ChangeKind.ADDED, ChangeKind.UNIT}
    stood = [0] * len(problem.people)
    for person in problem.interviews.person[before.placed].tolist():
        stood[person] += 1
    so_far = Timetable(after.timetable.start.copy(), after.timetable.interviewer.copy(), after.timetable.units.copy())
    so_far.start[n:], so_far.interviewer[n:], so_far.units[n:] = -1, -1, -1
    for row, offer in enumerate(waits, start=n):
        if after.timetable.start[row] >= 0:
            assert offer.most is None or stood[offer.person] < offer.most
            stood[offer.person] += 1
            for column in ("start", "interviewer", "units"):
                getattr(so_far, column)[row] = getattr(after.timetable, column)[row]
        elif offer.most is None or stood[offer.person] < offer.most:
            assert not fits_by_hand(after.problem, so_far, row, now)


def bakery() -> Problem:
    people = [Person("li"), Person("wang"), Person("zhao", needs=("interpreter",))]
    booths = [Booth("bakery", (None,)), Booth("works", (None, None))]
    meetings = [(0, 0), (1, 0), (2, 1), (0, 1)]
    return fair(
        people, booths, meetings, 6, resources=[Resource("interpreter", INTERPRETER, (None, None))], walking=[[0, 0], [0, 0]]
    )


def starts(problem: Problem, now: int, *events: Event) -> tuple[list[int], list[tuple[int, ChangeKind, Why]]]:
    before = make_timetable(problem).timetable
    after = replan(problem, before, now, events)
    return after.timetable.start.tolist(), [(c.interview, c.kind, c.why) for c in after.changes]


def test_a_named_day_starts_like_this() -> None:
    assert make_timetable(bakery()).timetable.start.tolist() == [0, 1, 0, 1]


def test_a_no_show_is_cancelled_from_now_on_and_nobody_else_moves() -> None:
    assert starts(bakery(), 1, NoShow(0)) == ([0, 1, 0, -1], [(3, ChangeKind.DROPPED, Why.PERSON)])


def test_somebody_late_gets_the_first_start_after_coming() -> None:
    assert starts(bakery(), 0, Late(1, 3)) == ([0, 3, 0, 1], [(1, ChangeKind.MOVED, Why.PERSON)])


def test_an_employer_who_left_holds_no_more_interviews() -> None:
    assert starts(bakery(), 1, EmployerLeft(0)) == ([0, -1, 0, 1], [(1, ChangeKind.DROPPED, Why.BOOTH)])


def test_an_overrun_moves_who_comes_after() -> None:
    moved = starts(bakery(), 1, Overrun(0, 2))
    assert moved[0] == [0, 3, 0, 3]
    assert {(row, kind, why) for row, kind, why in moved[1]} == {(1, ChangeKind.MOVED, Why.TIME), (3, ChangeKind.MOVED, Why.TIME)}


def test_an_interpreter_who_left_is_replaced_at_the_same_time() -> None:
    problem = bakery()
    before = make_timetable(problem).timetable
    after = replan(problem, before, 0, [UnitGone(0, int(before.units[2, 0]))])
    assert [(c.interview, c.kind, c.why) for c in after.changes] == [(2, ChangeKind.UNIT, Why.RESOURCE)]
    assert (
        after.changes[0].text.en == "zhao with job 1 stays at 09:00 with another interviewer or supporter: the support is away then"
    )


def test_a_walk_in_gets_a_place_and_a_waiting_person_is_not_pushed_out() -> None:
    problem = replace(bakery(), slots=2)
    after = replan(problem, make_timetable(problem).timetable, 0, [WalkIn(Person("qian"), (0, 1), (9.0, 9.0))])
    assert [(c.interview, c.kind) for c in after.changes if c.kind is ChangeKind.ADDED] == [(5, ChangeKind.ADDED)]
    assert after.timetable.start[4] == -1
    assert after.timetable.placed[:4].all()


def test_a_walk_in_gets_no_more_than_asked_for() -> None:
    after = replan(bakery(), make_timetable(bakery()).timetable, 0, [WalkIn(Person("qian"), (0, 1), (1.0, 9.0), most=1)])
    assert after.timetable.start[4:].tolist() == [-1, 0]


def test_of_two_who_wait_for_one_free_time_the_first_gets_it() -> None:
    problem = fair([Person("li"), Person("wang"), Person("zhao")], [Booth("bakery", (None,))], [(0, 0)], 2)
    before = make_timetable(problem).timetable
    for first, second in ((1, 2), (2, 1)):
        after = replan(problem, before, 0, [Offered(first, 0, 1.0), Offered(second, 0, 9.0)])
        assert after.timetable.start.tolist() == [0, 1, -1]
        assert [after.problem.people[row].name for row in after.problem.interviews.person[1:].tolist()] == [
            problem.people[first].name,
            problem.people[second].name,
        ]


def test_a_booth_that_moves_takes_its_walks_along() -> None:
    people, booths = [Person("li")], [Booth("a", (None,)), Booth("b", (None,)), Booth("c", (None,))]
    problem = fair(people, booths, [(0, 0), (0, 1)], 5, walking=[[0, 0, 40], [0, 0, 40], [40, 40, 0]])
    assert starts(problem, 0) == ([0, 1], [])
    assert starts(problem, 1, BoothLost(1, to=2)) == ([0, 3], [(1, ChangeKind.MOVED, Why.ROOM)])


def test_a_walk_in_who_needs_longer_finds_no_place_in_a_short_group() -> None:
    problem = fair([Person("li")], [Booth("works", (None,))], [(0, 0)], 6, postings=[Posting("packer", 0, group=3)])
    after = replan(problem, make_timetable(problem).timetable, 0, [WalkIn(Person("wang", takes=2), (0,), (1.0,))])
    assert after.timetable.start.tolist() == [0, -1]


def test_an_event_that_points_nowhere_is_a_conflict() -> None:
    problem = bakery()
    with pytest.raises(TimetableConflict, match="the event NoShow points at row 9"):
        replan(problem, make_timetable(problem).timetable, 0, [NoShow(9)])
    with pytest.raises(ValueError, match="slot 7 of a fair of 6"):
        replan(problem, make_timetable(problem).timetable, 7, [])
