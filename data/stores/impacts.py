"""What an impact assessment counts, what the last attack on lists found, and the assessments that were recorded: figures, no names.

Assessments and attacks are lines of the log: nobody changes or deletes them, and they are kept as long as the log is.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

import orjson
from sqlalchemy import ColumnElement, func, or_, select

from data.stores.base import Store
from data.stores.consents import Scope
from data.stores.errors import NotAllowed
from data.tables import accounts, appeals, candidates, certificates, consents, employers, log, outcomes, postings, runs
from matching.records import Role, Viewer

READERS: Final = frozenset({Role.ORGANIZER, Role.AUDITOR, Role.ADMINISTRATOR})
WRITERS: Final = frozenset({Role.ORGANIZER, Role.ADMINISTRATOR})
_ASSESS: Final = "assess"
_ATTACK: Final = "attack"


@dataclass(frozen=True)
class ImpactRecord:
    """An assessment or an attack as it was recorded: the number of its line in the log, when, by which account, and its figures."""

    number: int
    at: datetime
    account: str
    detail: Mapping[str, Any]


class ImpactStore(Store):
    """Figures of the whole installation. Raises NotAllowed for counselors and employers."""

    kind = "impact"

    def counts(self, viewer: Viewer, today: date) -> Mapping[str, int]:
        """How many records of each kind there are, in the order in which they are told."""
        self._may(viewer)
        there = candidates.c.erased_at.is_(None) & candidates.c.body.is_not(None)
        running = consents.c.withdrawn_at.is_(None) & or_(consents.c.ends_on.is_(None), consents.c.ends_on >= today)
        open_now = appeals.c.result.is_(None)
        return {
            "people": self._count(candidates.c.id, there),
            "certificates": self._count(certificates.c.candidate),
            "listing_consents": self._count(consents.c.id, running & (consents.c.scope == Scope.LISTING.value)),
            "identity_consents": self._count(consents.c.id, running & (consents.c.scope == Scope.IDENTITY.value)),
            "withdrawn_consents": self._count(consents.c.id, consents.c.withdrawn_at.is_not(None)),
            "lists": self._count(runs.c.sequence),
            "outcomes": self._count(outcomes.c.candidate),
            "accesses": self._count(log.c.sequence, log.c.kind == "candidate"),
            "erased": self._count(candidates.c.id, candidates.c.erased_at.is_not(None)),
            "employers": self._count(employers.c.id),
            "postings": self._count(postings.c.id),
            "appeals": self._count(appeals.c.id),
            "open_appeals": self._count(appeals.c.id, open_now),
            "late_appeals": self._count(appeals.c.id, open_now & (appeals.c.due_on < today)),
        }

    def accounts(self, viewer: Viewer) -> Mapping[str, int]:
        """Role -> how many accounts of it may sign in."""
        self._may(viewer)
        query = select(accounts.c.role, func.count()).where(accounts.c.ended_at.is_(None)).group_by(accounts.c.role)
        found = {role: int(number) for role, number in self._connection.execute(query)}
        return {role.value: found.get(role.value, 0) for role in Role}

    def save(self, viewer: Viewer, detail: Mapping[str, Any]) -> None:
        """Records an assessment. Raises NotAllowed, and ValueError for more than a line of the log holds."""
        self._require(viewer, WRITERS)
        self._note(viewer, _ASSESS, "installation", **detail)

    def save_attack(self, viewer: Viewer, detail: Mapping[str, Any]) -> None:
        """Records what an attack on invented lists found. Raises NotAllowed."""
        self._require(viewer, WRITERS)
        self._note(viewer, _ATTACK, "lists", **detail)

    def records(self, viewer: Viewer, limit: int = 100) -> tuple[ImpactRecord, ...]:
        """The recorded assessments, newest first."""
        return self._lines(viewer, _ASSESS, limit)

    def last_attack(self, viewer: Viewer) -> ImpactRecord | None:
        """The attack that was recorded last, or None."""
        return next(iter(self._lines(viewer, _ATTACK, 1)), None)

    def _lines(self, viewer: Viewer, action: str, limit: int) -> tuple[ImpactRecord, ...]:
        self._may(viewer)
        query = select(log).where(log.c.kind == self.kind, log.c.action == action).order_by(log.c.sequence.desc()).limit(limit)
        rows = self._connection.execute(query)
        return tuple(ImpactRecord(row.sequence, row.at, row.account, orjson.loads(row.detail)) for row in rows)

    def _may(self, viewer: Viewer) -> None:
        if viewer.role not in READERS:
            raise NotAllowed(f"{viewer.role} reads no impact assessment; an organizer, an auditor and an administrator do")

    def _count(self, column: ColumnElement[Any], where: ColumnElement[bool] | None = None) -> int:
        query = select(func.count(column))
        found: int = self._connection.execute(query if where is None else query.where(where)).scalar_one()
        return found
