"""Sheltered workshops, batches of work for them, and which batch was sent where."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

import orjson
from pydantic import Field
from sqlalchemy import ColumnElement, Table, false, func, insert, select, true

from data.stores.base import STAFF, Saved, Store, chunks
from data.stores.canonical import canonical, check_key, check_optional
from data.stores.documents import save_documents
from data.stores.errors import NotAllowed
from data.tables import batches, dispatches, workshops
from matching.records import Record, Role, Viewer

KEEPERS: Final = frozenset({Role.ORGANIZER})
READERS: Final = STAFF | {Role.AUDITOR}


class WorkshopReport(Record):
    """A provider of sheltered work as it reported itself on a day: places (`taken` None: not told), the kinds of work that it does,
    and the person-days of the coming period that it could still take on then."""

    id: str
    name: str
    district: str | None = None
    places: int = Field(ge=0)
    taken: int | None = Field(default=None, ge=0)
    work: frozenset[str] = frozenset()
    free_days: int = Field(default=0, ge=0)
    reported_on: date


class WorkBatch(Record):
    """A batch of work of one kind, in person-days; it is done in one workshop."""

    id: str
    title: str
    work: str
    days: int = Field(ge=1)
    district: str | None = None


@dataclass(frozen=True)
class StoredDispatch:
    """A batch that was sent to a workshop on a day."""

    batch: str
    workshop: str
    days: int
    on: date
    at: datetime
    by: str


class WorkshopStore(Store):
    """Workshops, batches and dispatches of the viewer's district, or of the whole city. Organizers change them."""

    kind = "workshop"

    def upsert_many(self, viewer: Viewer, records: Iterable[WorkshopReport]) -> Saved:
        """Stores new and changed workshops. Raises ValueError for more places taken than there are, NotAllowed for another
        district."""
        self._require(viewer, KEEPERS)
        rows = list(records)
        for one in rows:
            if one.taken is not None and one.taken > one.places:
                raise ValueError(f"workshop {one.id}: {one.taken} of {one.places} places taken; correct one of them")
            _check_district(viewer, one.district, f"workshop {one.id}")
        return self._save(viewer, workshops, rows, "save")

    def upsert_batches(self, viewer: Viewer, records: Iterable[WorkBatch]) -> Saved:
        """Stores new and changed batches. Raises ValueError for a change of one that was sent already, NotAllowed for another
        district."""
        self._require(viewer, KEEPERS)
        rows = list(records)
        sent = {one.batch for one in self.sent(viewer)}
        known = {one.id: one for one in self.batches(viewer)}
        for one in rows:
            _check_district(viewer, one.district, f"batch {one.id}")
            if one.id in sent and known.get(one.id) != one:
                raise ValueError(f"batch {one.id} was sent to a workshop already; give what is new an id of its own")
        return self._save(viewer, batches, rows, "save-batches")

    def list(self, viewer: Viewer) -> tuple[WorkshopReport, ...]:
        """All workshops in order of id. Staff and auditors."""
        rows = self._documents(viewer, workshops)
        return tuple(WorkshopReport.model_validate({**orjson.loads(body), "id": name}) for name, body in rows)

    def batches(self, viewer: Viewer) -> tuple[WorkBatch, ...]:
        """All batches in order of id. Staff and auditors."""
        return tuple(
            WorkBatch.model_validate({**orjson.loads(body), "id": name}) for name, body in self._documents(viewer, batches)
        )

    def send(self, viewer: Viewer, sent: Iterable[tuple[str, str]], on: date, key: str) -> tuple[StoredDispatch, ...]:
        """Records which batch goes to which workshop. The same batch to the same workshop again changes nothing.

        Raises ValueError for a batch or workshop that is not there, a batch that goes elsewhere already, work that the workshop
        does not do, or more person-days than it has left.
        """
        self._require(viewer, KEEPERS)
        check_key(key, "the key of a dispatch")
        rooms, work = {one.id: one for one in self.list(viewer)}, {one.id: one for one in self.batches(viewer)}
        left, placed = self.free_days(viewer), {one.batch: one.workshop for one in self.sent(viewer)}
        stamp = {"key": key, "recorded_at": self.session.now, "recorded_by": check_key(viewer.account, "the account")}
        fresh: list[dict[str, Any]] = []
        for batch, workshop in sent:
            if batch not in work or workshop not in rooms:
                raise ValueError(f"there is no {'batch' if batch not in work else 'workshop'} of this id; store it first")
            if batch in placed:
                if placed[batch] != workshop:
                    raise ValueError(f"batch {batch} was sent to {placed[batch]} already; it cannot go to {workshop} too")
                continue
            one = work[batch]
            if one.work not in rooms[workshop].work:
                raise ValueError(f"workshop {workshop} does no work of the kind of batch {batch}; choose another")
            if one.days > left[workshop]:
                raise ValueError(f"batch {batch} takes {one.days} person-days and {workshop} has {left[workshop]} left")
            left[workshop] -= one.days
            placed[batch] = workshop
            fresh.append({"batch": batch, "workshop": workshop, "days": one.days, "dated": on, **stamp})
        if fresh:
            self._connection.execute(insert(dispatches), fresh)
            self._note(viewer, "send", count=len(fresh), days=sum(row["days"] for row in fresh))
        return self.sent(viewer)

    def sent(self, viewer: Viewer) -> tuple[StoredDispatch, ...]:
        """All dispatches, oldest first. Staff and auditors."""
        query = (
            select(dispatches)
            .join(workshops, workshops.c.id == dispatches.c.workshop)
            .where(_seen(viewer, workshops))
            .order_by(dispatches.c.dated, dispatches.c.batch)
        )
        return tuple(
            StoredDispatch(row.batch, row.workshop, row.days, row.dated, row.recorded_at, row.recorded_by)
            for row in self._connection.execute(query)
        )

    def free_days(self, viewer: Viewer) -> dict[str, int]:
        """The person-days that each workshop has left: those it reported, less what was sent to it since that day."""
        query = select(dispatches.c.workshop, dispatches.c.dated, func.sum(dispatches.c.days).label("days"))
        taken = self._connection.execute(query.group_by(dispatches.c.workshop, dispatches.c.dated)).all()
        reports: Mapping[str, WorkshopReport] = {one.id: one for one in self.list(viewer)}
        left = {name: one.free_days for name, one in reports.items()}
        for row in taken:
            if row.workshop in reports and row.dated >= reports[row.workshop].reported_on:
                left[row.workshop] -= int(row.days)
        return {name: max(days, 0) for name, days in left.items()}

    def _save(self, viewer: Viewer, table: Table, rows: Iterable[WorkshopReport | WorkBatch], action: str) -> Saved:
        total = Saved()
        for chunk in chunks(rows, key=lambda row: row.id):
            values = []
            for one in chunk:
                body = canonical(one, leave=frozenset({"id"}))
                district = check_optional(one.district, "the district")
                content = self.session.keyring.digest(table.name, body)
                values.append({"id": check_key(one.id, "the id"), "district": district, "body": body.decode(), "content": content})
            total += save_documents(self.session, table, values)
        self._note(viewer, action, inserted=total.inserted, updated=total.updated)
        return total

    def _documents(self, viewer: Viewer, table: Table) -> Sequence[tuple[str, str]]:
        query = select(table.c.id, table.c.body).where(_seen(viewer, table)).order_by(table.c.id)
        return [(row.id, row.body) for row in self._connection.execute(query)]


def _seen(viewer: Viewer, table: Table) -> ColumnElement[bool]:
    if viewer.role not in READERS:
        return false()
    return true() if viewer.district is None or viewer.role is Role.AUDITOR else table.c.district == viewer.district


def _check_district(viewer: Viewer, district: str | None, what: str) -> None:
    if viewer.district is not None and district != viewer.district:
        raise NotAllowed(f"{what} is not of district {viewer.district}; nothing was stored")
