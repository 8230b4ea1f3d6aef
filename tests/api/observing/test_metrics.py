"""Metrics: what is counted, who may read it, and that dashboard and alerts name nothing that is not there."""

import json
import re
from pathlib import Path

import pytest
import yaml
from fastapi.routing import APIRoute, iter_route_contexts
from prometheus_client.parser import text_string_to_metric_families
from starlette.testclient import TestClient

from api.actions import backing_up
from api.actions.jobs import enqueue_job
from api.observing.counters import EMPLOYER_LISTS, STAFF_LISTS, Counters
from api.observing.exposition import exposition
from api.wiring import Application
from matching.records import LOCAL_ADMINISTRATOR, LOCAL_ORGANIZER
from tests.api.conftest import CLERK, HERE, LOOPBACK, SPRING, open_copy
from tests.api.web import Web

Samples = dict[tuple[str, tuple[tuple[str, str], ...]], float]
IDLE = {"tongtu_database_up": 1.0, "tongtu_workers": 0.0, "tongtu_job_queue_age_seconds": 0.0}


@pytest.fixture
def office(built_town: Path, tmp_path: Path) -> Application:
    return open_copy(built_town, tmp_path / "home")


def read(text: str) -> Samples:
    families = text_string_to_metric_families(text)
    return {(one.name, tuple(sorted(one.labels.items()))): one.value for family in families for one in family.samples}


def scraped(app: Application, counters: Counters | None = None) -> Samples:
    return read(exposition(app, counters or Counters()).decode())


def plain(samples: Samples) -> dict[str, float]:
    return {name: value for (name, labels), value in samples.items() if not labels}


def visitor(app: Application, client: tuple[str, int] = LOOPBACK, base: str = HERE) -> TestClient:
    return TestClient(Web(app), base_url=base, client=client)


def test_requests_are_counted_by_template(office: Application) -> None:
    web = visitor(office)
    before = read(web.get("/metrics").text)
    addresses = (
        "/api/v1/events",
        f"/api/v1/events/{SPRING}",
        "/api/v1/events/none",
        "/none/at/all",
        "/static/tongtu.css",
        "/events?done=x",
    )
    for address in addresses:
        web.get(address)
    web.request("NONE", "/events")
    after = read(web.get("/metrics").text)
    more = {key: value - before.get(key, 0) for key, value in after.items() if key[0] == "tongtu_requests_total"}
    assert {tuple(dict(labels).values()): value for (_, labels), value in more.items() if value} == {
        ("GET", "/api/v1/events", "2xx"): 1,
        ("GET", "/api/v1/events/{event}", "2xx"): 1,
        ("GET", "/api/v1/events/{event}", "4xx"): 1,
        ("GET", "none", "4xx"): 1,
        ("GET", "/static/", "2xx"): 1,
        ("GET", "/events", "2xx"): 1,
        ("other", "/events", "4xx"): 1,
        ("GET", "/metrics", "2xx"): 1,
    }
    spent = ("tongtu_request_seconds_count", (("route", "/api/v1/events/{event}"),))
    assert after[spent] - before.get(spent, 0) == 2
    assert plain(after)["tongtu_requests_in_flight"] == 1


def test_lists_shown_are_counted_by_whom_to_alone(office: Application) -> None:
    web = visitor(office)
    key = ("tongtu_lists_shown_total", (("to", "staff"),))
    before = read(web.get("/metrics").text)[key]
    web.get(f"/api/v1/events/{SPRING}/postings/{CLERK}/shortlist")
    web.get(f"/events/{SPRING}/postings/{CLERK}")
    web.get(f"/events/{SPRING}/postings/none")
    assert read(web.get("/metrics").text)[key] - before == 2


def test_the_routes_of_lists_are_there(town: Application) -> None:
    known = {str(one.path) for one in iter_route_contexts(Web(town).routes) if isinstance(one.original_route, APIRoute)}
    assert known >= STAFF_LISTS | EMPLOYER_LISTS


@pytest.mark.parametrize(("status", "why"), [(413, "too-large"), (429, "too-many"), (503, "busy"), (200, None), (500, None)])
def test_what_was_turned_away_is_counted_by_why(status: int, why: str | None, office: Application) -> None:
    counters = Counters()
    counters.count("GET", "/events", status, 0.1)
    refused = {
        labels[0][1]: value
        for (name, labels), value in scraped(office, counters).items()
        if name == "tongtu_requests_refused_total"
    }
    assert refused == {"too-large": 0, "too-many": 0, "busy": 0} | ({why: 1} if why else {})


def test_an_office_at_rest(office: Application) -> None:
    found = scraped(office)
    assert {name: plain(found)[name] for name in IDLE} == IDLE
    assert "tongtu_backup_age_seconds" not in plain(found)
    assert ("tongtu_model_info", (("part", "ranker"), ("version", "hand-weighted"))) in found
    assert [key for key in found if key[0] == "tongtu_jobs"] == []


def test_jobs_workers_and_backups_are_told(office: Application, tmp_path: Path) -> None:
    enqueue_job(office, LOCAL_ORGANIZER, "match", {"event": SPRING}, "k")
    backing_up.make_recovery_key(office, LOCAL_ADMINISTRATOR, tmp_path / "recovery.key")
    backing_up.make_backup(office, LOCAL_ADMINISTRATOR, tmp_path / "kept")
    found = scraped(office)
    assert found["tongtu_jobs", (("kind", "match"), ("state", "waiting"))] == 1
    assert plain(found)["tongtu_backup_age_seconds"] == 0


def test_a_database_that_does_not_answer_is_told_with_the_rest(office: Application, monkeypatch: pytest.MonkeyPatch) -> None:
    office.database.close()
    (office.settings.home / "tongtu.db").write_bytes(b"no database at all" * 100)
    found = plain(scraped(office))
    assert found["tongtu_database_up"] == 0
    assert found["tongtu_disk_free_bytes"] > 0


STRANGERS = [(("10.0.0.7", 1), HERE), (LOOPBACK, "http://evil.example")]


@pytest.mark.parametrize(("client", "base"), STRANGERS)
def test_without_a_token_only_this_machine_reads(office: Application, client: tuple[str, int], base: str) -> None:
    assert visitor(office).get("/metrics").status_code == 200
    assert visitor(office, client, base).get("/metrics").status_code == 404
    assert visitor(office).get("/metrics", headers={"x-forwarded-for": "127.0.0.1"}).status_code == 404


def test_with_a_token_whoever_sends_it_reads(built_town: Path, tmp_path: Path) -> None:
    file = tmp_path / "token"
    file.write_text("long-and-secret\n")
    app = open_copy(built_town, tmp_path / "home", metrics_token_file=file)
    far = visitor(app, ("10.0.0.7", 1), "http://tongtu:8300")
    given = [None, "Bearer long-and-secre", "Bearer ", "long-and-secret", "Bearer long-and-secret"]
    statuses = [far.get("/metrics", headers={} if one is None else {"authorization": one}).status_code for one in given]
    assert statuses == [404, 404, 404, 404, 200]
    assert visitor(app).get("/metrics").status_code == 404
    file.write_text("")
    assert far.get("/metrics", headers={"authorization": "Bearer "}).status_code == 404
    file.unlink()
    assert far.get("/metrics", headers={"authorization": "Bearer long-and-secret"}).status_code == 404


def test_no_label_tells_of_a_person_an_employer_or_an_event(office: Application) -> None:
    web = visitor(office)
    for address in (f"/events/{SPRING}", f"/events/{SPRING}/postings/{CLERK}", "/people/c_lin", "/employers/e_river"):
        web.get(address)
    names = {name for _, labels in read(web.get("/metrics").text) for name, _ in labels}
    assert names == {"method", "route", "status", "le", "why", "to", "part", "version", "schema", "state"}
    assert [word for word in (SPRING, CLERK, "c_lin", "e_river") if word in web.get("/metrics").text] == []


@pytest.mark.parametrize("file", ["deploy/grafana/tongtu.json", "deploy/prometheus/alerts.yml"])
def test_every_metric_that_is_named_exists(root: Path, file: str, office: Application, tmp_path: Path) -> None:
    test_jobs_workers_and_backups_are_told(office, tmp_path)
    counters = Counters()
    counters.count("GET", "/events", 200, 0.1)
    known = {name: dict(labels) for name, labels in scraped(office, counters)}
    text = (root / file).read_text("utf-8")
    content = json.loads(text) if file.endswith("json") else yaml.safe_load(text)
    used = expressions(content)
    assert len(used) > 8
    named = {name for one in used for name in re.findall(r"\b((?:tongtu|process)_\w+)", one)}
    assert named - set(known) == set()


def expressions(content: object) -> list[str]:
    """Every value of `expr`, wherever it stands."""
    if isinstance(content, list):
        return [found for one in content for found in expressions(one)]
    if not isinstance(content, dict):
        return []
    here = [content["expr"]] if isinstance(content.get("expr"), str) else []
    return here + [found for one in content.values() for found in expressions(one)]
