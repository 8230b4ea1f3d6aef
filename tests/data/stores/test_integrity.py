"""Damage is found, named by table and column, and never quoted."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from data.keys import Keyring
from data.stores import Database, DatabaseDamaged, open_database
from data.stores.integrity import PAGES, Integrity
from matching.records import Candidate, Viewer
from tests.data.stores.conftest import Clock

SECRET = "hearing_speech"


def test_what_is_whole_is_found_whole(database: Database, organizer: Viewer, lin: Candidate) -> None:
    with database.begin(organizer) as stores:
        stores.candidates.upsert_many(organizer, [(lin, None)])
    seen = "server" if database._engine.dialect.name == "postgresql" else "all"
    assert database.integrity(30) == Integrity((), seen)
    with database.read(organizer) as stores:
        assert stores.candidates.get(organizer, lin.id) == lin


@pytest.fixture
def stored(sqlite_path: Path, keyring: Keyring, clock: Clock, organizer: Viewer, lin: Candidate) -> Database:
    database = open_database(f"sqlite:///{sqlite_path}", keyring, clock)
    with database.begin(organizer) as stores:
        stores.candidates.upsert_many(organizer, [(lin, None)])
    database.close()
    return database


def harm_text(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        body = b'{"profile": "' + SECRET.encode() + b'\xff\xfe"}'
        connection.execute("UPDATE candidates SET body = CAST(? AS TEXT)", (body,))
    connection.close()


def harm_record(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE candidates SET body = '{' || body")
    connection.close()


@pytest.mark.parametrize("harm", [harm_text, harm_record])
def test_a_damaged_text_is_named(stored: Database, sqlite_path: Path, harm: Callable[[Path], None]) -> None:
    harm(sqlite_path)
    assert stored.integrity(30) == Integrity(("candidates.body",), "all")
    stored.close()


def test_a_text_that_is_no_text_is_damage_in_one_line_without_it(stored: Database, sqlite_path: Path, organizer: Viewer) -> None:
    harm_text(sqlite_path)
    with pytest.raises(DatabaseDamaged) as refused, stored.read(organizer) as stores:
        stores.candidates.list(organizer)
    assert (
        str(refused.value) == f"the database sqlite:///{sqlite_path} is damaged; put a backup back (tongtu restore, how-to/backup)"
    )
    stored.close()


def test_pages_that_were_written_over_are_damage(stored: Database, sqlite_path: Path) -> None:
    with sqlite3.connect(sqlite_path) as connection:
        (root,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'candidates'").fetchone()
        (size,) = connection.execute("PRAGMA page_size").fetchone()
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    with sqlite_path.open("r+b") as file:
        file.seek((root - 1) * size)
        file.write(b"\x0d" + b"\xff" * (size - 1))
    assert stored.integrity(30) == Integrity((PAGES,), "part")
    stored.close()


def test_without_time_a_part_is_seen(stored: Database) -> None:
    assert stored.integrity(-1).seen == "part"
    stored.close()
