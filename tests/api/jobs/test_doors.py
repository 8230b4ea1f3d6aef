"""Jobs through JSON and the command line: asked for once, looked at, stopped, tried again."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from typer.testing import CliRunner

from api.cli.program import app as program
from api.jobs.worker import Worker
from api.wiring import Application, open_application
from tests.api.jobs.conftest import FAIR, Clock, Office
from tests.api.web import Web

KEY = {"idempotency-key": "k1"}
RUN = CliRunner()
pytestmark = pytest.mark.parametrize("office", ["sqlite"], indirect=True)


@pytest.fixture
def app(office: Office) -> Application:
    return office(filled=True)


@pytest.fixture
def web(app: Application) -> Iterator[TestClient]:
    with TestClient(Web(app), base_url="http://127.0.0.1", client=("127.0.0.1", 50_000)) as client:
        yield client


def test_a_match_is_asked_for_done_and_read(app: Application, web: TestClient) -> None:
    asked = web.post("/api/v1/jobs", json={"kind": "match", "event": FAIR}, headers=KEY)
    assert asked.status_code == 200
    job = asked.json()
    assert (job["kind"], job["state"], job["state_text"]["zh"], job["made_by"]) == ("match", "waiting", "等待", "local")
    assert web.post("/api/v1/jobs", json={"kind": "match", "event": FAIR}, headers=KEY).json() == job
    assert web.get("/api/v1/jobs").json() == {"items": [job], "next": None}
    assert web.get("/api/v1/jobs", params={"state": "done"}).json()["items"] == []
    Worker(app).work(0.1, once=True)
    done = web.get(f"/api/v1/jobs/{job['id']}").json()
    assert (done["state"], done["done"], done["total"], done["result"]) == (
        "done",
        done["total"],
        done["report"]["postings"],
        f"run:{done['report']['run']}",
    )
    listed = web.get("/api/v1/jobs").json()["items"]
    assert [(one["state"], one["report"]) for one in listed] == [("done", None)]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"kind": "match", "event": "nowhere"}, 422),
        ({"kind": "match"}, 422),
        ({"kind": "match", "event": FAIR, "path": "/etc/passwd"}, 422),
        ({"kind": "import", "rows_of": "candidates", "file": {"path": "/etc/passwd", "sha256": ""}}, 422),
        ({"kind": "train", "seed": -1}, 422),
        ({}, 422),
    ],
)
def test_what_cannot_be_done_is_refused_at_once(web: TestClient, body: dict[str, object], status: int) -> None:
    answer = web.post("/api/v1/jobs", json=body, headers=KEY)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    assert web.get("/api/v1/jobs").json()["items"] == []


def test_a_key_stands_for_one_job(web: TestClient) -> None:
    web.post("/api/v1/jobs", json={"kind": "match", "event": FAIR}, headers=KEY)
    answer = web.post("/api/v1/jobs", json={"kind": "train"}, headers=KEY)
    assert (answer.status_code, answer.json()["detail"]) == (422, "这个幂等键已经用于另一次不同的请求；请换一个。")


def test_without_a_key_nothing_is_asked(web: TestClient) -> None:
    assert web.post("/api/v1/jobs", json={"kind": "match", "event": FAIR}).status_code == 403


def test_a_job_is_cancelled_and_tried_again(app: Application, web: TestClient, clock: Clock) -> None:
    job = web.post("/api/v1/jobs", json={"kind": "match", "event": FAIR}, headers=KEY).json()["id"]
    for _ in range(2):
        cancelled = web.post(f"/api/v1/jobs/{job}/cancel", headers=KEY)
        assert (cancelled.status_code, cancelled.json()["state"]) == (200, "cancelled")
    for _ in range(2):
        again = web.post(f"/api/v1/jobs/{job}/retry", headers=KEY)
        assert (again.status_code, again.json()["state"]) == (200, "waiting")
    claimed = Worker(app).claim()
    assert claimed is not None
    refused = web.post(f"/api/v1/jobs/{job}/retry", headers={"idempotency-key": "k2", "accept-language": "en"})
    assert (refused.status_code, refused.json()["detail"]) == (
        409,
        f"Job {job} is running; only one that failed, was parked or cancelled can be tried again.",
    )
    stopping = web.post(f"/api/v1/jobs/{job}/cancel", headers={"idempotency-key": "k2"}).json()
    assert (stopping["state"], stopping["state_text"]["en"]) == ("running", "stopping")
    clock.pass_by(minutes=2)
    assert Worker(app).claim() is None
    assert web.get(f"/api/v1/jobs/{job}").json()["state"] == "cancelled"


def test_a_request_sent_again_changes_nothing(app: Application, web: TestClient) -> None:
    """A cancel that comes twice does not stop what was tried again in between, and a retry that comes twice tries once."""
    job = web.post("/api/v1/jobs", json={"kind": "match", "event": FAIR}, headers=KEY).json()["id"]

    def sent(act: str, key: str) -> tuple[int, str]:
        answer = web.post(f"/api/v1/jobs/{job}/{act}", headers={"idempotency-key": key})
        return answer.status_code, answer.json()["state"]

    assert [sent("cancel", "c1"), sent("retry", "r1"), sent("cancel", "c1")] == [
        (200, "cancelled"),
        (200, "waiting"),
        (200, "waiting"),
    ]
    assert [sent("cancel", "c2"), sent("cancel", "c3"), sent("retry", "r1")] == [(200, "cancelled")] * 3
    assert [sent("retry", "r2"), sent("cancel", "c3")] == [(200, "waiting")] * 2
    Worker(app).work(0.1, once=True)
    assert [sent("cancel", "c1"), sent("retry", "r2")] == [(200, "done")] * 2
    assert web.post(f"/api/v1/jobs/{job}/cancel", headers={"idempotency-key": "c4"}).status_code == 409


def test_a_job_that_is_done_cannot_be_cancelled(app: Application, web: TestClient) -> None:
    job = web.post("/api/v1/jobs", json={"kind": "match", "event": FAIR}, headers=KEY).json()["id"]
    Worker(app).work(0.1, once=True)
    answer = web.post(f"/api/v1/jobs/{job}/cancel", headers=KEY)
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:tongtu:problem:conflict")


@pytest.mark.parametrize("path", ["/jobs/j_none", "/jobs/j_none/cancel", "/jobs/j_none/retry"])
def test_a_job_that_is_not_there(web: TestClient, path: str) -> None:
    answer = web.get(f"/api/v1{path}") if path.count("/") == 2 else web.post(f"/api/v1{path}", headers=KEY)
    assert answer.status_code == 404


def test_pages_of_jobs(web: TestClient, clock: Clock) -> None:
    for number in range(3):
        web.post("/api/v1/jobs", json={"kind": "match", "event": FAIR}, headers={"idempotency-key": f"k{number}"})
        clock.pass_by(seconds=1)
    first = web.get("/api/v1/jobs", params={"limit": 2}).json()
    rest = web.get("/api/v1/jobs", params={"limit": 2, "after": first["next"]}).json()
    assert (len(first["items"]), len(rest["items"]), rest["next"]) == (2, 1, None)
    assert len({one["id"] for one in (*first["items"], *rest["items"])}) == 3


def test_commands(app: Application, city: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("TONGTU_HOME", str(app.settings.home))
    monkeypatch.setenv("TONGTU_DATABASE_URL", app.settings.database_url)

    def tongtu(*words: str) -> str:
        answer = RUN.invoke(program, list(words), catch_exceptions=False)
        assert answer.exit_code == 0
        return answer.stdout

    imported = json.loads(tongtu("import", "courses", str(city / "courses.csv"), "--background", "--json"))
    matched = json.loads(tongtu("match", FAIR, "--background", "--json"))
    assert [imported["state"], matched["state"]] == ["waiting", "waiting"]
    assert json.loads(tongtu("jobs", "cancel", matched["id"], "--json"))["state"] == "cancelled"
    Worker(open_application(app.settings)).work(0.1, once=True)
    assert json.loads(tongtu("jobs", "show", imported["id"], "--json"))["report"]["faults_left_out"] == 0
    assert [line.split()[0] for line in tongtu("jobs", "list").splitlines()] == [matched["id"], imported["id"]]
    assert [line.split()[0] for line in tongtu("jobs", "list", "--state", "done").splitlines()] == [imported["id"]]
    shown = tongtu("jobs", "show", imported["id"])
    assert "[完成]" in shown
    assert "    file: courses.csv" in shown.splitlines()
    assert "[等待]" in tongtu("jobs", "retry", matched["id"])
    assert tongtu("jobs", "purge", "--days", "0") == "删除了 1 项\n"
    assert RUN.invoke(program, ["jobs", "list", "--state", "lost"]).exit_code == 2
