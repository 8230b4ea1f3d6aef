"""How far an event has come: its states and changes, numbered, so that two who change it at once are told; and who may come."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, func, insert, select, update

from data.stores.base import Store, slices
from data.stores.candidates import visible_candidates
from data.stores.canonical import canonical, check_key, check_optional
from data.stores.consents import Scope
from data.stores.errors import NotAllowed, Stale
from data.stores.events import visible_events
from data.tables import candidates, consents, employers, event_versions, events, invited_employers
from matching.fair.states import FairState
from matching.records import Role, Viewer

ORGANIZERS: Final = frozenset({Role.ORGANIZER})


@dataclass(frozen=True)
class EventVersion:
    """One change: what was done (`act`), the state since then, and the person who answers for it, if one was named."""

    event: str
    version: int
    state: FairState
    act: str
    named: str | None
    note: str
    at: datetime
    by: str


@dataclass(frozen=True)
class Standing:
    """Where an event stands: a draft of version 0 until something was done."""

    state: FairState
    version: int
    last: EventVersion | None


class Vetting(StrEnum):
    INVITED = "invited"
    APPROVED = "approved"
    REFUSED = "refused"


@dataclass(frozen=True)
class InvitedEmployer:
    """An employer of an event. `code_checked`: it had a social credit code whose check character fits when it was approved."""

    employer: str
    state: Vetting
    code_checked: bool
    note: str
    at: datetime
    by: str


class FairStore(Store):
    """States and invited employers of the events that a viewer sees. Organizers of the event's district change them."""

    kind = "event"

    def standing(self, viewer: Viewer, event: str) -> Standing | None:
        """Where an event stands; None if the viewer sees no such event."""
        if not self._sees(viewer, event):
            return None
        query = select(event_versions).where(event_versions.c.event == event)
        row = self._connection.execute(query.order_by(event_versions.c.version.desc()).limit(1)).one_or_none()
        return Standing(FairState.DRAFT, 0, None) if row is None else Standing(FairState(row.state), row.version, _version(row))

    def history(self, viewer: Viewer, event: str) -> tuple[EventVersion, ...]:
        """All changes of an event, oldest first."""
        if not self._sees(viewer, event):
            return ()
        query = select(event_versions).where(event_versions.c.event == event).order_by(event_versions.c.version)
        return tuple(_version(row) for row in self._connection.execute(query))

    def made(self, viewer: Viewer, key: str) -> EventVersion | None:
        """The change that was sent under a key, of an event that the viewer sees."""
        row = self._connection.execute(select(event_versions).where(event_versions.c.key == key)).one_or_none()
        return None if row is None or not self._sees(viewer, row.event) else _version(row)

    def advance(
        self,
        viewer: Viewer,
        event: str,
        expected: int,
        state: FairState,
        act: str,
        key: str,
        *,
        named: str | None = None,
        note: str = "",
    ) -> EventVersion:
        """Records a change and the state since then.

        Raises Stale if the event is no longer at version `expected`, ValueError if there is no such event or the key was used,
        NotAllowed for an event of the city or another district.
        """
        self._require(viewer, ORGANIZERS)
        self._check_own(viewer, event)
        standing = self.standing(viewer, event)
        assert standing is not None
        if standing.version != expected:
            raise Stale(f"event {event} is at version {standing.version}, not {expected}; look at it again")
        if self._connection.execute(select(event_versions.c.event).where(event_versions.c.key == key)).scalar() is not None:
            raise ValueError("this key was used for another change; take a new one")
        canonical({"note": note})
        values = {
            "event": event,
            "version": expected + 1,
            "state": state.value,
            "act": check_key(act, "what was done"),
            "named": check_optional(named, "the name of who answers for it"),
            "note": note,
            "key": check_key(key, "the key of a change"),
            "made_at": self.session.now,
            "made_by": check_key(viewer.account, "the account"),
        }
        self._connection.execute(insert(event_versions).values(**values))
        self._note(viewer, act, event, version=expected + 1, state=state.value)
        return self.history(viewer, event)[-1]

    def invite(self, viewer: Viewer, event: str, names: Iterable[str]) -> int:
        """Invites employers; those that were invited already stay as they are. Returns how many are new.

        Raises ValueError for an employer or event that is not there.
        """
        self._require(viewer, ORGANIZERS)
        self._check_own(viewer, event)
        wanted = sorted(set(names))
        there: set[str] = set()
        for part in slices(wanted):
            there |= set(self._connection.execute(select(employers.c.id).where(employers.c.id.in_(part))).scalars())
        for name in wanted:
            if name not in there:
                raise ValueError(f"there is no employer {name}; store it first")
        known = {one.employer for one in self.employers(viewer, event)}
        fresh = [name for name in wanted if name not in known]
        if fresh:
            stamp = {"changed_at": self.session.now, "changed_by": check_key(viewer.account, "the account")}
            values = {"event": event, "state": Vetting.INVITED.value, "code_checked": False, "note": "", **stamp}
            self._connection.execute(insert(invited_employers), [{"employer": name, **values} for name in fresh])
            self._note(viewer, "invite-employers", event, count=len(fresh))
        return len(fresh)

    def vet(self, viewer: Viewer, event: str, employer: str, *, approved: bool, code_checked: bool, note: str = "") -> bool:
        """Records whether an invited employer may come. False if it was not invited."""
        self._require(viewer, ORGANIZERS)
        self._check_own(viewer, event)
        canonical({"note": note})
        state = Vetting.APPROVED if approved else Vetting.REFUSED
        where = (invited_employers.c.event == event) & (invited_employers.c.employer == employer)
        stamp = {"changed_at": self.session.now, "changed_by": check_key(viewer.account, "the account")}
        change = update(invited_employers).where(where).values(state=state.value, code_checked=code_checked, note=note, **stamp)
        if self._connection.execute(change).rowcount == 0:
            return False
        self._note(viewer, "vet-employer", event, employer=employer, state=state.value, code_checked=code_checked)
        return True

    def employers(self, viewer: Viewer, event: str) -> tuple[InvitedEmployer, ...]:
        """The employers of an event in order of id. Staff only."""
        if not self._sees(viewer, event):
            return ()
        query = select(invited_employers).where(invited_employers.c.event == event).order_by(invited_employers.c.employer)
        return tuple(
            InvitedEmployer(row.employer, Vetting(row.state), row.code_checked, row.note, row.changed_at, row.changed_by)
            for row in self._connection.execute(query)
        )

    def listed(self, viewer: Viewer, event: str, today: date) -> int:
        """How many of the people that staff may see agreed to be listed at this event, by consents that hold on a day."""
        query = (
            select(func.count(consents.c.candidate.distinct()))
            .join(candidates, candidates.c.id == consents.c.candidate)
            .where(visible_candidates(viewer), consents.c.event == event, consents.c.scope == Scope.LISTING.value)
            .where(consents.c.withdrawn_at.is_(None), consents.c.given_on <= today)
            .where(consents.c.ends_on.is_(None) | (consents.c.ends_on >= today))
        )
        return self._connection.execute(query).scalar_one()

    def _sees(self, viewer: Viewer, event: str) -> bool:
        return self._there(visible_events(viewer), event) is not None

    def _check_own(self, viewer: Viewer, event: str) -> None:
        row = self._there(visible_events(viewer), event)
        if row is None:
            raise ValueError(f"there is no event {event}; store it first")
        if viewer.district is not None and row.district != viewer.district:
            raise NotAllowed(f"event {event} is not of district {viewer.district}; nothing was changed")

    def _there(self, visible: ColumnElement[bool], event: str) -> Row[*tuple[Any, ...]] | None:
        return self._connection.execute(select(events.c.id, events.c.district).where(visible, events.c.id == event)).one_or_none()


def _version(row: Row[Any]) -> EventVersion:
    return EventVersion(row.event, row.version, FairState(row.state), row.act, row.named, row.note, row.made_at, row.made_by)
