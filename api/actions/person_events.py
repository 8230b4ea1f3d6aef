"""Over which postings a person is looked at: those of an event, else of the event matched last, else all open ones."""

from typing import Final

from api.actions.errors import NotFound
from api.actions.lists import CANDIDATE, find_event
from data.stores import Run, Stores
from matching.records import Event, Viewer

EVERYWHERE: Final = Event(id="-", name="")
"""All open postings: what a person is looked at over where no event was ever matched."""


def event_of_person(stores: Stores, viewer: Viewer, candidate: str, event_id: str | None) -> tuple[Event | None, Run | None]:
    """The event asked for; else the one matched last in which the person takes part; else none. Raises NotFound."""
    if event_id is not None:
        event = find_event(stores, viewer, event_id)
        if event.candidates and candidate not in event.candidates:
            raise NotFound(CANDIDATE, candidate)
        return event, stores.runs.latest(viewer, event_id)
    for run in reversed(stores.runs.list(viewer)):
        found = stores.events.get(viewer, run.event)
        if found is not None and (not found.candidates or candidate in found.candidates):
            return found, run
    return None, None


def find_person_events(stores: Stores, viewer: Viewer, candidate: str) -> tuple[Event, ...]:
    """The events in which a person takes part, to choose from."""
    return tuple(one for one in stores.events.list(viewer) if not one.candidates or candidate in one.candidates)
