"""Which postings took part in which event: an event brings people the places of these."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from matching.fair.faults import booth_of
from matching.records import Event, Outcome, Posting


@dataclass(frozen=True, slots=True)
class Offer:
    """An event that took place, its day (None: not known), and the ids of the postings that took part, as far as anybody said."""

    event: str
    on: date | None
    postings: frozenset[str]


def offers_of(
    events: Iterable[Event], cancelled: Collection[str], postings: Collection[Posting], outcomes: Iterable[Outcome]
) -> tuple[Offer, ...]:
    """One offer an event, the cancelled ones left out.

    A posting took part where the event names it; where it names none, those with a booth in its hall that were out by its day; and
    in any case a posting at which something was recorded at the event.
    """
    seen: dict[str, set[str]] = {}
    for one in outcomes:
        if one.event is not None:
            seen.setdefault(one.event, set()).add(one.posting)
    return tuple(
        Offer(event.id, event.on, frozenset({*(event.postings or _with_booth(event, postings)), *seen.get(event.id, ())}))
        for event in events
        if event.id not in cancelled
    )


def _with_booth(event: Event, postings: Collection[Posting]) -> Iterable[str]:
    if not event.hall.booths:
        return ()
    return (one.id for one in postings if _was_out(one, event.on) and booth_of(event.hall, one.id, one.employer) is not None)


def _was_out(posting: Posting, day: date | None) -> bool:
    return posting.published_on is None or day is None or posting.published_on <= day
