"""A timetable to be saved, a saved one, and which of an event is in force."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, func, select

from data.tables import publications
from matching.records import Interview, Visitor, Waiting


@dataclass(frozen=True)
class Publication:
    """A timetable to be saved. `report` is plain JSON about it (objective, gap, coverage, lottery seed) and names no person."""

    run: str
    visitors: tuple[Visitor, ...]
    interviews: tuple[Interview, ...]
    waiting: tuple[Waiting, ...] = ()
    report: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class SavedTimetable:
    """A timetable as it was saved, without its rows."""

    event: str
    version: int
    run: str
    report: Mapping[str, Any]
    at: datetime
    by: str


def version_in_force(connection: Connection, event: str) -> int:
    """The version of the timetable in force; 0 while there is none."""
    query = select(func.max(publications.c.version)).where(publications.c.event == event)
    return connection.execute(query).scalar() or 0


def of_version(table: Any, event: str, version: int) -> ColumnElement[bool]:
    """The rows of one timetable."""
    return and_(table.c.event == event, table.c.version == version)
