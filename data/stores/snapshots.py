"""A whole database as one SQLite file, taken in one moment while others go on, and put into an empty database of either engine."""

import errno
import os
import shutil
import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, Engine, Table, delete, func, insert, inspect, select, text

from data.stores.engines import clear_errors, open_engine, read_url, shown
from data.stores.errors import DatabaseUnavailable, SchemaError, StoreError
from data.stores.schema import bring_to_head
from data.tables import METADATA

_CHUNK: Final = 5_000


class NotEmpty(StoreError):
    """A backup is only put where nothing is."""


def take_snapshot(engine: Engine, path: Path) -> dict[str, int]:
    """Writes every row as of one moment into a new SQLite file that only this account may read. Returns rows by table.

    Writers go on meanwhile. Raises DatabaseUnavailable, OSError (a full disk).
    """
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    if engine.dialect.name == "sqlite":
        connection = engine.raw_connection()
        try:
            connection.cursor().execute("VACUUM INTO ?", (str(path),)).close()
        finally:
            connection.close()
    else:
        _copy_out(engine, path)
    return count_rows(path, METADATA.tables)


def count_rows(path: Path, tables: Iterable[str]) -> dict[str, int]:
    """Rows of these tables of a snapshot, whatever its schema; one that it lacks is left out. Raises StoreError for damage."""
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        if connection.execute("PRAGMA quick_check").fetchone() != ("ok",):
            raise StoreError(f"{path.name} is damaged; take another backup")
        held = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        names = sorted(held.intersection(tables))
        return {name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in names}
    except sqlite3.DatabaseError as fault:
        raise StoreError(f"{path.name} is damaged ({fault}); take another backup") from None
    finally:
        connection.close()


def check_schema(path: Path, made_by: str) -> None:
    """Raises SchemaError for a snapshot of a schema that this version does not know, made by the version `made_by`."""
    from data.migrations import known_revisions

    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        found = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.DatabaseError as fault:
        raise StoreError(f"{path.name} is damaged ({fault}); take another backup") from None
    finally:
        connection.close()
    if found is None or found[0] not in known_revisions():
        raise SchemaError(
            f"this backup was made by a later version ({made_by}), which this one does not know; install that one or a later one"
        )


def check_empty(url: str) -> None:
    """Raises NotEmpty if the database at `url` holds anything, DatabaseUnavailable if it does not answer."""
    engine = open_engine(url)
    try:
        if engine.dialect.name == "sqlite":
            place = Path(str(engine.url.database))
            if place.exists():
                raise NotEmpty(f"{place} exists; a backup is only put where nothing is: move it away first")
            if not place.parent.is_dir():
                raise DatabaseUnavailable(
                    f"the database {shown(engine.url)} does not answer: there is no such folder; "
                    "look at the disk, and at who may write to the file and its folder"
                )
            return
        with clear_errors(engine.url):
            if inspect(engine).get_table_names():
                there = shown(engine.url)
                raise NotEmpty(f"the database {there} holds tables; a backup is only put where nothing is: make an empty database")
    finally:
        engine.dispose()


def load_snapshot(path: Path, url: str) -> None:
    """Brings a snapshot to the newest schema and puts it into the empty database at `url`, whole or not at all.

    The file at `path` is used up. Raises NotEmpty, DatabaseUnavailable, SchemaError (made by a newer version).
    """
    check_empty(url)
    target = read_url(url)
    source = open_engine(f"sqlite:///{path}")
    try:
        bring_to_head(source, migrate=True)
        if target.get_backend_name() == "postgresql":
            _copy_in(source, url)
    finally:
        source.dispose()
    if target.get_backend_name() == "sqlite":
        _close_journal(path)
        _move(path, Path(str(target.database)))
    else:
        path.unlink()


def _move(path: Path, target: Path) -> None:
    """A file to its place, whole or not at all, from another disk too."""
    try:
        os.replace(path, target)
    except OSError as fault:
        if fault.errno != errno.EXDEV:
            raise
        draft = target.with_name(f".{target.name}.part")
        try:
            with path.open("rb") as source, os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as copy:
                shutil.copyfileobj(source, copy)
                copy.flush()
                os.fsync(copy.fileno())
            os.replace(draft, target)
        finally:
            draft.unlink(missing_ok=True)
        path.unlink()
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _close_journal(path: Path) -> None:
    """One file again: what is in the write-ahead log goes into it."""
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode=DELETE").close()
    connection.close()


def _copy_out(engine: Engine, path: Path) -> None:
    made = open_engine(f"sqlite:///{path}")
    try:
        with clear_errors(made.url):
            bring_to_head(made, migrate=True)
        with engine.connect() as source, made.begin() as target:
            source.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"))
            # Rows may point at later ones of their own table.
            target.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
            for table in METADATA.sorted_tables:
                _empty(target, table)
                rows = source.execution_options(stream_results=True).execute(select(table)).mappings()
                for part in rows.partitions(_CHUNK):
                    with clear_errors(made.url):
                        target.execute(insert(table), [dict(row) for row in part])
            source.rollback()
    finally:
        made.dispose()


def _copy_in(source: Engine, url: str) -> None:
    engine = open_engine(url)
    try:
        with clear_errors(engine.url):
            bring_to_head(engine, migrate=True)
            with source.connect() as reader, engine.begin() as writer:
                for table in METADATA.sorted_tables:
                    _empty(writer, table)
                    _copy_table(reader, writer, table)
                    _set_counter(writer, table)
    finally:
        engine.dispose()


def _empty(target: Connection, table: Table) -> None:
    """A fresh schema holds a few rows of its own; the log has none, and refuses even the wish."""
    if table.name != "log":
        target.execute(delete(table))


def _copy_table(reader: Connection, writer: Connection, table: Table) -> None:
    """By COPY, the whole table in one statement, so that rows may point at later ones."""
    columns = ", ".join(f'"{column.name}"' for column in table.columns)
    cursor = writer.connection.cursor()
    with cursor.copy(f'COPY "{table.name}" ({columns}) FROM STDIN') as copy:
        for row in reader.execution_options(stream_results=True).execute(select(table)):
            copy.write_row(tuple(row))
    cursor.close()


def _set_counter(writer: Connection, table: Table) -> None:
    column = table.autoincrement_column
    if column is None:
        return
    sequence = func.pg_get_serial_sequence(table.name, column.name)
    highest = select(func.max(column)).scalar_subquery()
    writer.execute(select(func.setval(sequence, func.coalesce(highest, 1), highest.is_not(None))))
