"""Live is whoever answers; ready whoever has a database of this version and a ranker. Neither tells anything else."""

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.observing.lines import JsonLines
from api.wiring import Application
from tests.api.conftest import HERE, LOOPBACK, open_copy
from tests.api.observing.test_lines import Listener
from tests.api.web import Web


@pytest.fixture
def app(empty_home: Path, tmp_path: Path) -> Application:
    return open_copy(empty_home, tmp_path / "home")


def ask(app: Application, path: str, base: str = HERE) -> tuple[int, dict[str, object]]:
    answer = TestClient(Web(app), base_url=base, client=LOOPBACK).get(path)
    return answer.status_code, answer.json()


@pytest.mark.parametrize("base", [HERE, "http://10.0.0.7:8300"])
def test_a_sound_installation_is_ready(app: Application, base: str) -> None:
    assert ask(app, "/health/live", base) == (200, {"status": "live"})
    assert ask(app, "/health/ready", base) == (200, {"status": "ready", "checks": {"database": True, "ranker": True}})


def test_an_installation_without_its_database_is_live_and_not_ready(app: Application) -> None:
    app.database.close()
    for one in app.settings.home.glob("tongtu.db*"):
        one.unlink()
    (app.settings.home / "tongtu.db").mkdir()
    assert ask(app, "/health/live") == (200, {"status": "live"})
    assert ask(app, "/health/ready") == (503, {"status": "not-ready", "checks": {"database": False, "ranker": True}})


def test_what_is_missing_is_told_in_the_log(app: Application) -> None:
    (app.settings.models / "ranker").mkdir(parents=True)
    (app.settings.models / "ranker" / "current").write_text("none", "utf-8")
    with Listener(JsonLines()) as log:
        assert ask(app, "/health/ready")[0] == 503
    assert [(one["event"], one["level"], one["kind"], len(one["error"]) > 0) for one in log.facts if one["level"] == "warning"] == [
        ("not ready", "warning", "ranker", True)
    ]


def test_an_older_schema_and_a_broken_ranker_are_not_ready(app: Application) -> None:
    import sqlite3

    with sqlite3.connect(app.settings.home / "tongtu.db") as database:
        database.execute("UPDATE alembic_version SET version_num = '0001'")
    (app.settings.models / "ranker").mkdir(parents=True)
    (app.settings.models / "ranker" / "current").write_text("none", "utf-8")
    assert ask(app, "/health/ready") == (503, {"status": "not-ready", "checks": {"database": False, "ranker": False}})


def test_what_was_found_is_not_looked_up_again_at_once(app: Application) -> None:
    web = Web(app)
    with TestClient(web, base_url=HERE, client=LOOPBACK) as client:
        assert client.get("/health/ready").status_code == 200
        app.database.close()
        for one in app.settings.home.glob("tongtu.db*"):
            one.unlink()
        assert client.get("/health/ready").status_code == 200
        assert client.post("/health/ready").status_code == 404
