"""Hours, breaks and windows as slots."""

from datetime import UTC, date, datetime, time

import pytest

from matching.fair.clock import clock_of, moment_of, slot_at, slots_of_hall, windows_in
from matching.records import Hall, TimeWindow

HALL = Hall(
    hours=TimeWindow(starts=time(9), ends=time(12, 10)),
    breaks=(TimeWindow(starts=time(10, 30), ends=time(10, 40)),),
    slot_minutes=15,
)


def test_only_whole_slots_count() -> None:
    assert slots_of_hall(HALL) == 12
    assert clock_of(HALL).at(11) == "11:45"


def test_a_break_takes_every_slot_that_it_touches() -> None:
    assert windows_in(HALL) == ((0, 6), (7, 12))


def test_a_window_holds_the_slots_inside_it() -> None:
    early = TimeWindow(starts=time(8), ends=time(9, 40))
    late = TimeWindow(starts=time(11, 10), ends=time(13))
    assert windows_in(HALL, (early, late)) == ((0, 2), (9, 12))


@pytest.mark.parametrize(("clock", "slot"), [("00:50", 0), ("01:00", 0), ("01:01", 1), ("01:15", 1), ("03:00", 8), ("09:00", 12)])
def test_a_moment_is_before_the_slot_that_begins_next(clock: str, slot: int) -> None:
    hour, minute = map(int, clock.split(":"))
    assert slot_at(HALL, datetime(2027, 3, 20, hour, minute, tzinfo=UTC)) == slot


def test_a_slot_begins_in_local_time() -> None:
    assert moment_of(date(2027, 3, 20), HALL, 4) == datetime(2027, 3, 20, 2, 0, tzinfo=UTC)


def test_a_hall_without_hours_has_no_clock() -> None:
    assert slots_of_hall(Hall()) == 0
    assert windows_in(Hall()) == ()
    with pytest.raises(ValueError, match="no opening hour"):
        clock_of(Hall())
