"""What the day took from the hall, entry by entry."""

from dataclasses import replace
from typing import Final

from matching.fair.day import Losses
from matching.records import DayAct, DayEntry

ALL_DAY: Final = 10_000
"""The slot up to which a support is away that does not come back on the day."""


def losses_after(before: Losses, entry: DayEntry, slot: int) -> Losses:
    """What is lost once an entry was made at a slot; most entries take nothing. A booth stays closed from the first time on."""
    booth = entry.booth or ""
    if entry.act is DayAct.EMPLOYER_LEFT or (entry.act is DayAct.BOOTH_LOST and entry.to is None):
        return replace(before, closed={**before.closed, booth: min(slot, before.closed.get(booth, slot))})
    if entry.act is DayAct.BOOTH_LOST and entry.to is not None:
        return replace(before, moved={**before.moved, booth: (*before.moved.get(booth, ()), (slot, entry.to))})
    if entry.act is DayAct.SUPPORT_GONE and entry.support is not None:
        until = ALL_DAY if entry.slots is None else slot + entry.slots
        return replace(before, gone=(*before.gone, (entry.support, entry.unit or 0, slot, until)))
    return before
