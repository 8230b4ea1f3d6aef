"""A connection to SQLite or PostgreSQL: settings, the way a transaction begins, and one clear error when it does not answer."""

import contextlib
import sqlite3
import time
from collections.abc import Iterator
from typing import Any, Final

from sqlalchemy import URL, Connection, Engine, QueuePool, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, NoSuchModuleError, OperationalError, ProgrammingError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from data.stores.driver_words import is_damage, refusal
from data.stores.errors import DatabaseUnavailable

WRITES: Final = "tongtu_writes"
"""The option of a connection that says what its transaction is for: False, True, "log", "jobs" or "at once"."""
SECONDS: Final = "tongtu_seconds"
"""The option that says how long a statement of a reading transaction may take; PostgreSQL alone can be told."""
BUSY: Final = "busy_timeout=5000"
CONNECTIONS: Final = 15
"""Connections that a process opens at most, unless it is told otherwise."""
_PATIENCE: Final = 30
"""Seconds that somebody waits for a connection of the process to be free."""
_DIAL: Final = {
    "application_name": "tongtu",
    "connect_timeout": 10,
    # A server that vanished without a word is noticed after a minute, not after two hours.
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "tcp_user_timeout": 30_000,
}
"""What libpq is told, unless the URL says otherwise; seconds, the last in milliseconds."""
_SHORT: Final = 30
"""Seconds that a statement of a short transaction may take: about jobs, and about who is signed in."""
_WRITER_LOCK: Final = 7_411_905_223_001
_PRAGMAS: Final = (
    BUSY,
    "synchronous=FULL",
    "foreign_keys=ON",
    "secure_delete=ON",
    "recursive_triggers=ON",
)


def read_url(url: str) -> URL:
    """The parts of a SQLAlchemy URL. Raises DatabaseUnavailable for one that cannot be read; it is not quoted."""
    try:
        return make_url(url)
    except (ArgumentError, ValueError):  # a port that is no number
        raise DatabaseUnavailable("the database URL cannot be read; write it as sqlite:///path or postgresql://...") from None


def shown(url: URL) -> str:
    """The URL for people: without the password, and without what is behind the question mark, where it may stand as well."""
    return url.set(query={}).render_as_string(hide_password=True)


def open_engine(url: str, connections: int = CONNECTIONS) -> Engine:
    """The engine of a SQLAlchemy URL, connected to only when used, by at most so many connections: who comes later waits for one.

    Raises DatabaseUnavailable for a URL that cannot be used.
    """
    parsed = read_url(url)
    backend = parsed.get_backend_name()
    if backend not in ("sqlite", "postgresql"):
        raise DatabaseUnavailable(f"{backend} databases are not supported; use sqlite:///path or postgresql://...")
    if parsed.drivername == "postgresql":
        parsed = parsed.set(drivername="postgresql+psycopg")
    if backend == "sqlite" and parsed.database in (None, "", ":memory:"):
        raise DatabaseUnavailable("a database in memory is lost between two commands; name a file: sqlite:///path")
    # A connection that a restarted server dropped is replaced when it is next taken out; a file drops none.
    pool = {"pool_size": connections, "max_overflow": 0, "pool_timeout": _PATIENCE, "pool_pre_ping": backend != "sqlite"}
    dial = {name: value for name, value in _DIAL.items() if name not in parsed.query} if backend == "postgresql" else {}
    try:
        engine = create_engine(parsed, hide_parameters=True, poolclass=QueuePool, pool_use_lifo=True, connect_args=dial, **pool)
    except (ModuleNotFoundError, NoSuchModuleError):
        raise DatabaseUnavailable(
            f"the driver of {parsed.drivername} is not installed; in Tongtu's folder run "
            "pip install -c constraints.txt '.[postgres]'"
        ) from None
    event.listen(engine, "begin", _begin)
    if backend == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
    return engine


def _prepare_sqlite(driver: Any, _record: Any) -> None:
    driver.isolation_level = None
    for pragma in _PRAGMAS:
        driver.execute(f"PRAGMA {pragma}").close()
    # SQLite's own lower() knows ASCII alone, so that what PostgreSQL finds in other letters would not be found.
    driver.create_function("lower", 1, _lower, deterministic=True)
    for attempt in range(100):
        try:
            driver.execute("PRAGMA journal_mode=WAL").close()
        except sqlite3.OperationalError:  # a new file is being switched by somebody else, which no busy timeout covers
            if attempt == 99:
                raise
            time.sleep(0.05)
        else:
            return


def _lower(value: object) -> object:
    return value.lower() if isinstance(value, str) else value


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get(WRITES)
    if connection.dialect.name == "sqlite":
        if writes == "at once":
            connection.connection.cursor().execute("PRAGMA busy_timeout=0").close()
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
    elif writes in ("jobs", "at once"):
        wait = "5s" if writes == "jobs" else "50ms"
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{wait}'")
        connection.exec_driver_sql(f"SET LOCAL statement_timeout = '{_SHORT}s'")
    elif writes is True:
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_WRITER_LOCK})")
    elif writes is False:
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        seconds = connection.get_execution_options().get(SECONDS)
        if seconds is not None:
            connection.exec_driver_sql(f"SET LOCAL statement_timeout = {round(1_000 * seconds)}")


@contextlib.contextmanager
def clear_errors(url: URL) -> Iterator[None]:
    """Turns what a driver says of a database that does not answer into DatabaseUnavailable, of a damaged one into DatabaseDamaged.

    Neither holds the password, or anything of what is stored.
    """
    try:
        yield
    except PoolTimeout:
        raise DatabaseUnavailable(
            f"all connections of this process to the database were busy for {_PATIENCE} seconds; try again, "
            "or allow more (TONGTU_DATABASE_CONNECTIONS)"
        ) from None
    except DatabaseError as fault:
        # Without a statement it was said while connecting: an option of the URL that the driver does not know.
        dialling = fault.statement is None
        refused = (dialling and isinstance(fault, ProgrammingError)) or isinstance(fault, OperationalError)
        if not refused and type(fault) is not DatabaseError and not is_damage(fault.orig):
            raise
        raise refusal(url, shown(url), fault.orig, dialling) from None
    except sqlite3.DatabaseError as fault:  # of a statement that goes past SQLAlchemy
        if not isinstance(fault, sqlite3.OperationalError) and type(fault) is not sqlite3.DatabaseError:
            raise
        raise refusal(url, shown(url), fault, dialling=False) from None
