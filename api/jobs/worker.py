"""The worker: takes the job that has waited longest, does it with the asker's own role, and ends it, whatever happens."""

import contextlib
import logging
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from threading import Event
from typing import Final
from uuid import uuid4

from api.actions.errors import ActionError
from api.actions.exporting import forget_exports
from api.actions.uploads import forget_uploads
from api.jobs.faults import BUSY, reason_of
from api.jobs.heartbeat import beating
from api.jobs.kinds import KINDS, Answer, JobKind, read_payload
from api.jobs.steps import WORKER, HandedBack, Steps
from api.wiring import Application
from data.stores import AskerGone, Claimed, DatabaseUnavailable, Job, JobCancelled, LeaseLost
from data.stores.jobs import JobStore

LEASE: Final = timedelta(seconds=60)
KEPT: Final = timedelta(days=90)
"""How long jobs are kept after they ended, with their reports."""
THERE: Final = timedelta(seconds=30)
"""How long a worker counts as there after it said so; it says so three times in that span."""
FIRST_WAIT: Final = timedelta(seconds=30)
"""Before the second attempt; ten times as long before each further one."""

_TRIES: Final = 3
_LOG: Final = logging.getLogger("tongtu")


class Worker:
    """Does jobs one after the other. Several may work on one database, on several machines."""

    def __init__(
        self,
        app: Application,
        kinds: Mapping[str, JobKind] = KINDS,
        lease: timedelta = LEASE,
        told: Callable[[Job], None] = lambda job: None,
    ) -> None:
        self._app = app
        self._kinds = kinds
        self._lease = lease
        self._told = told
        self.stopping = Event()
        self._forgot_on: date | None = None
        self._name = f"w_{uuid4().hex}"
        self._said_at: datetime | None = None

    def work(self, poll: float, once: bool = False) -> int:
        """Does what waits, looking again every `poll` seconds, until `stopping` is set; `once`: until nothing is due.

        First, and once a day, it removes jobs that ended long ago and files past their last day.
        A job in hand when `stopping` is set goes back at its next step, or is finished if there is none. Returns how many jobs were
        taken.
        """
        try:
            return self._work(poll, once)
        finally:
            with contextlib.suppress(DatabaseUnavailable), self._app.database.jobs(WORKER) as jobs:
                jobs.workers.leave(WORKER, self._name)

    def _work(self, poll: float, once: bool) -> int:
        taken = 0
        while not self.stopping.is_set():
            self._forget()
            try:
                self._attend(poll)
                claimed = self.claim()
            except DatabaseUnavailable:
                _LOG.warning("the database is busy or does not answer; looking again")
                self.stopping.wait(poll)
                continue
            if claimed is not None:
                self.do(claimed)
                taken += 1
            elif once:
                break
            else:
                self.stopping.wait(poll)
        return taken

    def _attend(self, poll: float) -> None:
        """Says that a worker is there; not at every look, since each costs a write."""
        now = self._app.clock()
        if self._said_at is not None and self._said_at <= now < self._said_at + THERE / 3:
            return
        with self._app.database.jobs(WORKER) as jobs:
            jobs.workers.attend(WORKER, self._name, max(THERE, timedelta(seconds=3 * poll)))
        self._said_at = now

    def _forget(self) -> None:
        if self._forgot_on == self._app.today:
            return
        self._forgot_on = self._app.today
        try:
            forget_exports(self._app)
        except OSError as fault:
            _LOG.warning("files past their last day cannot be removed: %s", fault.strerror)
        with contextlib.suppress(DatabaseUnavailable):
            with self._app.database.jobs(WORKER) as jobs:
                jobs.purge(WORKER, self._app.clock() - KEPT)
            forget_uploads(self._app, WORKER)

    def claim(self) -> Claimed | None:
        """The next job, or None."""
        with self._app.database.jobs(WORKER) as jobs:
            return jobs.claim(WORKER, tuple(self._kinds), self._lease)

    def do(self, claimed: Claimed) -> None:
        """Does one job and ends it. Nothing is written for a job that went to another worker meanwhile."""
        job, fence = claimed.job, claimed.fence
        try:
            ending = self._attempt(claimed)
        except BaseException:
            self._settle(lambda jobs: jobs.hand_back(WORKER, fence))
            raise
        ended = None if ending is None else self._settle(ending)
        if ended is None:
            _LOG.warning("job %s went to another worker", job.id)
        else:
            self._told(ended)

    def _attempt(self, claimed: Claimed) -> Callable[[JobStore], Job] | None:
        """What is to become of the job: an act on the store, or None when it is no longer ours."""
        fence, kind = claimed.fence, self._kinds[claimed.job.kind]
        fenced = replace(self._app, database=self._app.database.fenced(fence))
        try:
            with beating(self._app, fence, kind.longest):
                made = self._run(kind, fenced, claimed)
        except LeaseLost:
            return None
        except JobCancelled:
            return lambda jobs: jobs.stop(WORKER, fence)
        except AskerGone:
            return lambda jobs: jobs.refuse(WORKER, fence)
        except HandedBack:
            return lambda jobs: jobs.hand_back(WORKER, fence)
        except DatabaseUnavailable:
            again = self._app.clock() + FIRST_WAIT
            return lambda jobs: jobs.hand_back(WORKER, fence, BUSY, again)
        except ActionError as refusal:
            reason, detail = reason_of(refusal), refusal.detail
            return lambda jobs: jobs.fail(WORKER, fence, reason, detail)
        except Exception as fault:
            reason = reason_of(fault)
            _LOG.error("job %s, attempt %s: %s", claimed.job.id, claimed.job.attempts, reason)
            retry_at = self._app.clock() + FIRST_WAIT * 10 ** (claimed.job.attempts - 1)
            return lambda jobs: jobs.fail(WORKER, fence, reason, retry_at=retry_at)
        return lambda jobs: jobs.finish(WORKER, fence, made.report, made.result)

    def _run(self, kind: JobKind, fenced: Application, claimed: Claimed) -> Answer:
        payload = read_payload(kind, claimed.payload)
        return kind.run(fenced, claimed.viewer, payload, Steps(self._app, claimed.fence, self.stopping))

    def _settle(self, act: Callable[[JobStore], Job]) -> Job | None:
        """Ends the claim. A database that stays busy leaves it to the lease: what was published is then found to be done."""
        for _ in range(_TRIES):
            try:
                with self._app.database.jobs(WORKER) as jobs:
                    return act(jobs)
            except DatabaseUnavailable:
                continue
            except LeaseLost:
                return None
        return None
