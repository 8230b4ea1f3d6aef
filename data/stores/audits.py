"""What an audit of an event counts: the lists it went with, who stood on none, and whom the rules allowed where.

For an organizer of the event's district, or of the city, and for auditors, who otherwise see no person: what is read here is
counted and forgotten, and only figures of groups may go further.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import orjson
from sqlalchemy import ColumnElement, select, true

from data.stores.base import Session, Store
from data.stores.candidates import CandidateStore
from data.stores.errors import NotAllowed
from data.stores.learning import learnt_from
from data.stores.lists import thaw_list
from data.stores.postings import PostingStore
from data.stores.publications import of_version
from data.stores.runs import Run, RunStore
from data.tables import (
    candidates,
    day_entries,
    events,
    interview_changes,
    interviews,
    left_out,
    postings,
    publications,
    runs,
    shortlists,
    visitors,
)
from matching.china_time import day_in_china
from matching.records import Candidate, DayAct, Event, Posting, Role, Viewer
from matching.shortlist import LeftOut, Shortlist


@dataclass(frozen=True)
class AuditedRun:
    """The lists that an event went with: of its runs up to its day the one confirmed last, else made last; else its last run.

    Entries and explanations of people who were erased since, or whom the viewer may not count, are absent.
    """

    run: Run
    lists: tuple[Shortlist, ...]
    left_out: tuple[LeftOut, ...]


@dataclass(frozen=True)
class Allotted:
    """Who could be given an interview in the timetable that the lists went into, and who was; people who are still there alone."""

    version: int
    available: frozenset[str]
    given: frozenset[str]


class AuditStore(Store):
    """Events and their runs as an audit reads them. Every method raises NotAllowed for employers, counselors and administrators."""

    kind = "event"

    def __init__(self, session: Session, people: CandidateStore, jobs: PostingStore, made: RunStore) -> None:
        super().__init__(session)
        self._candidates, self._postings, self._runs = people, jobs, made

    def events(self, viewer: Viewer) -> tuple[Event, ...]:
        """The events that the viewer may audit, in order of id: an auditor all, an organizer those of its own district alone."""
        query = select(events.c.id, events.c.body).where(_audited_by(viewer)).order_by(events.c.id)
        return tuple(Event.model_validate({**orjson.loads(body), "id": name}) for name, body in self._connection.execute(query))

    def chosen(self, viewer: Viewer, event: str) -> Run | None:
        """The run of `run`, without its lists."""
        found = self._chosen(viewer, event)
        return None if found is None else found[1]

    def run(self, viewer: Viewer, event: str) -> AuditedRun | None:
        """The lists that an event went with; None for one without any, or that the viewer may not audit."""
        chosen = self._chosen(viewer, event)
        if chosen is None:
            return None
        sequence, run = chosen
        among = set(self._connection.execute(select(candidates.c.id).where(learnt_from(viewer))).scalars())
        bodies = select(shortlists.c.body).where(shortlists.c.run == sequence).order_by(shortlists.c.position)
        lists = []
        for body in self._connection.execute(bodies).scalars():
            one = thaw_list(body)
            lists.append(one.model_copy(update={"entries": tuple(entry for entry in one.entries if entry.candidate in among)}))
        query = (
            select(left_out.c.body).where(left_out.c.run == sequence, left_out.c.body.is_not(None)).order_by(left_out.c.position)
        )
        left = (LeftOut.model_validate_json(body) for body in self._connection.execute(query).scalars())
        return AuditedRun(run, tuple(lists), tuple(one for one in left if one.candidate in among))

    def allotted(self, viewer: Viewer, event: Event, run: str) -> Allotted | None:
        """The last timetable that was saved of a run, up to the day of the event; None where there is none.

        What was added on the day is no allocation: interviews of walk-ins, and walk-ins without an interview of the timetable.
        """
        _audited_by(viewer)
        query = select(publications.c.version, publications.c.made_at).where(
            publications.c.event == event.id, publications.c.run == run
        )
        rows = self._connection.execute(query.order_by(publications.c.version.desc())).all()
        version = next((row.version for row in rows if event.on is None or day_in_china(row.made_at) <= event.on), None)
        if version is None:
            return None
        among = set(self._connection.execute(select(candidates.c.id).where(learnt_from(viewer))).scalars())
        changes = select(interview_changes.c.id).where(interview_changes.c.interview == interviews.c.id)
        added = changes.where(interview_changes.c.was.is_(None)).exists()
        timed = interviews.c.start.is_not(None) | changes.exists()
        planned = select(interviews.c.candidate).where(of_version(interviews, event.id, version), timed, ~added)
        given = set(self._connection.execute(planned).scalars()) & among
        there = set(self._connection.execute(select(visitors.c.candidate).where(of_version(visitors, event.id, version))).scalars())
        came = select(day_entries.c.candidate).where(
            of_version(day_entries, event.id, version), day_entries.c.act == DayAct.WALK_IN.value
        )
        walked_in = set(self._connection.execute(came).scalars()) - given
        return Allotted(version, frozenset((there - walked_in) & among), frozenset(given))

    def people(self, viewer: Viewer, ids: Sequence[str], purpose: str) -> Iterator[Candidate]:
        """These people with what the rules of law read, to be judged again and forgotten. It is one access, with its purpose."""
        _audited_by(viewer)
        self._note(viewer, "audit", access=True, purpose=purpose, count=len(ids))
        return self._candidates._records(ids, learnt_from(viewer), with_person=True)

    def postings(self, viewer: Viewer, ids: Sequence[str]) -> Iterator[Posting]:
        """These postings, whatever their status, merged ones aside; without contacts."""
        _audited_by(viewer)
        return self._postings._records(ids, postings.c.merged_into.is_(None))

    def _chosen(self, viewer: Viewer, event: str) -> tuple[int, Run] | None:
        allowed = select(events.c.id).where(_audited_by(viewer), events.c.id == event)
        if self._connection.execute(allowed).scalar() is None:
            return None
        for sequence, run, _ in self._runs._went_with(viewer, [event]):
            return sequence, run
        query = self._runs._visible(viewer).where(runs.c.event == event).order_by(runs.c.sequence.desc()).limit(1)
        row = self._connection.execute(query).one_or_none()
        found = None if row is None else self._runs.get(viewer, row.id)
        return None if row is None or found is None else (row.sequence, found)


def matched_on(run: Run, event: Event) -> date:
    """The day by whose rules a run was made: the day of the event, or its own where there is none or it came later."""
    made = day_in_china(run.made_at)
    return made if event.on is None else max(made, event.on)


def _audited_by(viewer: Viewer) -> ColumnElement[bool]:
    if viewer.role is Role.AUDITOR:
        return true()
    if viewer.role is not Role.ORGANIZER:
        raise NotAllowed(f"{viewer.role} may not audit an event; ask an organizer or an auditor")
    if viewer.district is None:
        return true()
    return events.c.district == viewer.district
