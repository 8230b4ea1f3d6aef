"""Saving rows of an id, a body and a content hash: the part that all simple stores share."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import JSON, Column, ColumnElement, Connection, String, Table, bindparam, cast, func, select, update

from data.stores.base import Saved, Session, slices
from data.stores.bulk import insert_rows

Values = dict[str, Any]


def text_in(connection: Connection, column: Column[Any], field: str) -> ColumnElement[str]:
    """A text at the top of a JSON body, in the words of the engine."""
    if connection.dialect.name == "sqlite":
        return func.json_extract(column, f"$.{field}", type_=String)
    told: ColumnElement[str] = cast(column, JSON)[field].as_string()
    return told


def save_values(connection: Connection, table: Table, fresh: Sequence[Values], changed: Sequence[Values]) -> None:
    """Inserts and updates rows by `id`; every row names the same columns."""
    insert_rows(connection, table, fresh)
    if changed:
        names = [name for name in changed[0] if name != "id"]
        rows = [{"old_id": row["id"], **{f"new_{name}": row[name] for name in names}} for row in changed]
        statement = update(table).where(table.c.id == bindparam("old_id"))
        connection.execute(statement.values({name: bindparam(f"new_{name}") for name in names}), rows)


def stored_content(connection: Connection, table: Table, names: Sequence[str]) -> dict[str, bytes]:
    """The content hashes of the stored rows among these ids."""
    found: dict[str, bytes] = {}
    for part in slices(names):
        query = select(table.c.id, table.c.content).where(table.c.id.in_(part))
        found |= {row.id: row.content for row in connection.execute(query)}
    return found


def save_documents(session: Session, table: Table, values: Sequence[Values]) -> Saved:
    """Saves rows that hold `id` and `content`; unchanged ones are not touched. An id stands in `values` once."""
    found = stored_content(session.connection, table, [row["id"] for row in values])
    stamped = [{**row, "updated_at": session.now} for row in values if found.get(row["id"]) != row["content"]]
    fresh = [row for row in stamped if row["id"] not in found]
    changed = [row for row in stamped if row["id"] in found]
    session.keep_former(table, ((row["id"],) for row in fresh), ((row["id"],) for row in changed))
    save_values(session.connection, table, fresh, changed)
    return Saved(len(fresh), len(changed), len(values) - len(stamped))
