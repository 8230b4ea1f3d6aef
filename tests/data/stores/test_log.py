from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from data.keys import Keyring
from data.stores import Database, Verification, open_database
from matching.records import Candidate, Role, Viewer

GUARDS = (
    "UPDATE log SET account = 'nobody'",
    "DELETE FROM log",
    "DELETE FROM log WHERE sequence = 2",
)


@pytest.fixture
def told(database: Database, organizer: Viewer) -> Database:
    """A database whose log has three lines."""
    with database.begin(organizer) as stores:
        for number in (1, 2, 3):
            stores.log.append(organizer, "test", "thing", f"x{number}", {"number": number})
    return database


def lines(database: Database, auditor: Viewer) -> list[tuple[int, str, str, dict[str, Any]]]:
    with database.read(auditor) as stores:
        return [(line.sequence, line.action, line.object, dict(line.detail)) for line in stores.log.list(auditor)]


def verified(database: Database, auditor: Viewer) -> Verification:
    with database.read(auditor) as stores:
        found = stores.log.verify(auditor)
    assert found is not None
    return found


def test_lines_are_numbered_and_hold(told: Database, auditor: Viewer) -> None:
    assert lines(told, auditor) == [(n, "test", f"x{n}", {"number": n}) for n in (1, 2, 3)]
    assert (verified(told, auditor).lines, verified(told, auditor).holds) == (3, True)


def test_pages_and_filters(told: Database, auditor: Viewer) -> None:
    with told.read(auditor) as stores:
        assert [line.sequence for line in stores.log.list(auditor, after=1, limit=1)] == [2]
        assert [line.sequence for line in stores.log.list(auditor, object_id="x3")] == [3]
        assert stores.log.list(auditor, kind="candidate") == ()
        with pytest.raises(ValueError, match="a page holds 1 to 1,000 lines"):
            stores.log.list(auditor, limit=0)


@pytest.mark.parametrize("change", GUARDS)
def test_the_database_refuses_changes(told: Database, organizer: Viewer, auditor: Viewer, change: str) -> None:
    with pytest.raises(DBAPIError, match="the log is append-only"), told.begin(organizer) as stores:
        stores.log.session.connection.execute(text(change))
    assert verified(told, auditor).lines == 3


def test_replacing_a_line_is_refused_too(told: Database, organizer: Viewer, auditor: Viewer) -> None:
    with pytest.raises(DBAPIError, match=r"the log is append-only|ON CONFLICT|syntax"), told.begin(organizer) as stores:
        stores.log.session.connection.execute(
            text("INSERT OR REPLACE INTO log SELECT sequence, at, 'x', role, action, kind, object, detail, previous, hash FROM log")
        )
    assert verified(told, auditor).holds


@pytest.mark.postgres
def test_postgresql_refuses_to_empty_the_log(migrated_url: Any, keyring: Keyring, clock: Any, organizer: Viewer) -> None:
    database = open_database(migrated_url("postgresql"), keyring, clock)
    with pytest.raises(DBAPIError, match="the log is append-only"), database.begin(organizer) as stores:
        stores.log.session.connection.execute(text("TRUNCATE log"))
    database.close()


def without_guards(database: Database, organizer: Viewer, change: str) -> None:
    """Changes the log as somebody with the database's own password can."""
    with database.begin(organizer) as stores:
        connection = stores.log.session.connection
        if connection.dialect.name == "sqlite":
            connection.execute(text("DROP TRIGGER log_no_update"))
            connection.execute(text("DROP TRIGGER log_no_delete"))
        else:
            connection.execute(text("ALTER TABLE log DISABLE TRIGGER USER"))
        connection.execute(text(change))


@pytest.mark.parametrize(
    ("change", "broken_at"),
    [
        ("UPDATE log SET account = 'nobody' WHERE sequence = 2", 2),
        ("UPDATE log SET detail = '{}' WHERE sequence = 1", 1),
        ("UPDATE log SET at = '2026-01-01 00:00:00.000000' WHERE sequence = 3", 3),
        ("DELETE FROM log WHERE sequence = 2", 2),
        ("DELETE FROM log WHERE sequence = 3", 0),
        ("DELETE FROM log", 0),
    ],
)
def test_what_was_changed_is_found(told: Database, organizer: Viewer, auditor: Viewer, change: str, broken_at: int) -> None:
    without_guards(told, organizer, change)
    found = verified(told, auditor)
    assert (found.broken_at, found.holds) == (broken_at, False)


def test_a_chain_made_with_another_key_does_not_hold(
    told: Database, url: str, organizer: Viewer, auditor: Viewer, clock: Any
) -> None:
    other = Keyring(b"k" * 32)
    with told.begin(organizer) as stores:
        stores.log.session.connection.execute(text("UPDATE installation SET value = :key"), {"key": other.fingerprint})
    forged = open_database(url, other, clock)
    assert verified(forged, auditor).broken_at == 1
    forged.close()


def test_an_access_is_kept_when_the_transaction_fails(
    database: Database, organizer: Viewer, auditor: Viewer, lin: Candidate, gao: Candidate
) -> None:
    with database.begin(organizer) as stores:
        stores.candidates.upsert_many(organizer, [(lin, None)])

    def fail() -> None:
        with database.begin(organizer) as stores:
            stores.candidates.get(organizer, "c_lin")
            stores.candidates.upsert_many(organizer, [(gao, None)])
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert [line[1:3] for line in lines(database, auditor)] == [("save", ""), ("read", "c_lin")]
    with database.read(organizer) as stores:
        assert stores.candidates.count(organizer) == 1


def test_who_opened_a_file_can_be_read_by_those_who_see_it(
    database: Database, organizer: Viewer, auditor: Viewer, lin: Candidate
) -> None:
    hongshan, jiangan = (Viewer(account="d", role=Role.COUNSELOR, district=code) for code in ("420111", "420102"))
    with database.begin(organizer) as stores:
        stores.candidates.upsert_many(organizer, [(lin, None)])
        stores.candidates.get(organizer, "c_lin")
    for viewer, expected in ((organizer, 1), (hongshan, 1), (auditor, 1), (jiangan, 0)):
        with database.read(viewer) as stores:
            assert len(stores.log.of_candidate(viewer, "c_lin")) == expected
    employer = Viewer(account="m", role=Role.EMPLOYER)
    with database.read(employer) as stores:
        assert stores.log.of_candidate(employer, "c_lin") == ()


@pytest.mark.parametrize(
    ("detail", "problem"),
    [
        ({"phone": "13912345678"}, "a number of 11 digits or more"),
        ({"note": "certificate 42011119940506002X21"}, "a number of 11 digits or more"),
        ({"note": "x" * 4_000}, "keep it under 4,000"),
        ({"note": "a\0b"}, "NUL character"),
    ],
)
def test_lines_with_numbers_of_people_are_refused(
    database: Database, organizer: Viewer, auditor: Viewer, detail: dict[str, str], problem: str
) -> None:
    with pytest.raises(ValueError, match=problem), database.begin(organizer) as stores:
        stores.log.append(organizer, "test", "thing", "x", detail)
    assert lines(database, auditor) == []
