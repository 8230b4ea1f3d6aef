"""Allocation and documents in the background: told as they go, stopped between two stages, and kept for whoever asked alone."""

import io
import json
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from starlette.testclient import TestClient
from typer.testing import CliRunner

from api.actions.allocating import allocate_event
from api.actions.errors import BadInput, Conflict, NotFound
from api.actions.exporting import exported_file
from api.actions.jobs import cancel_job, enqueue_job, purge_jobs, retry_job, show_job
from api.cli.program import app as program
from api.jobs.kinds import ALLOCATE, KINDS, Answer
from api.jobs.steps import Steps
from api.jobs.worker import Worker
from api.schemas.papers import PAPERS
from api.wiring import Application
from data.stores import Scope
from matching.records import LOCAL_ORGANIZER, Role, Viewer
from tests.api.conftest import HE, HERE, LIN, LOOPBACK, SPRING, ZHOU
from tests.api.fair.conftest import Clock
from tests.api.fair.test_allocating import EVERYBODY, PLAIN, confirm
from tests.api.web import Web

ME = LOCAL_ORGANIZER
OTHER = Viewer(account="liu", role=Role.ORGANIZER)
ASKED: dict[str, Any] = {"event": SPRING, "asked": {}}
Agree = Callable[..., int]
RUN = CliRunner()


@pytest.fixture
def confirmed(planned: Application, agree: Agree) -> Application:
    """Everybody agreed to be listed to both employers, and the lists are confirmed."""
    for candidate in EVERYBODY:
        agree(candidate, Scope.LISTING, "e_river", "e_hall")
    return confirm(planned)


@pytest.fixture
def web(planned: Application) -> Iterator[TestClient]:
    with TestClient(Web(planned), base_url=HERE, client=LOOPBACK) as client:
        yield client


def work(app: Application) -> None:
    Worker(app).work(0.1, once=True)


def versions(app: Application) -> list[int]:
    with app.database.read(ME) as stores:
        saved = stores.timetables.current(ME, SPRING)
    return [] if saved is None else list(range(1, saved.version + 1))


# --- allocation ------------------------------------------------------------------------------------------------------------------


def test_an_allocation_in_the_background_saves_what_one_at_once_would(confirmed: Application, web: TestClient) -> None:
    job = web.post("/api/v1/jobs", json={"kind": "allocate", **ASKED}, headers={"idempotency-key": "k1"}).json()
    assert (job["kind_text"]["zh"], job["state"]) == ("分配面试", "waiting")
    work(confirmed)
    done = web.get(f"/api/v1/jobs/{job['id']}").json()
    assert (done["state"], done["result"], done["stage"], versions(confirmed)) == ("done", "timetable:1", "saving", [1])
    at_once = allocate_event(confirmed, ME, SPRING, PLAIN, "k2")
    assert (done["report"]["version"], done["report"]["report"]) == (1, at_once.report.model_dump(mode="json"))


def test_an_allocation_stops_between_two_stages_and_is_tried_again(confirmed: Application) -> None:
    job = enqueue_job(confirmed, ME, "allocate", ASKED)
    seen: list[str] = []

    def run(fenced: Application, viewer: Viewer, payload: Any, steps: Steps) -> Answer:
        def enter(stage: str) -> None:
            seen.append(stage)
            if stage == "timetabling":
                cancel_job(confirmed, ME, job.id)
            steps.enter(stage)

        return Answer(allocate_event(fenced, viewer, payload.event, payload.asked, "k", enter).model_dump(mode="json"))

    Worker(confirmed, {"allocate": replace(ALLOCATE, run=run)}).work(0.1, once=True)
    assert seen == ["loading", "allocating", "timetabling"]
    assert (show_job(confirmed, ME, job.id).state, versions(confirmed)) == ("cancelled", [])
    retry_job(confirmed, ME, job.id)
    work(confirmed)
    assert (show_job(confirmed, ME, job.id).result, versions(confirmed)) == ("timetable:1", [1])
    assert list(ALLOCATE.stages) == ["loading", "allocating", "timetabling", "comparing", "saving"]


def test_an_allocation_that_breaks_after_saving_is_done_and_saved_once(confirmed: Application) -> None:
    job = enqueue_job(confirmed, ME, "allocate", ASKED)

    def run(fenced: Application, viewer: Viewer, payload: Any, steps: Steps) -> Answer:
        ALLOCATE.run(fenced, viewer, payload, steps)
        raise ValueError("the answer cannot be written")

    Worker(confirmed, {"allocate": replace(ALLOCATE, run=run)}).work(0.1, once=True)
    found = show_job(confirmed, ME, job.id)
    assert (found.state, found.attempts, found.result, versions(confirmed)) == ("done", 1, "timetable:1", [1])


def test_what_cannot_be_allocated_is_refused_at_once(planned: Application) -> None:
    with pytest.raises(Conflict):
        enqueue_job(planned, ME, "allocate", ASKED)


# --- documents -------------------------------------------------------------------------------------------------------------------


def export(app: Application, **asked: Any) -> str:
    """The id of a finished export of spreadsheets."""
    job = enqueue_job(app, ME, "export", {"event": SPRING, "form": "xlsx", **asked})
    work(app)
    assert show_job(app, ME, job.id).state == "done"
    return job.id


def shelf(app: Application) -> list[Path]:
    return sorted((app.settings.files / "exports").iterdir())


def test_every_document_of_an_event_comes_as_one_file(published: Application, web: TestClient) -> None:
    asked = {"kind": "export", "event": SPRING, "form": "xlsx"}
    job = web.post("/api/v1/jobs", json=asked, headers={"idempotency-key": "k1"}).json()["id"]
    assert web.get(f"/api/v1/jobs/{job}/file").status_code == 409
    work(published)
    done, told = web.get(f"/api/v1/jobs/{job}").json(), web.get(f"/api/v1/jobs/{job}/file").json()
    assert (done["state"], done["stage"], done["result"], done["report"]) == ("done", "packing", f"file:{job}", told)
    assert (told["file"], told["until"], told["left"]) == ("2027-03-20_春季专场_全部文件.zip", "2027-03-25", [])
    answer = web.get(f"/api/v1/jobs/{job}/file", params={"as": "file"})
    assert (answer.headers["content-type"], len(answer.content)) == ("application/zip", told["bytes"])
    assert unquote(answer.headers["content-disposition"]).endswith(told["file"])
    names = zipfile.ZipFile(io.BytesIO(answer.content)).namelist()
    assert len(names) == len(set(names)) == told["documents"]
    assert list(dict.fromkeys(name.partition("/")[0] for name in names)) == [text.zh for text in PAPERS.values()]
    assert sum(name.startswith("面试日历/") and name.endswith(".ics") for name in names) == 3


def test_one_document_is_not_packed(published: Application) -> None:
    found = exported_file(published, ME, export(published, papers=["guide"], form="pdf"))
    assert (found.view.file, found.content[:5]) == ("2027-03-20_春季专场_服务指南.pdf", b"%PDF-")


def test_what_there_is_not_yet_is_named_and_stops_nothing_else(confirmed: Application) -> None:
    view = exported_file(confirmed, ME, export(confirmed, papers=["guide", "hall", "calendar"])).view
    assert (view.documents, [one.paper for one in view.left]) == (1, ["hall", "calendar"])
    assert view.left[0].why.en.startswith("There is no such timetable")
    job = enqueue_job(confirmed, ME, "export", {"event": SPRING, "papers": ["hall"]})
    work(confirmed)
    assert (show_job(confirmed, ME, job.id).state, show_job(confirmed, ME, job.id).reason) == ("failed", "refused: NotFound")
    with pytest.raises(Conflict, match="made no file"):
        exported_file(confirmed, ME, job.id)


def test_nobody_but_the_asker_has_the_file(published: Application) -> None:
    job = export(published, papers=["booths", "people"])
    assert show_job(published, OTHER, job).state == "done"
    employer = Viewer(account="r", role=Role.EMPLOYER, organisation="e_river")
    for viewer in (OTHER, Viewer(account="adm", role=Role.ADMINISTRATOR), employer):
        with pytest.raises(NotFound):
            exported_file(published, viewer, job)
    with published.database.read(Viewer(account="a", role=Role.AUDITOR)) as stores:
        opened = [line.account for line in stores.log.list(Viewer(account="a", role=Role.AUDITOR), limit=1_000, kind="job")]
    assert "open-file" not in opened
    assert exported_file(published, ME, job).view.documents == 5


def test_on_disk_it_is_sealed_and_goes_with_its_days(published: Application, clock: Clock) -> None:
    job = export(published, papers=["people"], form="csv")
    (file,) = shelf(published)
    content = exported_file(published, ME, job).content
    names = zipfile.ZipFile(io.BytesIO(content)).namelist()
    assert len(names) == 3
    assert [name for name in names if name.encode() in file.read_bytes()] == []
    clock.now += timedelta(days=7)
    assert exported_file(published, ME, job).content == content
    clock.now += timedelta(days=1)
    with pytest.raises(NotFound):
        exported_file(published, ME, job)
    work(published)
    assert shelf(published) == []


def test_a_purged_job_leaves_a_file_that_nobody_can_open(published: Application, clock: Clock) -> None:
    job = export(published, papers=["people"])
    clock.now += timedelta(days=1)
    assert purge_jobs(published, ME, 0) == 1
    with pytest.raises(NotFound):
        exported_file(published, ME, job)
    assert len(shelf(published)) == 1


def test_a_file_is_destroyed_once_somebody_in_it_took_a_consent_back(published: Application, agree: Agree, clock: Clock) -> None:
    agree(LIN, Scope.LISTING, "e_river")
    agree(ZHOU, Scope.LISTING, "e_river")
    with published.database.read(ME) as stores:
        number = stores.consents.list(ME, LIN)[-1].id
    first = export(published, papers=["people"])
    clock.now += timedelta(minutes=5)
    assert exported_file(published, ME, first).view.documents == 3
    with published.database.begin(ME) as stores:
        assert stores.consents.withdraw(ME, number)
    with pytest.raises(Conflict, match="took a consent back"):
        exported_file(published, ME, first)
    assert shelf(published) == []
    clock.now += timedelta(minutes=5)
    second = export(published, papers=["people"])
    assert exported_file(published, ME, second).view.documents == 3
    clock.now += timedelta(minutes=5)
    with published.database.begin(ME) as stores:
        assert stores.candidates.erase(ME, HE)
    with pytest.raises(Conflict):
        exported_file(published, ME, second)


def test_an_export_that_was_cancelled_leaves_nothing(published: Application) -> None:
    job = enqueue_job(published, ME, "export", {"event": SPRING, "form": "xlsx", "papers": ["guide", "call-list"]})
    kind = KINDS["export"]

    def run(fenced: Application, viewer: Viewer, payload: Any, steps: Steps) -> Answer:
        cancel_job(published, ME, job.id)
        return kind.run(fenced, viewer, payload, steps)

    Worker(published, {"export": replace(kind, run=run)}).work(0.1, once=True)
    assert show_job(published, ME, job.id).state == "cancelled"
    assert not (published.settings.files / "exports").exists()


@pytest.mark.parametrize(
    "asked",
    [{"papers": ["hall"], "audience": "employer"}, {"papers": ["guide"], "form": "ics"}, {"large": True, "form": "csv"}],
)
def test_an_order_that_makes_no_sense_is_refused_at_once(published: Application, asked: dict[str, Any]) -> None:
    with pytest.raises(BadInput):
        enqueue_job(published, ME, "export", {"event": SPRING, **asked})


def test_commands(confirmed: Application, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("TONGTU_HOME", str(confirmed.settings.home))
    monkeypatch.setenv("TONGTU_DATABASE_URL", confirmed.settings.database_url)

    def tongtu(*words: str) -> str:
        answer = RUN.invoke(program, list(words), catch_exceptions=False)
        assert answer.exit_code == 0, answer.output
        return answer.stdout

    allocated = json.loads(tongtu("allocate", SPRING, "--guaranteed", "1", "--background", "--json"))
    printed = json.loads(tongtu("paper", SPRING, "all", "--as", "xlsx", "--background", "--json"))
    assert [allocated["state"], printed["state"]] == ["waiting", "waiting"]
    work(confirmed)
    assert "[完成]" in tongtu("jobs", "show", allocated["id"])
    out = tmp_path / "文件"
    (line,) = tongtu("jobs", "save", printed["id"], "--out", str(out)).splitlines()
    assert [str(path) for path in out.iterdir()] == [line]
    assert zipfile.is_zipfile(line)
    assert RUN.invoke(program, ["paper", SPRING, "guide"]).exit_code == 2
    assert len(tongtu("paper", SPRING, "calendar", "--out", str(out)).splitlines()) == allocated_people(confirmed)


def allocated_people(app: Application) -> int:
    with app.database.read(ME) as stores:
        return len({row.interview.candidate for row in stores.interviews.list(ME, SPRING)})
