"""Invented halls and visitors."""

import pytest

from api.benchmark.halls import draw_hall, draw_visitors
from matching.fair.clock import clock_of, slots_of_hall
from matching.records import SupportKind

NAMES = [f"c{number:04d}" for number in range(2_000)]


def test_a_hall_holds_every_employer_in_rows_and_is_open_for_the_slots() -> None:
    hall = draw_hall([f"e{n}" for n in range(17)], 24, 2, {SupportKind.GUIDE: 3}, 1, seed=5)
    assert (slots_of_hall(hall), clock_of(hall).at(0), clock_of(hall).at(24)) == (24, "09:00", "17:00")
    assert [booth.position for booth in hall.booths[13:]] == [(52.0, 0.0), (56.0, 0.0), (0.0, 6.0), (4.0, 6.0)]
    assert [(one.kind, one.count) for one in hall.supports] == [(SupportKind.GUIDE, 3)]
    assert {booth.interviewers for booth in hall.booths} == {2}


def test_a_plain_hall_lends_every_interpreter() -> None:
    employers = [f"e{n}" for n in range(200)]
    brought = [sum(map(len, (b.brings for b in draw_hall(employers, 24, 1, {}, 1, 5, plain).booths))) for plain in (False, True)]
    assert (brought[0] > 0, brought[1]) == (True, 0)


@pytest.mark.parametrize("slots", [0, 45])
def test_a_day_that_is_too_short_or_too_long_is_refused(slots: int) -> None:
    with pytest.raises(ValueError, match=f"{slots} slots of 20 minutes do not fit"):
        draw_hall(["e"], slots, 1, {}, 1, seed=0)


def test_visitors_differ_by_the_seed_alone() -> None:
    assert draw_visitors(NAMES, 24, seed=3) == draw_visitors(NAMES, 24, seed=3)
    assert draw_visitors(NAMES, 24, seed=3) != draw_visitors(NAMES, 24, seed=4)


def test_every_kind_of_visitor_comes_and_stays_within_the_day() -> None:
    found = draw_visitors(NAMES, 24, seed=3)
    kinds = {(one.needs, one.takes, one.rest, one.pace) for one in found}
    assert kinds == {
        ((SupportKind.SIGN_INTERPRETER,), 2, 0, 1.0),
        ((SupportKind.GUIDE,), 1, 0, 1.5),
        ((SupportKind.QUIET_ROOM,), 1, 1, 1.0),
        ((SupportKind.JOB_COACH,), 2, 0, 1.0),
        ((), 1, 1, 1.5),
        ((), 1, 0, 1.0),
    }
    windows = [one.windows[0] for one in found if one.windows is not None]
    assert all(first >= 0 and last <= 24 and last - first >= 2 for first, last in windows)
    assert {one.takes for one in draw_visitors(NAMES, 24, 3, plain=True)} == {1}
