"""`tongtu serve` does the jobs, too: one worker beside it, which ends with it; and pages say when there is none."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from starlette.testclient import TestClient

from api.actions.jobs import is_unattended, show_job
from api.jobs.steps import WORKER
from api.jobs.worker import THERE, Worker
from api.settings import Settings
from api.wiring import Application, open_application
from matching.records import LOCAL_ORGANIZER
from tests.api.conftest import HERE, LOOPBACK
from tests.api.jobs.conftest import Clock, Office, ask_import
from tests.api.web import Web

ME = LOCAL_ORGANIZER
LONGEST = 120.0
"""Seconds in which a slow machine has started a server and its worker."""


def wait_for(app: Application, job: str) -> str:
    """The state of a job once it ended, or when the patience did."""
    over = time.monotonic() + LONGEST
    while time.monotonic() < over and show_job(app, ME, job).state in ("waiting", "running"):
        time.sleep(0.2)
    return show_job(app, ME, job).state


def test_serve_does_what_waits_and_ends_with_its_worker(tmp_path: Path, city: Path) -> None:
    home = tmp_path / "home"
    app = open_application(Settings(home=home, database_url=f"sqlite:///{home / 'tongtu.db'}"))
    job = ask_import(app, "candidates", city / "candidates.csv")
    assert is_unattended(app, ME)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    code = f"import sys; sys.argv = ['tongtu', 'serve', '--port', '{port}']; from api.cli import main; main()"
    with subprocess.Popen([sys.executable, "-c", code], env=os.environ | {"TONGTU_HOME": str(home)}) as server:
        try:
            state = wait_for(app, job.id)
            attended = not is_unattended(app, ME)
        finally:
            server.send_signal(signal.SIGTERM)
        assert (state, attended) == ("done", True)
        assert server.wait(LONGEST) == 0
    assert is_unattended(app, ME)


def test_a_page_says_when_no_worker_is_there(office: Office, city: Path, clock: Clock) -> None:
    app = office()
    job = ask_import(app, "candidates", city / "candidates.csv")
    told = "nobody takes this up"
    with TestClient(Web(app), base_url=HERE, client=LOOPBACK, headers={"accept-language": "en"}) as web:
        pages = (f"/jobs/{job.id}", "/jobs")
        assert [web.get(page).text.lower().count("no worker is running") for page in pages] == [1, 1]
        assert told in web.get(pages[0]).text.lower()
        with app.database.jobs(WORKER) as jobs:
            jobs.workers.attend(WORKER, "w_1", THERE)
        assert [web.get(page).text.lower().count("no worker is running") for page in pages] == [0, 0]
        clock.pass_by(seconds=31)
        assert [web.get(page).text.lower().count("no worker is running") for page in pages] == [1, 1]
        Worker(app).work(0.1, once=True)
        assert [web.get(page).text.lower().count("no worker is running") for page in pages] == [0, 0]


def test_a_worker_that_ended_is_not_there(office: Office) -> None:
    app = office()
    Worker(app).work(0.1, once=True)
    assert is_unattended(app, ME)
