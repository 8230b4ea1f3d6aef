"""A connection to SQLite or PostgreSQL: settings, the way a transaction begins, and one clear error when it does not answer."""

import contextlib
import sqlite3
import time
from collections.abc import Iterator
from typing import Any, Final

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, NoSuchModuleError, OperationalError

from data.stores.errors import DatabaseUnavailable

WRITES: Final = "tongtu_writes"
"""The option of a connection that says what its transaction is for: False, True, "log", "jobs" or "at once"."""
BUSY: Final = "busy_timeout=5000"
_WRITER_LOCK: Final = 7_411_905_223_001
_PRAGMAS: Final = (
    BUSY,
    "synchronous=FULL",
    "foreign_keys=ON",
    "secure_delete=ON",
    "recursive_triggers=ON",
)


def open_engine(url: str) -> Engine:
    """The engine of a SQLAlchemy URL, connected to only when used. Raises DatabaseUnavailable for a URL that cannot be used."""
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise DatabaseUnavailable("the database URL cannot be read; write it as sqlite:///path or postgresql://...") from None
    backend = parsed.get_backend_name()
    if backend not in ("sqlite", "postgresql"):
        raise DatabaseUnavailable(f"{backend} databases are not supported; use sqlite:///path or postgresql://...")
    if parsed.drivername == "postgresql":
        parsed = parsed.set(drivername="postgresql+psycopg")
    if backend == "sqlite" and parsed.database in (None, "", ":memory:"):
        raise DatabaseUnavailable("a database in memory is lost between two commands; name a file: sqlite:///path")
    try:
        engine = create_engine(parsed, hide_parameters=True)
    except (ModuleNotFoundError, NoSuchModuleError):
        raise DatabaseUnavailable(f"the driver of {parsed.drivername} is not installed; pip install 'tongtu[postgres]'") from None
    event.listen(engine, "begin", _begin)
    if backend == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
    return engine


def _prepare_sqlite(driver: Any, _record: Any) -> None:
    driver.isolation_level = None
    for pragma in _PRAGMAS:
        driver.execute(f"PRAGMA {pragma}").close()
    for attempt in range(100):
        try:
            driver.execute("PRAGMA journal_mode=WAL").close()
        except sqlite3.OperationalError:  # a new file is being switched by somebody else, which no busy timeout covers
            if attempt == 99:
                raise
            time.sleep(0.05)
        else:
            return


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get(WRITES)
    if connection.dialect.name == "sqlite":
        if writes == "at once":
            connection.connection.cursor().execute("PRAGMA busy_timeout=0").close()
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
    elif writes in ("jobs", "at once"):
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{'5s' if writes == 'jobs' else '50ms'}'")
    elif writes is True:
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_WRITER_LOCK})")
    elif writes is False:
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")


@contextlib.contextmanager
def clear_errors(url: URL) -> Iterator[None]:
    """Turns what the driver says of a database that does not answer into DatabaseUnavailable, without the password."""
    try:
        yield
    except DatabaseError as fault:
        if not isinstance(fault, OperationalError) and type(fault) is not DatabaseError:
            raise
        shown = url.render_as_string(hide_password=True)
        cause = str(fault.orig).strip().partition("\n")[0]
        raise DatabaseUnavailable(f"the database {shown} does not answer: {cause}") from None
