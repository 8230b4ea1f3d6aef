"""Slots as bits of one integer: bit s stands for slot s, or for the start of something at slot s."""

from collections.abc import Iterator

Windows = tuple[tuple[int, int], ...]
"""Half-open runs of slots [from, to) in which somebody is there; runs that touch are one run."""


def everything(slots: int) -> int:
    """All slots of a fair."""
    return (1 << slots) - 1


def mask_of(windows: Windows | None, slots: int) -> int:
    """The slots of the windows that lie within the fair; None: all of them."""
    if windows is None:
        return everything(slots)
    mask = 0
    for first, last in windows:
        mask |= span(first, min(last, slots))
    return mask


def windows_of(mask: int) -> Windows:
    """The runs of a mask, in order."""
    runs: list[tuple[int, int]] = []
    for slot in slots_of(mask):
        if runs and runs[-1][1] == slot:
            runs[-1] = (runs[-1][0], slot + 1)
        else:
            runs.append((slot, slot + 1))
    return tuple(runs)


def span(first: int, last: int) -> int:
    """The slots [first, last); nothing before slot 0, and nothing where last <= first."""
    first = max(first, 0)
    return ((1 << (last - first)) - 1) << first if last > first else 0


def starts_of(free: int, takes: int) -> int:
    """Where something of `takes` slots can begin if it must lie in the free slots."""
    starts = free
    for later in range(1, takes):
        starts &= free >> later
    return starts


def slots_of(mask: int) -> Iterator[int]:
    """The slots of a mask, first to last."""
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low
