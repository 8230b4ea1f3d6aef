"""What the ledgers count, read at once and recorded as one access: the only way figures of people are read for a report."""

from dataclasses import dataclass
from datetime import date
from typing import Final

import orjson
from sqlalchemy import ColumnElement, func, select, true

from data.stores.base import STAFF, Session, Store
from data.stores.candidates import CandidateStore, in_the_pool, visible_candidates
from data.stores.errors import NotAllowed
from data.stores.outcomes import Outcome, OutcomeStore
from data.stores.postings import PostingStore
from data.tables import (
    candidates,
    employers,
    event_versions,
    events,
    graduate_entries,
    postings,
    services,
    settled_plans,
    tallies,
    trainings,
)
from matching.fair.states import FairState
from matching.ledger import GraduateEntry, Member, Tally, TallyKind, member_of
from matching.policy import Policy
from matching.records import Employer, Event, Posting, Role, Service, ServiceKind, Step, Training, Viewer

COUNTERS: Final = STAFF | {Role.AUDITOR}
COUNTED: Final = frozenset({Step.HIRED, Step.RETAINED_1, Step.RETAINED_3, Step.RETAINED_6, Step.LEFT})
"""The steps that placements and their retention are counted from."""
_HELD: Final = frozenset({FairState.RUNNING, FairState.CLOSED, FairState.EVALUATED})


@dataclass(frozen=True)
class LedgerRecords:
    """Everything that the ledgers read of people and events, for counting. `cancelled`: ids of events that did not take place.

    `postings` and `employers` are the city's: people of a district work outside it too; `merged` are the postings that were taken
    for one of these, which outcomes may still name.
    """

    members: tuple[Member, ...]
    outcomes: tuple[Outcome, ...]
    services: tuple[Service, ...]
    trainings: tuple[Training, ...]
    graduates: tuple[GraduateEntry, ...]
    events: tuple[Event, ...]
    cancelled: frozenset[str]
    postings: tuple[Posting, ...]
    merged: tuple[Posting, ...]
    employers: tuple[Employer, ...]
    tallies: tuple[Tally, ...]


class LedgerStore(Store):
    """Records for figures: of the people that staff may see, or of the whole city's for an auditor, who gets figures alone."""

    kind = "ledger"

    def __init__(self, session: Session, people: CandidateStore, posts: PostingStore, told: OutcomeStore) -> None:
        super().__init__(session)
        self._candidates = people
        self._postings = posts
        self._outcomes = told

    def records(self, viewer: Viewer, policy: Policy, purpose: str) -> LedgerRecords:
        """What there is to count, as of the policy's day. One access in the log, with the purpose in the viewer's words.

        Birth and sex are opened for the working age alone, one thousand people at a time, and names are not kept. Hand on figures,
        and to an auditor suppressed ones; never the records. Raises NotAllowed for employers and administrators.
        """
        if viewer.role not in COUNTERS:
            raise NotAllowed(f"{viewer.role} gets no figures of people; ask an organizer")
        people = visible_candidates(viewer) if viewer.role in STAFF else in_the_pool()
        members: list[Member] = []
        schools: dict[str, bool] = {}
        for one in self._candidates._records(None, people, with_person=True):
            members.append(member_of(one, policy))
            studied = one.resume.graduate
            schools[one.id] = studied is not None and bool(studied.school) and studied.graduated_on is not None
        held, cancelled = self._events(viewer, policy.date)
        self._note(viewer, "count", access=True, purpose=purpose, count=len(members))
        return LedgerRecords(
            members=tuple(members),
            outcomes=tuple(one for one in self._outcomes._fetch(people) if one.step in COUNTED),
            services=self._services(people),
            trainings=self._trainings(people),
            graduates=self._graduates(people, schools, {one.candidate for one in members if one.graduate}),
            events=held,
            cancelled=cancelled,
            postings=tuple(self._postings._fetch(postings.c.merged_into.is_(None), None)),
            merged=tuple(self._postings._fetch(postings.c.merged_into.is_not(None), None)),
            employers=self._employers(),
            tallies=self._tallies(viewer),
        )

    def count_again(self, viewer: Viewer, purpose: str, people: int) -> None:
        """The access of `records`, by whoever looks once more at what it gave. Raises NotAllowed as it does."""
        if viewer.role not in COUNTERS:
            raise NotAllowed(f"{viewer.role} gets no figures of people; ask an organizer")
        self._note(viewer, "count", access=True, purpose=purpose, count=people)

    def employers(self, viewer: Viewer) -> tuple[Employer, ...]:
        """All employers, without contacts, for those who count."""
        return self._employers() if viewer.role in COUNTERS else ()

    def _services(self, people: ColumnElement[bool]) -> tuple[Service, ...]:
        """Without the notes."""
        query = select(services).join(candidates, candidates.c.id == services.c.candidate).where(people)
        rows = self._connection.execute(
            query.order_by(services.c.candidate, services.c.dated, services.c.kind, services.c.given_by)
        )
        return tuple(Service(candidate=row.candidate, kind=ServiceKind(row.kind), on=row.dated, by=row.given_by) for row in rows)

    def _trainings(self, people: ColumnElement[bool]) -> tuple[Training, ...]:
        query = select(trainings).join(candidates, candidates.c.id == trainings.c.candidate).where(people)
        rows = self._connection.execute(query.order_by(trainings.c.candidate, trainings.c.course))
        return tuple(Training(candidate=row.candidate, course=row.course, state=row.state, on=row.dated) for row in rows)

    def _graduates(self, people: ColumnElement[bool], schools: dict[str, bool], window: set[str]) -> tuple[GraduateEntry, ...]:
        """Of whoever stands in the ledger, and of graduates of the window who were not entered yet."""
        first = select(settled_plans.c.candidate, func.min(settled_plans.c.dated).label("first"))
        rows = self._connection.execute(first.group_by(settled_plans.c.candidate))
        plans: dict[str, date] = {row.candidate: row.first for row in rows}
        query = select(graduate_entries).join(candidates, candidates.c.id == graduate_entries.c.candidate).where(people)
        refused: dict[str, date | None] = {row.candidate: row.refused_on for row in self._connection.execute(query)}
        return tuple(
            GraduateEntry(name, schools.get(name, False), plans.get(name), refused.get(name))
            for name in sorted(refused.keys() | window)
        )

    def _events(self, viewer: Viewer, today: date) -> tuple[tuple[Event, ...], frozenset[str]]:
        """Events, and those that did not take place: their day is over, and the states that were kept never came to running."""
        query = select(events.c.id, events.c.body).where(_here(viewer, events.c.district)).order_by(events.c.id)
        found = [Event.model_validate({**orjson.loads(body), "id": name}) for name, body in self._connection.execute(query)]
        states: dict[str, set[str]] = {}
        for row in self._connection.execute(select(event_versions.c.event, event_versions.c.state)):
            states.setdefault(row.event, set()).add(row.state)
        over = [one.id for one in found if one.on is not None and one.on < today and one.id in states]
        return tuple(found), frozenset(name for name in over if not states[name] & _HELD)

    def _employers(self) -> tuple[Employer, ...]:
        """Without contacts."""
        query = select(employers.c.id, employers.c.body, employers.c.approved).order_by(employers.c.id)
        rows = self._connection.execute(query)
        return tuple(Employer.model_validate({**orjson.loads(row.body), "id": row.id, "approved": row.approved}) for row in rows)

    def _tallies(self, viewer: Viewer) -> tuple[Tally, ...]:
        standing = tallies.c.withdrawn_at.is_(None) & _here(viewer, tallies.c.district)
        rows = self._connection.execute(select(tallies).where(standing).order_by(tallies.c.id))
        return tuple(Tally(str(row.id), TallyKind(row.kind), row.dated, row.district) for row in rows)


def _here(viewer: Viewer, district: ColumnElement[str | None]) -> ColumnElement[bool]:
    """What lies in the district of staff; everything for the city's staff and for auditors."""
    return true() if viewer.district is None or viewer.role is Role.AUDITOR else district == viewer.district
