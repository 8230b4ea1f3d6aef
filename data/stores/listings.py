"""What an employer sees of the people of an event: the lists of its own postings, each person at the stage that they agreed to.

A file never leaves this store: it goes through `matching.privacy`, and what comes out is a `Listed`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

import orjson
from sqlalchemy import select

from data.stores.base import STAFF, Session, Store, slices
from data.stores.candidates import CandidateStore, visible_candidates
from data.stores.crowds import words_of_lists
from data.stores.errors import NotAllowed
from data.stores.fairs import Vetting
from data.stores.lists import thaw_list
from data.stores.postings import visible_postings
from data.stores.stages import Reach, alias_of, reach_of
from data.tables import (
    candidates,
    cleared_reviews,
    decisions,
    event_versions,
    events,
    invited_employers,
    listed,
    log,
    postings,
    runs,
    shortlists,
)
from matching.fair.states import FairState
from matching.privacy import Coarse, Listed, Sight, employer_list
from matching.records import EventKind, PostingStatus, Role, Stage, Venue, Viewer
from matching.shortlist import Entry

CONFIRMED: Final = frozenset({FairState.CONFIRMED, FairState.PUBLISHED, FairState.RUNNING, FairState.CLOSED, FairState.EVALUATED})
"""The states in which a named person answers for the lists: before, no employer sees one."""
PUBLISHED: Final = CONFIRMED - {FairState.CONFIRMED}
"""The states in which the timetable is out."""
_ACCESS: Final = "show"


@dataclass(frozen=True)
class EmployerEvent:
    """An event that an employer was invited to, without anybody's name."""

    id: str
    name: str
    kind: EventKind
    on: date | None
    venue: str
    state: FairState
    vetting: Vetting

    @property
    def lists_open(self) -> bool:
        """Whether the employer may see its lists: the service approved it, and a named person confirmed them."""
        return self.vetting is Vetting.APPROVED and self.state in CONFIRMED

    @property
    def timetable_out(self) -> bool:
        return self.vetting is Vetting.APPROVED and self.state in PUBLISHED


@dataclass(frozen=True)
class EmployerList:
    """The list of one posting as its employer sees it, and the run that it was made by."""

    event: str
    posting: str
    run: str
    made_at: datetime
    rows: tuple[Listed, ...]


@dataclass(frozen=True)
class ListCount:
    """How many people of a list the employer sees, and how many of them it has not decided about."""

    people: int
    undecided: int


class ListingStore(Store):
    """Lists for employers, of their own postings at events that approved them. Nobody else gets anything here."""

    kind = "candidate"

    def __init__(self, session: Session, people: CandidateStore) -> None:
        super().__init__(session)
        self._candidates = people

    def events(self, viewer: Viewer) -> tuple[EmployerEvent, ...]:
        """The events that the viewer's organisation was invited to, in order of day (those without one last) and id."""
        rows = self._connection.execute(
            select(events.c.id, events.c.body, invited_employers.c.state)
            .join(invited_employers, invited_employers.c.event == events.c.id)
            .where(invited_employers.c.employer == self._employer(viewer))
        )
        found = [self._event(row) for row in rows.all()]
        return tuple(sorted(found, key=lambda one: (one.on is None, one.on or date.min, one.id)))

    def event(self, viewer: Viewer, event: str) -> EmployerEvent | None:
        """One of `events`, or None."""
        return next((one for one in self.events(viewer) if one.id == event), None)

    def list(self, viewer: Viewer, event: str, posting: str, today: date, k: int) -> EmployerList | None:
        """The list of an open posting as consents stand on a day, generalised to crowds of `k`; None if there is none to see.

        Each person on it is one access in the log, once a day for one account; a name that is opened says so.
        """
        employer, found = self._employer(viewer), self._open(viewer, event, posting)
        if found is None:
            return None
        run, body, skills = found
        entries = thaw_list(body).entries
        reach = reach_of(self.session, event, employer, (one.candidate for one in entries), today)
        settled = self._cleared(event, posting)
        there = [one for one in entries if one.candidate in reach and (one.band == "fit" or one.candidate in settled)]
        sights = self._sights(there, reach, event, employer, settled)
        self._note_shown(viewer, event, posting, {name: reach[name].stage for name in (one.candidate for one in there)})
        words = words_of_lists(self.session, self._candidates, run, event, employer, k)
        return EmployerList(event, posting, run.id, run.made_at, employer_list(sights, skills, words))

    def words(self, viewer: Viewer, run: str, employer: str, k: int) -> Mapping[str, Coarse]:
        """Alias -> what an employer is told of each person on its lists of a run, generalised to crowds of `k`; for staff."""
        if viewer.role not in STAFF:
            return {}
        query = select(runs.c.sequence, runs.c.made_at, runs.c.event).where(runs.c.id == run)
        found = self._connection.execute(query).one_or_none()
        return {} if found is None else words_of_lists(self.session, self._candidates, found, found.event, employer, k)

    def counts(self, viewer: Viewer, event: str, today: date) -> Mapping[str, ListCount]:
        """Posting -> how many people are on its list, of all open postings of the viewer's own at one event. Opens no file."""
        employer, run = self._employer(viewer), self._run(viewer, event)
        if run is None:
            return {}
        rows = self._connection.execute(
            select(listed.c.posting, listed.c.candidate, listed.c.band)
            .join(postings, postings.c.id == listed.c.posting)
            .where(listed.c.run == run.sequence, visible_postings(viewer), postings.c.status == PostingStatus.OPEN.value)
        ).all()
        names = sorted({row.posting for row in rows})
        reach = reach_of(self.session, event, employer, (row.candidate for row in rows), today)
        cleared = {posting: self._cleared(event, posting) for posting in names}
        unsaid = {posting: self._fitting(run.sequence, posting) for posting in {row.posting for row in rows if row.band is None}}
        decided = self._decided(event, names)
        found: dict[str, ListCount] = dict.fromkeys(names, ListCount(0, 0))
        for row in rows:
            fits = row.band == "fit" if row.band is not None else row.candidate in unsaid[row.posting]
            if row.candidate in reach and (fits or row.candidate in cleared[row.posting]):
                one = found[row.posting]
                # Somebody with an offer is decided about.
                hired = reach[row.candidate].stage is Stage.QUOTA
                undecided = not hired and (row.posting, row.candidate) not in decided
                found[row.posting] = ListCount(one.people + 1, one.undecided + undecided)
        return found

    def reach(self, viewer: Viewer, event: str, employer: str, people: Iterable[str], today: date) -> Mapping[str, Reach]:
        """How far an employer sees into the files of these people, as it stands on a day: for staff, of the people they may see.

        Whoever is at the stage of counts is absent.
        """
        if viewer.role not in STAFF:
            return {}
        seen: set[str] = set()
        for part in slices(sorted(set(people))):
            query = select(candidates.c.id).where(visible_candidates(viewer), candidates.c.id.in_(part))
            seen |= set(self._connection.execute(query).scalars())
        return reach_of(self.session, event, employer, seen, today)

    def _find(self, viewer: Viewer, event: str, posting: str, alias: str, today: date) -> tuple[str, Entry] | None:
        """Whom an employer means by an alias on one of its lists; None for everybody whom it does not see there."""
        employer, found = self._employer(viewer), self._open(viewer, event, posting)
        if found is None:
            return None
        entries = thaw_list(found[1]).entries
        reach = reach_of(self.session, event, employer, (one.candidate for one in entries), today)
        settled = self._cleared(event, posting)
        for one in entries:
            shown = one.candidate in reach and (one.band == "fit" or one.candidate in settled)
            if shown and alias_of(self.session.keyring, event, employer, one.candidate) == alias:
                return one.candidate, one
        return None

    def _open(self, viewer: Viewer, event: str, posting: str) -> tuple[Any, bytes, tuple[str, ...]] | None:
        """The run, the frozen list and the asked skills of an own posting, where the list may be seen."""
        run = self._run(viewer, event)
        if run is None:
            return None
        own = visible_postings(viewer) & (postings.c.id == posting) & (postings.c.status == PostingStatus.OPEN.value)
        job = self._connection.execute(select(postings.c.body).where(own)).scalar()
        query = select(shortlists.c.body).where(shortlists.c.run == run.sequence, shortlists.c.posting == posting)
        body = self._connection.execute(query).scalar()
        return None if job is None or body is None else (run, body, tuple(orjson.loads(job).get("skills", ())))

    def _run(self, viewer: Viewer, event: str) -> Any:
        """The run that the confirmation in force was given to; None while nobody answers for the lists."""
        found = self.event(viewer, event)
        if found is None or not found.lists_open:
            return None
        confirmed: datetime | None = None
        query = select(event_versions).where(event_versions.c.event == event).order_by(event_versions.c.version)
        for row in self._connection.execute(query):
            if FairState(row.state) not in CONFIRMED:
                confirmed = None
            elif row.named is not None and FairState(row.state) is FairState.CONFIRMED:
                confirmed = row.made_at
        if confirmed is None:
            return None
        made = select(runs.c.sequence, runs.c.id, runs.c.made_at).where(runs.c.event == event, runs.c.made_at <= confirmed)
        return self._connection.execute(made.order_by(runs.c.sequence.desc()).limit(1)).one_or_none()

    def _event(self, row: Any) -> EmployerEvent:
        body = orjson.loads(row.body)
        venue = None if body.get("venue") is None else Venue.model_validate(body["venue"])
        query = select(event_versions.c.state).where(event_versions.c.event == row.id)
        state = self._connection.execute(query.order_by(event_versions.c.version.desc()).limit(1)).scalar()
        return EmployerEvent(
            id=row.id,
            name=body["name"],
            kind=EventKind(body.get("kind", EventKind.TARGETED_FAIR)),
            on=None if body.get("on") is None else date.fromisoformat(body["on"]),
            venue="" if venue is None else f"{venue.name} {venue.place.address}".strip(),
            state=FairState.DRAFT if state is None else FairState(state),
            vetting=Vetting(row.state),
        )

    def _sights(
        self, entries: Sequence[Entry], reach: Mapping[str, Reach], event: str, employer: str, settled: frozenset[str]
    ) -> tuple[Sight, ...]:
        """Names are opened of those alone who agreed to be named."""
        named = sorted({one.candidate for one in entries if reach[one.candidate].stage is not Stage.LISTING})
        others = sorted({one.candidate for one in entries} - set(named))
        there = candidates.c.body.is_not(None)
        files = {one.id: one for one in self._candidates._records(others, there, with_person=False)}
        files |= {one.id: one for one in self._candidates._records(named, there, with_person=True)}
        return tuple(
            Sight(
                entry=one,
                candidate=files[one.candidate],
                stage=reach[one.candidate].stage,
                alias=alias_of(self.session.keyring, event, employer, one.candidate),
                settled=one.candidate in settled,
                stated=reach[one.candidate].stated,
                certificate_on=reach[one.candidate].certificate_on,
            )
            for one in entries
        )

    def _fitting(self, sequence: int, posting: str) -> frozenset[str]:
        """Who fits by the frozen list itself: runs that were handed in without what was shown do not say it beside the list."""
        query = select(shortlists.c.body).where(shortlists.c.run == sequence, shortlists.c.posting == posting)
        return frozenset(one.candidate for one in thaw_list(self._connection.execute(query).scalar_one()).band("fit"))

    def _cleared(self, event: str, posting: str) -> frozenset[str]:
        query = select(cleared_reviews.c.candidate).where(
            cleared_reviews.c.event == event, cleared_reviews.c.posting == posting, cleared_reviews.c.undone_at.is_(None)
        )
        return frozenset(self._connection.execute(query).scalars())

    def _decided(self, event: str, names: Iterable[str]) -> set[tuple[str, str]]:
        found: set[tuple[str, str]] = set()
        for part in slices(sorted(names)):
            query = select(decisions.c.posting, decisions.c.candidate).where(
                decisions.c.event == event, decisions.c.posting.in_(part), decisions.c.undone_at.is_(None)
            )
            found |= {(row.posting, row.candidate) for row in self._connection.execute(query)}
        return found

    def _note_shown(self, viewer: Viewer, event: str, posting: str, stages: Mapping[str, Stage]) -> None:
        midnight = self.session.now.replace(hour=0, minute=0, second=0, microsecond=0)
        known: set[tuple[str, str]] = set()
        for part in slices(sorted(stages)):
            query = select(log.c.object, log.c.detail).where(
                log.c.kind == self.kind, log.c.object.in_(part), log.c.action == _ACCESS, log.c.account == viewer.account
            )
            known |= {
                (row.object, orjson.loads(row.detail)["stage"])
                for row in self._connection.execute(query.where(log.c.at >= midnight))
            }
        for name, stage in sorted(stages.items()):
            if (name, stage.value) not in known:
                found = {"event": event, "employer": viewer.organisation, "stage": stage.value}
                self._note(viewer, _ACCESS, name, access=True, daily=True, **found)
        self._note(viewer, "list", access=True, event=event, posting=posting, count=len(stages))

    def _employer(self, viewer: Viewer) -> str:
        if viewer.role is not Role.EMPLOYER or viewer.organisation is None:
            raise NotAllowed(f"{viewer.role} gets no list for employers; an employer asks for its own postings")
        return viewer.organisation
