"""A booth that was lost on the day and goes on at another: what moves with it, and whom to tell."""

from collections.abc import Iterable
from typing import Final

from api.actions.addressees import employers_of
from api.actions.day_state import Day
from api.schemas.interviews import RedirectView
from data.stores import Moved, StoredEntry, Stores
from matching.fair.places import goes_on_at
from matching.knowledge.catalogue import Text
from matching.records import STANDING, DayAct, DayEntry, Interview, InterviewState, Viewer

_AHEAD: Final = STANDING - {InterviewState.DONE}
_GOES_ON: Final = Text(zh="改到 {to} 号展位", en="now at booth {to}")
_INSTEAD: Final = Text(zh="改到 {to} 号展位，不再是 {before} 号", en="now at booth {to}, no longer at {before}")
_BOTH: Final = Text(zh="{one}；{other}", en="{one}; {other}")
_PAGE: Final = 1_000


def redirected(day: Day, planned: Iterable[Moved]) -> tuple[Moved, ...]:
    """What was planned anew, and every interview still to come at the lost booth, which goes on at the other.

    What was held, or began before, stays where it was.
    """
    booth, to = day.entry.booth or "", day.entry.to or ""
    before = goes_on_at(day.lost.moved, booth)
    why = _GOES_ON.format(to=to) if before is None else _INSTEAD.format(to=to, before=before)
    there = {number: one for number, one in day.interviews.items() if is_ahead(one, booth, day.slot)}
    found = []
    for move in planned:
        if move.interview in there:
            del there[move.interview]
            if is_ahead(move.became, booth, day.slot):
                move = Moved(move.interview, move.became, _BOTH.format(one=why, other=move.why))
        found.append(move)
    return (*found, *(Moved(number, one, why) for number, one in sorted(there.items())))


def is_ahead(one: Interview, booth: str, slot: int) -> bool:
    """Whether an interview of a booth is still to come at a slot."""
    return one.booth == booth and one.state in _AHEAD and one.start is not None and one.start >= slot


def redirect_of(
    stores: Stores, viewer: Viewer, event: str, entry: DayEntry, slot: int, became: Iterable[Interview], number: int | None = None
) -> RedirectView | None:
    """Where an entry sends what it changed; None for any other entry. `number`: of the entry, None while it is only foreseen."""
    if entry.act is not DayAct.BOOTH_LOST or entry.booth is None or entry.to is None:
        return None
    moved = [one for one in became if is_ahead(one, entry.booth, slot)]
    return RedirectView(
        booth=entry.booth,
        to=entry.to,
        instead_of=_before(stores, viewer, event, entry.booth, number),
        interviews=len(moved),
        people=tuple(sorted({one.candidate for one in moved if one.candidate})),
        employers=tuple(sorted(set(employers_of(stores, viewer, (one.posting for one in moved)).values()))),
    )


def _before(stores: Stores, viewer: Viewer, event: str, booth: str, number: int | None) -> str | None:
    """Where the booth went by the entry before this one."""
    found: list[StoredEntry] = []
    after = 0
    while page := stores.days.list(viewer, event, after, _PAGE, acts=(DayAct.BOOTH_LOST,)):
        found += [one for one in page if one.entry.booth == booth and one.entry.to is not None]
        after = page[-1].id
    earlier = [one.entry.to for one in found if number is None or one.id < number]
    return earlier[-1] if earlier else None
