"""Very many new rows at once, inside the open transaction: by COPY on PostgreSQL, by one prepared statement on SQLite."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Connection, Table, insert
from sqlalchemy.exc import DBAPIError

FEW: Final = 50
"""Below this many rows there is nothing to gain."""


def insert_rows(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Inserts rows that all name the same columns, in their order; the result is the same on both engines, constraints included.

    Raises what an ordinary insert does: IntegrityError for a row that breaks one, OperationalError when the server is gone. Raises
    ValueError for rows that name other columns than the first, or leave out one that the program, not the database, fills.
    """
    _check_columns(table, rows)
    if len(rows) < FEW:
        if rows:
            connection.execute(insert(table), [dict(row) for row in rows])
        return
    dialect = connection.dialect
    columns = [table.c[name] for name in rows[0]]
    binds = [(str(column.name), column.type.dialect_impl(dialect).bind_processor(dialect)) for column in columns]
    values = [tuple([row[name] if bind is None else bind(row[name]) for name, bind in binds]) for row in rows]
    names = ", ".join(f'"{column.name}"' for column in columns)
    if dialect.name == "postgresql":
        _copy(connection, f'COPY "{table.name}" ({names}) FROM STDIN', values)
    else:
        connection.exec_driver_sql(f'INSERT INTO "{table.name}" ({names}) VALUES ({", ".join("?" * len(columns))})', values)


def _check_columns(table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """So that a row is refused however many come with it, and nothing of it is dropped in silence."""
    if not rows:
        return
    named = rows[0].keys()
    other = {name for row in rows if row.keys() != named for name in row.keys() ^ named}
    if other:
        raise ValueError(f"rows for {table.name} do not all name the same columns: {', '.join(sorted(other))}")
    unfilled = [column.name for column in table.columns if column.default is not None and column.name not in named]
    if unfilled:
        raise ValueError(f"rows for {table.name} leave out {', '.join(unfilled)}; name each column with a default in the program")


def _copy(connection: Connection, statement: str, values: Sequence[tuple[Any, ...]]) -> None:
    dialect, driver = connection.dialect, connection.dialect.loaded_dbapi
    pooled = connection.connection
    cursor: Any = pooled.cursor()
    try:
        with cursor.copy(statement) as copy:
            for row in values:
                copy.write_row(row)
    except driver.Error as fault:
        lost = dialect.is_disconnect(fault, pooled.dbapi_connection, cursor)
        if lost:
            # The driver was spoken to past SQLAlchemy, which would have done this: nobody is to get the dead connection again.
            connection.invalidate(fault)
        raise DBAPIError.instance(
            statement, None, fault, driver.Error, hide_parameters=True, connection_invalidated=lost, dialect=dialect
        ) from None
    finally:
        cursor.close()
