"""The worker: takes the job that has waited longest, does it with the asker's own role, and ends it, whatever happens."""

import contextlib
import logging
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from threading import Event
from time import perf_counter
from typing import Final
from uuid import uuid4

from api.actions.errors import ActionError
from api.actions.exporting import forget_exports
from api.actions.rematching import forget_erased
from api.actions.uploads import forget_uploads
from api.jobs.faults import BUSY, DAMAGED, DISK_FULL, OUT_OF_MEMORY, is_full, reason_of
from api.jobs.heartbeat import beating
from api.jobs.kinds import KINDS, Answer, JobKind, read_payload
from api.jobs.steps import WORKER, HandedBack, Steps
from api.observing.lines import tell
from api.observing.tracing import span
from api.wiring import Application
from data.stores import AskerGone, Claimed, DatabaseDamaged, DatabaseUnavailable, Job, JobCancelled, LeaseLost
from data.stores.jobs import LONGEST_WAIT, JobStore

LEASE: Final = timedelta(seconds=60)
KEPT: Final = timedelta(days=90)
"""How long jobs are kept after they ended, with their reports."""
THERE: Final = timedelta(seconds=30)
"""How long a worker counts as there after it said so; it says so three times in that span."""
FIRST_WAIT: Final = timedelta(seconds=30)
"""After the first attempt that went wrong; ten times as long after each further one."""

_TRIES: Final = 3


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
                tell("the database does not answer", logging.WARNING)
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
        """Says that a worker is there, and forgets whom it may know no longer; not at every look, since each costs a write."""
        now = self._app.clock()
        if self._said_at is not None and self._said_at <= now < self._said_at + THERE / 3:
            return
        with self._app.database.jobs(WORKER) as jobs:
            jobs.workers.attend(WORKER, self._name, max(THERE, timedelta(seconds=3 * poll)))
        forget_erased(self._app, WORKER)
        self._said_at = now

    def _forget(self) -> None:
        if self._forgot_on == self._app.today:
            return
        self._forgot_on = self._app.today
        try:
            forget_exports(self._app)
        except OSError as fault:
            tell("files past their last day cannot be removed", logging.WARNING, fault)
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
        job, fence, began = claimed.job, claimed.fence, perf_counter()
        try:
            ending = self._attempt(claimed)
        except BaseException:
            self._settle(lambda jobs: jobs.hand_back(WORKER, fence))
            raise
        ended = None if ending is None else self._settle(ending)
        if ended is None:
            tell("job lost", logging.WARNING, job=job.id, kind=job.kind, attempt=job.attempts)
        else:
            ms = round((perf_counter() - began) * 1_000, 1)
            tell("job", job=job.id, kind=job.kind, state=ended.state, attempt=job.attempts, reason=ended.reason, ms=ms)
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
        except DatabaseUnavailable as fault:
            why = DISK_FULL if is_full(fault) else BUSY
            return lambda jobs: jobs.hand_back(WORKER, fence, why, FIRST_WAIT)
        except DatabaseDamaged as fault:
            tell("the database is damaged", logging.ERROR, fault, job=claimed.job.id)
            return lambda jobs: jobs.fail(WORKER, fence, DAMAGED)
        except ActionError as refusal:
            reason, detail = reason_of(refusal), refusal.detail
            return lambda jobs: jobs.fail(WORKER, fence, reason, detail)
        except MemoryError:
            return lambda jobs: jobs.fail(WORKER, fence, OUT_OF_MEMORY)
        except Exception as fault:
            if is_full(fault):
                return lambda jobs: jobs.hand_back(WORKER, fence, DISK_FULL, FIRST_WAIT)
            reason = reason_of(fault)
            tell("job broke", logging.ERROR, fault, job=claimed.job.id, attempt=claimed.job.attempts)
            wait = min(FIRST_WAIT * 10**claimed.job.faults, LONGEST_WAIT)
            return lambda jobs: jobs.fail(WORKER, fence, reason, retry_after=wait)
        return lambda jobs: jobs.finish(WORKER, fence, made.report, made.result)

    def _run(self, kind: JobKind, fenced: Application, claimed: Claimed) -> Answer:
        payload = read_payload(kind, claimed.payload)
        steps = Steps(self._app, claimed.fence, self.stopping)
        with span("job", kind=kind.name, attempt=claimed.job.attempts), contextlib.closing(steps.stages):
            return kind.run(fenced, claimed.viewer, payload, steps)

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
