"""How the people of a caseload stand, counted and paged by the database itself: no file is opened for it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Final

import orjson
from sqlalchemy import ColumnElement, Select, case, exists, func, literal, select, true

from data.stores.base import CHUNK, Store
from data.stores.candidates import visible_candidates
from data.stores.consents import Scope
from data.stores.vault import person_subject
from data.tables import appeals, candidates, consents, services, settled_plans, trainings
from matching.records import Service, ServiceKind, Viewer


class CaseFilter(StrEnum):
    """What a caseload can be narrowed to: a fact of the record each, so that a count and its list always agree."""

    ALL = "all"
    APPEAL = "appeal"
    FOLLOW_UP = "follow_up"
    COURSE = "course"
    ASSESS = "assess"
    CONSENT = "consent"
    PLAN = "plan"
    REVIEW_PLAN = "review_plan"


@dataclass(frozen=True)
class CaseFacts:
    """What the database is not asked: the day, whose follow-up is due, and which courses start soon (ids)."""

    on: date
    follow_ups: frozenset[str] = frozenset()
    courses: frozenset[str] = frozenset()


@dataclass(frozen=True)
class CaseRow:
    """One person: when the file was changed and a plan settled last, services without notes, and what waits, as counts."""

    candidate: str
    changed_at: datetime
    settled_at: datetime | None
    consents: int
    appeals: int
    courses: int
    services: tuple[Service, ...] = field(default=())


class CaseStore(Store):
    """The people whom a viewer may see, as a caseload."""

    kind = "candidate"

    def count(self, viewer: Viewer, facts: CaseFacts) -> Mapping[CaseFilter, int]:
        """How many people each filter leaves, all of them under `ALL`."""
        columns = [func.coalesce(func.sum(case((_holds(shown, facts), 1), else_=0)), 0).label(shown.value) for shown in CaseFilter]
        row = self._connection.execute(select(*columns).select_from(candidates).where(visible_candidates(viewer))).one()
        return {shown: int(row[place]) for place, shown in enumerate(CaseFilter)}

    def page(
        self,
        viewer: Viewer,
        facts: CaseFacts,
        shown: CaseFilter = CaseFilter.ALL,
        among: Sequence[str] | None = None,
        after: str | None = None,
        limit: int = 50,
    ) -> tuple[str, ...]:
        """At most `limit` (1..1,000) ids in order after the id `after`, of those that the filter leaves; of `among` (at most 1,000
        ids) where given."""
        if not 1 <= limit <= CHUNK:
            raise ValueError(f"limit is {limit}; a page holds 1 to {CHUNK:,} people")
        if among is not None and len(among) > CHUNK:
            raise ValueError(f"{len(among):,} people are named; name at most {CHUNK:,}")
        query = select(candidates.c.id).where(visible_candidates(viewer), _holds(shown, facts, one_by_one=True))
        if among is not None:
            query = query.where(candidates.c.id.in_(among))
        if after is not None:
            query = query.where(candidates.c.id > after)
        return tuple(self._connection.execute(query.order_by(candidates.c.id).limit(limit)).scalars())

    def search(self, viewer: Viewer, text: str, most: int = 200) -> tuple[str, ...]:
        """The ids of at most `most` (1..1,000) people whose name, id or number of the office holds `text`, in order of id.

        Names are opened to be looked at and forgotten; it is one access in the log, by the number of people.
        """
        if not 1 <= most <= CHUNK:
            raise ValueError(f"most is {most}; ask for 1 to {CHUNK:,} people")
        wanted, found, seen, after = text.strip().casefold(), list[str](), 0, ""
        query = select(candidates.c.id, candidates.c.body, candidates.c.sealed_person).where(visible_candidates(viewer))
        while wanted and len(found) < most:
            page = self._connection.execute(query.where(candidates.c.id > after).order_by(candidates.c.id).limit(CHUNK)).all()
            if not page:
                break
            seen, after = seen + len(page), page[-1].id
            sealed = {person_subject(row.id): row.sealed_person for row in page if row.sealed_person is not None}
            opened = self.session.vault.open_all("person", sealed)
            for row in page:
                name = orjson.loads(opened.get(person_subject(row.id), "{}")).get("name") or ""
                number = orjson.loads(row.body).get("external_id") or ""
                if any(wanted in one.casefold() for one in (name, row.id, number)):
                    found.append(row.id)
        if seen:
            self._note(viewer, "search", access=True, count=seen)
        return tuple(found[:most])

    def rows(self, viewer: Viewer, people: Sequence[str], facts: CaseFacts) -> tuple[CaseRow, ...]:
        """How these people (at most 1,000) stand, in order of id."""
        if len(people) > CHUNK:
            raise ValueError(f"{len(people):,} people are named; name at most {CHUNK:,}")
        query = (
            select(
                candidates.c.id,
                candidates.c.updated_at,
                _settled().label("settled_at"),
                _counted(select(func.count()).select_from(consents).where(_in_force(facts.on))).label("consents"),
                _counted(select(func.count()).select_from(appeals).where(_waits())).label("appeals"),
                _counted(select(func.count()).select_from(trainings).where(_starting(facts))).label("courses"),
            )
            .where(visible_candidates(viewer), candidates.c.id.in_(people))
            .order_by(candidates.c.id)
        )
        rows = self._connection.execute(query).all()
        done: dict[str, list[Service]] = {row.id: [] for row in rows}
        given = select(services).where(services.c.candidate.in_(done)).order_by(services.c.dated, services.c.kind)
        for one in self._connection.execute(given):
            told = Service(candidate=one.candidate, kind=ServiceKind(one.kind), on=one.dated, by=one.given_by)
            done[one.candidate].append(told)
        return tuple(
            CaseRow(row.id, row.updated_at, row.settled_at, row.consents, row.appeals, row.courses, tuple(done[row.id]))
            for row in rows
        )


_NOBODY: Final = "-"


def _holds(shown: CaseFilter, facts: CaseFacts, *, one_by_one: bool = False) -> ColumnElement[bool]:
    """`one_by_one`: for a page, which meets few people; what somebody lacks is then looked up for each of them."""
    lacks = _finds_none if one_by_one else _is_absent
    if shown is CaseFilter.ALL:
        return true()
    if shown is CaseFilter.APPEAL:
        return exists().where(_waits())
    if shown is CaseFilter.FOLLOW_UP:
        return candidates.c.id.in_(sorted(facts.follow_ups) or [_NOBODY])
    if shown is CaseFilter.COURSE:
        return exists().where(_starting(facts))
    if shown is CaseFilter.ASSESS:
        done = services.c.kind == ServiceKind.ASSESSMENT.value
        return lacks((services.c.candidate == candidates.c.id) & done)
    if shown is CaseFilter.CONSENT:
        return lacks(_in_force(facts.on))
    if shown is CaseFilter.PLAN:
        return lacks(settled_plans.c.candidate == candidates.c.id)
    return candidates.c.updated_at > _settled()


def _is_absent(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    return ~exists().where(condition)


def _finds_none(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """The same in words that PostgreSQL does not turn into a join of everybody with everything, nor takes to be rare."""
    return func.coalesce(select(literal(1)).where(condition).limit(1).correlate(candidates).scalar_subquery(), 0) != 1


def _settled() -> ColumnElement[datetime]:
    last = select(func.max(settled_plans.c.settled_at)).where(settled_plans.c.candidate == candidates.c.id)
    return last.correlate(candidates).scalar_subquery()


def _counted(query: Select[int]) -> ColumnElement[int]:
    return query.correlate(candidates).scalar_subquery()


def _in_force(on: date) -> ColumnElement[bool]:
    """A consent of the person to be listed, as it holds on a day."""
    return (
        (consents.c.candidate == candidates.c.id)
        & (consents.c.scope == Scope.LISTING.value)
        & consents.c.withdrawn_at.is_(None)
        & (consents.c.given_on <= on)
        & (consents.c.ends_on.is_(None) | (consents.c.ends_on >= on))
    )


def _waits() -> ColumnElement[bool]:
    return (appeals.c.candidate == candidates.c.id) & appeals.c.result.is_(None)


def _starting(facts: CaseFacts) -> ColumnElement[bool]:
    registered = trainings.c.state == "registered"
    return (trainings.c.candidate == candidates.c.id) & registered & trainings.c.course.in_(sorted(facts.courses) or [_NOBODY])
