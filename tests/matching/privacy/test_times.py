"""An attacker who holds all that an employer is told of its timetable, before the fair and on its day."""

from datetime import time
from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.fair.states import FairState
from matching.privacy.times import Booked, Half, half_of, is_exact, turns_of
from matching.records import Hall, TimeWindow

HALL = Hall(
    hours=TimeWindow(starts=time(9), ends=time(16, 30)), breaks=(TimeWindow(starts=time(11, 45), ends=time(13)),), slot_minutes=15
)
AFTERNOON = 16
"""The first slot after the break."""


def plan(takes: list[int], gaps: list[int], first: int) -> list[Booked]:
    """One after another at a booth, each with its length and then a gap, in slots."""
    steps = [length + gap for length, gap in zip(takes, gaps, strict=True)]
    starts = list(accumulate([first, *steps[:-1]]))
    return [Booked(f"k{turn}", "A1", start, f"{turn:04}") for turn, start in enumerate(starts)]


LENGTHS = st.lists(st.integers(1, 2), min_size=5, max_size=5)
GAPS = st.lists(st.integers(0, 1), min_size=5, max_size=5)


@given(LENGTHS, GAPS, LENGTHS, GAPS, st.sampled_from([0, AFTERNOON]))
def test_who_takes_longer_or_rests_changes_nothing(
    takes: list[int], gaps: list[int], others: list[int], other_gaps: list[int], first: int
) -> None:
    """Five in a half of the day, in the same order: whatever each needs, what is told is the same."""
    held = [one for one in (plan(takes, gaps, first), plan(others, other_gaps, first)) if one[-1].start < first + 11]
    told = [turns_of(HALL, one) for one in held]
    assert all(one == told[0] for one in told)
    assert [turn.number for one in told for turn in one.values()] == [1, 2, 3, 4, 5] * len(told)


@pytest.mark.parametrize("length", [1, 2])
def test_a_gap_alone_would_tell_and_is_not_told(length: int) -> None:
    rows = plan([length, 1], [0, 0], 0)
    assert rows[1].start - rows[0].start == length
    told = turns_of(HALL, rows)
    assert {key: turn.text.zh for key, turn in told.items()} == {"k0": "上午第 1 场", "k1": "上午第 2 场"}
    assert {turn.half for turn in told.values()} == {Half("morning", 540, 705)}


def test_each_booth_and_each_half_counts_for_itself_and_what_is_not_held_has_no_number() -> None:
    rows = [
        Booked("a", "A1", 3, "0003"),
        Booked("b", "A2", 0, "0001"),
        Booked("c", "A1", 1, "0002", held=False),
        Booked("d", "A1", AFTERNOON, "0004"),
        Booked("e", "A1", 4, "0005"),
    ]
    told = {key: turn.text.en for key, turn in turns_of(HALL, rows).items()}
    assert told == {"a": "morning, no. 1", "b": "morning, no. 1", "c": "morning", "d": "afternoon, no. 1", "e": "morning, no. 2"}


def test_a_half_ends_at_noon_or_at_the_break_around_it() -> None:
    plain = HALL.model_copy(update={"breaks": ()})
    late = Hall(hours=TimeWindow(starts=time(13, 30), ends=time(17)))
    assert [half_of(plain, slot) for slot in (11, 12)] == [Half("morning", 540, 720), Half("afternoon", 720, 990)]
    assert [half_of(HALL, slot) for slot in (10, AFTERNOON)] == [Half("morning", 540, 705), Half("afternoon", 780, 990)]
    assert half_of(late, 0) == Half("afternoon", 810, 1020)


def test_exact_times_come_on_the_day() -> None:
    assert {state for state in FairState if is_exact(state)} == {FairState.RUNNING, FairState.CLOSED, FairState.EVALUATED}
