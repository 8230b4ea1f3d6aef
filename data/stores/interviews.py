"""The timetable of an event as it was saved, whole and with the run it came from, and as it stands on the day."""

import base64
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final

import orjson
from sqlalchemy import ColumnElement, Row, Select, and_, func, insert, select

from data.stores.base import Store, slices
from data.stores.candidates import visible_candidates
from data.stores.canonical import canonical, check_key
from data.stores.errors import NotAllowed
from data.stores.events import visible_events
from data.stores.fairs import ORGANIZERS
from data.stores.vault import person_subject
from data.tables import (
    candidates,
    consent_employers,
    consents,
    events,
    interviews,
    postings,
    publications,
    runs,
    visitors,
    waiting_lists,
)
from matching.records import Hall, Interview, InterviewState, Person, Role, Stage, Viewer, Visitor, Waiting

_BODY: Final = ("interviewer", "units", "value", "extra", "group", "pinned")
_SAME: Final = str.maketrans("018", "OIB")
"""Characters that no code holds, and what somebody who reads one meant."""


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


@dataclass(frozen=True)
class StoredInterview:
    id: int
    event: str
    version: int
    interview: Interview


@dataclass(frozen=True)
class BoothInterview:
    """An interview as its employer may see it: `alias` at every stage, `name` from the identity stage on."""

    id: int
    posting: str
    booth: str
    start: int | None
    state: InterviewState
    stage: Stage
    alias: str
    name: str | None


class InterviewStore(Store):
    """Timetables. Staff see the interviews of their people, an employer its own at the stage of each person."""

    kind = "event"

    def publish(self, viewer: Viewer, event: str, publication: Publication, key: str) -> int:
        """Saves a timetable whole and returns its version. The same `key` with the same timetable again gives the same version.

        Raises ValueError for an event, run, person or posting that is not there, a run of another event, somebody who has an
        interview and is no visitor, or a key that was used for another timetable.
        """
        self._require(viewer, ORGANIZERS)
        self._check_own(viewer, event)
        content = self._content(event, publication)
        known = self._connection.execute(select(publications).where(publications.c.key == check_key(key, "the key"))).one_or_none()
        if known is not None:
            if known.content != content:
                raise ValueError("this key was used for another timetable; take a new one")
            return int(known.version)
        self._check(event, publication)
        last = select(func.max(publications.c.version)).where(publications.c.event == event)
        version = (self._connection.execute(last).scalar() or 0) + 1
        self._connection.execute(
            insert(publications).values(
                event=event,
                version=version,
                run=publication.run,
                key=key,
                content=content,
                report=canonical(publication.report).decode(),
                made_at=self.session.now,
                made_by=check_key(viewer.account, "the account"),
            )
        )
        self._add_visitors(event, version, publication.visitors, taken=set())
        if publication.interviews:
            self._connection.execute(insert(interviews), [interview_values(event, version, one) for one in publication.interviews])
        if publication.waiting:
            rows = [{"event": event, "version": version, **one.model_dump()} for one in publication.waiting]
            self._connection.execute(insert(waiting_lists), rows)
        held, people = len(publication.interviews), len(publication.visitors)
        self._note(viewer, "publish", event, version=version, interviews=held, people=people)
        return version

    def made(self, viewer: Viewer, key: str) -> SavedTimetable | None:
        """The timetable that was saved under a key, or None. Staff only."""
        query = select(publications).where(self._seen_events(viewer, publications.c.event), publications.c.key == key)
        row = self._connection.execute(query).one_or_none()
        return None if row is None else _saved(row)

    def current(self, viewer: Viewer, event: str) -> SavedTimetable | None:
        """The timetable in force, or None. Staff only."""
        query = select(publications).where(self._seen_events(viewer, publications.c.event), publications.c.event == event)
        row = self._connection.execute(query.order_by(publications.c.version.desc()).limit(1)).one_or_none()
        return None if row is None else _saved(row)

    def sheet(self, viewer: Viewer, event: str) -> tuple[tuple[Visitor, ...], Mapping[int, Interview]]:
        """Everybody and every interview of the timetable in force, by number: what a re-plan must see whole.

        For the organizer of the event. Raises NotAllowed.
        """
        if viewer.role not in ORGANIZERS:
            raise NotAllowed(f"{viewer.role} may not re-plan an event; ask its organizer")
        self._check_own(viewer, event)
        version = self._version(event)
        rows = self._connection.execute(select(interviews).where(_of(interviews, event, version)).order_by(interviews.c.id))
        found = {row.id: interview_of(row) for row in rows}
        people = select(visitors).where(_of(visitors, event, version), visitors.c.body.is_not(None))
        there = tuple(visitor_of(row) for row in self._connection.execute(people.order_by(visitors.c.candidate)))
        names = {visitor.candidate for visitor in there}
        return there, {number: one for number, one in found.items() if one.candidate in names}

    def list(
        self,
        viewer: Viewer,
        event: str,
        *,
        candidate: str | None = None,
        posting: str | None = None,
        booth: str | None = None,
        version: int | None = None,
    ) -> tuple[StoredInterview, ...]:
        """The interviews of the timetable in force (or a `version`) of the people that staff may see, by start and booth."""
        where = self._visible(viewer) & _of(interviews, event, self._version(event) if version is None else version)
        for column, value in (("candidate", candidate), ("posting", posting), ("booth", booth)):
            if value is not None:
                where &= interviews.c[column] == value
        return self._fetch(where)

    def get(self, viewer: Viewer, number: int) -> StoredInterview | None:
        """One interview of any timetable, or None. Staff only."""
        return next(iter(self._fetch(self._visible(viewer) & (interviews.c.id == number))), None)

    def of_candidate(self, viewer: Viewer, candidate: str) -> tuple[StoredInterview, ...]:
        """The interviews of one person at all events, also of timetables that were replaced since. Staff only."""
        return self._fetch(self._visible(viewer) & (interviews.c.candidate == candidate))

    def people_of_posting(self, viewer: Viewer, posting: str) -> tuple[str, ...]:
        """The people who have or had an interview for a posting, at any event, in order of id. Staff only."""
        found = self._fetch(self._visible(viewer) & (interviews.c.posting == posting))
        return tuple(sorted({one.interview.candidate for one in found}))

    def codes(self, viewer: Viewer, event: str) -> Mapping[str, str]:
        """Person -> the code on the sheet, XXXX-XXXX, of the timetable in force. Staff only."""
        query = select(visitors.c.candidate, visitors.c.code).join(candidates, candidates.c.id == visitors.c.candidate)
        where = visible_candidates(viewer) & self._seen_events(viewer, visitors.c.event)
        rows = self._connection.execute(query.where(where, _of(visitors, event, self._version(event))))
        return {row.candidate: f"{row.code[:4]}-{row.code[4:]}" for row in rows}

    def who_has_code(self, viewer: Viewer, event: str, code: str) -> str | None:
        """The person behind a code; 0, 1 and 8 are read as O, I and B. None if nobody has it. Staff only."""
        wanted = "".join(character for character in code.upper() if character.isalnum()).translate(_SAME)
        query = select(visitors.c.candidate).join(candidates, candidates.c.id == visitors.c.candidate)
        where = visible_candidates(viewer) & self._seen_events(viewer, visitors.c.event) & (visitors.c.code == wanted)
        return self._connection.execute(query.where(where, _of(visitors, event, self._version(event)))).scalar()

    def waiting(self, viewer: Viewer, event: str, candidate: str | None = None) -> tuple[Waiting, ...]:
        """The waiting lists of the timetable in force, by posting and place. Staff only."""
        query = select(waiting_lists).join(candidates, candidates.c.id == waiting_lists.c.candidate)
        where = visible_candidates(viewer) & self._seen_events(viewer, waiting_lists.c.event)
        where &= _of(waiting_lists, event, self._version(event))
        if candidate is not None:
            where &= waiting_lists.c.candidate == candidate
        rows = self._connection.execute(query.where(where).order_by(waiting_lists.c.posting, waiting_lists.c.position))
        return tuple(Waiting(posting=row.posting, candidate=row.candidate, position=row.position, cause=row.cause) for row in rows)

    def visitors(self, viewer: Viewer, event: str) -> tuple[Visitor, ...]:
        """The people of the timetable in force that staff may see, in order of id."""
        query = select(visitors).join(candidates, candidates.c.id == visitors.c.candidate)
        where = visible_candidates(viewer) & self._seen_events(viewer, visitors.c.event) & visitors.c.body.is_not(None)
        rows = self._connection.execute(
            query.where(where, _of(visitors, event, self._version(event))).order_by(visitors.c.candidate)
        )
        return tuple(visitor_of(row) for row in rows)

    def unseen(self, viewer: Viewer, event: str, today: date) -> int:
        """How many interviews the employer does not see: the person has not agreed on this day to be listed to it. Staff only."""
        agreed = (
            select(consents.c.id)
            .join(consent_employers, consent_employers.c.consent == consents.c.id)
            .where(consents.c.candidate == interviews.c.candidate, consents.c.event == event)
            .where(consents.c.scope == Stage.LISTING.value, consents.c.withdrawn_at.is_(None), consents.c.given_on <= today)
            .where(consents.c.ends_on.is_(None) | (consents.c.ends_on >= today))
            .where(consent_employers.c.employer == postings.c.employer)
        )
        query = (
            select(func.count())
            .select_from(interviews.join(postings, postings.c.id == interviews.c.posting))
            .where(self._visible(viewer), _of(interviews, event, self._version(event)), ~agreed.exists())
        )
        return self._connection.execute(query).scalar_one()

    def hall_of(self, viewer: Viewer, event: str) -> Hall | None:
        """The hall of an event, for those who have interviews there: staff, and an employer of the timetable in force."""
        query = select(events.c.body).where(events.c.id == event)
        if viewer.role is Role.EMPLOYER and viewer.organisation is not None:
            own = select(interviews.c.id).join(postings, postings.c.id == interviews.c.posting)
            own = own.where(postings.c.employer == viewer.organisation, _of(interviews, event, self._version(event)))
            query = query.where(own.exists())
        else:
            query = query.where(visible_events(viewer))
        body = self._connection.execute(query).scalar()
        return None if body is None else Hall.model_validate(orjson.loads(body).get("hall", {}))

    def at_booth(self, viewer: Viewer, event: str, today: date) -> tuple[BoothInterview, ...]:
        """An employer's own interviews, of the people whose listing consent for this event names it and holds today.

        A name is there where an identity consent holds as well; opening one is logged as an access. Nobody else sees anything.
        """
        if viewer.role is not Role.EMPLOYER or viewer.organisation is None:
            return ()
        query = (
            select(interviews, candidates.c.body.label("person"), candidates.c.sealed_person)
            .join(postings, postings.c.id == interviews.c.posting)
            .join(candidates, candidates.c.id == interviews.c.candidate)
            .where(postings.c.employer == viewer.organisation, candidates.c.body.is_not(None))
            .where(_of(interviews, event, self._version(event)))
            .order_by(interviews.c.start, interviews.c.booth, interviews.c.id)
        )
        rows = self._connection.execute(query).all()
        stages = self._stages(event, viewer.organisation, [row.candidate for row in rows], today)
        refused = {row.candidate for row in rows if viewer.organisation in orjson.loads(row.person)["refusals"]["employers"]}
        shown = [row for row in rows if row.candidate in stages and row.candidate not in refused]
        named = [row for row in shown if stages[row.candidate] is Stage.IDENTITY and row.sealed_person is not None]
        sealed = {person_subject(row.candidate): row.sealed_person for row in named}
        opened = self.session.vault.open_all("person", sealed)
        for candidate in sorted({row.candidate for row in named}):
            self._note(viewer, "read-name", candidate, access=True, event=event)
        found = []
        for row in shown:
            text = opened.get(person_subject(row.candidate)) if stages[row.candidate] is Stage.IDENTITY else None
            name = None if text is None else Person.model_validate_json(text).name or None
            alias = self._alias(event, viewer.organisation, row.candidate)
            state, stage = InterviewState(row.state), stages[row.candidate]
            found.append(BoothInterview(row.id, row.posting, row.booth, row.start, state, stage, alias, name))
        return tuple(found)

    def _stages(self, event: str, employer: str, people: Iterable[str], today: date) -> dict[str, Stage]:
        """The stage of each person towards the employer on a day; those at the counts are absent."""
        found: dict[str, set[str]] = {}
        for part in slices(sorted(set(people))):
            query = (
                select(consents.c.candidate, consents.c.scope, consents.c.event)
                .join(consent_employers, consent_employers.c.consent == consents.c.id)
                .where(consents.c.candidate.in_(part), consent_employers.c.employer == employer)
                .where(consents.c.withdrawn_at.is_(None), consents.c.given_on <= today)
                .where(consents.c.ends_on.is_(None) | (consents.c.ends_on >= today))
            )
            for row in self._connection.execute(query):
                if row.event == event or (row.scope == Stage.IDENTITY.value and row.event is None):
                    found.setdefault(row.candidate, set()).add(row.scope)
        return {
            name: Stage.IDENTITY if Stage.IDENTITY.value in scopes else Stage.LISTING
            for name, scopes in found.items()
            if Stage.LISTING.value in scopes
        }

    def _alias(self, event: str, employer: str, candidate: str) -> str:
        """As `api.actions.stages.alias_of`: the digest is the keyring's, so both say the same."""
        digest = self.session.keyring.digest("alias", f"{event}\0{employer}\0{candidate}".encode())
        name = base64.b32encode(digest)[:8].decode()
        return f"{name[:4]}-{name[4:]}"

    def _add_visitors(self, event: str, version: int, people: Sequence[Visitor], taken: set[str]) -> None:
        rows = []
        for one in people:
            code = check_in_code(self.session.keyring.digest, event, one.candidate, taken)
            taken.add(code)
            body = canonical(one, leave=frozenset({"candidate"})).decode()
            rows.append({"event": event, "version": version, "candidate": one.candidate, "code": code, "body": body})
        if rows:
            self._connection.execute(insert(visitors), rows)

    def _content(self, event: str, publication: Publication) -> bytes:
        parts = [
            canonical({"event": event, "run": publication.run, "report": publication.report}),
            *(canonical(one) for one in publication.visitors),
            *(orjson.dumps(interview_values(event, 0, one), option=orjson.OPT_SORT_KEYS) for one in publication.interviews),
            *(canonical(one) for one in publication.waiting),
        ]
        return self.session.keyring.digest("timetable", b"\n".join(parts))

    def _check(self, event: str, publication: Publication) -> None:
        found = self._connection.execute(select(runs.c.event).where(runs.c.id == publication.run)).scalar()
        if found != event:
            raise ValueError(f"run {publication.run} is none of event {event}; match the event first")
        people = [one.candidate for one in publication.visitors]
        if len(people) != len(set(people)):
            raise ValueError("a person stands among the visitors twice; keep one")
        there = set(people)
        for one in publication.interviews:
            if one.candidate not in there:
                raise ValueError(f"candidate {one.candidate} has an interview and is no visitor; add the person to the visitors")
        there |= {one.candidate for one in publication.waiting}
        self._check_there(candidates.c.id, candidates.c.body.is_not(None), "candidate", there)
        named = {one.posting for one in publication.interviews} | {one.posting for one in publication.waiting}
        self._check_there(postings.c.id, postings.c.id.is_not(None), "posting", named)

    def _check_there(self, column: ColumnElement[str], there: ColumnElement[bool], what: str, names: Iterable[str]) -> None:
        for part in slices(sorted(names)):
            known = set(self._connection.execute(select(column).where(there, column.in_(part))).scalars())
            for name in part:
                if name not in known:
                    raise ValueError(f"there is no {what} {name}; it was stored once and is gone, or never was")

    def _seen_events(self, viewer: Viewer, column: ColumnElement[str]) -> ColumnElement[bool]:
        return column.in_(select(events.c.id).where(visible_events(viewer)))

    def _visible(self, viewer: Viewer) -> ColumnElement[bool]:
        theirs = interviews.c.candidate.in_(select(candidates.c.id).where(visible_candidates(viewer)))
        return self._seen_events(viewer, interviews.c.event) & theirs

    def _version(self, event: str) -> int:
        query = select(func.max(publications.c.version)).where(publications.c.event == event)
        return self._connection.execute(query).scalar() or 0

    def _fetch(self, where: ColumnElement[bool]) -> tuple[StoredInterview, ...]:
        query: Select[Any] = select(interviews).where(where)
        order = (interviews.c.start.is_(None), interviews.c.start, interviews.c.booth, interviews.c.id)
        rows = self._connection.execute(query.order_by(*order))
        return tuple(StoredInterview(row.id, row.event, row.version, interview_of(row)) for row in rows)

    def _check_own(self, viewer: Viewer, event: str) -> None:
        query = select(events.c.district).where(visible_events(viewer), events.c.id == event)
        row = self._connection.execute(query).one_or_none()
        if row is None:
            raise ValueError(f"there is no event {event}; store it first")
        if viewer.district is not None and row.district != viewer.district:
            raise NotAllowed(f"event {event} is not of district {viewer.district}; ask its organizer")


def interview_values(event: str, version: int, one: Interview) -> dict[str, Any]:
    """The columns of an interview."""
    body = {name: getattr(one, name) for name in _BODY} | {"units": {kind.value: unit for kind, unit in one.units.items()}}
    return {
        "event": event,
        "version": version,
        "candidate": one.candidate,
        "posting": one.posting,
        "booth": check_key(one.booth, "the booth of an interview"),
        "start": one.start,
        "state": one.state.value,
        "body": canonical(body).decode(),
    }


def interview_of(row: Row[Any]) -> Interview:
    """The interview in a row; of one whose person was erased only the outline is left."""
    return Interview(
        **orjson.loads(row.body),
        candidate=row.candidate,
        posting=row.posting,
        booth=row.booth,
        start=row.start,
        state=InterviewState(row.state),
    )


def _saved(row: Row[Any]) -> SavedTimetable:
    return SavedTimetable(row.event, row.version, row.run, orjson.loads(row.report), row.made_at, row.made_by)


def visitor_of(row: Row[Any]) -> Visitor:
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


def _of(table: Any, event: str, version: int) -> ColumnElement[bool]:
    return and_(table.c.event == event, table.c.version == version)
