"""The examination of an installation: each thing that can be wrong is named, with what to do, and nothing is changed."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from api.actions import backing_up
from api.actions.health import examine
from api.settings import Settings
from api.wiring import Application, open_application
from data.tables import HEAD
from matching.records import LOCAL_ADMINISTRATOR
from tests.api.command import tongtu
from tests.api.conftest import NOW, open_copy


@pytest.fixture
def office(built_town: Path, tmp_path: Path) -> Application:
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    app = open_copy(built_town, home)
    home.chmod(0o700)
    return app


def contents(home: Path) -> dict[str, bytes]:
    """Every file but the notes that SQLite keeps beside its own."""
    return {path.name: path.read_bytes() for path in home.rglob("*") if path.is_file() and not path.name.startswith("tongtu.db-")}


def states(app: Application, **later: int) -> dict[str, str]:
    return {one.name: one.state for one in examine(app.settings, lambda: NOW + timedelta(**later)).findings}


WELL = {
    **dict.fromkeys(("home", "disk", "key", "database", "trail", "clock", "jobs", "lists", "ranker", "encoder", "fonts"), "good"),
    "worker": "watch",
    "backup": "watch",
}


def test_a_new_office_lacks_a_backup_and_a_worker(office: Application) -> None:
    assert states(office) == WELL


def test_lists_that_are_long_enough_to_tell_a_grade_are_named(office: Application) -> None:
    found = {one.name: one for one in examine(office.settings.model_copy(update={"keep": 21}), lambda: NOW).findings}
    assert (found["lists"].state, found["lists"].text.zh) == ("watch", "每份名单 21 人")
    assert found["lists"].do is not None
    assert "TONGTU_KEEP 设为 20 或更少" in found["lists"].do.zh


def test_a_backup_of_today_is_good_and_of_last_week_is_not(office: Application, tmp_path: Path) -> None:
    backing_up.make_recovery_key(office, LOCAL_ADMINISTRATOR, tmp_path / "recovery.key")
    backing_up.make_backup(office, LOCAL_ADMINISTRATOR, tmp_path / "kept")
    assert states(office) == WELL | {"backup": "good"}
    assert states(office, days=7) == WELL | {"backup": "watch"}


def test_a_clock_that_was_put_back_is_seen(office: Application, tmp_path: Path) -> None:
    backing_up.make_recovery_key(office, LOCAL_ADMINISTRATOR, tmp_path / "recovery.key")
    assert states(office, days=-1) == WELL | {"clock": "bad"}


def test_files_that_others_can_read_are_named(office: Application) -> None:
    office.settings.home.chmod(0o755)
    (office.settings.keys / "master.key").chmod(0o644)
    found = {one.name: one for one in examine(office.settings, lambda: NOW).findings}
    assert (found["home"].state, found["key"].state) == ("watch", "bad")
    assert found["key"].do is not None
    assert found["key"].do.en == f"Others may read {office.settings.keys / 'master.key'}. Restrict it: chmod 600 " + str(
        office.settings.keys / "master.key"
    )


def test_a_lost_key_file_is_no_reason_to_make_another(office: Application) -> None:
    (office.settings.keys / "master.key").unlink()
    assert states(office)["key"] == "bad"
    assert "database" not in states(office)
    assert not (office.settings.keys / "master.key").exists()


def test_an_older_schema_is_told_and_left_alone(office: Application) -> None:
    office.database.close()
    engine = create_engine(office.settings.database_url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    found = {one.name: one for one in examine(office.settings, lambda: NOW).findings}
    assert (found["database"].state, found["database"].text.en) == (
        "bad",
        f"the database is at schema 0001, this version needs {HEAD}; run: tongtu upgrade",
    )
    with engine.connect() as connection:
        assert connection.execute(text("SELECT version_num FROM alembic_version")).scalar() == "0001"
    engine.dispose()


def test_a_changed_trail_is_seen(office: Application) -> None:
    engine = create_engine(office.settings.database_url)
    with engine.begin() as connection:
        for name in connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).scalars().all():
            connection.execute(text(f"DROP TRIGGER {name}"))
        connection.execute(text("UPDATE log SET account = 'x' WHERE sequence = 1"))
    engine.dispose()
    assert states(office) == WELL | {"trail": "bad"}


def test_a_damaged_ranker_is_named(office: Application) -> None:
    folder = office.settings.models / "ranker"
    folder.mkdir(parents=True)
    (folder / "current").write_text("r1\n")
    assert states(office) == WELL | {"ranker": "bad"}


def test_a_home_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    done = tongtu("doctor", "--json", home=tmp_path / "none")
    found = json.loads(done.stdout)
    assert (done.returncode, found["state"], found["findings"][0]["name"]) == (1, "bad", "home")
    assert not (tmp_path / "none").exists()


def test_the_command_says_it_in_words(tmp_path: Path) -> None:
    home = tmp_path / "home"
    open_application(Settings(home=home, database_url=f"sqlite:///{home / 'tongtu.db'}")).database.close()
    before = contents(home)
    done = tongtu("doctor", home=home, TONGTU_LANG="zh")
    assert done.returncode == 0
    assert [line[:2] for line in done.stdout.splitlines() if not line.startswith(" ")] == [
        "留意" if name in ("worker", "backup") else "正常"
        for name in (
            "home",
            "disk",
            "key",
            "database",
            "trail",
            "clock",
            "worker",
            "jobs",
            "backup",
            "lists",
            "ranker",
            "encoder",
            "fonts",
        )
    ]
    assert contents(home) == before
