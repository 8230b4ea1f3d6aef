"""What is still kept of people who were erased, until the law no longer asks for it; and files that nobody has used for long."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Table, delete, exists, or_, select

from data.stores.base import Store, slices
from data.stores.candidates import visible_candidates
from data.stores.erasure_marks import mark_of
from data.stores.errors import NotAllowed
from data.tables import appeals, candidates, consents, corrections, decisions, outcomes, services
from matching.records import Role, Viewer


@dataclass(frozen=True)
class Erased:
    """A person who was erased: their opaque id, the moment, and whether records of processing or of placements are still kept."""

    candidate: str
    at: datetime
    processing: bool
    placements: bool


class RetentionStore(Store):
    """Erased people have no district any more: the city's own staff alone look after what is left of them."""

    kind = "candidate"

    def erased(self, viewer: Viewer) -> tuple[Erased, ...]:
        """Everybody of whom something is still kept, in order of id. Empty for all but the city's staff."""
        if not self._may(viewer):
            return ()
        kept = [exists().where(table.c.candidate == candidates.c.id) for table in (consents, appeals)]
        placed = [exists().where(table.c.candidate == candidates.c.id) for table in (outcomes, corrections, decisions)]
        query = (
            select(candidates.c.id, candidates.c.erased_at, or_(*kept).label("kept"), or_(*placed).label("placed"))
            .where(candidates.c.erased_at.is_not(None))
            .order_by(candidates.c.id)
        )
        rows = self._connection.execute(query)
        found = (Erased(row.id, row.erased_at, bool(row.kept), bool(row.placed)) for row in rows)
        return tuple(one for one in found if one.processing or one.placements)

    def mark(self, viewer: Viewer) -> str:
        """32 hexadecimal digits that every erasure of anybody replaces; they say nothing of anybody."""
        found = mark_of(self._connection)
        assert found is not None, "every database that was opened has one"
        return found

    def forget_processing(self, viewer: Viewer, people: Sequence[str]) -> int:
        """Deletes the consents and requests of erased people; how many rows went. Raises NotAllowed."""
        return self._forget(viewer, people, (appeals, consents), "processing")

    def forget_placements(self, viewer: Viewer, people: Sequence[str]) -> int:
        """Deletes the outcomes of erased people and what employers decided; how many rows went. Raises NotAllowed."""
        return self._forget(viewer, people, (decisions, corrections, outcomes), "placements")

    def idle(self, viewer: Viewer, before: date) -> tuple[str, ...]:
        """The people whose file was not changed and who got no service since a day, in order of id."""
        served = exists().where(services.c.candidate == candidates.c.id, services.c.dated >= before)
        since = datetime.combine(before, datetime.min.time(), self.session.now.tzinfo)
        query = select(candidates.c.id).where(visible_candidates(viewer), candidates.c.updated_at < since, ~served)
        return tuple(self._connection.execute(query.order_by(candidates.c.id)).scalars())

    def _forget(self, viewer: Viewer, people: Sequence[str], tables: Sequence[Table], what: str) -> int:
        self._require(viewer)
        if not self._may(viewer):
            raise NotAllowed("only the city's own staff deletes what is kept of erased people")
        erased = select(candidates.c.id).where(candidates.c.erased_at.is_not(None))
        gone = 0
        for part in slices(sorted(set(people))):
            for table in tables:
                where = table.c.candidate.in_(part) & table.c.candidate.in_(erased)
                gone += self._connection.execute(delete(table).where(where)).rowcount
        if gone:
            self.session.scrub = True
            self._note(viewer, "forget", what=what, count=gone)
        return gone

    def _may(self, viewer: Viewer) -> bool:
        return viewer.role is Role.ORGANIZER and viewer.district is None
