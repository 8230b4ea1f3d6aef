"""The hall's hours as slots: where a slot begins, and which slots lie inside a window."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache
from math import ceil

from matching.china_time import in_china, midnight_in_china
from matching.records import Hall, TimeWindow
from matching.timetable.clock import Clock
from matching.timetable.windows import Windows


def slots_of_hall(hall: Hall) -> int:
    """Whole slots between opening and closing; 0 without hours or with slots of no length."""
    if hall.hours is None or hall.slot_minutes == 0:
        return 0
    opens, closes = hall.hours.minutes
    return (closes - opens) // hall.slot_minutes


def clock_of(hall: Hall) -> Clock:
    """The clock of a hall. Raises ValueError for one without an hour."""
    if hall.hours is None or slots_of_hall(hall) == 0:
        raise ValueError("the hall has no opening hour, or not one whole slot; set hours and slot length first")
    return Clock(hall.hours.minutes[0], hall.slot_minutes)


def time_at(hall: Hall, slot: int | None) -> str | None:
    """The time at which a slot begins, as 09:40; None without a slot, and while the hall has no hours."""
    return None if slot is None or slots_of_hall(hall) == 0 else clock_of(hall).at(slot)


def windows_in(hall: Hall, windows: Sequence[TimeWindow] = ()) -> Windows:
    """The runs of whole slots inside any of these windows (none: all the hours) that touch no break."""
    slots = slots_of_hall(hall)
    if slots == 0:
        return ()
    return _runs(clock_of(hall), slots, tuple(one.minutes for one in windows), tuple(one.minutes for one in hall.breaks))


@lru_cache(maxsize=4_096)
def _runs(clock: Clock, slots: int, windows: tuple[tuple[int, int], ...], breaks: tuple[tuple[int, int], ...]) -> Windows:
    """Kept, because a fair asks for the same few windows once for each of its people."""
    inside = windows or ((clock.opens, clock.opens + slots * clock.minutes),)
    runs: list[tuple[int, int]] = []
    for slot in range(slots):
        first = clock.opens + slot * clock.minutes
        last = first + clock.minutes
        held = any(a <= first and last <= b for a, b in inside)
        if not held or any(a < last and first < b for a, b in breaks):
            continue
        if runs and runs[-1][1] == slot:
            runs[-1] = (runs[-1][0], slot + 1)
        else:
            runs.append((slot, slot + 1))
    return tuple(runs)


def open_slots(hall: Hall, windows: Sequence[TimeWindow] = ()) -> int:
    """How many slots `windows_in` finds."""
    return sum(last - first for first, last in windows_in(hall, windows))


def slot_at(hall: Hall, moment: datetime) -> int:
    """The slot that is about to begin at a moment (any time zone) of the day of the fair: 0 .. the number of slots."""
    clock, local = clock_of(hall), in_china(moment)
    passed = local.hour * 60 + local.minute + local.second / 60 - clock.opens
    return min(max(0, ceil(passed / clock.minutes)), slots_of_hall(hall))


def moment_of(day: date, hall: Hall, slot: int) -> datetime:
    """When a slot of the fair begins, with its time zone."""
    clock = clock_of(hall)
    return midnight_in_china(day) + timedelta(minutes=clock.opens + slot * clock.minutes)
