"""The migrated database is what `data.tables` says, and migrating one with rows loses none."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, create_engine, event, text

import data.migrations
from data.keys import Keyring
from data.migrations import upgrade
from data.stores import open_database
from data.tables import HEAD, METADATA
from tests.data.stores.rows import fill_tables, rows_of

ENGINES = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]
REBUILD = """
import sqlalchemy as sa
from alembic import op

revision = "9000"
down_revision = "{head}"


def upgrade() -> None:
    for table in ("candidates", "events"):
        with op.batch_alter_table(table, recreate="{recreate}") as batch:
            batch.add_column(sa.Column("remark", sa.Text, nullable=True))
"""
ORPHAN = """
from alembic import op

revision = "9000"
down_revision = "{head}"


def upgrade() -> None:
    op.execute("DELETE FROM events")
"""


def now() -> datetime:
    return datetime(2026, 3, 1, tzinfo=UTC)


def writing_engine(url: str) -> Engine:
    """An engine that begins as the project's own does."""
    engine = create_engine(url)
    if engine.dialect.name == "sqlite":

        @event.listens_for(engine, "connect")
        def prepare(driver, _record):  # type: ignore[no-untyped-def]
            driver.isolation_level = None
            driver.execute("PRAGMA foreign_keys=ON")

        @event.listens_for(engine, "begin")
        def begin(connection):  # type: ignore[no-untyped-def]
            connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


@pytest.fixture
def filled_url(request: pytest.FixtureRequest, empty_url: Callable[..., str], keyring: Keyring) -> str:
    """A migrated database with a person, their certificate and consent, an event and a run."""
    url = empty_url(request.param)
    open_database(url, keyring, now).close()
    engine = create_engine(url)
    with engine.begin() as connection:
        for statement in (
            "INSERT INTO candidates (id, content, updated_at) VALUES ('c_1', :bytes, :now)",
            "INSERT INTO certificates (candidate, category, content) VALUES ('c_1', 2, :bytes)",
            "INSERT INTO events (id, body, content, updated_at) VALUES ('ev_1', '{}', :bytes, :now)",
            "INSERT INTO consents (candidate, scope, event, wording, explained, given_on, recorded_at) "
            "VALUES ('c_1', 'listing', 'ev_1', 'v1', 'read', '2026-03-01', :now)",
            "INSERT INTO runs (id, event, made_at, made_by, versions, counts, hash) "
            "VALUES ('r_1', 'ev_1', :now, 'wang', '{}', '{}', :bytes)",
        ):
            connection.execute(text(statement), {"bytes": b"x", "now": "2026-03-01 00:00:00.000000"})
    engine.dispose()
    return url


def counts(engine: Engine) -> dict[str, int]:
    with engine.connect() as connection:
        tables = ("candidates", "certificates", "events", "consents", "runs")
        return {name: connection.execute(text(f"SELECT count(*) FROM {name}")).scalar_one() for name in tables}


@pytest.mark.parametrize("engine", ENGINES)
def test_the_migrated_schema_is_the_one_of_the_tables(empty_url: Callable[..., str], engine: str, keyring: Keyring) -> None:
    url = empty_url(engine)
    open_database(url, keyring, now).close()
    opened = create_engine(url)
    with opened.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, METADATA) == []
    opened.dispose()


def test_the_newest_revision_is_the_one_the_tables_name() -> None:
    folder = Path(data.migrations.__file__).parent
    assert ScriptDirectory(str(folder)).get_current_head() == HEAD


@pytest.mark.parametrize("filled_url", ENGINES, indirect=True)
def test_a_rebuilt_table_keeps_its_children(filled_url: str, tmp_path: Path) -> None:
    recreate = "always" if filled_url.startswith("sqlite") else "never"
    (tmp_path / "r9000_rebuild.py").write_text(REBUILD.format(head=HEAD, recreate=recreate), "utf-8")
    engine = writing_engine(filled_url)
    upgrade(engine, HEAD, folders=(tmp_path,))
    assert counts(engine) == {"candidates": 1, "certificates": 1, "events": 1, "consents": 1, "runs": 1}
    with engine.connect() as connection:
        assert connection.execute(text("SELECT remark FROM candidates")).scalar() is None
        assert connection.execute(text("SELECT version_num FROM alembic_version")).scalar() == "9000"
        if engine.dialect.name == "sqlite":
            assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
    engine.dispose()


@pytest.mark.parametrize("filled_url", ENGINES, indirect=True)
def test_a_migration_that_orphans_rows_changes_nothing(filled_url: str, tmp_path: Path) -> None:
    (tmp_path / "r9000_orphan.py").write_text(ORPHAN.format(head=HEAD), "utf-8")
    engine = writing_engine(filled_url)
    problem = "would leave rows without their parents in consents, runs" if engine.dialect.name == "sqlite" else "violates"
    with pytest.raises(Exception, match=problem):
        upgrade(engine, HEAD, folders=(tmp_path,))
    assert counts(engine) == {"candidates": 1, "certificates": 1, "events": 1, "consents": 1, "runs": 1}
    with engine.connect() as connection:
        assert connection.execute(text("SELECT version_num FROM alembic_version")).scalar() == HEAD
    engine.dispose()


def revisions() -> list[str]:
    """All revisions, oldest first."""
    folder = Path(data.migrations.__file__).parent
    return [one.revision for one in ScriptDirectory(str(folder)).walk_revisions()][::-1]


@pytest.mark.parametrize("engine", ENGINES)
def test_every_row_of_every_shape_survives_the_way_to_the_last(empty_url: Callable[..., str], engine: str) -> None:
    """At each shape every table holds a row; one revision further all of them are there, each column as it was."""
    opened = writing_engine(empty_url(engine))
    found: str | None = None
    filled: dict[str, list[dict[str, Any]]] = {}
    for revision in revisions():
        upgrade(opened, found, target=revision)
        found = revision
        with opened.begin() as connection:
            there = rows_of(connection)
            kept = {
                table: [{name: after[name] for name in before} for before, after in zip(rows, there[table], strict=True)]
                for table, rows in filled.items()
            }
            assert kept == filled
            fill_tables(connection)
            filled = rows_of(connection)
        assert [table for table, rows in filled.items() if not rows] == []
    assert (found, set(filled)) == (HEAD, set(METADATA.tables))
    opened.dispose()


@pytest.mark.parametrize("engine", ENGINES)
def test_a_database_with_rows_gets_the_tables_of_later_shapes(empty_url: Callable[..., str], engine: str, keyring: Keyring) -> None:
    """What was stored at the first shape can be answered for, asked about, confirmed, learnt from and corrected at the last."""
    url = empty_url(engine)
    first = writing_engine(url)
    upgrade(first, None, target="0001")
    with first.begin() as connection:
        for statement in (
            "INSERT INTO employers (id, approved, body, content, updated_at) VALUES ('e_1', :no, '{}', :bytes, :now)",
            "INSERT INTO postings (id, employer, status, stated_status, body, content, updated_at) "
            "VALUES ('p_1', 'e_1', 'open', 'open', '{}', :bytes, :now)",
            "INSERT INTO events (id, body, content, updated_at) VALUES ('ev_1', '{}', :bytes, :now)",
            "INSERT INTO candidates (id, content, updated_at) VALUES ('c_1', :bytes, :now)",
            "INSERT INTO runs (id, event, made_at, made_by, versions, counts, hash) "
            "VALUES ('r_1', 'ev_1', :now, 'wang', '{}', '{}', :bytes)",
            "INSERT INTO listed (run, candidate, posting) VALUES (1, 'c_0', 'p_1')",
        ):
            connection.execute(text(statement), {"bytes": b"x", "now": "2026-03-01 00:00:00.000000", "no": False})
    first.dispose()
    open_database(url, keyring, now).close()
    opened = writing_engine(url)
    with opened.begin() as connection:
        parameters = {"now": "2026-03-02 00:00:00.000000"}
        connection.execute(text("INSERT INTO unlock_counts VALUES ('p_1', '2026-03-02', '{}', :now)"), parameters)
        columns = "posting, change, event, key, asked_at, asked_by"
        asked = f"INSERT INTO requests ({columns}) VALUES ('p_1', 'fact:x', 'ev_1', 'k', :now, 'wang')"
        connection.execute(text(asked), parameters)
        columns = "posting, name, was, was_from, confirmed, key, confirmed_at, confirmed_by, role"
        values = "'p_1', 'demands.lifting', '3', 'read', '1', 'k', :now, 'wang', 'organizer'"
        said = f"INSERT INTO confirmations ({columns}) VALUES ({values})"
        connection.execute(text(said), parameters)
        connection.execute(text("INSERT INTO pool_cells VALUES ('2026-03-02', '', '{}', :now)"), parameters)
        connection.execute(
            text("INSERT INTO listed (run, candidate, posting, features) VALUES (1, 'c_1', 'p_1', :features)"), {"features": b"x"}
        )
        columns = "posting, employer, accommodation, promised_on, key, recorded_at, recorded_by"
        connection.execute(
            text(f"INSERT INTO promises ({columns}) VALUES ('p_1', 'e_1', 'ramp', '2026-03-02', 'k', :now, 'wang')"), parameters
        )
        columns = "promise, dated, kept, state, checked_at, checked_by"
        connection.execute(
            text(f"INSERT INTO promise_checks ({columns}) VALUES (1, '2026-04-02', :yes, 'recorded', :now, 'wang')"),
            parameters | {"yes": True},
        )
        columns = "candidate, posting, event, step, reason, origin, became, corrected_at, corrected_by"
        values = "'c_1', 'p_1', 'ev_1', 'hired', '', 'recorded', 'withdrawn', :now, 'wang'"
        connection.execute(text(f"INSERT INTO corrections ({columns}) VALUES ({values})"), parameters)
        columns = "id, kind, state, made_by, viewer, key, content, sealed_payload, made_at, due_at, "
        columns += "token, attempts, most_attempts, done, total, cancel_asked"
        values = "'j_1', 'match', 'waiting', 'wang', '{}', 'k', :bytes, :bytes, :now, :now, 0, 0, 3, 0, 0, :no"
        connection.execute(text(f"INSERT INTO jobs ({columns}) VALUES ({values})"), parameters | {"bytes": b"x", "no": False})
        later = ("unlock_counts", "requests", "confirmations", "pool_cells", "promises", "promise_checks", "corrections", "jobs")
        for table in ("employers", "postings", "events", *later):
            assert connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one() == 1
        kept = connection.execute(text("SELECT candidate, band, position, features, propensity FROM listed ORDER BY candidate"))
        assert [tuple(row) for row in kept] == [("c_0", None, None, None, None), ("c_1", None, None, b"x", None)]
        assert connection.execute(text("SELECT version_num FROM alembic_version")).scalar() == HEAD
    opened.dispose()
