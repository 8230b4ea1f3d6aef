"""What an organizer decided about an event beside its lists: priorities, pins and exclusions, in force until withdrawn."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import orjson
from sqlalchemy import Row, insert, select, update

from data.stores.base import Store, slices
from data.stores.candidates import visible_candidates
from data.stores.canonical import canonical, check_key
from data.stores.events import check_own_event, seen_events
from data.stores.fairs import ORGANIZERS
from data.tables import candidates, fair_order_people, fair_orders, postings
from matching.records import Admission, Viewer


class OrderKind(StrEnum):
    PRIORITY = "priority"
    PIN = "pin"
    EXCLUSION = "exclusion"


@dataclass(frozen=True)
class FairOrder:
    """One decision and its reason. A pin or an exclusion is of one `candidate` and one `posting`; a priority adds `amount` to the
    value of the interviews of the `people` it names and of all who meet `who`."""

    kind: OrderKind
    reason: str
    candidate: str | None = None
    posting: str | None = None
    amount: float | None = None
    people: tuple[str, ...] = ()
    who: Admission | None = None


@dataclass(frozen=True)
class StoredOrder:
    """A decision with who made it and when; `withdrawn_at` once it is in force no longer."""

    id: int
    order: FairOrder
    at: datetime
    by: str
    withdrawn_at: datetime | None
    withdrawn_by: str | None


class OrderStore(Store):
    """The decisions about events. Organizers read them; the organizer of the event makes and withdraws them."""

    kind = "event"

    def add(self, viewer: Viewer, event: str, told: Iterable[FairOrder]) -> tuple[int, ...]:
        """Keeps decisions; one that is in force already, with the same reason, is not kept twice. Returns the ids of the new ones.

        Raises ValueError for an event, person or posting that is not there, or a reason that is blank.
        """
        self._require(viewer, ORGANIZERS)
        check_own_event(self._connection, viewer, event)
        there = {one.order for one in self.list(viewer, event) if one.withdrawn_at is None}
        fresh: list[FairOrder] = []
        for one in told:
            if _plain(one) not in there:
                there.add(_plain(one))
                fresh.append(_plain(one))
        self._check(viewer, fresh)
        made = [self._insert(viewer, event, one) for one in fresh]
        if made:
            self._note(viewer, "order", event, count=len(made))
        return tuple(made)

    def list(self, viewer: Viewer, event: str) -> tuple[StoredOrder, ...]:
        """Every decision about an event in the order in which they were made, the withdrawn ones too; for organizers. Of people
        whom the viewer does not see nothing is told."""
        if viewer.role not in ORGANIZERS:
            return ()
        seen = select(candidates.c.id).where(visible_candidates(viewer))
        query = select(fair_orders).where(seen_events(viewer, fair_orders.c.event), fair_orders.c.event == event)
        query = query.where(fair_orders.c.candidate.is_(None) | fair_orders.c.candidate.in_(seen)).order_by(fair_orders.c.id)
        rows = self._connection.execute(query).all()
        named: dict[int, list[str]] = {}
        for part in slices([row.id for row in rows]):
            people = select(fair_order_people).where(fair_order_people.c.order_id.in_(part))
            for row in self._connection.execute(people.where(fair_order_people.c.candidate.in_(seen))):
                named.setdefault(row.order_id, []).append(row.candidate)
        return tuple(_stored(row, named.get(row.id, [])) for row in rows)

    def withdraw(self, viewer: Viewer, event: str, order: int) -> bool:
        """Takes a decision back; it stays on record. False if there is none, or it was withdrawn before."""
        self._require(viewer, ORGANIZERS)
        check_own_event(self._connection, viewer, event)
        where = (fair_orders.c.event == event) & (fair_orders.c.id == order) & fair_orders.c.withdrawn_at.is_(None)
        stamp = {"withdrawn_at": self.session.now, "withdrawn_by": check_key(viewer.account, "the account")}
        if self._connection.execute(update(fair_orders).where(where).values(**stamp)).rowcount == 0:
            return False
        self._note(viewer, "withdraw-order", event, order=order)
        return True

    def _check(self, viewer: Viewer, fresh: Sequence[FairOrder]) -> None:
        for one in fresh:
            if not one.reason:
                raise ValueError("an order needs a reason")
            canonical({"reason": one.reason})
        people = {name for one in fresh for name in (*one.people, one.candidate) if name is not None}
        posts = {one.posting for one in fresh if one.posting is not None}
        for kind, column, wanted in (("candidate", candidates.c.id, people), ("posting", postings.c.id, posts)):
            there: set[str] = set()
            for part in slices(sorted(wanted)):
                query = select(column).where(column.in_(part))
                if kind == "candidate":
                    query = query.where(visible_candidates(viewer))
                there |= set(self._connection.execute(query).scalars())
            for name in sorted(wanted - there):
                raise ValueError(f"there is no {kind} {name}; store it first")

    def _insert(self, viewer: Viewer, event: str, one: FairOrder) -> int:
        values = {
            "event": event,
            "kind": one.kind.value,
            "candidate": one.candidate,
            "posting": one.posting,
            "amount": one.amount,
            "who": None if one.who is None else canonical(one.who).decode(),
            "reason": one.reason,
            "made_at": self.session.now,
            "made_by": check_key(viewer.account, "the account"),
        }
        number = int(self._connection.execute(insert(fair_orders).values(**values).returning(fair_orders.c.id)).scalar_one())
        if one.people:
            self._connection.execute(insert(fair_order_people), [{"order_id": number, "candidate": name} for name in one.people])
        return number


def _plain(one: FairOrder) -> FairOrder:
    return FairOrder(one.kind, one.reason.strip(), one.candidate, one.posting, one.amount, tuple(sorted(set(one.people))), one.who)


def _stored(row: Row[Any], people: Sequence[str]) -> StoredOrder:
    who = None if row.who is None else Admission.model_validate(orjson.loads(row.who))
    kept = FairOrder(OrderKind(row.kind), row.reason, row.candidate, row.posting, row.amount, tuple(sorted(people)), who)
    return StoredOrder(row.id, kept, row.made_at, row.made_by, row.withdrawn_at, row.withdrawn_by)
