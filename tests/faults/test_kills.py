"""`kill -9` at random moments, again and again: what comes of the work is what comes of it when nobody dies.

`TONGTU_KILLS=10 pytest tests/faults/test_kills.py -s` kills ten times a job and prints a table; without it, twice.
"""

import os
import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import zip_longest
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Any, Final

from api.actions.fairs import move_event
from api.actions.jobs import enqueue_job, show_job
from api.actions.upload_imports import start_upload
from api.actions.uploads import keep_upload
from api.jobs.files import NamedFile
from api.upload_files import create_private
from api.wiring import Application
from matching.records import LOCAL_ORGANIZER
from tests.api.conftest import SPRING
from tests.faults.conftest import Found
from tests.faults.hands import FORKED, Place, start, work
from tests.faults.results import litter_of, results_of

ME = LOCAL_ORGANIZER
KILLS: Final = int(os.environ.get("TONGTU_KILLS", "2"))
SEED: Final = int(os.environ.get("TONGTU_SEED", "8"))
PATIENCE: Final = 120.0
GLANCE: Final = 0.005
COURSES: Final = "课程编号,课程名称,培训机构,开班日期\nK1,打字班,江城示例学校,2027-04-01\nK2,编织班,江城示例学校,某天\n"
Ask = Callable[[Application, Path], str]


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    engine: str
    kind: str
    kills: int
    at: tuple[int, ...]
    attempts: int

    def __str__(self) -> str:
        moments = " ".join(map(str, self.at))
        return f"{self.engine:<11} {self.kind:<9} {self.kills:>5} {self.attempts:>9}  {moments}"


def ask_import(app: Application, city: Path) -> str:
    payload = {"rows_of": "candidates", "file": NamedFile.of(city / "candidates.csv").model_dump(mode="json")}
    return enqueue_job(app, ME, "import", payload, "import").id


def ask_upload(app: Application, city: Path) -> str:
    name = f"u_{'0' * 32}"
    part, stream = create_private(app.settings.home, name)
    with stream:
        stream.write(COURSES.encode())
    keep_upload(app, ME, name, "courses", part, "课程.csv")
    job = start_upload(app, ME, name).job
    assert job is not None
    return job


def ask_train(app: Application, city: Path) -> str:
    return enqueue_job(app, ME, "train", {"seed": 4}, "train").id


def ask_match(app: Application, city: Path) -> str:
    move_event(app, ME, SPRING, "collecting", "collecting", named="王芳")
    return enqueue_job(app, ME, "match", {"event": SPRING}, "match").id


def ask_allocate(app: Application, city: Path) -> str:
    for state in ("pre_matched", "confirmed"):
        move_event(app, ME, SPRING, state, state, named="王芳")
    return enqueue_job(app, ME, "allocate", {"event": SPRING, "asked": {}}, "allocate").id


def ask_export(app: Application, city: Path) -> str:
    return enqueue_job(app, ME, "export", {"event": SPRING, "form": "xlsx"}, "export").id


ALL: Final[tuple[Ask, ...]] = (ask_import, ask_upload, ask_train, ask_match, ask_allocate, ask_export)


def test_whoever_dies_the_results_are_those_of_an_undisturbed_run(engine: str, found: Found, city: Path) -> None:
    (calm_place, calm), (place, app) = found(), found()
    dice = random.Random(SEED)
    rows: list[Row] = []
    for ask in ALL:
        job = ask(calm, city)
        took = undisturbed(calm_place, calm, job)
        assert ask(app, city) == job
        at = tuple(kills(place, app, job, took, dice))
        finish(place, app, job)
        done = show_job(app, ME, job)
        assert (done.state, done.reason) == ("done", None), f"{done.kind}: {done.problem}"
        rows.append(Row(engine, done.kind, len(at), at, done.attempts))
    print("", "engine      kind      kills  attempts  milliseconds of work after the claim", *rows, sep="\n")
    # At the end: what somebody who died after publishing had no time to clear away, the worker of the next job does.
    assert equal(calm, app) == []
    assert sum(row.kills for row in rows) >= len(ALL) * KILLS * 0.5
    assert litter_of(app) == []


def equal(calm: Application, app: Application) -> list[str]:
    """What differs, by name, and where it first does. An answer that died with its worker after the work was published is no
    difference."""
    one, other = results_of(calm), results_of(app)
    for job, (kind, state, result, told) in other["answers"].items():
        if told is None and kind in ("allocate", "train"):
            one["answers"][job] = (kind, state, result, None)
    return [f"{name}: {parting(one[name], other[name])}" for name in one if one[name] != other[name]]


def parting(calm: Any, other: Any) -> str:
    """Where two results that are not equal part."""
    for place, (mine, its) in enumerate(zip_longest(listed(calm), listed(other))):
        if mine != its:
            return f"{place}: {mine!r} / {its!r}"
    return "their order"


def listed(result: Any) -> list[Any]:
    return sorted(result.items()) if isinstance(result, dict) else list(result)


def undisturbed(place: Place, app: Application, job: str) -> float:
    """Seconds of processor time from the claim to the end."""
    worker = started(place)
    assert worker is not None
    began = used = processor_time(worker)
    while worker.is_alive():
        used = max(used, processor_time(worker))
        time.sleep(GLANCE)
    assert (worker.exitcode, show_job(app, ME, job).state) == (0, "done"), show_job(app, ME, job).problem
    return used - began


def kills(place: Place, app: Application, job: str, took: float, dice: random.Random) -> Iterator[int]:
    """Kills workers at moments of their work, and lets their leases run out; the milliseconds of each. The last dies late in it.

    The moments are counted in processor time: they are the same ones of the work however busy the machine is.
    """
    for turn in range(KILLS):
        worker = started(place)
        if worker is None:  # the one before had published when it died: there is nothing left to do
            return
        early, late = (0.0, 0.5) if turn < KILLS - 1 else (0.5, 1.0)
        moment = dice.uniform(early * took, late * took)
        over = processor_time(worker) + moment
        while worker.is_alive() and processor_time(worker) < over:
            time.sleep(GLANCE)
        worker.kill()
        worker.join()
        place.pass_by(120)
        if worker.exitcode == 0:
            return
        yield round(moment * 1_000)


def started(place: Place) -> ForkServerProcess | None:
    """A worker that has a job in hand; None when there was none for it."""
    taken = FORKED.Event()
    worker = start(work, place, taken)
    while not taken.wait(GLANCE):
        if not worker.is_alive():
            return worker if taken.is_set() else None
    return worker


def processor_time(process: ForkServerProcess) -> float:
    """Seconds that all threads of a process have computed; 0 once it has ended."""
    try:
        counts = Path(f"/proc/{process.pid}/stat").read_text("ascii").rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    return (int(counts[11]) + int(counts[12])) / os.sysconf("SC_CLK_TCK")


def finish(place: Place, app: Application, job: str) -> None:
    """Workers that nobody kills, until the job ended."""
    for _ in range(20):
        if show_job(app, ME, job).ended_at is not None:
            return
        taken = FORKED.Event()
        worker = start(work, place, taken)
        worker.join(PATIENCE)
        place.pass_by(120)
