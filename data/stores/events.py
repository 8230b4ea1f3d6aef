"""Recruitment events."""

from collections.abc import Iterable

import orjson
from sqlalchemy import ColumnElement, Connection, false, select, true

from data.stores.base import STAFF, Saved, Store, chunks
from data.stores.canonical import canonical, check_key, check_optional
from data.stores.documents import save_documents
from data.stores.errors import NotAllowed
from data.tables import events
from matching.records import Event, Viewer


def visible_events(viewer: Viewer) -> ColumnElement[bool]:
    """Staff see the city's events and those of their own district."""
    if viewer.role not in STAFF:
        return false()
    if viewer.district is None:
        return true()
    return events.c.district.is_(None) | (events.c.district == viewer.district)


def seen_events(viewer: Viewer, column: ColumnElement[str]) -> ColumnElement[bool]:
    """Rows whose event the viewer sees."""
    return column.in_(select(events.c.id).where(visible_events(viewer)))


def check_own_event(connection: Connection, viewer: Viewer, event: str) -> None:
    """Raises ValueError where the viewer sees no such event, NotAllowed for an event of the city or of another district."""
    row = connection.execute(select(events.c.district).where(visible_events(viewer), events.c.id == event)).one_or_none()
    if row is None:
        raise ValueError(f"there is no event {event}; store it first")
    if viewer.district is not None and row.district != viewer.district:
        raise NotAllowed(f"event {event} is not of district {viewer.district}; ask its organizer")


class EventStore(Store):
    """Events; they name candidates, so that only staff see them."""

    kind = "event"

    def upsert_many(self, viewer: Viewer, records: Iterable[Event]) -> Saved:
        """Stores new and changed events. Staff of a district store events of their district."""
        self._require(viewer)
        total = Saved()
        for chunk in chunks(records, key=lambda event: event.id):
            for event in chunk:
                if viewer.district is not None and event.district != viewer.district:
                    raise NotAllowed(f"event {event.id} is not of district {viewer.district}; nothing was stored")
            total += save_documents(self.session, events, [self._values(event) for event in chunk])
        self._note(viewer, "save", inserted=total.inserted, updated=total.updated)
        return total

    def get(self, viewer: Viewer, event: str) -> Event | None:
        """One event, or None."""
        body = self._connection.execute(select(events.c.body).where(visible_events(viewer), events.c.id == event)).scalar()
        return None if body is None else Event.model_validate({**orjson.loads(body), "id": event})

    def list(self, viewer: Viewer) -> tuple[Event, ...]:
        """All events the viewer sees, in order of id."""
        query = select(events.c.id, events.c.body).where(visible_events(viewer)).order_by(events.c.id)
        return tuple(Event.model_validate({**orjson.loads(body), "id": name}) for name, body in self._connection.execute(query))

    def _values(self, event: Event) -> dict[str, object]:
        body = canonical(event, leave=frozenset({"id"}))
        return {
            "id": check_key(event.id, "the id of an event"),
            "district": check_optional(event.district, "the district of an event"),
            "body": body.decode(),
            "content": self.session.keyring.digest("event", body),
        }
