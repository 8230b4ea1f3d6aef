"""Reviews that a named person settled: whom an employer may see although the rules asked a question first."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, insert, select, update

from data.stores.base import STAFF, Store
from data.stores.candidates import visible_candidates
from data.stores.canonical import canonical, check_key
from data.stores.events import visible_events
from data.stores.postings import visible_postings
from data.stores.vault import person_subject
from data.tables import candidates, cleared_reviews, events, postings
from matching.records import Viewer


@dataclass(frozen=True)
class ClearedReview:
    """One review that was settled for one posting at one event. `named` answers for it. `undone_at`: when it was taken back.
    `note` says why, where it was opened."""

    event: str
    posting: str
    candidate: str
    named: str
    at: datetime
    by: str
    undone_at: datetime | None = None
    note: str = ""


class ReviewStore(Store):
    """Settled reviews of the people and events that staff see."""

    kind = "candidate"

    def clear(self, viewer: Viewer, event: str, posting: str, candidate: str, named: str, note: str, key: str) -> ClearedReview:
        """Records that a named person settled the question. The same `key`, or one that is settled already, gives what is there.

        The note is sealed with the person's key. Raises ValueError for an event, posting or person that is not there, or a key that
        was used for another.
        """
        self._require(viewer)
        self._check(viewer, event, posting, candidate)
        made = self._connection.execute(
            select(cleared_reviews).where(cleared_reviews.c.key == check_key(key, "the key"))
        ).one_or_none()
        if made is not None:
            if (made.event, made.posting, made.candidate) != (event, posting, candidate):
                raise ValueError("this key was used for another review; take a new one")
            return _cleared(made, self._note_of(made))
        standing = self.cleared(viewer, event, posting).get(candidate)
        if standing is not None:
            return standing
        canonical({"note": note})
        subject = person_subject(candidate)
        sealed = self.session.vault.seal_all("note", {subject: note})[subject] if note else None
        values = {"event": event, "posting": posting, "candidate": candidate, "named": check_key(named, "the name"), "key": key}
        stamp = {"cleared_at": self.session.now, "cleared_by": check_key(viewer.account, "the account")}
        self._connection.execute(insert(cleared_reviews).values(**values, sealed_note=sealed, **stamp))
        self._note(viewer, "clear-review", candidate, event=event, posting=posting)
        return self.cleared(viewer, event, posting)[candidate]

    def undo(self, viewer: Viewer, event: str, posting: str, candidate: str) -> bool:
        """Takes it back: the employer no longer sees the person. False if none stands."""
        self._require(viewer)
        seen = select(candidates.c.id).where(visible_candidates(viewer), candidates.c.id == candidate)
        if self._connection.execute(seen).scalar() is None:
            return False
        same = (
            (cleared_reviews.c.event == event) & (cleared_reviews.c.posting == posting) & (cleared_reviews.c.candidate == candidate)
        )
        done = {"undone_at": self.session.now, "undone_by": check_key(viewer.account, "the account")}
        if (
            self._connection.execute(
                update(cleared_reviews).where(same, cleared_reviews.c.undone_at.is_(None)).values(**done)
            ).rowcount
            == 0
        ):
            return False
        self._note(viewer, "undo-clearing", candidate, event=event, posting=posting)
        return True

    def cleared(self, viewer: Viewer, event: str, posting: str) -> Mapping[str, ClearedReview]:
        """Person -> the clearing that stands, of one list, with its note; of the people that staff may see."""
        if viewer.role not in STAFF:
            return {}
        query = (
            select(cleared_reviews)
            .join(candidates, candidates.c.id == cleared_reviews.c.candidate)
            .where(visible_candidates(viewer), cleared_reviews.c.event == event, cleared_reviews.c.posting == posting)
            .where(cleared_reviews.c.undone_at.is_(None))
        )
        rows = self._connection.execute(query).all()
        sealed = {person_subject(row.candidate): row.sealed_note for row in rows if row.sealed_note is not None}
        notes = self.session.vault.open_all("note", sealed)
        return {row.candidate: _cleared(row, notes.get(person_subject(row.candidate), "")) for row in rows}

    def of_candidate(self, viewer: Viewer, candidate: str) -> tuple[ClearedReview, ...]:
        """All that were ever settled about one person whom staff may see, with the note of each, in order."""
        if viewer.role not in STAFF:
            return ()
        query = select(cleared_reviews).join(candidates, candidates.c.id == cleared_reviews.c.candidate)
        query = query.where(visible_candidates(viewer), candidates.c.id == candidate).order_by(cleared_reviews.c.id)
        found = []
        for row in self._connection.execute(query).all():
            found.append(_cleared(row, self._note_of(row)))
        return tuple(found)

    def _note_of(self, row: Row[Any]) -> str:
        subject = person_subject(row.candidate)
        sealed = {} if row.sealed_note is None else {subject: row.sealed_note}
        return self.session.vault.open_all("note", sealed).get(subject, "")

    def _check(self, viewer: Viewer, event: str, posting: str, candidate: str) -> None:
        for table, visible, name in (
            (events, visible_events(viewer), event),
            (postings, visible_postings(viewer), posting),
            (candidates, visible_candidates(viewer), candidate),
        ):
            if self._connection.execute(select(table.c.id).where(visible, table.c.id == name)).scalar() is None:
                raise ValueError(f"there is no {table.name[:-1]} {name}; store it first")


def _cleared(row: Row[Any], note: str = "") -> ClearedReview:
    told = (row.event, row.posting, row.candidate, row.named, row.cleared_at, row.cleared_by, row.undone_at)
    return ClearedReview(*told, note=note)
