"""A snapshot holds every row of one moment, and any empty database of either engine can be filled from it."""

import errno
import os
import sqlite3
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, insert, make_url, select

from data.keys import Keyring
from data.stores import Database, NotEmpty, StoreError, check_empty, check_schema, count_rows, load_snapshot, open_database
from data.stores.engines import read_url, shown
from data.stores.errors import DatabaseUnavailable, SchemaError
from data.tables import METADATA, promises
from matching.records import Role, Viewer
from tests.data.stores.conftest import ENGINES, Clock
from tests.data.stores.rows import fill_tables

AUDITOR = Viewer(account="shen", role=Role.AUDITOR)


def engine_of(url: str) -> Engine:
    found = make_url(url)
    return create_engine(found.set(drivername="postgresql+psycopg") if found.drivername == "postgresql" else found)


def all_rows(url: str) -> dict[str, list[tuple[object, ...]]]:
    engine = engine_of(url)
    with engine.connect() as connection:
        found = {table.name: [tuple(row) for row in connection.execute(select(table))] for table in METADATA.sorted_tables}
    engine.dispose()
    return {name: sorted(rows, key=repr) for name, rows in found.items()}


@pytest.fixture
def filled(database: Database, url: str) -> Database:
    """A database with a row in every table."""
    engine = engine_of(url)
    with engine.begin() as connection:
        fill_tables(connection)
    engine.dispose()
    return database


@pytest.mark.parametrize("target", ENGINES)
def test_all_rows_of_one_engine_come_to_either(
    filled: Database, url: str, target: str, empty_url: Callable[..., str], tmp_path: Path, keyring: Keyring, clock: Clock
) -> None:
    there = empty_url(target)
    before = all_rows(url)
    counted = filled.snapshot(tmp_path / "snapshot.db")
    assert counted == {name: len(rows) for name, rows in before.items()}
    assert (tmp_path / "snapshot.db").stat().st_mode & 0o777 == 0o600
    load_snapshot(tmp_path / "snapshot.db", there)
    assert all_rows(there) == before
    assert not (tmp_path / "snapshot.db").exists()
    open_database(there, keyring, clock, migrate=False).close()


@pytest.mark.parametrize("target", ENGINES)
def test_numbers_go_on_after_the_last_one(filled: Database, target: str, empty_url: Callable[..., str], tmp_path: Path) -> None:
    there = empty_url(target)
    filled.snapshot(tmp_path / "snapshot.db")
    load_snapshot(tmp_path / "snapshot.db", there)
    engine = engine_of(there)
    with engine.begin() as connection:
        row = connection.execute(select(promises)).mappings().one()
        next_one = dict(row) | {"id": None, "key": "another"}
        del next_one["id"]
        connection.execute(insert(promises).values(**next_one))
        assert [found.id for found in connection.execute(select(promises.c.id).order_by(promises.c.id))] == [
            row["id"],
            row["id"] + 1,
        ]
    engine.dispose()


def test_what_is_written_meanwhile_is_not_in_it(
    database: Database,
    organizer: Viewer,
    tmp_path: Path,
    empty_url: Callable[..., str],
    keyring: Keyring,
    clock: Callable[[], datetime],
) -> None:
    """A writer in the middle of a transaction neither waits nor shows."""
    with database.begin(organizer) as stores:
        stores.log.append(organizer, "look", "event")
    with database.begin(organizer) as stores:
        stores.log.append(organizer, "look", "event")
        counted = database.snapshot(tmp_path / "snapshot.db")
    assert counted["log"] == 1
    there = empty_url("sqlite")
    load_snapshot(tmp_path / "snapshot.db", there)
    restored = open_database(there, keyring, clock)
    with restored.read(AUDITOR) as stores:
        proof = stores.log.verify(AUDITOR)
    restored.close()
    assert proof is not None
    assert (proof.holds, proof.lines) == (True, 1)


def test_nothing_is_put_over_anything(database: Database, url: str, tmp_path: Path) -> None:
    database.snapshot(tmp_path / "snapshot.db")
    before = all_rows(url)
    with pytest.raises(NotEmpty, match="only put where nothing is"):
        check_empty(url)
    with pytest.raises(NotEmpty):
        load_snapshot(tmp_path / "snapshot.db", url)
    assert all_rows(url) == before


def test_a_damaged_snapshot_is_told(database: Database, tmp_path: Path) -> None:
    path = tmp_path / "snapshot.db"
    database.snapshot(path)
    path.write_bytes(path.read_bytes()[:5_000])
    with pytest.raises(StoreError, match="damaged"):
        count_rows(path, METADATA.tables)


def test_a_snapshot_of_a_later_schema_is_said_to_be_one(tmp_path: Path) -> None:
    path = tmp_path / "later.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE alembic_version (version_num TEXT)")
        connection.execute("INSERT INTO alembic_version VALUES ('0099')")
    with pytest.raises(SchemaError, match=r"made by a later version \(9\.9\)"):
        check_schema(path, "9.9")


@pytest.mark.parametrize(
    "url", ["postgresql://u:geheim@h/db", "postgresql://u@h/db?password=geheim", "postgresql://h/db?sslpassword=geheim"]
)
def test_no_password_of_a_url_is_shown(url: str) -> None:
    assert "geheim" not in shown(make_url(url))


@pytest.mark.parametrize("url", ["postgresql://u@127.0.0.1:notaport/db", "postgresql://u@127.0.0.1:1:2/db", "no url"])
def test_a_url_that_cannot_be_read_is_one_line(url: str) -> None:
    with pytest.raises(DatabaseUnavailable, match="cannot be read"):
        read_url(url)


def test_from_another_disk_the_file_comes_whole_beside_the_target(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    snapshot, target = tmp_path / "snapshot.db", tmp_path / "there" / "tongtu.db"
    rows = database.snapshot(snapshot)
    target.parent.mkdir()
    replace = os.replace

    def apart(source: Path, to: Path) -> None:
        if Path(source).parent != Path(to).parent:
            raise OSError(errno.EXDEV, "Invalid cross-device link")
        replace(source, to)

    monkeypatch.setattr(os, "replace", apart)
    load_snapshot(snapshot, f"sqlite:///{target}")
    assert [path.name for path in target.parent.iterdir()] == ["tongtu.db"]
    assert count_rows(target, METADATA.tables) == rows
    assert (target.stat().st_mode & 0o777, snapshot.exists()) == (0o600, False)
