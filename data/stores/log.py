"""Who did what to which record: an append-only chain of keyed hashes that anyone with the key file can verify.

Cutting off the end is seen as long as `log_head` is whole; keep the head printed by `verify` elsewhere to be sure of more.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import orjson
from sqlalchemy import Connection, RowMapping, select, update

from data.keys import Keyring
from data.stores.base import CHUNK, STAFF, Note, Store, make_note
from data.stores.bulk import insert_rows
from data.stores.candidates import visible_candidates
from data.stores.canonical import canonical
from data.tables import accounts, candidates, log, log_head, organisations
from matching.records import Role, Viewer

READERS: Final = frozenset({Role.AUDITOR})
VERIFIERS: Final = frozenset({Role.AUDITOR, Role.ADMINISTRATOR})
_START: Final = b"\0" * 32


@dataclass(frozen=True)
class LogEntry:
    """One line of the log."""

    sequence: int
    at: datetime
    account: str
    role: str
    action: str
    kind: str
    object: str
    detail: Mapping[str, Any]


@dataclass(frozen=True)
class Verification:
    """`broken_at` is the first line that is not what it was, or 0 for an end that was cut off; None: the chain holds.

    `head` (hex) is the hash of the last line: kept elsewhere, it proves later that nothing before it was changed.
    """

    lines: int
    head: str
    broken_at: int | None

    @property
    def holds(self) -> bool:
        return self.broken_at is None


class LogStore(Store):
    """The log. Lines are written when their transaction ends, in its own commit."""

    kind = "log"

    def append(
        self,
        viewer: Viewer,
        action: str,
        kind: str,
        object_id: str = "",
        detail: Mapping[str, Any] | None = None,
        *,
        access: bool = False,
    ) -> None:
        """Leaves a line of the caller's own (a login, an export); an `access` stays even if the transaction fails.

        Raises ValueError for a detail with a number of 11 digits or more, which may be a phone or a certificate.
        """
        note = make_note(self.session.clock(), viewer, action, kind, object_id, dict(detail or {}), access)
        self.session.notes.append(note)

    def list(
        self, viewer: Viewer, after: int = 0, limit: int = 100, *, kind: str | None = None, object_id: str | None = None
    ) -> tuple[LogEntry, ...]:
        """A page in order of sequence: at most `limit` (1..1,000) lines after the sequence number `after`. Auditors only."""
        if not 1 <= limit <= CHUNK:
            raise ValueError(f"limit is {limit}; a page holds 1 to {CHUNK:,} lines")
        if viewer.role not in READERS:
            return ()
        query = select(log).where(log.c.sequence > after).order_by(log.c.sequence).limit(limit)
        for column, value in (("kind", kind), ("object", object_id)):
            if value is not None:
                query = query.where(log.c[column] == value)
        return tuple(_entry(row) for row in self._connection.execute(query).mappings())

    def last(self, viewer: Viewer, action: str) -> datetime | None:
        """When something was done last, or None. Auditors only."""
        if viewer.role not in READERS:
            return None
        query = select(log.c.at).where(log.c.action == action).order_by(log.c.sequence.desc()).limit(1)
        return self._connection.execute(query).scalar()

    def of_candidate(self, viewer: Viewer, candidate: str) -> tuple[LogEntry, ...]:
        """Every line about one person's file, oldest first: who opened it, when. For auditors, and staff who may see the file."""
        if viewer.role in STAFF:
            query = select(candidates.c.id).where(visible_candidates(viewer), candidates.c.id == candidate)
            if self._connection.execute(query).scalar() is None:
                return ()
        elif viewer.role not in READERS:
            return ()
        kinds = ("appeal", "candidate", "consent", "graduate", "plan", "service", "tally")
        rows = select(log).where(log.c.kind.in_(kinds), log.c.object == candidate).order_by(log.c.sequence)
        return tuple(_entry(row) for row in self._connection.execute(rows).mappings())

    def organisations(self, viewer: Viewer, names: Iterable[str]) -> Mapping[str, str]:
        """The organisation of these accounts, by its name, so that people can be told who opened their file; those without one are
        left out. For auditors and staff."""
        if viewer.role not in READERS | STAFF:
            return {}
        query = (
            select(accounts.c.id, organisations.c.name)
            .join(organisations, organisations.c.id == accounts.c.organisation)
            .where(accounts.c.id.in_(sorted(set(names))))
        )
        return {row.id: row.name for row in self._connection.execute(query)}

    def verify(self, viewer: Viewer) -> Verification | None:
        """Walks the whole chain. None for a viewer who may not (auditors and administrators may)."""
        if viewer.role not in VERIFIERS:
            return None
        previous, lines = _START, 0
        while True:
            query = select(log).where(log.c.sequence > lines).order_by(log.c.sequence).limit(CHUNK)
            rows = self._connection.execute(query).mappings().all()
            if not rows:
                break
            for row in rows:
                expected = _line_hash(self.session.keyring, row, previous)
                if row["sequence"] != lines + 1 or row["previous"] != previous or row["hash"] != expected:
                    return Verification(lines, previous.hex(), lines + 1)
                previous, lines = row["hash"], row["sequence"]
        head = self._connection.execute(select(log_head.c.sequence, log_head.c.hash)).one_or_none()
        whole = tuple(head or (0, _START)) == (lines, previous)
        return Verification(lines, previous.hex(), None if whole else 0)


def write_notes(connection: Connection, keyring: Keyring, notes: Sequence[Note]) -> None:
    """Appends lines to the chain. The head row is locked until the transaction ends, so that two writers queue up."""
    if not notes:
        return
    head = connection.execute(select(log_head.c.sequence, log_head.c.hash).with_for_update()).one()
    sequence, previous = head.sequence, head.hash
    rows = []
    for note in notes:
        sequence += 1
        row: dict[str, Any] = {
            "sequence": sequence,
            "at": note.at,
            "account": note.account,
            "role": note.role,
            "action": note.action,
            "kind": note.kind,
            "object": note.object,
            "detail": note.detail,
        }
        row |= {"previous": previous, "hash": _line_hash(keyring, row, previous)}
        previous = row["hash"]
        rows.append(row)
    insert_rows(connection, log, rows)
    connection.execute(update(log_head).values(sequence=sequence, hash=previous))


def _line_hash(keyring: Keyring, row: Mapping[str, Any] | RowMapping, previous: bytes) -> bytes:
    names = ("sequence", "account", "role", "action", "kind", "object", "detail")
    line = {name: row[name] for name in names} | {"at": row["at"].isoformat()}
    return keyring.digest("log", previous + canonical(line))


def _entry(row: RowMapping) -> LogEntry:
    names = ("sequence", "at", "account", "role", "action", "kind", "object")
    return LogEntry(**{name: row[name] for name in names}, detail=orjson.loads(row["detail"]))
