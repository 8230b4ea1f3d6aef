"""Who would have an interview if there were room: the waiting lists of a timetable."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select, update

from data.stores.base import Store, slices
from data.stores.bulk import insert_rows
from data.stores.candidates import visible_candidates
from data.stores.events import seen_events
from data.stores.publications import of_version, version_in_force
from data.tables import candidates, waiting_lists
from matching.records import Viewer, Waiting


@dataclass(frozen=True)
class NewPlace:
    """A place at the end of the list of a posting, and why there is no interview."""

    posting: str
    candidate: str
    cause: str


class WaitingListStore(Store):
    """The waiting lists of the timetable in force, of the people whom staff may see."""

    kind = "event"

    def list(self, viewer: Viewer, event: str, candidate: str | None = None) -> tuple[Waiting, ...]:
        """Every place, by posting and place in its list; of one person where asked. Staff only."""
        return self._fetch(viewer, event, None if candidate is None else [candidate], None)

    def of(self, viewer: Viewer, event: str, people: Collection[str], postings: Collection[str]) -> tuple[Waiting, ...]:
        """The places of these people in the lists of these postings, by posting and place. Staff only."""
        return self._fetch(viewer, event, sorted(people), sorted(postings))

    def postings(self, viewer: Viewer, event: str) -> tuple[str, ...]:
        """The postings that somebody waits for, in order of id. Staff only."""
        where = visible_candidates(viewer) & seen_events(viewer, waiting_lists.c.event)
        where &= of_version(waiting_lists, event, version_in_force(self._connection, event))
        joined = waiting_lists.join(candidates, candidates.c.id == waiting_lists.c.candidate)
        query = select(waiting_lists.c.posting).select_from(joined).where(where).distinct().order_by(waiting_lists.c.posting)
        return tuple(self._connection.execute(query).scalars())

    def count(self, viewer: Viewer, event: str) -> int:
        """How many places there are. Staff only."""
        where = visible_candidates(viewer) & seen_events(viewer, waiting_lists.c.event)
        where &= of_version(waiting_lists, event, version_in_force(self._connection, event))
        joined = waiting_lists.join(candidates, candidates.c.id == waiting_lists.c.candidate)
        return self._connection.execute(select(func.count()).select_from(joined).where(where)).scalar_one()

    def _fetch(
        self, viewer: Viewer, event: str, people: Sequence[str] | None, postings: Sequence[str] | None
    ) -> tuple[Waiting, ...]:
        where = visible_candidates(viewer) & seen_events(viewer, waiting_lists.c.event)
        where &= of_version(waiting_lists, event, version_in_force(self._connection, event))
        if postings is not None:
            where &= waiting_lists.c.posting.in_(postings)
        query = select(waiting_lists).join(candidates, candidates.c.id == waiting_lists.c.candidate)
        found = []
        for part in [None] if people is None else slices(people):
            chosen = where if part is None else where & waiting_lists.c.candidate.in_(part)
            found += [
                Waiting(posting=row.posting, candidate=row.candidate, position=row.position, cause=row.cause)
                for row in self._connection.execute(query.where(chosen))
            ]
        return tuple(sorted(found, key=lambda one: (one.posting, one.position)))

    def _append(self, event: str, version: int, places: Iterable[NewPlace]) -> None:
        """Who has a place in the list already keeps it, with the new cause."""
        where = of_version(waiting_lists, event, version)
        for one in places:
            of_posting = where & (waiting_lists.c.posting == one.posting)
            own = of_posting & (waiting_lists.c.candidate == one.candidate)
            if self._connection.execute(update(waiting_lists).where(own).values(cause=one.cause)).rowcount:
                continue
            last = self._connection.execute(select(func.max(waiting_lists.c.position)).where(of_posting)).scalar() or 0
            self._add(event, version, [Waiting(posting=one.posting, candidate=one.candidate, position=last + 1, cause=one.cause)])

    def _add(self, event: str, version: int, places: Iterable[Waiting]) -> None:
        rows = [{"event": event, "version": version, **dict(one)} for one in places]
        insert_rows(self._connection, waiting_lists, rows)
