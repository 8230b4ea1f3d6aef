"""What is only counted: saved talent pools, incubated projects, pairings of helpers and people, training bases, evaluations."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, false, insert, select, true, update

from data.stores.base import STAFF, Store, slices
from data.stores.candidates import visible_candidates
from data.stores.canonical import canonical, check_key, check_optional
from data.stores.errors import NotAllowed
from data.stores.vault import person_subject
from data.tables import candidates, tallies, tally_people
from matching.ledger import TallyKind
from matching.records import Personal, Record, Role, Viewer

COUNTERS: Final = frozenset({Role.ORGANIZER})
WITH_PEOPLE: Final = frozenset({TallyKind.POOL, TallyKind.PAIRING})


class NewTally(Record):
    """One thing to count. `people`: those of a talent pool, or the one person of a pairing. `note`, of a pairing alone: who helps
    and how; it is sealed with the person's key. `title` names no person."""

    kind: TallyKind
    title: str
    on: date | None = None
    district: str | None = None
    people: frozenset[str] = frozenset()
    note: Personal[str] = ""


@dataclass(frozen=True)
class StoredTally:
    """A tally with the people of it whom the viewer may see; the note is opened by `note` alone."""

    id: int
    kind: TallyKind
    title: str
    on: date | None
    district: str | None
    people: tuple[str, ...]
    at: datetime
    by: str
    withdrawn: bool


class TallyStore(Store):
    """Tallies of the viewer's district, or of the whole city. Counselors record pairings of their people, organizers the rest."""

    kind = "tally"

    def save(self, viewer: Viewer, tally: NewTally, key: str) -> StoredTally:
        """Records something to count. The same `key` again gives the first and changes nothing.

        Raises ValueError for people where none belong, a pairing of any but one person, a note of anything but a pairing, somebody
        who is not there, or a key that was used for something else; NotAllowed for another district.
        """
        self._require(viewer, STAFF if tally.kind is TallyKind.PAIRING else COUNTERS)
        _check_shape(tally)
        if viewer.district is not None and tally.district != viewer.district:
            raise NotAllowed(f"this is not of district {viewer.district}; nothing was stored")
        self._check_people(viewer, tally)
        same = tallies.c.key == check_key(key, "the key of a tally")
        if self._connection.execute(select(tallies.c.id).where(same)).scalar() is not None:
            made = self._fetch(viewer, same)
            if not made or not _equal(made[0], tally):
                raise ValueError("this key was used for another record; take a new one")
            return made[0]
        canonical(tally)
        note = None
        if tally.note:
            subject = person_subject(next(iter(tally.people)))
            note = self.session.vault.seal_all("pairing", {subject: tally.note})[subject]
        values = {
            "kind": tally.kind.value,
            "title": check_key(tally.title, "the title"),
            "dated": tally.on,
            "district": check_optional(tally.district, "the district"),
            "sealed_note": note,
            "key": key,
            "recorded_at": self.session.now,
            "recorded_by": check_key(viewer.account, "the account"),
        }
        self._connection.execute(insert(tallies).values(**values))
        made = self._fetch(viewer, same)
        if tally.people:
            rows = [{"tally": made[0].id, "candidate": name} for name in sorted(tally.people)]
            self._connection.execute(insert(tally_people), rows)
        self._note(viewer, "save", str(made[0].id), what=tally.kind.value, people=len(tally.people))
        return self._fetch(viewer, same)[0]

    def withdraw(self, viewer: Viewer, tally: int) -> bool:
        """Takes a record back, so that it counts no more. False if there is none, or it was taken back already."""
        self._require(viewer, COUNTERS)
        stamp = {"withdrawn_at": self.session.now, "withdrawn_by": check_key(viewer.account, "the account")}
        standing = (tallies.c.id == tally) & _seen(viewer) & tallies.c.withdrawn_at.is_(None)
        if self._connection.execute(update(tallies).where(standing).values(**stamp)).rowcount == 0:
            return False
        self._note(viewer, "withdraw", str(tally))
        return True

    def list(self, viewer: Viewer, kind: TallyKind | None = None) -> tuple[StoredTally, ...]:
        """All records, oldest first, those taken back among them. With people it is logged as an access."""
        found = self._fetch(viewer, true() if kind is None else tallies.c.kind == kind.value)
        if any(one.people for one in found):
            self._note(viewer, "list", access=True, count=sum(len(one.people) for one in found))
        return found

    def of_candidate(self, viewer: Viewer, candidate: str) -> tuple[StoredTally, ...]:
        """The talent pools and pairings of one person. Logged as an access."""
        own = select(tally_people.c.tally).where(tally_people.c.candidate == candidate)
        found = self._fetch(viewer, tallies.c.id.in_(own), only=candidate)
        if found:
            self._note(viewer, "read", candidate, access=True)
        return found

    def note(self, viewer: Viewer, tally: int) -> str:
        """Who helps in a pairing, and how; empty where nothing was noted. Staff only; opening it is logged as an access."""
        query = (
            select(tallies.c.sealed_note, candidates.c.id)
            .join(tally_people, tally_people.c.tally == tallies.c.id)
            .join(candidates, candidates.c.id == tally_people.c.candidate)
            .where(visible_candidates(viewer), tallies.c.id == tally, tallies.c.sealed_note.is_not(None))
        )
        row = self._connection.execute(query).one_or_none()
        if row is None:
            return ""
        self._note(viewer, "read-note", row.id, access=True)
        subject = person_subject(row.id)
        return self.session.vault.open_all("pairing", {subject: row.sealed_note}).get(subject, "")

    def _check_people(self, viewer: Viewer, tally: NewTally) -> None:
        for part in slices(sorted(tally.people)):
            seen = select(candidates.c.id).where(visible_candidates(viewer), candidates.c.id.in_(part))
            known = set(self._connection.execute(seen).scalars())
            for name in part:
                if name not in known:
                    raise ValueError(f"there is no candidate {name}; store the person first")

    def _fetch(self, viewer: Viewer, where: ColumnElement[bool], only: str | None = None) -> tuple[StoredTally, ...]:
        rows = self._connection.execute(select(tallies).where(_seen(viewer), where).order_by(tallies.c.id)).all()
        people = self._people(viewer, tuple(row.id for row in rows), only)
        return tuple(_stored(row, people) for row in rows)

    def _people(self, viewer: Viewer, ids: Sequence[int], only: str | None) -> Mapping[int, Sequence[str]]:
        found: dict[int, Any] = {}
        for part in slices(ids):
            query = (
                select(tally_people)
                .join(candidates, candidates.c.id == tally_people.c.candidate)
                .where(visible_candidates(viewer), tally_people.c.tally.in_(part))
                .order_by(tally_people.c.candidate)
            )
            if only is not None:
                query = query.where(tally_people.c.candidate == only)
            for row in self._connection.execute(query):
                found.setdefault(row.tally, []).append(row.candidate)
        return found


def _check_shape(tally: NewTally) -> None:
    if tally.people and tally.kind not in WITH_PEOPLE:
        raise ValueError(f"{tally.kind.value} counts no people; leave them out")
    if tally.kind is TallyKind.PAIRING and len(tally.people) != 1:
        raise ValueError(f"a pairing is with one person, not {len(tally.people)}; record one for each")
    if tally.note and tally.kind is not TallyKind.PAIRING:
        raise ValueError("only a pairing has a note; put what the record is about into its title")


def _equal(stored: StoredTally, tally: NewTally) -> bool:
    """Whether the two say the same; a note that was sealed is not compared."""
    told = (tally.kind, tally.title, tally.on, tally.district, tuple(sorted(tally.people)))
    return (stored.kind, stored.title, stored.on, stored.district, stored.people) == told


def _seen(viewer: Viewer) -> ColumnElement[bool]:
    if viewer.role not in STAFF:
        return false()
    return true() if viewer.district is None else tallies.c.district == viewer.district


def _stored(row: Row[Any], people: Mapping[int, Sequence[str]]) -> StoredTally:
    return StoredTally(
        id=row.id,
        kind=TallyKind(row.kind),
        title=row.title,
        on=row.dated,
        district=row.district,
        people=tuple(people.get(row.id, ())),
        at=row.recorded_at,
        by=row.recorded_by,
        withdrawn=row.withdrawn_at is not None,
    )
