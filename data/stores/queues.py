"""How the queue of jobs stands, as numbers: nothing about what any job is for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func, select

from data.stores.base import Store
from data.stores.errors import NotAllowed
from data.stores.job_records import JobState
from data.stores.workers import WORKERS
from data.tables import jobs, workers
from matching.records import Viewer


@dataclass(frozen=True)
class QueueFacts:
    """`counts`: jobs kept, by kind and state; `waited`: how long the one due longest has been due; `workers` that look for jobs."""

    counts: Mapping[tuple[str, str], int]
    waited: timedelta
    workers: int


class QueueStore(Store):
    """The queue as a whole, for whoever looks after the installation."""

    kind = "queue"

    def facts(self, viewer: Viewer) -> QueueFacts:
        """Raises NotAllowed for all but administrators."""
        if viewer.role not in WORKERS:
            raise NotAllowed("only an administrator looks at the queue as a whole")
        now = self.session.shared_now
        rows = self._connection.execute(
            select(jobs.c.kind, jobs.c.state, func.count().label("n")).group_by(jobs.c.kind, jobs.c.state)
        )
        counts = {(row.kind, row.state): row.n for row in rows}
        oldest = self._connection.execute(select(func.min(jobs.c.due_at)).where(jobs.c.state == JobState.WAITING.value)).scalar()
        there = self._connection.execute(select(func.count()).where(workers.c.there_until >= now)).scalar_one()
        return QueueFacts(counts, max(now - oldest, timedelta()) if oldest is not None else timedelta(), there)
