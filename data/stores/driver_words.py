"""What a driver says of a database that does not answer, as one line for people: known words alone, since others may hold data."""

import shutil
import sqlite3
from pathlib import Path
from typing import Final

from sqlalchemy import URL

from data.stores.errors import DatabaseDamaged, DatabaseUnavailable, DiskFull, StoreError

_FULL: Final = ("disk is full", "no space left on device")
_CURES: Final = {
    "is locked": "another program is writing for long; try again, or see which one it is",
    "readonly database": "it can only be read: look at the disk, and at who may write to the file and its folder",
    "unable to open": "look at the disk, and at who may write to the file and its folder",
    "disk i/o error": "look at the disk",
    "connection refused": "start the database server, or correct TONGTU_DATABASE_URL",
    "connection option": "correct TONGTU_DATABASE_URL",
    "no such file": "start the database server, or correct TONGTU_DATABASE_URL",
    "resolve host": "look at the name of the host and at the network, or correct TONGTU_DATABASE_URL",
    "translate host name": "look at the name of the host and at the network, or correct TONGTU_DATABASE_URL",
    "authentication failed": "correct the user and the password of TONGTU_DATABASE_URL",
    "no password supplied": "give the password: TONGTU_DATABASE_PASSWORD_FILE, or in TONGTU_DATABASE_URL",
    "timeout expired": "look whether the server can be reached from here, or correct TONGTU_DATABASE_URL",
}
"""What to do, by what the driver says."""
_OF_FILES: Final = frozenset(
    {
        "attempt to write a readonly database",
        "database disk image is malformed",
        "database is locked",
        "database or disk is full",
        "database schema is locked",
        "database table is locked",
        "disk I/O error",
        "file is not a database",
        "interrupted",
        "locking protocol",
        "unable to open database file",
    }
)
"""What SQLite says without a value in it."""
_OF_SERVERS: Final = frozenset({"08", "25", "40", "53", "55", "57", "58"})
"""Classes of SQLSTATE whose words are about connections, transactions, resources and operators; those of data quote it."""
_OF_LINES: Final = (
    "server closed the connection",
    "connection is closed",
    "connection is lost",
    "data from server",
    "data to server",
)
"""What libpq and psycopg say, without SQLSTATE, of a line that broke."""
_DAMAGED: Final = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})
_DAMAGED_STATES: Final = frozenset({"XX001", "XX002"})
_UNDECODED: Final = "Could not decode to UTF-8"
"""Python's own words, which no code of SQLite goes with: the column and its content follow."""
_DISK: Final = frozenset({sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN})
_NO_ROOM: Final = 1_000_000
"""Free bytes under which SQLite cannot even begin: it says that it cannot read, write or open."""


def is_damage(said: BaseException | None) -> bool:
    """Whether the driver found something that is not what was stored."""
    if isinstance(said, sqlite3.Error):
        return _code(said) in _DAMAGED or str(said).startswith(_UNDECODED)
    return getattr(said, "sqlstate", None) in _DAMAGED_STATES


def refusal(url: URL, shown: str, said: BaseException | None, dialling: bool) -> StoreError:
    """The one line of what a driver said; `shown` is the URL for people, `dialling`: it was said while connecting."""
    words = _words(said, dialling)
    cause = type(said).__name__ if words is None else words
    if is_damage(said):
        found = "" if words is None else f" ({words})"
        return DatabaseDamaged(f"the database {shown} is damaged{found}; put a backup back (tongtu restore, how-to/backup)")
    if any(full in cause.lower() for full in _FULL) or (isinstance(said, sqlite3.Error) and _is_without_room(url, said)):
        return DiskFull(f"the disk of the database {shown} is full; make room, and what waits goes on by itself")
    if "does not exist" in cause and dialling:
        what = "create the database" if "database" in cause.rpartition("FATAL:")[2] else "create that user"
        return DatabaseUnavailable(f"the database {shown} does not answer: {cause}; {what}, or correct TONGTU_DATABASE_URL")
    cure = next((f"; {cure}" for known, cure in _CURES.items() if known in cause.lower()), "")
    return DatabaseUnavailable(f"the database {shown} does not answer: {cause}{cure}")


def _words(said: BaseException | None, dialling: bool) -> str | None:
    """The first line, where it is known to hold nothing of what is stored."""
    line = str(said).strip().partition("\n")[0]
    if isinstance(said, sqlite3.Error):
        return line if line in _OF_FILES else None
    state = getattr(said, "sqlstate", None)
    known = dialling or (any(words in line for words in _OF_LINES) if state is None else state[:2] in _OF_SERVERS)
    return line if known else None


def _code(said: sqlite3.Error) -> int | None:
    """The primary code; None of what Python itself raised."""
    code: int | None = getattr(said, "sqlite_errorcode", None)
    return None if code is None else code & 0xFF


def _is_without_room(url: URL, said: sqlite3.Error) -> bool:
    try:
        return _code(said) in _DISK and shutil.disk_usage(Path(str(url.database)).parent).free < _NO_ROOM
    except OSError:
        return False
