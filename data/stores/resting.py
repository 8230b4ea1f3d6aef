"""What rests on a record: rows of other tables that name it, found by their columns, so that a new table takes part by itself."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import orjson
from sqlalchemy import Column, Connection, func, select

from data.stores.base import slices
from data.tables import METADATA, events, person_merges, postings

EVENTS: Final = "events"
MERGES: Final = "merges"


@dataclass(frozen=True)
class Resting:
    """So many rows of `table` name the records asked about."""

    table: str
    count: int


def resting_on(
    connection: Connection, kind: str, ids: Sequence[str], leave: Collection[str] = (), own: Collection[str] = ()
) -> Iterator[Resting]:
    """What names these records, table by table, less the tables of `leave`. `kind` is candidate, posting, employer or course.

    Postings of `own` may be merged into them without resting on them.
    """
    for column in columns_naming(kind):
        if column.table.name not in leave and (count := _count(connection, column, ids)):
            yield Resting(column.table.name, count)
    if kind == "posting":
        merged: set[str] = set()
        for part in slices(ids):
            query = select(postings.c.id).where(postings.c.merged_into.in_(part))
            merged |= set(connection.execute(query).scalars())
        if merged - {*ids, *own}:
            yield Resting(MERGES, len(merged - {*ids, *own}))
    if kind == "candidate":
        second = sum(_count(connection, column, ids) for column in (person_merges.c.kept, person_merges.c.merged))
        if second and person_merges.name not in leave:
            yield Resting(person_merges.name, second)
    if kind in ("candidate", "posting"):
        named = (orjson.loads(body)[f"{kind}s"] for body in connection.execute(select(events.c.body)).scalars())
        chosen = {name for names in named for name in names} & set(ids)
        if chosen:
            yield Resting(EVENTS, len(chosen))


def columns_naming(kind: str) -> list[Column[Any]]:
    """The columns of all tables that hold the id of such a record."""
    return [table.c[kind] for table in METADATA.sorted_tables if kind in table.c]


def _count(connection: Connection, column: Column[Any], ids: Sequence[str]) -> int:
    query = select(func.count()).select_from(column.table)
    return sum(int(connection.execute(query.where(column.in_(part))).scalar_one()) for part in slices(ids))
