"""The stages of a job as they pass: how long each took, in the log and as spans."""

import logging
from time import perf_counter

from api.observing.lines import tell
from api.observing.tracing import open_span


class Stages:
    """The stages of one attempt at a job. Entering one ends the one before; `close` ends the last."""

    def __init__(self, job: str) -> None:
        self._job = job
        self._stage = ""
        self._began = 0.0
        self._end = open_span("")

    def enter(self, stage: str) -> None:
        """A stage begins, or goes on."""
        if stage == self._stage:
            return
        self.close()
        self._stage, self._began, self._end = stage, perf_counter(), open_span("stage", stage=stage)

    def close(self) -> None:
        """The stage that is open, if any, ends."""
        if self._stage:
            self._end()
            ms = round((perf_counter() - self._began) * 1_000, 1)
            tell("stage", logging.INFO, job=self._job, stage=self._stage, ms=ms)
        self._stage = ""
