"""How far a job is: told to the store now and then, which answers whether to go on."""

from datetime import datetime, timedelta
from threading import Event
from typing import Final

from api.observing.stages import Stages
from api.wiring import Application
from data.stores import DatabaseUnavailable, Fence, JobCancelled
from matching.prematch import Progress
from matching.records import Role, Viewer

WORKER: Final = Viewer(account="worker", role=Role.ADMINISTRATOR)
"""Who claims and ends jobs. The work itself is done with the role and the district of whoever asked for it."""

_EVERY: Final = timedelta(seconds=1)


class HandedBack(Exception):
    """The worker is to stop and the job is not finished: it goes back to where others find it."""


class Steps:
    """The progress of one claimed job. Telling it may raise JobCancelled, LeaseLost, or HandedBack when the worker is to stop."""

    def __init__(self, app: Application, fence: Fence, stopping: Event) -> None:
        self._app = app
        self._fence = fence
        self._stopping = stopping
        self._stage = ""
        self._told: datetime | None = None
        self.stages = Stages(fence.job)

    @property
    def job(self) -> str:
        """The id of the job: the same at every attempt."""
        return self._fence.job

    def enter(self, stage: str) -> None:
        """A stage begins of which nobody counts the steps."""
        self._tell(stage, 0, 0)

    def of(self, stage: str) -> Progress:
        """The callback of a stage whose steps are counted."""
        return lambda done, total: self._tell(stage, done, total)

    def _tell(self, stage: str, done: int, total: int) -> None:
        if self._stopping.is_set():
            raise HandedBack
        self.stages.enter(stage)
        now = self._app.clock()
        soon = self._told is not None and abs(now - self._told) < _EVERY
        if stage == self._stage and done < total and soon:
            return
        try:
            with self._app.database.jobs(WORKER) as jobs:
                stop = jobs.report_progress(WORKER, self._fence, stage, done, total)
        except DatabaseUnavailable:  # somebody publishes: the next step tells, and writing for a lost job is refused anyway
            return
        self._stage, self._told = stage, now
        if stop:
            raise JobCancelled(f"job {self._fence.job} is cancelled")
