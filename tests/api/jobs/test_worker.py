"""Workers: killed, stopped, late, cancelled or fed with poison, they publish each job once and whole, or not at all."""

import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, text

from api.actions.jobs import cancel_job, enqueue_job, list_jobs, retry_job, show_job
from api.actions.matching import match_event
from api.actions.organisations import found_city
from api.jobs.files import NamedFile
from api.jobs.kinds import KINDS, MATCH, Answer, JobKind
from api.jobs.steps import Steps
from api.jobs.worker import Worker
from api.observing.lines import facts_of
from api.wiring import Application, open_application
from data.stores import DatabaseDamaged, DatabaseUnavailable, NewAccount
from data.stores.jobs import WORKER_LOST
from matching.knowledge.catalogue import Text
from matching.records import LOCAL_ADMINISTRATOR, LOCAL_ORGANIZER, Role, Viewer
from tests.api.jobs.conftest import FAIR, Clock, Office, ask_import, ask_match

ME = LOCAL_ORGANIZER
AUDITOR = Viewer(account="auditor", role=Role.AUDITOR)
HELD = Path(__file__).with_name("held.py")
SHORT = timedelta(milliseconds=60)
NAME = "林小满 13912345678"


def lists_of(app: Application) -> list[tuple[str, list[Any]]]:
    """Every run with all its lists: its hash, and the lists as they read."""
    with app.database.read(ME) as stores:
        return [(run.hash, list(stores.runs.iterate(ME, run.id))) for run in stores.runs.list(ME)]


def records_of(app: Application) -> tuple[list[Any], list[Any], list[Any]]:
    """Every person, posting and employer as they are stored."""
    with app.database.read(ME) as stores:
        people = list(stores.candidates.iterate(ME, with_person=True))
        posts = list(stores.postings.iterate(ME))
        employers = sorted({post.employer for post in posts})
        return people, posts, [stores.employers.get(ME, employer) for employer in employers]


def work(app: Application, kinds: dict[str, JobKind] | None = None) -> None:
    Worker(app, kinds or dict(KINDS)).work(0.1, once=True)


@contextmanager
def held_worker(app: Application, stage: str) -> Iterator[subprocess.Popen[str]]:
    """A worker process that has taken a job and stands in the middle of it."""
    command = [sys.executable, str(HELD), str(app.settings.home), app.settings.database_url, app.clock().isoformat(), stage]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            assert process.stdout.readline() == "in the middle\n"
            yield process
        finally:
            process.kill()


def test_a_match_whose_worker_is_killed_ends_as_an_undisturbed_one(office: Office, clock: Clock) -> None:
    calm, app = office(filled=True), office(filled=True)
    match_event(calm, ME, FAIR)
    job = ask_match(app)
    with held_worker(app, "matching") as process:
        process.kill()
    found = show_job(app, ME, job.id)
    assert (found.state, found.stage, found.done > 0) == ("running", "matching", True)
    work(app)
    assert show_job(app, ME, job.id).attempts == 1
    clock.pass_by(minutes=2)
    work(app)
    found = show_job(app, ME, job.id)
    assert (found.state, found.attempts) == ("done", 2)
    assert len(lists_of(app)) == 1
    assert lists_of(app) == lists_of(calm)


def test_an_import_whose_worker_is_killed_ends_as_an_undisturbed_one(office: Office, city: Path, clock: Clock) -> None:
    calm, app = office(), office()
    work_all = [("candidates", city / "candidates.csv"), ("postings", city / "postings.csv")]
    for kind, file in work_all:
        ask_import(calm, kind, file)
        work(calm)
        job = ask_import(app, kind, file)
        with held_worker(app, "storing") as process:
            process.kill()
        before = records_of(app)
        clock.pass_by(minutes=2)
        work(app)
        assert before == ([], [], []) if kind == "candidates" else before[1:] == ([], [])
        found = show_job(app, ME, job.id)
        assert (found.state, found.attempts) == ("done", 2)
    assert records_of(app) == records_of(calm)
    with app.database.read(ME) as stores:
        assert sorted(one.state for one in stores.imports.list(ME)) == ["discarded"] * 2 + ["published"] * 2


def at_this_moment(app: Application) -> Application:
    """The same office by the clock of the machine, which is the one that the command goes by."""
    app.database.close()
    return open_application(app.settings)


def test_two_worker_processes_do_fifty_jobs_once_each(office: Office, tmp_path: Path) -> None:
    app = at_this_moment(office())
    jobs = []
    for number in range(50):
        file = tmp_path / f"course-{number}.csv"
        file.write_text(f"课程编号,课程名称,培训机构\nK{number},打字班 {number},江城示例学校\n", "utf-8")
        jobs.append(ask_import(app, "courses", file).id)
    environment = os.environ | {"TONGTU_HOME": str(app.settings.home), "TONGTU_DATABASE_URL": app.settings.database_url}
    command = [sys.executable, "-c", "from api.cli.program import main; main()", "--lang", "en", "worker", "--once"]
    workers = [subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    told = [worker.communicate()[1] for worker in workers]
    assert [worker.returncode for worker in workers] == [0, 0]
    taken = [line.split()[0] for one in told for line in one.splitlines() if line.startswith("j_")]
    assert sorted(taken) == sorted(jobs)
    for view in list_jobs(app, ME, limit=100).items:
        assert (view.state, view.attempts) == ("done", 1)
    with app.database.read(ME) as stores:
        assert len(stores.courses.list(ME)) == 50
        assert [one.state for one in stores.imports.list(ME)] == ["published"] * 50
    with app.database.read(AUDITOR) as stores:
        published = [one.object for one in stores.log.list(AUDITOR, limit=1_000, kind="import") if one.action == "publish"]
        assert len(set(published)) == len(published) == 50
        verified = stores.log.verify(AUDITOR)
    assert verified is not None
    assert verified.holds


def test_a_late_worker_publishes_nothing(office: Office, clock: Clock) -> None:
    """It stands still longer than its lease, another does the job, and then it goes on."""
    app = office(filled=True)
    job = ask_match(app)

    def overtaken(fenced: Application, viewer: Viewer, payload: Any, steps: Steps) -> Answer:
        clock.pass_by(minutes=2)
        work(app)
        return Answer(match_event(fenced, viewer, payload.event).model_dump(mode="json"))

    work(app, {"match": replace(MATCH, run=overtaken)})
    found = show_job(app, ME, job.id)
    assert (found.state, found.attempts) == ("done", 2)
    assert [f"run:{run}" for run in runs(app)] == [found.result]


def runs(app: Application) -> list[str]:
    with app.database.read(ME) as stores:
        return [run.id for run in stores.runs.list(ME)]


def test_a_job_of_an_account_that_ends_meanwhile_publishes_nothing(office: Office) -> None:
    app, me = office(filled=True), LOCAL_ADMINISTRATOR
    with app.database.begin(me) as stores:
        found_city(stores)
        stores.accounts.add(me, NewAccount("a_wang", "wang", "王芳", Role.ORGANIZER, "city"))
        account = stores.accounts.get(me, "a_wang")
    assert account is not None
    job = enqueue_job(app, account.viewer, "match", {"event": FAIR})

    def ended(fenced: Application, viewer: Viewer, payload: Any, steps: Steps) -> Answer:
        with app.database.begin(me) as stores:
            stores.accounts.end(me, "a_wang")
        return Answer(match_event(fenced, viewer, payload.event).model_dump(mode="json"))

    work(app, {"match": replace(MATCH, run=ended)})
    found = show_job(app, ME, job.id)
    assert (found.state, found.reason, runs(app)) == ("parked", "asker-gone", [])
    assert found.problem is not None
    assert found.problem.zh.startswith("提交任务的账户已停用")


def test_a_cancelled_job_stops_at_its_next_step(office: Office, clock: Clock) -> None:
    app = office(filled=True)
    job = ask_match(app)
    states = []

    def cancelled(fenced: Application, viewer: Viewer, payload: Any, steps: Steps) -> Answer:
        def step(done: int, total: int) -> None:
            if done == 2:
                states.append(cancel_job(app, ME, job.id).state_text.en)
            clock.pass_by(seconds=1)
            states.append(str(done))
            steps.of("matching")(done, total)

        return Answer(match_event(fenced, viewer, payload.event, step).model_dump(mode="json"))

    work(app, {"match": replace(MATCH, run=cancelled)})
    assert states == ["1", "stopping", "2"]
    found = show_job(app, ME, job.id)
    assert (found.state, runs(app)) == ("cancelled", [])
    assert cancel_job(app, ME, job.id).state == "cancelled"
    retry_job(app, ME, job.id)
    work(app)
    assert (show_job(app, ME, job.id).state, len(runs(app))) == ("done", 1)


def test_a_cancelled_import_leaves_nothing(office: Office, city: Path) -> None:
    app = office()
    job = ask_import(app, "candidates", city / "candidates.csv")
    with held_worker(app, "storing") as process:
        cancel_job(app, ME, job.id)
        process.communicate("go on\n")
    assert process.returncode == 0
    assert (show_job(app, ME, job.id).state, records_of(app)[0]) == ("cancelled", [])
    with app.database.read(ME) as stores:
        assert [one.state for one in stores.imports.list(ME)] == ["discarded"]


def test_a_worker_that_is_to_stop_hands_its_job_back(office: Office) -> None:
    app = office(filled=True)
    job = ask_match(app)
    with held_worker(app, "matching") as process:
        process.send_signal(signal.SIGTERM)
        process.communicate("go on\n")
    assert process.returncode == 0
    found = show_job(app, ME, job.id)
    assert (found.state, found.attempts, runs(app)) == ("waiting", 0, [])
    work(app)
    assert (show_job(app, ME, job.id).state, len(runs(app))) == ("done", 1)


def test_an_idle_worker_stops_when_told(office: Office, tmp_path: Path) -> None:
    app = at_this_moment(office())
    file = tmp_path / "courses.csv"
    file.write_text("课程编号,课程名称,培训机构\nK1,打字班,江城示例学校\n", "utf-8")
    job = ask_import(app, "courses", file)
    given = {"TONGTU_HOME": str(app.settings.home), "TONGTU_DATABASE_URL": app.settings.database_url, "TONGTU_LOG": "off"}
    environment = os.environ | given
    command = [sys.executable, "-c", "from api.cli.program import main; main()", "--lang", "en", "worker", "--poll", "0.1"]
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True) as process:
        while show_job(app, ME, job.id).state != "done":
            assert process.poll() is None
            time.sleep(0.05)
        process.send_signal(signal.SIGTERM)
        told = process.communicate()[1]
    assert process.returncode == 0
    assert told.splitlines() == [f"{job.id}  import  done", "jobs taken: 1"]


def broken(error: Exception) -> dict[str, JobKind]:
    def run(fenced: Application, viewer: Viewer, payload: Any, steps: Steps) -> Answer:
        raise error

    return {"match": replace(MATCH, run=run)}


def test_poison_is_parked_after_three_attempts(office: Office, clock: Clock, caplog: pytest.LogCaptureFixture) -> None:
    app = office(filled=True)
    job = ask_match(app)
    waits = []
    with caplog.at_level(logging.INFO, "tongtu"):
        for attempt in (1, 2, 3):
            work(app, broken(ValueError(NAME)))
            found = show_job(app, ME, job.id)
            assert (found.attempts, found.state) == (attempt, "waiting" if attempt < 3 else "parked")
            waits.append(None if found.next_try is None else (found.next_try - clock.now).total_seconds())
            clock.pass_by(minutes=10)
        work(app)
    assert waits == [30.0, 300.0, None]
    found = show_job(app, ME, job.id)
    assert (found.state, found.attempts) == ("parked", 3)
    line = broken.__code__.co_firstlineno + 2
    assert found.reason == f"ValueError at tests/api/jobs/test_worker.py:{line}"
    assert found.problem is not None
    assert found.reason in found.problem.zh
    told = [repr(facts_of(record)) for record in caplog.records]
    kept = [*told, caplog.text, found.model_dump_json(), *rows_of(app)]
    assert caplog.messages == ["job broke", "job"] * 3
    assert [one for one in kept if "林小满" in one or "13912345678" in one] == []
    retry_job(app, ME, job.id)
    work(app)
    assert show_job(app, ME, job.id).state == "done"


def rows_of(app: Application) -> list[str]:
    engine = create_engine(app.settings.database_url)
    with engine.connect() as connection:
        found = [repr(row) for table in ("jobs", "log") for row in connection.execute(text(f"SELECT * FROM {table}"))]
    engine.dispose()
    return found


def test_a_refusal_is_told_and_not_tried_again(office: Office, city: Path, tmp_path: Path) -> None:
    """The file's name may name a person: it stands in no column in the clear."""
    app = office()
    file = tmp_path / f"{NAME}.csv"
    file.write_bytes((city / "candidates.csv").read_bytes())
    job = ask_import(app, "candidates", file)
    file.write_text("姓名\n", "utf-8")
    work(app)
    found = show_job(app, ME, job.id)
    assert (found.state, found.attempts, found.reason) == ("failed", 1, "refused: BadInput")
    assert found.problem == Text(
        zh=f"{NAME}.csv：提交任务之后，文件已被改动或移走；请用现在的文件重新提交。",
        en=f"{NAME}.csv: the file was changed or taken away since the job was asked for; ask again with the file as it is now.",
    )
    assert [one for one in rows_of(app) if "林小满" in one or "13912345678" in one] == []


def test_a_busy_database_costs_no_attempt(office: Office, clock: Clock) -> None:
    app = office(filled=True)
    job = ask_match(app)
    work(app, broken(DatabaseUnavailable("busy")))
    found = show_job(app, ME, job.id)
    assert (found.state, found.attempts, found.reason) == ("waiting", 0, "database-busy")
    clock.pass_by(minutes=1)
    work(app)
    assert show_job(app, ME, job.id).state == "done"


def test_a_damaged_database_fails_a_job_and_is_not_tried_again(office: Office) -> None:
    app = office(filled=True)
    job = ask_match(app)
    work(app, broken(DatabaseDamaged("damaged")))
    found = show_job(app, ME, job.id)
    assert (found.state, found.attempts, found.reason) == ("failed", 1, "database-damaged")
    assert found.problem is not None
    assert found.problem.en.startswith("The database is damaged; trying again does not help.")


def test_a_worker_that_dies_every_time_is_parked(office: Office, clock: Clock) -> None:
    app = office(filled=True)
    job = ask_match(app)
    for _ in range(12):
        assert Worker(app).claim() is not None
        clock.pass_by(minutes=2)
    work(app)
    found = show_job(app, ME, job.id)
    assert (found.state, found.reason) == ("parked", WORKER_LOST)
    assert found.problem is not None
    assert found.problem.en.startswith("Its worker was gone every time")


@pytest.mark.parametrize(("act", "state"), [(KeyboardInterrupt, "waiting"), (SystemExit, "waiting")])
def test_a_worker_that_is_broken_off_hands_back(office: Office, act: type[BaseException], state: str) -> None:
    app = office(filled=True)
    job = ask_match(app)
    with pytest.raises(act):
        work(app, broken(act()))  # type: ignore[arg-type]
    assert (show_job(app, ME, job.id).state, show_job(app, ME, job.id).attempts) == (state, 0)


def test_a_job_is_done_with_the_rights_of_who_asked(office: Office) -> None:
    """A counselor of a district matches the people of that district, whoever runs the worker."""
    app = office(filled=True)
    with app.database.read(ME) as stores:
        district = next(one.home.district for one in stores.candidates.iterate(ME) if one.home and one.home.district)
    he = Viewer(account="he", role=Role.COUNSELOR, district=district)
    with app.database.read(he) as stores:
        own = stores.candidates.count(he)
    job = enqueue_job(app, he, "match", {"event": FAIR})
    work(app)
    with app.database.read(ME) as stores:
        everybody = stores.candidates.count(ME)
    report = show_job(app, he, job.id).report
    assert report is not None
    assert (report["candidates"], own < everybody) == (own, True)
    with app.database.read(AUDITOR) as stores:
        saved = [line.account for line in stores.log.list(AUDITOR, limit=1_000, kind="run") if line.action == "save"]
    assert saved == ["he"]


def test_progress_is_told_in_order_and_seldom(office: Office, clock: Clock) -> None:
    """Two steps within a second are one; the last of a stage is always told."""
    app = office(filled=True)
    job = ask_match(app)
    seen: list[tuple[str | None, int, int]] = []

    def stepping(fenced: Application, viewer: Viewer, payload: Any, steps: Steps) -> Answer:
        def look() -> None:
            found = show_job(app, ME, job.id)
            seen.append((found.stage, found.done, found.total))

        steps.enter("loading")
        look()
        for done, seconds in ((1, 0), (2, 0.5), (3, 0.6), (4, 0), (5, 0)):
            clock.pass_by(seconds=seconds)
            steps.of("matching")(done, 5)
            look()
        return Answer({})

    work(app, {"match": replace(MATCH, run=stepping)})
    assert seen == [("loading", 0, 0), *(("matching", done, 5) for done in (1, 1, 3, 3, 5))]


def test_a_job_without_steps_keeps_its_lease(office: Office, clock: Clock) -> None:
    """The clock is set ahead by more than `longest` without a step told; the heartbeat renews, and nobody else gets the job."""
    app = office(filled=True)
    job = ask_match(app)
    others = []

    def silent(fenced: Application, viewer: Viewer, payload: Any, steps: Steps) -> Answer:
        clock.pass_by(hours=7)
        until(lambda: str(lease_of(app)) >= str(clock.now.replace(tzinfo=None)))
        others.append(Worker(app).claim())
        return Answer({})

    Worker(app, {"match": replace(MATCH, run=silent)}, SHORT).work(0.1, once=True)
    assert (others, show_job(app, ME, job.id).state) == ([None], "done")


def test_a_stuck_job_goes_to_another_worker(office: Office, clock: Clock) -> None:
    """After `longest` the heartbeat ends; when the stuck one wakes up it may neither tell nor end anything."""
    app = office(filled=True)
    job = ask_match(app)

    def stuck(fenced: Application, viewer: Viewer, payload: Any, steps: Steps) -> Answer:
        until(lambda: not any(thread.name == f"heartbeat {job.id}" for thread in threading.enumerate()))
        clock.pass_by(hours=7)
        work(app)
        steps.enter("matching")
        raise AssertionError("a step was told for a job that was lost")

    Worker(app, {"match": replace(MATCH, run=stuck, longest=timedelta(milliseconds=200))}, SHORT).work(0.1, once=True)
    found = show_job(app, ME, job.id)
    assert (found.state, found.attempts, f"run:{runs(app)[-1]}") == ("done", 2, found.result)


def until(holds: Callable[[], bool]) -> None:
    while not holds():
        time.sleep(0.005)


def lease_of(app: Application) -> Any:
    engine = create_engine(app.settings.database_url)
    with engine.connect() as connection:
        found = connection.execute(text("SELECT lease_until FROM jobs")).scalar_one()
    engine.dispose()
    return found.astimezone(UTC).replace(tzinfo=None) if isinstance(found, datetime) else found


def test_work_of_another_version_is_refused(office: Office) -> None:
    app = office()
    with app.database.jobs(ME) as jobs:
        made = jobs.enqueue(ME, "match", {"fair": NAME}, "k1")
    work(app)
    found = show_job(app, ME, made.id)
    assert (found.state, found.attempts, found.reason) == ("failed", 1, "refused: BadInput")
    assert found.problem is not None
    assert NAME not in found.problem.en


def test_a_worker_forgets_what_ended_long_ago(office: Office, city: Path, clock: Clock) -> None:
    app = office()
    old = ask_import(app, "candidates", city / "candidates.csv", "k1").id
    work(app)
    clock.pass_by(days=60)
    new = ask_import(app, "candidates", city / "candidates.csv", "k2").id
    work(app)
    assert [view.id for view in list_jobs(app, ME).items] == [new, old]
    clock.pass_by(days=60)
    work(app)
    assert [view.id for view in list_jobs(app, ME).items] == [new]


def test_the_same_key_asks_for_one_import(office: Office, city: Path) -> None:
    app = office()
    first = ask_import(app, "candidates", city / "candidates.csv", "k1")
    assert ask_import(app, "candidates", city / "candidates.csv", "k1") == first
    work(app)
    again = ask_import(app, "candidates", city / "candidates.csv", "k1")
    assert (again.id, again.state) == (first.id, "done")
    assert NamedFile.of(city / "candidates.csv").path.is_absolute()
