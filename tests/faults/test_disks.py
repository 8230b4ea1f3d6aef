"""Disks that are full or can only be read, and files that a death left half written."""

import contextlib
import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.actions.exporting import forget_exports
from api.actions.jobs import enqueue_job, show_job
from api.actions.uploads import forget_uploads
from api.jobs.files import NamedFile
from api.jobs.steps import WORKER
from api.jobs.worker import Worker
from api.upload_files import create_private
from api.wiring import Application, open_application
from data.stores.errors import DiskFull
from matching.records import LOCAL_ORGANIZER
from tests.api.conftest import HERE, LOOPBACK, SPRING, open_copy
from tests.api.jobs.conftest import Clock
from tests.api.web import Web
from tests.faults.hands import said
from tests.faults.results import litter_of

ME = LOCAL_ORGANIZER
DAYS = 86_400


@contextmanager
def disk(folder: Path, megabytes: int) -> Iterator[Path]:
    """A disk of its own, of that size."""
    folder.mkdir()
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", folder], capture_output=True, text=True)
    if made.returncode != 0:
        pytest.skip(f"only root can mount a small disk: {made.stderr.strip()}")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)


def people(app: Application) -> int:
    with app.database.read(ME) as stores:
        return stores.candidates.count(ME)


def fill(file: Path) -> None:
    handle = os.open(file, os.O_WRONLY | os.O_CREAT)
    with contextlib.suppress(OSError):
        while os.write(handle, b"\0" * 4_096):
            pass
    os.close(handle)


def test_a_snapshot_that_finds_no_room_says_so_and_leaves_the_database_alone(built_town: Path, tmp_path: Path) -> None:
    app = open_copy(built_town, tmp_path / "home")
    before = people(app)
    with disk(tmp_path / "disk", 1) as small, pytest.raises(DiskFull, match="is full; make room"):
        app.database.snapshot(small / "snapshot.db")
    assert people(app) == before
    app.database.close()


def test_a_full_disk_loses_nothing_and_work_goes_on_once_there_is_room(built_town: Path, city: Path, tmp_path: Path) -> None:
    used = sum(path.stat().st_size for path in built_town.rglob("*") if path.is_file())
    with disk(tmp_path / "disk", used // 1_000_000 + 8) as small:
        clock = Clock()
        open_copy(built_town, small / "home").database.close()
        home = small / "home"
        app = open_application(open_copy(built_town, tmp_path / "other").settings.model_copy(update=placed(home)), clock)
        before = people(app)
        payload = {"rows_of": "candidates", "file": NamedFile.of(city / "candidates.csv").model_dump(mode="json")}
        job = enqueue_job(app, ME, "import", payload).id
        claimed = Worker(app).claim()
        assert claimed is not None
        fill(small / "filler")
        Worker(app).do(claimed)
        assert people(app) == before
        with TestClient(Web(app), base_url=HERE, client=LOOPBACK) as web:
            sent = [
                web.post("/api/v1/jobs", json={"kind": "match", "event": SPRING}, headers={"idempotency-key": f"k{n}"})
                for n in range(30)
            ]
        assert {one.status_code for one in sent} == {503}
        (small / "filler").unlink()
        clock.pass_by(minutes=2)
        Worker(app).work(0.05, once=True)
        done = show_job(app, ME, job)
        assert (done.state, people(app) - before) == ("done", 60)
        assert litter_of(app) == []
        app.database.close()


def test_a_disk_without_any_room_is_told_in_one_line(built_town: Path, tmp_path: Path) -> None:
    used = sum(path.stat().st_size for path in built_town.rglob("*") if path.is_file())
    with disk(tmp_path / "disk", used // 1_000_000 + 8) as small:
        open_copy(built_town, small / "home").database.close()
        fill(small / "filler")
        code, lines = said(small / "home", "match", SPRING)
    assert (code, len(lines)) == (2, 1)
    assert "is full; make room" in lines[0]


def placed(home: Path) -> dict[str, object]:
    return {"home": home, "database_url": f"sqlite:///{home / 'tongtu.db'}"}


def test_a_disk_that_can_only_be_read_is_told_in_one_line(built_town: Path, tmp_path: Path) -> None:
    with disk(tmp_path / "disk", 64) as small:
        open_copy(built_town, small / "home").database.close()
        subprocess.run(["mount", "-o", "remount,ro", small], check=True)
        code, lines = said(small / "home", "match", SPRING)
    assert (code, len(lines)) == (2, 1)
    assert "look at the disk, and at who may write" in lines[0]


# --- half-written files ----------------------------------------------------------------------------------------------------------


def aged(path: Path, content: bytes = b"half") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    os.utime(path, (time.time() - 3 * DAYS, time.time() - 3 * DAYS))
    return path


def test_what_was_half_written_is_never_served_and_goes(built_town: Path, tmp_path: Path) -> None:
    """A worker dies in the middle of a file, a server in the middle of one that is being sent."""
    open_copy(built_town, tmp_path).database.close()
    app = open_application(open_copy(built_town, tmp_path).settings)
    shelf = app.settings.files / "exports"
    job = enqueue_job(app, ME, "export", {"event": SPRING, "papers": ["shortlist"], "form": "xlsx"}, "k1").id
    old = [
        aged(shelf / ".draft-abc"),
        aged(app.settings.home / "uploads" / f"u_{'1' * 32}.part"),
        aged(app.settings.home / "uploads" / f"u_{'2' * 32}.xlsx"),
    ]
    fresh = shelf / ".draft-def"
    fresh.write_bytes(b"half")
    part, stream = create_private(app.settings.home, f"u_{'3' * 32}")
    stream.close()
    with TestClient(Web(app), base_url=HERE, client=LOOPBACK) as web:
        assert web.get(f"/api/v1/jobs/{job}/file").status_code == 409
    forget_exports(app)
    forget_uploads(app, WORKER)
    assert [path.exists() for path in (*old, fresh, part)] == [False, False, False, True, True]
    app.database.close()
