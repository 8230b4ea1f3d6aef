"""The graduates' ledger: who is kept in it, and who refused to be served."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypedDict

from sqlalchemy import Row, insert, select, update

from data.stores.base import STAFF, Refused, Saved, Store, chunks, slices
from data.stores.candidates import visible_candidates
from data.stores.canonical import canonical, check_key
from data.stores.vault import person_subject
from data.tables import candidates, graduate_entries
from matching.records import GraduateTold, Viewer


@dataclass(frozen=True)
class StoredGraduate:
    """One person of the ledger. The reason of a refusal is opened by `reason` alone."""

    candidate: str
    entered_on: date
    refused_on: date | None
    at: datetime
    by: str


class GraduateRow(TypedDict):
    """What is told of one graduate, ready to be stored: plain JSON; days as 2026-03-05."""

    candidate: str
    entered_on: str | None
    refuses: bool | None
    refused_on: str | None
    reason: str


def prepare_graduate(told: GraduateTold) -> GraduateRow:
    """Everything about storing a line of the ledger that needs no database. Raises ValueError for what cannot be stored."""
    canonical(told)
    return GraduateRow(
        candidate=check_key(told.candidate, "the id of a candidate"),
        entered_on=None if told.entered_on is None else told.entered_on.isoformat(),
        refuses=told.refuses,
        refused_on=None if told.refused_on is None else told.refused_on.isoformat(),
        reason=told.reason,
    )


class GraduateStore(Store):
    """The entries of the people whom a viewer may see. The reason of a refusal is sealed with the person's key."""

    kind = "graduate"

    def enter(self, viewer: Viewer, people: Iterable[str], on: date) -> int:
        """Takes people into the ledger; who is in it stays as they are. Returns how many are new.

        Raises ValueError for a person who is not there.
        """
        self._require(viewer)
        wanted = sorted(set(people))
        for part in slices(wanted):
            seen = select(candidates.c.id).where(visible_candidates(viewer), candidates.c.id.in_(part))
            known = set(self._connection.execute(seen).scalars())
            for name in part:
                if name not in known:
                    raise ValueError(f"there is no candidate {name}; store the person first")
        there: set[str] = set()
        for part in slices(wanted):
            found = select(graduate_entries.c.candidate).where(graduate_entries.c.candidate.in_(part))
            there |= set(self._connection.execute(found).scalars())
        fresh = [name for name in wanted if name not in there]
        if fresh:
            stamp = {"changed_at": self.session.now, "changed_by": check_key(viewer.account, "the account")}
            self._connection.execute(insert(graduate_entries), [{"candidate": name, "entered_on": on, **stamp} for name in fresh])
            self._note(viewer, "enter", count=len(fresh))
        return len(fresh)

    def refuse(self, viewer: Viewer, candidate: str, on: date | None, reason: str = "") -> None:
        """Records that a person of the ledger refused to be served on a day, or with None that the refusal holds no longer.

        Raises ValueError for a person who is not in the ledger, or a reason without a refusal.
        """
        self._require(viewer)
        if on is None and reason:
            raise ValueError("a refusal that is taken back has no reason; leave it out")
        canonical({"reason": reason})
        if self.get(viewer, candidate) is None:
            raise ValueError(f"candidate {candidate} is not in the graduates' ledger; enter the person first")
        sealed = self._sealed(candidate, reason)
        stamp = {"changed_at": self.session.now, "changed_by": check_key(viewer.account, "the account")}
        change = update(graduate_entries).where(graduate_entries.c.candidate == candidate)
        self._connection.execute(change.values(refused_on=on, sealed_reason=sealed, **stamp))
        self._note(viewer, "refuse" if on is not None else "refuse-no-more", candidate)

    def _save_told_rows(self, viewer: Viewer, rows: Iterable[GraduateRow]) -> Saved:
        self._require(viewer)
        total = Saved()
        for chunk in chunks(rows, key=lambda row: row["candidate"]):
            total += self._save_told_chunk(viewer, chunk)
        self._note(viewer, "save", inserted=total.inserted, updated=total.updated, refused=len(total.refused))
        return total

    def _save_told_chunk(self, viewer: Viewer, chunk: Sequence[GraduateRow]) -> Saved:
        named = sorted(row["candidate"] for row in chunk)
        seen = select(candidates.c.id).where(visible_candidates(viewer), candidates.c.id.in_(named))
        people = set(self._connection.execute(seen).scalars())
        found = select(graduate_entries).where(graduate_entries.c.candidate.in_(sorted(people)))
        stored = {row.candidate: row for row in self._connection.execute(found)}
        refused = tuple(Refused(row["candidate"], "candidate") for row in chunk if row["candidate"] not in people)
        there = [row for row in chunk if row["candidate"] in people]
        fresh = [row for row in there if row["candidate"] not in stored]
        changed = [(row, values) for row in there if row["candidate"] in stored and (values := self._change(row, stored))]
        self.session.keep_former(
            graduate_entries, ((row["candidate"],) for row in fresh), ((row["candidate"],) for row, _ in changed)
        )
        stamp = {"changed_at": self.session.now, "changed_by": check_key(viewer.account, "the account")}
        if fresh:
            self._connection.execute(insert(graduate_entries), [self._entry(row) | stamp for row in fresh])
        for row, values in changed:
            change = update(graduate_entries).where(graduate_entries.c.candidate == row["candidate"])
            self._connection.execute(change.values(**values, **stamp))
        return Saved(len(fresh), len(changed), len(there) - len(fresh) - len(changed), refused=refused)

    def _entry(self, row: GraduateRow) -> dict[str, Any]:
        entered = self.session.today if row["entered_on"] is None else date.fromisoformat(row["entered_on"])
        refused_on = None if row["refused_on"] is None else date.fromisoformat(row["refused_on"])
        sealed = self._sealed(row["candidate"], row["reason"])
        return {"candidate": row["candidate"], "entered_on": entered, "refused_on": refused_on, "sealed_reason": sealed}

    def _change(self, row: GraduateRow, stored: Mapping[str, Row[Any]]) -> dict[str, Any]:
        """What is told otherwise than it is stored; empty where nothing is."""
        was = stored[row["candidate"]]
        if row["refuses"] is None or (row["refuses"] is False and was.refused_on is None):
            return {}
        if row["refused_on"] is None:
            return {"refused_on": None, "sealed_reason": None}
        on, reason = date.fromisoformat(row["refused_on"]), row["reason"]
        subject = person_subject(row["candidate"])
        known = "" if was.sealed_reason is None else self.session.vault.open_all("refusal", {subject: was.sealed_reason})[subject]
        if on == was.refused_on and reason in ("", known):
            return {}
        return {"refused_on": on, "sealed_reason": self._sealed(row["candidate"], reason)}

    def _sealed(self, candidate: str, reason: str) -> bytes | None:
        subject = person_subject(candidate)
        return self.session.vault.seal_all("refusal", {subject: reason})[subject] if reason else None

    def get(self, viewer: Viewer, candidate: str) -> StoredGraduate | None:
        """One entry, or None."""
        return next(iter(self._fetch(viewer, candidate)), None)

    def list(self, viewer: Viewer) -> tuple[StoredGraduate, ...]:
        """Everybody in the ledger, in order of id."""
        return self._fetch(viewer, None)

    def reason(self, viewer: Viewer, candidate: str) -> str:
        """Why a person refused, empty where nothing was noted. Staff only; opening it is logged as an access."""
        query = (
            select(graduate_entries.c.sealed_reason)
            .join(candidates, candidates.c.id == graduate_entries.c.candidate)
            .where(visible_candidates(viewer), graduate_entries.c.candidate == candidate)
        )
        sealed = self._connection.execute(query).scalar()
        if sealed is None or viewer.role not in STAFF:
            return ""
        self._note(viewer, "read-refusal", candidate, access=True)
        subject = person_subject(candidate)
        return self.session.vault.open_all("refusal", {subject: sealed}).get(subject, "")

    def _fetch(self, viewer: Viewer, candidate: str | None) -> tuple[StoredGraduate, ...]:
        query = (
            select(graduate_entries)
            .join(candidates, candidates.c.id == graduate_entries.c.candidate)
            .where(visible_candidates(viewer))
            .order_by(graduate_entries.c.candidate)
        )
        if candidate is not None:
            query = query.where(graduate_entries.c.candidate == candidate)
        return tuple(
            StoredGraduate(row.candidate, row.entered_on, row.refused_on, row.changed_at, row.changed_by)
            for row in self._connection.execute(query)
        )
