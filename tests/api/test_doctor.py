"""The examination of an installation: each thing that can be wrong is named, with what to do, and nothing is changed."""

import json
import random
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from api.actions import backing_up
from api.actions.errors import Conflict
from api.actions.health import examine
from api.actions.matching import match_event
from api.actions.rankers import rollback_models
from api.settings import Settings
from api.wiring import Application, open_application
from data.tables import HEAD
from matching.records import LOCAL_ADMINISTRATOR, LOCAL_ORGANIZER
from tests.api.command import tongtu
from tests.api.conftest import NOW, SPRING, open_copy


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
    **dict.fromkeys(("home", "disk", "key", "database", "content", "trail", "clock", "jobs", "models"), "good"),
    **dict.fromkeys(("lists", "ranker", "encoder", "fonts"), "good"),
    "worker": "watch",
    "backup": "watch",
}
RECORDS = ("database", "content", "trail", "clock", "worker", "jobs", "backup", "models")


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
    found = {one.name: one for one in examine(office.settings, lambda: NOW).findings}
    assert {name: one.state for name, one in found.items()} == WELL | {"key": "bad"} | dict.fromkeys(RECORDS, "watch")
    assert {found[name].text.en for name in RECORDS} == {"not looked at, because the key file is not in order"}
    assert not (office.settings.keys / "master.key").exists()


@pytest.mark.parametrize(
    ("schema", "told"),
    [
        ("0001", f"the database is at schema 0001, this version needs {HEAD}; run: tongtu upgrade"),
        ("9999", "the database is at schema 9999, which this version does not know; upgrade Tongtu, or restore a backup"),
    ],
)
def test_another_schema_is_told_and_left_alone(office: Application, schema: str, told: str) -> None:
    office.database.close()
    engine = create_engine(office.settings.database_url)
    with engine.begin() as connection:
        connection.execute(text(f"UPDATE alembic_version SET version_num = '{schema}'"))
    found = {one.name: one for one in examine(office.settings, lambda: NOW).findings}
    assert (found["database"].state, found["database"].text.en) == ("bad", told)
    assert {found[name].text.en for name in RECORDS[1:]} == {"not looked at, because the database cannot be opened"}
    with engine.connect() as connection:
        assert connection.execute(text("SELECT version_num FROM alembic_version")).scalar() == schema
    engine.dispose()


def test_a_damaged_record_is_named_and_not_quoted(office: Application) -> None:
    engine = create_engine(office.settings.database_url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE candidates SET body = CAST(:body AS TEXT)"), {"body": b"hearing \xff\xfe"})
    engine.dispose()
    found = {one.name: one for one in examine(office.settings, lambda: NOW).findings}
    assert {name: one.state for name, one in found.items()} == WELL | {"content": "bad"}
    assert found["content"].text.en == "the database is damaged: candidates.body"


def test_the_report_goes_on_over_a_file_of_which_much_is_lost(office: Application) -> None:
    office.database.close()
    file, dice = office.settings.home / "tongtu.db", random.Random(3)
    pages = file.stat().st_size // 4_096
    with file.open("r+b") as opened:
        for page in dice.sample(range(1, pages), pages // 2):
            opened.seek(page * 4_096)
            opened.write(dice.randbytes(4_096))
    found = states(office)
    assert set(found) == set(WELL)
    assert "bad" in {found["database"], found["content"]}


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
    done = tongtu("doctor", "--json", home=tmp_path / "new" / "home")
    found = {one["name"]: one for one in json.loads(done.stdout)["findings"]}
    assert (done.returncode, {name: one["state"] for name, one in found.items()}) == (
        0,
        WELL | dict.fromkeys(("home", "key", *RECORDS), "watch"),
    )
    assert found["home"]["text"]["en"] == f"{tmp_path / 'new' / 'home'} is not made yet"
    assert not (tmp_path / "new").exists()


def test_a_home_that_cannot_be_made_is_bad(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    place = tmp_path / "file" / "home"
    found = examine(Settings(home=place, database_url=f"sqlite:///{place / 'tongtu.db'}")).findings
    assert (found[0].name, found[0].state) == ("home", "bad")
    assert {one.text.en for one in found[1:11]} == {"not looked at, because the home does not work"}


def test_a_ranker_that_the_last_lists_had_and_this_home_has_not_is_named(office: Application) -> None:
    assert states(office) == WELL
    engine = create_engine(office.settings.database_url)
    with engine.begin() as connection:
        connection.execute(text("""UPDATE runs SET versions = json_set(versions, '$.ranker', 'learned-lost')"""))
    engine.dispose()
    assert states(office) == WELL | {"models": "bad"}
    with pytest.raises(
        Conflict, match="learned-lost ordered the lists that were made last, and neither it nor its history is here"
    ):
        match_event(office, LOCAL_ORGANIZER, SPRING)
    rollback_models(office, LOCAL_ORGANIZER, to="hand-weighted")
    assert states(office) == WELL | {"models": "watch"}
    match_event(office, LOCAL_ORGANIZER, SPRING)


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
            *RECORDS,
            "lists",
            "ranker",
            "encoder",
            "fonts",
        )
    ]
    assert contents(home) == before
