"""Files that take more memory than there is: the job fails with a line that says so, nothing is half written, others go on."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.actions.jobs import enqueue_job, retry_job, show_job
from api.jobs.faults import OUT_OF_MEMORY
from api.jobs.files import NamedFile
from api.jobs.kinds import MATCH, Answer
from api.jobs.steps import Steps
from api.jobs.worker import Worker
from api.wiring import Application
from data.importers import ImportRefused, sheets
from data.importers.sheets import open_table
from matching.records import LOCAL_ORGANIZER, Viewer
from tests.api.conftest import HERE, LOOPBACK, SPRING, open_copy
from tests.api.fair.conftest import EVE
from tests.api.web import Web
from tests.faults.hands import FORKED, Place, start, starve, work

ME = LOCAL_ORGANIZER
ROWS = 60_000
TEXT = "姓名,残疾人证号\n" + "张,1\n" * ROWS


def test_an_import_larger_than_the_memory_stores_nothing_and_is_done_where_there_is_more(
    built_places: Callable[[str], tuple[Path, str]], tmp_path: Path
) -> None:
    """Compiled libraries end a process that gets no memory, and so does the system: others are not touched by it."""
    home, _ = built_places("sqlite")
    open_copy(home, tmp_path / "home").database.close()
    url = f"sqlite:///{tmp_path / 'home' / 'tongtu.db'}"
    place = Place(tmp_path / "home", url, EVE, FORKED.Value("d", 0.0))
    app = place.open()
    file = tmp_path / "candidates.csv"
    file.write_text(TEXT, "utf-8")
    payload = {"rows_of": "candidates", "file": NamedFile.of(file).model_dump(mode="json")}
    job = enqueue_job(app, ME, "import", payload).id
    before = stored(app)
    starving = start(starve, place, 20)
    starving.join(120)
    found = show_job(app, ME, job)
    assert (found.state != "done", stored(app)) == (True, before)
    with TestClient(Web(app), base_url=HERE, client=LOOPBACK) as web:
        assert web.get(f"/jobs/{job}").status_code == 200
    if found.state == "failed":
        assert found.reason == OUT_OF_MEMORY
        retry_job(app, ME, job)
    place.pass_by(4_000)
    taken = FORKED.Event()
    start(work, place, taken).join(120)
    done = show_job(app, ME, job)
    assert (done.state, done.report is not None and done.report["rejected"]) == ("done", ROWS)
    assert stored(app) == before
    app.database.close()


def stored(app: Application) -> tuple[int, list[str]]:
    with app.database.read(ME) as stores:
        return stores.candidates.count(ME), [one.state for one in stores.imports.list(ME)]


def test_a_job_that_gets_no_memory_fails_at_once_and_says_so(built_town: Path, tmp_path: Path) -> None:
    app = open_copy(built_town, tmp_path)
    job = enqueue_job(app, ME, "match", {"event": SPRING}).id

    def hungry(fenced: Application, viewer: Viewer, payload: Any, steps: Steps) -> Answer:
        raise MemoryError

    Worker(app, {"match": replace(MATCH, run=hungry)}).work(0.05, once=True)
    found = show_job(app, ME, job)
    assert (found.state, found.reason, found.attempts) == ("failed", OUT_OF_MEMORY, 1)
    assert found.problem is not None
    assert found.problem.en.startswith("This machine has too little memory for it, and no data was changed. Split the file")
    app.database.close()


def test_a_list_longer_than_any_sheet_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "MOST_ROWS", 3)
    file = tmp_path / "long.csv"
    file.write_text("姓名\n" + "张\n" * 4, "utf-8")
    with pytest.raises(ImportRefused) as refused:
        list(open_table(file, ["姓名"]).rows)
    assert refused.value.text.en == "long.csv: more than 3 rows; split it into several files"
