"""Timetables of events as they were saved: whole, with the run they came from, in force until the next."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import ColumnElement, Row, insert, select

from data.stores.base import Session, Store, slices
from data.stores.bulk import insert_rows
from data.stores.canonical import canonical, check_key
from data.stores.errors import NotAllowed
from data.stores.events import check_own_event, seen_events
from data.stores.fairs import ORGANIZERS
from data.stores.interviews import interview_of, interview_values
from data.stores.publications import Publication, SavedTimetable, of_version, version_in_force
from data.stores.visitors import VisitorStore, visitor_of
from data.stores.waiting_lists import WaitingListStore
from data.tables import candidates, interviews, postings, publications, runs, visitors
from matching.records import Interview, Viewer, Visitor


class TimetableStore(Store):
    """Saved timetables. The organizer of the event saves them, staff read them."""

    kind = "event"

    def __init__(self, session: Session, people: VisitorStore, waits: WaitingListStore) -> None:
        super().__init__(session)
        self._people, self._waits = people, waits

    def publish(self, viewer: Viewer, event: str, publication: Publication, key: str) -> int:
        """Saves a timetable whole and returns its version. The same `key` with the same timetable again gives the same version.

        Raises ValueError for an event, run, person or posting that is not there, a run of another event, somebody who has an
        interview and is no visitor, or a key that was used for another timetable.
        """
        self._require(viewer, ORGANIZERS)
        check_own_event(self._connection, viewer, event)
        content = self._content(event, publication)
        known = self._connection.execute(select(publications).where(publications.c.key == check_key(key, "the key"))).one_or_none()
        if known is not None:
            if known.content != content:
                raise ValueError("this key was used for another timetable; take a new one")
            return int(known.version)
        self._check(event, publication)
        version = version_in_force(self._connection, event) + 1
        self._connection.execute(
            insert(publications).values(
                event=event,
                version=version,
                run=publication.run,
                key=key,
                content=content,
                report=canonical(publication.report).decode(),
                made_at=self.session.now,
                made_by=check_key(viewer.account, "the account"),
            )
        )
        self._people._add(event, version, publication.visitors)
        # In the order of the hall, never in that of people: neighbouring numbers would say that two interviews are of one person.
        rows = sorted(publication.interviews, key=lambda one: (one.booth, -1 if one.start is None else one.start, one.posting))
        insert_rows(self._connection, interviews, [interview_values(event, version, one) for one in rows])
        self._waits._add(event, version, publication.waiting)
        held, people = len(publication.interviews), len(publication.visitors)
        self._note(viewer, "publish", event, version=version, interviews=held, people=people)
        return version

    def made(self, viewer: Viewer, key: str) -> SavedTimetable | None:
        """The timetable that was saved under a key, or None. Staff only."""
        query = select(publications).where(seen_events(viewer, publications.c.event), publications.c.key == key)
        row = self._connection.execute(query).one_or_none()
        return None if row is None else _saved(row)

    def current(self, viewer: Viewer, event: str, at: datetime | None = None) -> SavedTimetable | None:
        """The timetable in force, now or at a moment of the past, or None. Staff only."""
        query = select(publications).where(seen_events(viewer, publications.c.event), publications.c.event == event)
        if at is not None:
            query = query.where(publications.c.made_at <= at)
        row = self._connection.execute(query.order_by(publications.c.version.desc()).limit(1)).one_or_none()
        return None if row is None else _saved(row)

    def sheet(self, viewer: Viewer, event: str) -> tuple[tuple[Visitor, ...], Mapping[int, Interview]]:
        """Everybody and every interview of the timetable in force, by number: what a re-plan must see whole.

        For the organizer of the event. Raises NotAllowed.
        """
        if viewer.role not in ORGANIZERS:
            raise NotAllowed(f"{viewer.role} may not re-plan an event; ask its organizer")
        check_own_event(self._connection, viewer, event)
        version = version_in_force(self._connection, event)
        rows = self._connection.execute(select(interviews).where(of_version(interviews, event, version)).order_by(interviews.c.id))
        found = {row.id: interview_of(row) for row in rows}
        people = select(visitors).where(of_version(visitors, event, version), visitors.c.body.is_not(None))
        present = (
            tuple(visitor_of(row) for row in self._connection.execute(people.order_by(visitors.c.candidate))) if version else ()
        )
        names = {visitor.candidate for visitor in present}
        return present, {number: one for number, one in found.items() if one.candidate in names}

    def _content(self, event: str, publication: Publication) -> bytes:
        parts = [
            canonical({"event": event, "run": publication.run, "report": publication.report}),
            *(canonical(one) for one in publication.visitors),
            *(orjson.dumps(interview_values(event, 0, one), option=orjson.OPT_SORT_KEYS) for one in publication.interviews),
            *(canonical(one) for one in publication.waiting),
        ]
        return self.session.keyring.digest("timetable", b"\n".join(parts))

    def _check(self, event: str, publication: Publication) -> None:
        found = self._connection.execute(select(runs.c.event).where(runs.c.id == publication.run)).scalar()
        if found != event:
            raise ValueError(f"run {publication.run} is none of event {event}; match the event first")
        people = [one.candidate for one in publication.visitors]
        if len(people) != len(set(people)):
            raise ValueError("a person stands among the visitors twice; keep one")
        there = set(people)
        for one in publication.interviews:
            if one.candidate not in there:
                raise ValueError(f"candidate {one.candidate} has an interview and is no visitor; add the person to the visitors")
        there |= {one.candidate for one in publication.waiting}
        self._check_there(candidates.c.id, candidates.c.body.is_not(None), "candidate", there)
        named = {one.posting for one in publication.interviews} | {one.posting for one in publication.waiting}
        self._check_there(postings.c.id, postings.c.id.is_not(None), "posting", named)

    def _check_there(self, column: ColumnElement[str], there: ColumnElement[bool], what: str, names: Iterable[str]) -> None:
        for part in slices(sorted(names)):
            known = set(self._connection.execute(select(column).where(there, column.in_(part))).scalars())
            for name in part:
                if name not in known:
                    raise ValueError(f"there is no {what} {name}; it was stored once and is gone, or never was")


def _saved(row: Row[Any]) -> SavedTimetable:
    return SavedTimetable(row.event, row.version, row.run, orjson.loads(row.report), row.made_at, row.made_by)
