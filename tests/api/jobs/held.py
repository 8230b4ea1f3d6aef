"""A worker in a process of its own that takes one job and stands still in the middle of it, until it is killed or told to go on.

python held.py HOME DATABASE_URL MOMENT STAGE
"""

import signal
import sys
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from types import FrameType
from typing import Any

from api.jobs.kinds import KINDS, Answer, JobKind
from api.jobs.steps import Steps
from api.jobs.worker import Worker
from api.settings import Settings
from api.wiring import Application, open_application
from matching.records import Viewer


class HeldSteps(Steps):
    """Says so and waits for a line when the stage has made its first step."""

    at = ""

    def _tell(self, stage: str, done: int, total: int) -> None:
        super()._tell(stage, done, total)
        if stage == self.at and done:
            self.at = ""
            sys.stdout.write("in the middle\n")
            sys.stdout.flush()
            sys.stdin.readline()


def held(kind: JobKind, stage: str) -> JobKind:
    def run(app: Application, viewer: Viewer, payload: Any, steps: Steps) -> Answer:
        own = HeldSteps(steps._app, steps._fence, steps._stopping)
        own.at = stage
        return kind.run(app, viewer, payload, own)

    return replace(kind, run=run)


def main(home: str, url: str, moment: str, stage: str) -> None:
    now = datetime.fromisoformat(moment)
    app = open_application(Settings(home=Path(home), database_url=url), lambda: now, leases=lambda: now)
    worker = Worker(app, {name: held(kind, stage) for name, kind in KINDS.items()})

    def stop(_number: int, _frame: FrameType | None) -> None:
        worker.stopping.set()

    signal.signal(signal.SIGTERM, stop)
    worker.work(0.1, once=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
