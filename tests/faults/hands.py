"""What runs in processes that the tests kill, stop and starve: a worker or a server, over an installation with its own clock.

They are forked from one process that has loaded everything, so that a life costs a tenth of a second.
"""

import os
import resource
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from multiprocessing import get_context
from multiprocessing.context import ForkServerProcess
from multiprocessing.sharedctypes import Synchronized
from multiprocessing.synchronize import Event
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any, Final

from api.actions.training import publication
from api.app import create_app
from api.jobs.kinds import KINDS, TRAIN, Answer, JobKind
from api.jobs.steps import Steps
from api.jobs.worker import LEASE, Worker
from api.settings import Settings
from api.wiring import Application, open_application
from data.stores import Claimed
from matching.records import Viewer
from tests.models.test_training import GROWN, ran

FORKED: Final = get_context("forkserver")
FORKED.set_forkserver_preload(
    ["tests.faults.hands", "api.cli.program", "api.actions.allocating", "api.actions.exporting", "api.actions.importing"]
)


@dataclass(frozen=True)
class Place:
    """An installation, the moment at which its clock stands, and how far the clock that leases go by is ahead of the machine's."""

    home: Path
    url: str
    moment: datetime
    ahead: "Synchronized[float]"

    def open(self) -> Application:
        settings = Settings(home=self.home, database_url=self.url, hash_memory_kib=8, hash_rounds=1)
        return open_application(settings, lambda: self.moment, leases=self.lease_time)

    def lease_time(self) -> datetime:
        return datetime.now(UTC) + timedelta(seconds=self.ahead.value)

    def pass_by(self, seconds: float) -> None:
        self.ahead.value += seconds


class Announcing(Worker):
    """Says when it has a job in hand."""

    taken: Event

    def do(self, claimed: Claimed) -> None:
        self.taken.set()
        super().do(claimed)


def small_training(app: Application, viewer: Viewer, payload: Any, steps: Steps) -> Answer:
    """The whole training, gate, shelf and publication, of lists that take a second."""
    steps.enter("training")
    publishing = partial(publication, app, viewer)
    made = ran(app.settings.models, settings=GROWN, on_stage=lambda _: steps.enter("training"), publishing=publishing)
    return Answer({"version": made.version}, f"ranker:{made.version}")


SMALL: Final[dict[str, JobKind]] = {**KINDS, "train": replace(TRAIN, run=small_training)}


def work(place: Place, taken: Event) -> None:
    """Does what waits, until nothing is due."""
    worker = Announcing(place.open(), SMALL, LEASE)
    worker.taken = taken
    worker.work(0.05, once=True)


def work_on(place: Place) -> None:
    """Does what waits, for ever."""
    Worker(place.open(), SMALL, LEASE).work(0.05)


class Fainting(Steps):
    """Stands still, heartbeat and all, when a stage has made its first step."""

    def _tell(self, stage: str, done: int, total: int) -> None:
        super()._tell(stage, done, total)
        if done == 1:
            os.kill(os.getpid(), signal.SIGSTOP)


def faint(place: Place) -> None:
    """Works, and stands still in the middle until it is told to go on."""

    def fainting(kind: JobKind) -> JobKind:
        def run(app: Application, viewer: Viewer, payload: Any, steps: Steps) -> Answer:
            return kind.run(app, viewer, payload, Fainting(steps._app, steps._fence, steps._stopping))

        return replace(kind, run=run)

    Worker(place.open(), {name: fainting(kind) for name, kind in SMALL.items()}).work(0.05, once=True)


def starve(place: Place, megabytes: int) -> None:
    """Works with so much memory more than it has already."""
    app = place.open()
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
    most = pages * resource.getpagesize() + megabytes * 1_000_000
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    Worker(app, SMALL).work(0.05, once=True)


def serve(place: Place, port: int, dies: bool) -> None:
    """Serves; with `dies` the power goes when the first answer to a write is to be sent."""
    from uvicorn import Config, Server

    web = create_app(place.open())
    answering = Dying(web) if dies else web
    Server(Config(answering, host="127.0.0.1", port=port, log_config=None)).run()


class Dying:
    """Everything is committed, and the sender never hears of it."""

    def __init__(self, web: Any) -> None:
        self.web = web

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        async def watch(message: Any) -> None:
            if scope["type"] == "http" and scope["method"] == "POST":
                os.kill(os.getpid(), signal.SIGKILL)
            await send(message)

        await self.web(scope, receive, watch)


def command(home: Path, told: Path, *arguments: str) -> None:
    """A command of the program on a home, in English; what it says of faults goes to a file."""
    from api.cli.program import main

    os.environ |= {"TONGTU_HOME": str(home), "TONGTU_LANG": "en"}
    for stream, file in ((1, Path(os.devnull)), (2, told)):
        os.dup2(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), stream)
    sys.argv = ["tongtu", *arguments]
    main()


def said(home: Path, *arguments: str) -> tuple[int | None, list[str]]:
    """Exit code and the lines on standard error of a command."""
    with NamedTemporaryFile("r", encoding="utf-8") as told:
        process = start(command, home, Path(told.name), *arguments)
        process.join(120)
        return process.exitcode, told.read().splitlines()


def start(target: Callable[..., None], *arguments: Any) -> ForkServerProcess:
    process = FORKED.Process(target=target, args=arguments, daemon=True)
    process.start()
    return process
