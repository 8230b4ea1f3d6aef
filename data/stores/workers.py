"""Which workers are there to do what waits: each says so every few seconds, and takes it back when it ends."""

from datetime import timedelta
from typing import Final

from sqlalchemy import delete, insert, or_, select, update

from data.stores.base import Store
from data.stores.canonical import check_key
from data.stores.job_records import JobState
from data.tables import jobs, workers
from matching.records import Role, Viewer

WORKERS: Final = frozenset({Role.ADMINISTRATOR})


class WorkerStore(Store):
    """Workers that look for jobs. Nothing of it is logged: it says nothing about anybody."""

    kind = "worker"

    def attend(self, viewer: Viewer, worker: str, span: timedelta) -> None:
        """Counts a worker as there for `span` from now on. Those that fell silent are forgotten."""
        self._require(viewer, WORKERS)
        now = self.session.shared_now
        self._connection.execute(delete(workers).where(workers.c.there_until < now))
        known = update(workers).where(workers.c.id == check_key(worker, "the id of a worker")).values(there_until=now + span)
        if self._connection.execute(known).rowcount == 0:
            self._connection.execute(insert(workers).values(id=worker, there_until=now + span))

    def leave(self, viewer: Viewer, worker: str) -> None:
        """Says that a worker ends."""
        self._require(viewer, WORKERS)
        self._connection.execute(delete(workers).where(workers.c.id == worker))

    def any_there(self, viewer: Viewer) -> bool:
        """Whether a worker looks for jobs, or has one in hand: then it may have said nothing for a while."""
        now = self.session.shared_now
        looking = select(workers.c.id).where(workers.c.there_until >= now)
        busy = select(jobs.c.id).where(jobs.c.state == JobState.RUNNING.value, jobs.c.lease_until >= now)
        return self._connection.execute(select(or_(looking.exists(), busy.exists()))).scalar_one()
