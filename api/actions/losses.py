"""What the entries of the day took from the hall so far."""

from collections.abc import Iterator
from typing import Final

from data.stores import StoredEntry, Stores
from matching.fair.day import NO_LOSSES, Losses
from matching.fair.losses import losses_after
from matching.records import DayAct, Viewer

_TAKES_AWAY: Final = (DayAct.EMPLOYER_LEFT, DayAct.BOOTH_LOST, DayAct.SUPPORT_GONE)
_PAGE: Final = 1_000


def losses_so_far(stores: Stores, viewer: Viewer, event: str) -> Losses:
    """The booths that closed or moved and the supports that left, by slot."""
    lost = NO_LOSSES
    for one in _entries(stores, viewer, event):
        lost = losses_after(lost, one.entry, one.slot)
    return lost


def _entries(stores: Stores, viewer: Viewer, event: str) -> Iterator[StoredEntry]:
    after = 0
    while page := stores.days.list(viewer, event, after, _PAGE, acts=_TAKES_AWAY):
        yield from page
        after = page[-1].id
