"""The database of an earlier release is brought to this one with all that is in it, or refused in one line."""

import sqlite3
from collections.abc import Callable
from datetime import date
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import MetaData, create_engine, make_url, select

from data.keys import Keyring
from data.migrations import upgrade
from data.stores import Database, SchemaError, open_database
from data.stores.engines import open_engine
from data.tables import HEAD
from matching.records import (
    Candidate,
    CertificateDetails,
    Employer,
    Event,
    Outcome,
    Posting,
    Service,
    ServiceKind,
    Step,
    Viewer,
)
from tests.data.stores.conftest import Clock
from tests.data.stores.rows import rows_of

ENGINES = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]
FORMER = "0018"
DUMP = Path(__file__).parent / "former" / f"schema_{FORMER}.sql"


@pytest.fixture
def former_url(empty_url: Callable[..., str], tmp_path: Path) -> Callable[[str], str]:
    """A database as the earlier release wrote it; on PostgreSQL its rows in the shape that release had there."""

    def make(engine: str) -> str:
        url = empty_url(engine)
        path = Path(str(make_url(url).database)) if engine == "sqlite" else tmp_path / "former.db"
        connection = sqlite3.connect(path)
        connection.executescript(DUMP.read_text("utf-8"))
        connection.close()
        if engine == "postgresql":
            _copy(f"sqlite:///{path}", url)
        return url

    return make


def _copy(source: str, target: str) -> None:
    read, write = create_engine(source), open_engine(target)
    upgrade(write, None, target=FORMER)
    shape = MetaData()
    shape.reflect(write)
    with read.connect() as reader, write.begin() as writer:
        typed = MetaData()
        typed.reflect(read)
        for table in shape.sorted_tables:
            rows = [dict(row) for row in reader.execute(select(typed.tables[table.name])).mappings()]
            if table.name != "alembic_version" and rows:
                if table.name != "log":
                    writer.execute(table.delete())
                flags = [column.name for column in table.columns if column.type.python_type is bool]
                writer.execute(table.insert(), [row | {name: bool(row[name]) for name in flags} for row in rows])
    read.dispose()
    write.dispose()


@pytest.mark.parametrize("engine", ENGINES)
def test_what_an_earlier_release_stored_is_whole_after_the_upgrade(
    former_url: Callable[[str], str],
    engine: str,
    keyring: Keyring,
    organizer: Viewer,
    auditor: Viewer,
    lin: Candidate,
    lin_papers: CertificateDetails,
    gao: Candidate,
    mill: Employer,
    clerk: Posting,
    fair: Event,
) -> None:
    url = former_url(engine)
    opened = create_engine(url)
    with opened.connect() as connection:
        before = rows_of(connection)
    database = open_database(url, keyring, Clock())
    with opened.connect() as connection:
        after = rows_of(connection)
    opened.dispose()
    after["installation"] = [row for row in after["installation"] if row["name"] != "erasure-mark"]  # which every opening sets
    kept = {
        table: [{name: fresh[name] for name in row} for row, fresh in zip(rows, after[table], strict=True)]
        for table, rows in before.items()
    }
    assert kept == before
    assert database.is_current()
    _check_content(database, organizer, auditor, (lin, lin_papers, gao, mill, clerk, fair))
    with database.begin(organizer) as stores:
        assert stores.undo.undo(organizer, "i_former").restored == 1
        found = stores.candidates.get(organizer, "c_lin")
        assert found is not None
        assert found.external_id == "A-17"
    database.close()


def _check_content(
    database: Database,
    organizer: Viewer,
    auditor: Viewer,
    stored: tuple[Candidate, CertificateDetails, Candidate, Employer, Posting, Event],
) -> None:
    lin, papers, gao, mill, clerk, fair = stored
    with database.read(auditor) as stores:
        chain = stores.log.verify(auditor)
        assert chain is not None
        assert (chain.lines, chain.broken_at) == (20, None)
    with database.read(organizer) as stores:
        assert stores.candidates.get(organizer, "c_lin") == lin.model_copy(update={"external_id": "A-18"})
        assert stores.candidates.get(organizer, "c_gao") == gao
        assert stores.candidates.certificate_details(organizer, "c_lin", "upgrade") == papers
        assert stores.employers.get(organizer, "e_mill") == mill
        assert stores.postings.get(organizer, "p_clerk") == clerk
        assert stores.events.list(organizer) == (fair,)
        (run,) = stores.runs.list(organizer)
        assert stores.runs.holds(organizer, run.id) is True
        assert [one.candidate for one in stores.runs.iterate(organizer, run.id).__next__().entries] == ["c_lin", "c_gao"]
        invited = Outcome(candidate="c_lin", posting="p_clerk", event="ev_fair", step=Step.INVITED, on=date(2026, 3, 1))
        assert stores.outcomes.list(organizer) == (invited,)
        told = Service(candidate="c_gao", kind=ServiceKind.NEEDS, on=date(2026, 2, 1), by="王芳", note="想在家工作")
        assert stores.services.list(organizer, "c_gao") == (told,)
        (promise,) = stores.promises.list(organizer)
        assert (promise.promise.accommodation, promise.promise.candidate) == ("visual_alarm", "c_lin")


@pytest.mark.parametrize("engine", ENGINES)
def test_who_may_not_change_tables_is_told_the_command(
    former_url: Callable[[str], str], engine: str, keyring: Keyring, organizer: Viewer
) -> None:
    with pytest.raises(SchemaError) as caught:
        open_database(former_url(engine), keyring, Clock(), migrate=False)
    assert str(caught.value) == f"the database is at schema {FORMER}, this version needs {HEAD}; run: tongtu upgrade"


@pytest.mark.postgres
def test_a_role_without_rights_to_upgrade_is_told_so_in_one_line(former_url: Callable[[str], str], keyring: Keyring) -> None:
    url = former_url("postgresql")
    plain = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain) as connection:
        connection.execute("CREATE ROLE tongtu_guest LOGIN")
        connection.execute("GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO tongtu_guest")
    guest = make_url(url).set(username="tongtu_guest").render_as_string(hide_password=False)
    with pytest.raises(SchemaError) as caught:
        open_database(guest, keyring, Clock())
    assert str(caught.value) == (
        f"the database is at schema {FORMER}, this version needs {HEAD}, and the role tongtu_guest may not change tables; "
        "run: tongtu upgrade, with the database URL of the role that owns them"
    )
    with psycopg.connect(plain) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == (FORMER,)
        connection.execute("DROP OWNED BY tongtu_guest")
        connection.execute("DROP ROLE tongtu_guest")
