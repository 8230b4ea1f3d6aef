import sqlite3
import threading
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, make_url, text

from data.keys import Keyring
from data.stores import (
    Consent,
    Database,
    DatabaseDamaged,
    DatabaseUnavailable,
    Explained,
    KeyMismatch,
    SchemaError,
    Scope,
    open_database,
)
from data.tables import HEAD
from matching.records import (
    Candidate,
    CertificateDetails,
    Employer,
    Event,
    Posting,
    Service,
    ServiceKind,
    Viewer,
    Wishes,
)

ENGINES = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]


def now() -> datetime:
    return datetime(2026, 3, 1, tzinfo=UTC)


@pytest.mark.parametrize("engine", ENGINES)
def test_an_empty_database_is_brought_to_the_newest_schema(
    empty_url: Callable[..., str], engine: str, keyring: Keyring, organizer: Viewer
) -> None:
    url = empty_url(engine)
    with pytest.raises(SchemaError) as caught:
        open_database(url, keyring, now, migrate=False)
    assert str(caught.value) == f"the database is at schema none, this version needs {HEAD}; run: tongtu upgrade"
    for migrate in (True, False):
        database = open_database(url, keyring, now, migrate=migrate)
        with database.read(organizer) as stores:
            assert stores.candidates.count(organizer) == 0
        database.close()


@pytest.mark.parametrize("engine", ENGINES)
def test_two_who_open_an_empty_database_at_once_both_succeed(empty_url: Callable[..., str], engine: str, keyring: Keyring) -> None:
    url, start, faults = empty_url(engine), threading.Barrier(3), []

    def enter() -> None:
        start.wait()
        try:
            open_database(url, keyring, now).close()
        except Exception as fault:  # the thread's fault is the test's
            faults.append(fault)

    threads = [threading.Thread(target=enter) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []


def test_a_newer_schema_is_refused(url: str, keyring: Keyring) -> None:
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    with pytest.raises(SchemaError) as caught:
        open_database(url, keyring, now)
    assert str(caught.value) == (
        "the database is at schema 9999, which this version does not know; upgrade Tongtu, or restore a backup"
    )


@pytest.mark.parametrize("engine", ENGINES)
def test_a_foreign_database_is_refused(empty_url: Callable[..., str], engine: str, keyring: Keyring) -> None:
    url = empty_url(engine)
    foreign = create_engine(url)
    with foreign.begin() as connection:
        connection.execute(text("CREATE TABLE candidates (name varchar(10))"))
    foreign.dispose()
    with pytest.raises(SchemaError, match="holds tables of these names that Tongtu did not make"):
        open_database(url, keyring, now)


def test_another_key_file_is_refused(url: str, keyring: Keyring) -> None:
    other = Keyring(b"o" * 32)
    with pytest.raises(KeyMismatch) as caught:
        open_database(url, other, now)
    assert str(caught.value) == (
        f"this database was made with another key file (key {keyring.fingerprint}, this one is {other.fingerprint}); "
        "put the backup of its key file in place, or use another database"
    )


@pytest.mark.parametrize(
    ("url", "problem"),
    [
        ("nonsense", "the database URL cannot be read"),
        ("mysql://localhost/x", "mysql databases are not supported"),
        ("sqlite://", "a database in memory is lost"),
        ("sqlite:////nowhere/at/all.db", "does not answer: unable to open database file"),
        ("postgresql://me:secret@127.0.0.1:1/x?connect_timeout=2", "does not answer"),
    ],
)
def test_a_url_that_leads_nowhere_is_one_clear_line(url: str, problem: str, keyring: Keyring) -> None:
    with pytest.raises(DatabaseUnavailable, match=problem) as caught:
        open_database(url, keyring, now)
    assert "secret" not in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_file_that_is_no_database_is_one_clear_line(tmp_path: Path, keyring: Keyring) -> None:
    (tmp_path / "x.db").write_bytes(b"no database at all, but long enough to look at" * 10)
    with pytest.raises(DatabaseDamaged, match=r"is damaged \(file is not a database\); put a backup back"):
        open_database(f"sqlite:///{tmp_path / 'x.db'}", keyring, now)


def test_an_error_rolls_everything_back(database: Database, organizer: Viewer, lin: Candidate, mill: Employer) -> None:
    def fail() -> None:
        with database.begin(organizer) as stores:
            stores.candidates.upsert_many(organizer, [(lin, None)])
            stores.employers.upsert_many(organizer, [mill])
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with database.read(organizer) as stores:
        assert stores.candidates.count(organizer) == 0
        assert stores.employers.list(organizer) == ()


def test_a_reader_sees_one_moment(database: Database, organizer: Viewer, lin: Candidate, gao: Candidate) -> None:
    with database.begin(organizer) as stores:
        stores.candidates.upsert_many(organizer, [(lin, None)])
    with database.read(organizer) as early:
        assert early.candidates.count(organizer) == 1
        with database.begin(organizer) as stores:
            stores.candidates.upsert_many(organizer, [(gao, None)])
        assert early.candidates.count(organizer) == 1
    with database.read(organizer) as late:
        assert late.candidates.count(organizer) == 2


def test_writers_at_once_lose_nothing(database: Database, organizer: Viewer, auditor: Viewer, gao: Candidate) -> None:
    with database.begin(organizer) as stores:
        stores.candidates.upsert_many(organizer, [(gao.model_copy(update={"wishes": Wishes(pay_min=0)}), None)])
    faults: list[Exception] = []

    def count_up() -> None:
        try:
            for _ in range(50):
                with database.begin(organizer) as stores:
                    found = stores.candidates.get(organizer, "c_gao")
                    assert found is not None
                    assert found.wishes.pay_min is not None
                    more = Wishes(pay_min=found.wishes.pay_min + 1)
                    stores.candidates.upsert_many(organizer, [(found.model_copy(update={"wishes": more}), None)])
        except Exception as fault:  # the thread's fault is the test's
            faults.append(fault)

    threads = [threading.Thread(target=count_up) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    with database.read(auditor) as stores:
        (found,) = stores.candidates.list(organizer)
        assert found.wishes.pay_min == 100
        chain = stores.log.verify(auditor)
        assert chain is not None
        assert (chain.lines, chain.holds) == (201, True)


def test_a_database_that_stays_locked_is_one_clear_line(sqlite_path: Path, keyring: Keyring, organizer: Viewer) -> None:
    database = open_database(f"sqlite:///{sqlite_path}", keyring, now)
    with database.read(organizer) as stores:
        stores.candidates.session.connection.exec_driver_sql("PRAGMA busy_timeout=10")
    blocker = sqlite3.connect(sqlite_path, isolation_level=None)
    blocker.execute("BEGIN IMMEDIATE")
    with pytest.raises(DatabaseUnavailable, match="does not answer: database is locked"), database.begin(organizer):
        pass
    blocker.execute("ROLLBACK")
    blocker.close()
    database.close()


def test_sqlite_is_set_for_safety(sqlite_path: Path, keyring: Keyring, organizer: Viewer) -> None:
    database = open_database(f"sqlite:///{sqlite_path}", keyring, now)
    with database.read(organizer) as stores:
        connection = stores.candidates.session.connection
        names = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout", "secure_delete", "recursive_triggers")
        found = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in names}
    assert found == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "busy_timeout": 5000,
        "secure_delete": 1,
        "recursive_triggers": 1,
    }
    database.close()


SECRETS = ("林小满", "13912345678", "42011119940506002X", "1994-05-06", "赵主任", "027-88886666", "林大山", "母亲陪同")


def dump(path: Path) -> bytes:
    """All bytes of the database's files, and all its values as text."""
    with sqlite3.connect(path) as connection:
        told = "\n".join(connection.iterdump()).encode()
    return told + b"".join(file.read_bytes() for file in sorted(path.parent.iterdir()))


def fill(
    database: Database, viewer: Viewer, lin: Candidate, papers: CertificateDetails, mill: Employer, clerk: Posting, fair: Event
) -> None:
    agreed: dict[str, Any] = {"wording": "v1", "explained": Explained.READ, "given_on": date(2026, 3, 1), "guardian": "林大山"}
    with database.begin(viewer) as stores:
        stores.imports.stage(viewer, "i_1", "candidates", [(lin, papers)])
        stores.imports.publish(viewer, "i_1")
        stores.imports.stage(viewer, "i_2", "candidates", [(lin, papers)])
        stores.imports.stage(viewer, "i_3", "postings", [(clerk, mill, None)])
        stores.imports.publish(viewer, "i_3")
        stores.events.upsert_many(viewer, [fair])
        given = Consent(candidate="c_lin", scope=Scope.IDENTITY, employers=frozenset({"e_mill"}), **agreed)
        stores.consents.save(viewer, given)
        note = Service(candidate="c_lin", kind=ServiceKind.NEEDS, on=date(2026, 3, 2), by="wang", note="母亲陪同")
        stores.services.save(viewer, note)
        stores.candidates.get(viewer, "c_lin")


def test_the_file_holds_no_personal_value_in_the_clear(
    sqlite_path: Path,
    keyring: Keyring,
    organizer: Viewer,
    lin: Candidate,
    lin_papers: CertificateDetails,
    mill: Employer,
    clerk: Posting,
    fair: Event,
) -> None:
    database = open_database(f"sqlite:///{sqlite_path}", keyring, now)
    fill(database, organizer, lin, lin_papers, mill, clerk, fair)
    before = dump(sqlite_path)
    assert [secret for secret in SECRETS if secret.encode() in before] == []
    assert "做过录入".encode() in before
    database.close()
    assert [secret for secret in SECRETS if secret.encode() in dump(sqlite_path)] == []


def test_after_an_erasure_the_file_holds_nothing_of_the_person(
    sqlite_path: Path,
    keyring: Keyring,
    organizer: Viewer,
    lin: Candidate,
    lin_papers: CertificateDetails,
    mill: Employer,
    clerk: Posting,
    fair: Event,
) -> None:
    database = open_database(f"sqlite:///{sqlite_path}", keyring, now)
    fill(database, organizer, lin, lin_papers, mill, clerk, fair)
    told = ("做过录入", "A-17", "洪山区关山街", "文员")
    assert [word for word in told if word.encode() not in dump(sqlite_path)] == []
    with database.begin(organizer) as stores:
        stores.candidates.erase(organizer, "c_lin")
    assert [word for word in (*told, *SECRETS) if word.encode() in dump(sqlite_path)] == []
    database.close()


def test_repr_hides_the_password(keyring: Keyring) -> None:
    url = make_url("postgresql+psycopg://me:secret@host/x")
    assert repr(Database(create_engine(url), keyring, now)) == "Database(postgresql+psycopg://me:***@host/x)"
