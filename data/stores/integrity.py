"""Whether what is stored can still be read, within a time: names of tables and columns come back, never a value."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from time import monotonic
from typing import Final, Literal

import orjson
from sqlalchemy import Connection, String, Table, text

from data.tables import METADATA

PAGES: Final = "pages"
"""How damage of the file itself is named."""
_BODY: Final = "body"
_STEPS: Final = 1_000
"""Steps of SQLite's machine between two looks at the clock; under a millisecond."""


@dataclass(frozen=True)
class Integrity:
    """`damage`: the columns (`table.column`) and `PAGES` where something cannot be read. `seen`: all of it, the part that there was
    time for, or the count of bad checksums that the server keeps."""

    damage: tuple[str, ...]
    seen: Literal["all", "part", "server"]


def look_for_damage(connection: Connection, seconds: float) -> Integrity:
    """Reads through a SQLite file: pages, then texts where those hold, half of the time each. A server is asked what it found."""
    if connection.dialect.name == "sqlite":
        driver = connection.connection.driver_connection
        assert isinstance(driver, sqlite3.Connection)
        return _look_at_file(driver, seconds / 2)
    asked = "SELECT checksum_failures FROM pg_stat_database WHERE datname = current_database()"
    return Integrity((PAGES,) if connection.execute(text(asked)).scalar() else (), "server")


def _look_at_file(driver: sqlite3.Connection, seconds: float) -> Integrity:
    damage: list[str] = []
    ended: list[list[bool]] = []
    with _within(driver, seconds) as found:
        if driver.execute("PRAGMA quick_check(1)").fetchone() != (b"ok",):
            return Integrity((PAGES,), "part")
    ended.append(found)
    with _within(driver, seconds) as found:
        for table in METADATA.sorted_tables:
            damage += _unreadable(driver, table)
    ended.append(found)
    return Integrity(tuple(damage), "part" if [] in ended else "all")


def _unreadable(driver: sqlite3.Connection, table: Table) -> list[str]:
    """The columns of text in which something is no text, or in a record no JSON."""
    names = [column.name for column in table.columns if isinstance(column.type, String)]
    if not names:
        return []
    found: set[str] = set()
    columns = ", ".join(f'"{name}"' for name in names)
    for row in driver.execute(f'SELECT {columns} FROM "{table.name}"'):
        for name, value in zip(names, row, strict=True):
            if isinstance(value, bytes) and not _is_readable(name, value):
                found.add(f"{table.name}.{name}")
    return sorted(found)


def _is_readable(name: str, value: bytes) -> bool:
    try:
        if name == _BODY:
            orjson.loads(value)
        else:
            value.decode()
    except ValueError:
        return False
    return True


@contextmanager
def _within(driver: sqlite3.Connection, seconds: float) -> Iterator[list[bool]]:
    """Ends what SQLite does after a time. What it yields holds an entry once the block came to its end."""
    over = monotonic() + seconds
    ended: list[bool] = []
    driver.set_progress_handler(lambda: monotonic() > over, _STEPS)
    driver.text_factory = bytes
    try:
        yield ended
        ended.append(True)
    except sqlite3.OperationalError as fault:
        if getattr(fault, "sqlite_errorcode", None) != sqlite3.SQLITE_INTERRUPT:
            raise
    finally:
        driver.set_progress_handler(None, 0)
        driver.text_factory = str
