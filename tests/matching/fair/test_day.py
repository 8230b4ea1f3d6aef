"""A published fair as a problem and back: what an event changes, and that no rule breaks over a whole day of them."""

from dataclasses import replace
from datetime import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from matching.fair.day import Losses, day_sheet, moves_of, person_of, resources_of
from matching.records import (
    STANDING,
    Booth,
    Hall,
    Interview,
    InterviewState,
    Support,
    SupportKind,
    TimeWindow,
    Visitor,
)
from matching.timetable import EmployerLeft, Event, Late, Overrun, UnitGone, WalkIn, check_timetable

CSL = SupportKind.SIGN_INTERPRETER
HALL = Hall(
    hours=TimeWindow(starts=time(9), ends=time(11)),
    breaks=(TimeWindow(starts=time(10), ends=time(10, 10)),),
    slot_minutes=10,
    booths=(
        Booth(number="A1", employer="e_1", interviewers=2, position=(0.0, 0.0)),
        Booth(number="A2", employer="e_2", position=(10.0, 0.0)),
        Booth(number="A3", employer="e_3", position=(20.0, 5.0), brings=frozenset({CSL})),
    ),
    supports=(Support(kind=CSL, count=1), Support(kind=SupportKind.GUIDE, count=2)),
)
PEOPLE = tuple(
    Visitor(candidate=f"c_{k}", needs=(CSL,) if k < 2 else (), rest=1 if k == 3 else 0, takes=2 if k == 4 else 1) for k in range(6)
)


def interview(person: int, booth: int, start: int, **fields: object) -> Interview:
    plain = {"candidate": f"c_{person}", "posting": f"p_{booth}", "booth": f"A{booth}", "start": start}
    return Interview.model_validate(plain | fields)


FAIR = {
    1: interview(0, 1, 0, units={CSL: 0}),
    2: interview(1, 1, 1, units={CSL: 0}),
    3: interview(2, 1, 0, interviewer=1),
    4: interview(3, 2, 0),
    5: interview(4, 2, 2),
    6: interview(5, 3, 1),
    7: interview(0, 3, 8),
    8: interview(2, 2, 8),
    9: interview(3, 1, 9),
}


def test_the_fair_as_it_stands_breaks_no_rule_and_nothing_changes_it() -> None:
    sheet = day_sheet(HALL, PEOPLE, FAIR)
    assert check_timetable(sheet.problem, sheet.timetable) == ()
    assert sheet.rows == tuple(FAIR)
    assert [resource.name for resource in resources_of(HALL)] == ["guide", "sign_interpreter"]
    assert [len(resource.units) for resource in resources_of(HALL)] == [2, 1]
    assert moves_of(sheet, FAIR, 0, []) == ()


def test_what_is_cancelled_takes_no_part() -> None:
    gone = FAIR | {1: FAIR[1].model_copy(update={"state": InterviewState.CANCELLED}), 2: FAIR[2].model_copy(update={"start": None})}
    assert day_sheet(HALL, PEOPLE, gone).rows == (3, 4, 5, 6, 7, 8, 9)


def test_a_booth_that_was_closed_stays_closed() -> None:
    sheet = day_sheet(HALL, PEOPLE, FAIR, {"p_2": "A2", "p_3": "A3"}, Losses(closed={"A2": 5}))
    new = WalkIn(person_of(Visitor(candidate="c_new")), (sheet.postings["p_2"], sheet.postings["p_3"]), (1.0, 1.0))
    moves = moves_of(sheet, FAIR, 5, [new])
    added = [move.became for move in moves if move.interview is None]
    assert [(one.candidate, one.booth, one.state) for one in added] == [("c_new", "A3", InterviewState.WALK_IN)]
    assert [move.interview for move in moves if move.became.state is InterviewState.CANCELLED] in ([], [8])


def test_an_overrun_is_kept_on_the_interview_that_overruns() -> None:
    sheet = day_sheet(HALL, PEOPLE, FAIR)
    moves = {move.interview: move.became for move in moves_of(sheet, FAIR, 3, [Overrun(1, 1)])}
    assert (moves[5].start, moves[5].extra) == (2, 1)


EVENTS = st.sampled_from(["late", "left", "overrun", "gone", "walk_in", "no_show"])


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(EVENTS, st.integers(0, 5), st.integers(1, 3)), max_size=6))
def test_a_whole_day_of_events_breaks_no_rule(told: list[tuple[str, int, int]]) -> None:
    """Every entry starts from what the entries before left, as they are stored."""
    visitors, interviews, losses = {one.candidate: one for one in PEOPLE}, dict(FAIR), Losses()
    for now, (what, which, slots) in enumerate(told, start=1):
        people = tuple(visitors[name] for name in sorted(visitors))
        names = [one.candidate for one in people]
        event: Event
        if what == "no_show":
            for number, one in interviews.items():
                if one.candidate == f"c_{which}" and (one.start or 0) >= now:
                    interviews[number] = one.model_copy(update={"state": InterviewState.NO_SHOW})
            continue
        offered = {"p_1": "A1", "p_2": "A2", "p_3": "A3"} if what == "walk_in" else None
        sheet = day_sheet(HALL, people, interviews, offered, losses)
        if what == "late":
            event = Late(names.index(f"c_{which}"), slots)
        elif what == "left":
            event = EmployerLeft(which % 3)
        elif what == "overrun":
            event = Overrun(which % 3, slots)
        elif what == "gone":
            event = UnitGone(1, 0, slots)
        else:
            new = Visitor(candidate=f"c_new_{now}")
            visitors[new.candidate] = new
            event = WalkIn(person_of(new), tuple(sheet.postings.values()), (1.0,) * 3)
        for move in moves_of(sheet, interviews, now, [event]):
            number = max(interviews) + 1 if move.interview is None else move.interview
            interviews[number] = move.became
        if what == "left":
            closed = f"A{which % 3 + 1}"
            losses = replace(losses, closed={**losses.closed, closed: min(now, losses.closed.get(closed, now))})
        if what == "gone":
            losses = replace(losses, gone=(*losses.gone, (CSL, 0, now, now + slots)))
        if what == "late":
            there = tuple((first, last) for first, last in ((0, now), (now + slots, 12)) if first < last)
            visitors[f"c_{which}"] = visitors[f"c_{which}"].model_copy(update={"windows": there})
        after = day_sheet(HALL, tuple(visitors[name] for name in sorted(visitors)), interviews, offered, losses)
        assert check_timetable(after.problem, after.timetable, since=now) == ()
    assert all(one.start is not None for one in interviews.values() if one.state in STANDING)


def test_an_unknown_booth_is_refused() -> None:
    with pytest.raises(KeyError):
        day_sheet(HALL, PEOPLE, {1: interview(0, 9, 0)})
