"""One row in every table of a database, whatever its shape, and all rows as they are stored."""

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Date,
    DateTime,
    Float,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    func,
    insert,
    inspect,
    select,
    text,
)

_NO_DATA = "alembic_version"


def fill_tables(connection: Connection) -> None:
    """Puts a row into each table that has none, parents first, with a value in every column.

    A column that points to a row points to one that is there; one that points into its own table stays empty.
    """
    shape = MetaData()
    shape.reflect(connection)
    for table in shape.sorted_tables:
        empty = connection.execute(select(func.count()).select_from(table)).scalar_one() == 0
        if empty and table.name != _NO_DATA:
            connection.execute(insert(table).values({column.name: _value(connection, table, column) for column in table.columns}))


def rows_of(connection: Connection) -> dict[str, list[dict[str, Any]]]:
    """Every row of every table, column by column, as the engine stores it."""
    names = sorted(set(inspect(connection).get_table_names()) - {_NO_DATA})
    return {name: [dict(row) for row in connection.execute(text(f"SELECT * FROM {name}")).mappings()] for name in names}


def _value(connection: Connection, table: Table, column: Column[Any]) -> Any:
    for key in column.foreign_keys:
        if key.column.table is table:
            return None
        return connection.execute(select(key.column).limit(1)).scalar_one()
    kind = column.type
    if isinstance(kind, Boolean):
        return True
    if isinstance(kind, DateTime):
        return datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
    if isinstance(kind, Date):
        return date(2026, 3, 1)
    if isinstance(kind, Integer):
        return 1
    if isinstance(kind, Float):
        return 0.25
    if isinstance(kind, LargeBinary):
        return f"{table.name}.{column.name}".encode()
    return f"{table.name}.{column.name}"
