"""Leases: a worker that stood still, one whose clock is wrong, and a clock that jumps."""

import os
import signal
import time
from datetime import UTC, datetime, timedelta
from multiprocessing.context import ForkServerProcess
from pathlib import Path

import pytest

from api.actions.jobs import enqueue_job, show_job
from api.actions.sessions import find_session, open_session
from api.jobs.worker import Worker
from api.wiring import Application, open_application
from matching.records import LOCAL_ORGANIZER, Role
from tests.api.conftest import SPRING, a_member, open_copy
from tests.api.jobs.conftest import Clock
from tests.faults.conftest import Found
from tests.faults.hands import FORKED, faint, start, work
from tests.faults.results import AUDITOR, results_of

ME = LOCAL_ORGANIZER
PATIENCE = 120.0


def until_it_stands_still(process: ForkServerProcess) -> None:
    over = time.monotonic() + PATIENCE
    while Path(f"/proc/{process.pid}/stat").read_text("ascii").rpartition(")")[2].split()[0] != "T":
        assert time.monotonic() < over
        time.sleep(0.02)


def test_a_worker_that_stood_still_longer_than_its_lease_writes_nothing(engine: str, found: Found) -> None:
    """SIGSTOP in the middle, another does the job, SIGCONT: the fence refuses what the first one still brings."""
    (_, calm), (place, app) = found(), found()
    job = enqueue_job(calm, ME, "match", {"event": SPRING}, "match").id
    Worker(calm).work(0.05, once=True)
    enqueue_job(app, ME, "match", {"event": SPRING}, "match")
    first = start(faint, place)
    until_it_stands_still(first)
    place.pass_by(120)
    taken = FORKED.Event()
    second = start(work, place, taken)
    second.join(PATIENCE)
    between = results_of(app)
    assert first.pid is not None
    os.kill(first.pid, signal.SIGCONT)
    first.join(PATIENCE)
    done = show_job(app, ME, job)
    assert (first.exitcode, second.exitcode, done.state, done.attempts) == (0, 0, "done", 2)
    assert results_of(app)["runs"] == between["runs"] == results_of(calm)["runs"]


@pytest.mark.postgres
@pytest.mark.parametrize("engine", ["postgresql"])
@pytest.mark.parametrize("wrong", [timedelta(minutes=10), timedelta(minutes=-10)], ids=["ahead", "behind"])
def test_a_worker_whose_clock_is_wrong_takes_nobodys_job(engine: str, found: Found, wrong: timedelta) -> None:
    """Leases go by the clock of the database server, which is one for all hosts."""
    _, app = found()
    right = open_application(app.settings)
    skewed = open_application(app.settings, lambda: datetime.now(UTC) + wrong)
    first = enqueue_job(right, ME, "match", {"event": SPRING}, "first").id
    assert Worker(right).claim() is not None
    assert Worker(skewed).claim() is None
    enqueue_job(skewed, ME, "match", {"event": SPRING}, "second")
    claimed = Worker(skewed).claim()
    assert claimed is not None
    assert Worker(right).claim() is None
    running = [show_job(right, ME, job) for job in (first, claimed.job.id)]
    starts = [job.started_at for job in running if job.started_at is not None]
    assert [job.attempts for job in running] == [1, 1]
    assert abs(starts[1] - starts[0]) < timedelta(minutes=1)
    for opened in (right, skewed):
        opened.database.close()


@pytest.fixture
def jumping(built_town: Path, tmp_path: Path) -> tuple[Application, Clock]:
    clock = Clock()
    app = open_copy(built_town, tmp_path)
    app.database.close()
    return open_application(app.settings, clock), clock


def test_a_clock_set_back_a_day_holds_no_job_up(jumping: tuple[Application, Clock]) -> None:
    """A file has no other clock than its machine's: what was written while it was ahead holds nobody up."""
    app, clock = jumping
    lost = enqueue_job(app, ME, "match", {"event": SPRING}, "lost").id
    assert Worker(app).claim() is not None
    waiting = enqueue_job(app, ME, "match", {"event": SPRING}, "waiting").id
    clock.pass_by(days=-1)
    Worker(app).work(0.05, once=True)
    for job in (lost, waiting):
        done = show_job(app, ME, job)
        assert (done.state, done.started_at, done.ended_at) == ("done", clock.now, clock.now)
    app.database.close()


def test_a_clock_that_jumps_leaves_the_trail_in_order_and_signs_out_who_came_from_the_future(
    jumping: tuple[Application, Clock],
) -> None:
    app, clock = jumping
    account = a_member(app, Role.COUNSELOR)
    tokens = {}
    for name, days in (("today", 0.0), ("tomorrow", 1.0), ("back", -1.0)):
        clock.pass_by(days=days)
        tokens[name] = open_session(app, account, "test", "password").token
    assert {name: find_session(app, token) is not None for name, token in tokens.items()} == {
        "today": True,
        "tomorrow": False,
        "back": True,
    }
    with app.database.read(AUDITOR) as stores:
        proof, lines = stores.log.verify(AUDITOR), stores.log.list(AUDITOR, limit=1_000)
    assert proof is not None
    assert proof.holds
    assert [line.sequence for line in lines] == list(range(1, len(lines) + 1))
    app.database.close()
