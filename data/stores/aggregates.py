"""Figures over the whole pool that say nothing about anybody: coarse published groups, counted once a day, one access each time.

Category and grade are read in the database, age and sex from the sealed person: opened, counted and forgotten, one thousand
at a time. Only the published groups leave this file, and every process answers from the ones that were stored for the day. An
audit gets the codes of `groups` beside them, to count with.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Final

import orjson
from sqlalchemy import ColumnElement, func, insert, select

from data.stores.base import CHUNK, STAFF, Store
from data.stores.candidates import in_the_pool, visible_candidates
from data.stores.errors import NotAllowed
from data.stores.groups import read_groups
from data.stores.learning import check_learner
from data.stores.vault import person_subject
from data.tables import candidates, certificates, pool_cells
from matching.audit.groups import Groups
from matching.lint.published import VALUES, Attribute, Cell, Published, band_of, publish
from matching.records import Role, Viewer

COUNTERS: Final = STAFF | {Role.AUDITOR}
"""Who may ask. An employer's figure of the pool (design, stage 0) comes with the privacy stages, not from here."""


class AggregateStore(Store):
    """Counts of the pool: the people of the viewer's district, or of the whole city."""

    kind = "candidate"

    def published(self, viewer: Viewer, today: date) -> Published | None:
        """The groups that were published for the viewer's district on this day; None if none were yet. Raises NotAllowed."""
        _check(viewer)
        query = select(pool_cells.c.body).where(pool_cells.c.dated == today, pool_cells.c.district == scope_of(viewer))
        body = self._connection.execute(query).scalar()
        return None if body is None else _read(body)

    def count(self, viewer: Viewer, today: date, purpose: str) -> Published:
        """A fresh count of the viewer's district in the groups to publish; ages are completed years on `today`.

        It is one access in the log, with the purpose in the viewer's words. Hand nothing out before `publish` took it.
        Raises NotAllowed for employers and administrators.
        """
        _check(viewer)
        ages, sexes = self._persons(viewer, today)
        found: dict[Attribute, Counter[int | str]] = {
            "age": ages,
            "category": self._papers(viewer, "category"),
            "grade": self._papers(viewer, "grade"),
            "sex": sexes,
        }
        self._note(viewer, "aggregate", access=True, purpose=purpose, attributes=sorted(found))
        return {attribute: publish(attribute, counted) for attribute, counted in found.items()}

    def publish(self, viewer: Viewer, today: date, cells: Published) -> Published:
        """Stores the groups of the day and returns them; if another process was first, its groups stand and are returned."""
        self._require(viewer, COUNTERS)
        found = self.published(viewer, today)
        if found is not None:
            return found
        values = {"dated": today, "district": scope_of(viewer), "body": _written(cells), "made_at": self.session.now}
        self._connection.execute(insert(pool_cells).values(**values))
        return cells

    def groups(self, viewer: Viewer, people: Sequence[str], today: date, purpose: str) -> Groups:
        """One code a person and attribute, for an audit or the gate of the models: the only way category and grade are read.

        Ages are completed years on `today`. It is one access in the log, with the purpose in the viewer's words: hand on figures of
        groups, never the codes. Raises NotAllowed for employers and counselors.
        """
        check_learner(viewer)
        found = read_groups(self.session, viewer, people, today)
        self._note(viewer, "groups", access=True, purpose=purpose, count=len(found), attributes=sorted(found.codes))
        return found

    def _papers(self, viewer: Viewer, attribute: Attribute) -> Counter[int | str]:
        """People by category, or by grade of those who have a category: the grades of veterans and of work injuries are others."""
        column = certificates.c[attribute]
        query = (
            select(column, func.count())
            .select_from(certificates.join(candidates, candidates.c.id == certificates.c.candidate))
            .where(_counted(viewer), certificates.c.category.is_not(None), column.is_not(None))
            .group_by(column)
        )
        return Counter({row[0]: row[1] for row in self._connection.execute(query)})

    def _persons(self, viewer: Viewer, today: date) -> tuple[Counter[int | str], Counter[int | str]]:
        """(people by band of age, people by sex), of those of whom it is known."""
        ages: Counter[int | str] = Counter()
        sexes: Counter[int | str] = Counter()
        after = ""
        while True:
            sealed_person = candidates.c.sealed_person
            query = select(candidates.c.id, sealed_person).where(_counted(viewer), candidates.c.id > after)
            rows = self._connection.execute(query.order_by(candidates.c.id).limit(CHUNK)).all()
            if not rows:
                return ages, sexes
            after = rows[-1].id
            sealed = {person_subject(row.id): row.sealed_person for row in rows if row.sealed_person is not None}
            for text in self.session.vault.open_all("person", sealed).values():
                person = orjson.loads(text)
                if person.get("birth"):
                    ages[band_of(age_on(date.fromisoformat(person["birth"]), today))] += 1
                if person.get("sex"):
                    sexes[person["sex"]] += 1


def age_on(birth: date, today: date) -> int:
    """Completed years."""
    return today.year - birth.year - ((today.month, today.day) < (birth.month, birth.day))


def scope_of(viewer: Viewer) -> str:
    """The district that the viewer's figures are of; empty for the whole city, which an auditor always counts."""
    return "" if viewer.role is Role.AUDITOR else viewer.district or ""


def _check(viewer: Viewer) -> None:
    if viewer.role not in COUNTERS:
        raise NotAllowed(f"{viewer.role} gets no figure of the pool; ask an organizer")


def _written(cells: Published) -> str:
    return orjson.dumps({name: [[cell.values, cell.people] for cell in cells[name]] for name in sorted(cells)}).decode()


def _read(body: str) -> Published:
    found = orjson.loads(body)
    return {name: tuple(Cell(tuple(values), people) for values, people in found.get(name, ())) for name in VALUES}


def _counted(viewer: Viewer) -> ColumnElement[bool]:
    # A figure is of a district, and the same for everybody in it: also for a counselor who sees a few of its people only.
    return in_the_pool() if viewer.role is Role.AUDITOR else visible_candidates(viewer.model_copy(update={"caseload": False}))
