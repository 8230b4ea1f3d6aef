"""The people of a fair: when they can be there, how their interviews are held, and the code on the sheet of each.

What somebody said of their own hours comes before any timetable: it is kept as version 0 of the event's people, and every
timetable that is made reads it.
"""

import base64
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any, Final

import orjson
from sqlalchemy import ColumnElement, Row, delete, insert, select, update

from data.stores.base import Store, slices
from data.stores.bulk import insert_rows
from data.stores.candidates import visible_candidates
from data.stores.canonical import canonical
from data.stores.events import seen_events, visible_events
from data.stores.publications import of_version, version_in_force
from data.tables import candidates, events, visitors
from matching.records import OwnHours, Viewer, Visitor

_BEFORE_ANY: Final = 0
"""The version of what is known of people before the event has a timetable."""
_SAME: Final = str.maketrans("018", "OIB")
"""Characters that no code holds, and what somebody who reads one meant."""


class VisitorStore(Store):
    """The people of the timetable in force whom staff may see."""

    kind = "event"

    def list(self, viewer: Viewer, event: str) -> tuple[Visitor, ...]:
        """The people of the timetable in force that staff may see, in order of id."""
        query = select(visitors).join(candidates, candidates.c.id == visitors.c.candidate)
        query = query.where(self._there(viewer, event), visitors.c.body.is_not(None)).order_by(visitors.c.candidate)
        return tuple(visitor_of(row) for row in self._connection.execute(query))

    def codes(self, viewer: Viewer, event: str) -> Mapping[str, str]:
        """Person -> the code on the sheet, XXXX-XXXX, of the timetable in force. Staff only."""
        query = select(visitors.c.candidate, visitors.c.code).join(candidates, candidates.c.id == visitors.c.candidate)
        rows = self._connection.execute(query.where(self._there(viewer, event)))
        return {row.candidate: f"{row.code[:4]}-{row.code[4:]}" for row in rows}

    def who_has_code(self, viewer: Viewer, event: str, code: str) -> str | None:
        """The person behind a code; 0, 1 and 8 are read as O, I and B. None if nobody has it. Staff only."""
        wanted = "".join(character for character in code.upper() if character.isalnum()).translate(_SAME)
        query = select(visitors.c.candidate).join(candidates, candidates.c.id == visitors.c.candidate)
        return self._connection.execute(query.where(self._there(viewer, event), visitors.c.code == wanted)).scalar()

    def hours(self, viewer: Viewer, event: str, people: Collection[str] | None = None) -> Mapping[str, OwnHours]:
        """Person -> when they can be at the event, of those who said so; of these people where asked. Staff only."""
        where = visible_candidates(viewer) & seen_events(viewer, visitors.c.event)
        where &= of_version(visitors, event, _BEFORE_ANY) & visitors.c.body.is_not(None)
        query = select(visitors.c.candidate, visitors.c.body).join(candidates, candidates.c.id == visitors.c.candidate)
        found: dict[str, OwnHours] = {}
        for part in [None] if people is None else slices(sorted(people)):
            chosen = where if part is None else where & visitors.c.candidate.in_(part)
            for row in self._connection.execute(query.where(chosen).order_by(visitors.c.candidate)):
                found[row.candidate] = OwnHours(**orjson.loads(row.body), candidate=row.candidate)
        return found

    def set_hours(self, viewer: Viewer, event: str, hours: OwnHours) -> None:
        """Keeps when somebody can be at an event, in place of what they said before. Raises ValueError if person or event is not
        there."""
        self._require(viewer)
        self._check(viewer, event, hours.candidate)
        body = canonical(hours, leave=frozenset({"candidate"})).decode()
        own = of_version(visitors, event, _BEFORE_ANY) & (visitors.c.candidate == hours.candidate)
        if self._connection.execute(update(visitors).where(own).values(body=body)).rowcount == 0:
            query = select(visitors.c.code).where(of_version(visitors, event, _BEFORE_ANY))
            taken = set(self._connection.execute(query).scalars())
            code = check_in_code(self.session.keyring.digest, event, hours.candidate, taken)
            row = {"event": event, "version": _BEFORE_ANY, "candidate": hours.candidate, "code": code, "body": body}
            self._connection.execute(insert(visitors).values(**row))
        self._note(viewer, "set-hours", hours.candidate, event=event)

    def clear_hours(self, viewer: Viewer, event: str, candidate: str) -> bool:
        """The person can be there all day, as if they had said nothing. False if they had not. Raises ValueError as `set_hours`."""
        self._require(viewer)
        self._check(viewer, event, candidate)
        own = of_version(visitors, event, _BEFORE_ANY) & (visitors.c.candidate == candidate)
        cleared = self._connection.execute(delete(visitors).where(own)).rowcount > 0
        if cleared:
            self._note(viewer, "clear-hours", candidate, event=event)
        return cleared

    def _check(self, viewer: Viewer, event: str, candidate: str) -> None:
        for what, column, visible, name in (
            ("event", events.c.id, visible_events(viewer), event),
            ("candidate", candidates.c.id, visible_candidates(viewer), candidate),
        ):
            if self._connection.execute(select(column).where(visible, column == name)).scalar() is None:
                raise ValueError(f"there is no {what} {name}; store it first")

    def _there(self, viewer: Viewer, event: str) -> ColumnElement[bool]:
        """The rows of the timetable in force; of an event without one, none."""
        seen = visible_candidates(viewer) & seen_events(viewer, visitors.c.event) & (visitors.c.version > _BEFORE_ANY)
        return seen & of_version(visitors, event, version_in_force(self._connection, event))

    def _add(self, event: str, version: int, people: Iterable[Visitor]) -> None:
        """Writes people of a timetable: new ones with a code of their own, known ones with what is so now."""
        where = of_version(visitors, event, version)
        known = {row.candidate: row.code for row in self._connection.execute(select(visitors).where(where))}
        taken = set(known.values())
        fresh = []
        for one in people:
            body = canonical(one, leave=frozenset({"candidate"})).decode()
            if one.candidate in known:
                self._connection.execute(update(visitors).where(where, visitors.c.candidate == one.candidate).values(body=body))
                continue
            code = check_in_code(self.session.keyring.digest, event, one.candidate, taken)
            taken.add(code)
            fresh.append({"event": event, "version": version, "candidate": one.candidate, "code": code, "body": body})
        insert_rows(self._connection, visitors, fresh)


def visitor_of(row: Row[Any]) -> Visitor:
    """The person in a row that has a body."""
    return Visitor(**orjson.loads(row.body), candidate=row.candidate)


def check_in_code(digest: Callable[[str, bytes], bytes], event: str, candidate: str, taken: set[str]) -> str:
    """Eight letters and digits, the same for every timetable of the event, that nobody can guess without the installation's key.

    40 bits; in the rare case that somebody else has it, the next of the person's own row of codes.
    """
    turn = 0
    while True:
        made = base64.b32encode(digest("check-in", f"{event}\0{candidate}\0{turn}".encode()))[:8].decode()
        if made not in taken:
            return made
        turn += 1
