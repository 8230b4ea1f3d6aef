"""Pre-matchings as they were made: saved whole or not at all, never changed, and provable later."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final

import orjson
from sqlalchemy import ColumnElement, Row, Select, Table, func, insert, select

from data.stores.base import STAFF, Store, slices
from data.stores.bulk import insert_rows
from data.stores.candidates import visible_candidates
from data.stores.canonical import canonical, check_key, check_optional
from data.stores.errors import NotAllowed
from data.stores.events import visible_events
from data.stores.frozen import FrozenEntries
from data.stores.learning import check_learner, learnt_from
from data.stores.lists import (
    blank_places,
    freeze_left_out,
    freeze_list,
    kept_entry,
    left_out_holds,
    list_holds,
    run_hash,
    thaw_list,
)
from data.tables import candidates, events, left_out, listed, passed_over, postings, runs, shortlists
from matching.china_time import day_in_china
from matching.collection import paused_collection
from matching.records import Role, Viewer
from matching.shortlist import Counts, Entry, LeftOut, Prematch, Shortlist, Shown, Versions

_COLUMNS: Final = ("sequence", "id", "event", "made_at", "made_by", "confirmed_by", "versions", "counts", "hash")


@dataclass(frozen=True)
class Run:
    """A saved pre-matching without its lists. `hash` (hex): equal inputs and versions give equal hashes."""

    id: str
    event: str
    made_at: datetime
    made_by: str
    confirmed_by: str | None
    versions: Versions
    counts: Counts
    hash: str


@dataclass(frozen=True)
class ListSummary:
    """How many entries each band of one list had when it was made."""

    posting: str
    fit: int
    review: int


@dataclass(frozen=True, slots=True)
class ShownPair:
    """One entry of a list as the ranker saw it. `features` are packed; None where none were kept, or may be."""

    event: str
    posting: str
    employer: str
    candidate: str
    position: int | None
    band: str | None
    features: bytes | None
    propensity: float | None
    day: date


@dataclass(frozen=True)
class ShownRun:
    """The lists that an event went with: `day` is the event's, or that of the run where the event has none."""

    run: Run
    day: date
    pairs: tuple[ShownPair, ...]


@dataclass(frozen=True)
class Turnout:
    """The people of a run: all whom it looked at, and those on the fitting band of a list."""

    looked_at: frozenset[str]
    on_a_list: frozenset[str]


@dataclass(frozen=True)
class KeptLine:
    """One line of a frozen list: its place, counted from 1, its canonical bytes, and whether the whole run still proves them."""

    place: int
    content: bytes
    holds: bool


class RunStore(Store):
    """Runs and their lists, for staff; auditors see the runs with their counts. Employers see none yet.

    An employer will see the `fit` band of its own postings at its privacy stage; until that view exists its lists are absent.
    """

    kind = "run"

    def save(
        self,
        viewer: Viewer,
        prematch: Prematch,
        made_at: datetime,
        confirmed_by: str | None = None,
        frozen: FrozenEntries | None = None,
    ) -> str:
        """Saves a run with all its lists and returns its id. The same run saved again at the same moment is the same run.

        `frozen`: entries of the run before, which are taken over; it has those of this one then.

        Raises ValueError if the event is not stored, or for a list that cannot be frozen.
        """
        self._require(viewer)
        query = select(events.c.id).where(visible_events(viewer), events.c.id == prematch.event)
        if self._connection.execute(query).scalar() is None:
            raise ValueError(f"there is no event {prematch.event}; store it before its runs")
        keyring, frozen = self.session.keyring, frozen or FrozenEntries()
        with paused_collection():
            lists: list[dict[str, Any]] = [
                {**freeze_list(keyring, one, frozen), "position": place} for place, one in enumerate(prematch.shortlists)
            ]
            left: list[dict[str, Any]] = [
                {**freeze_left_out(keyring, one), "position": place} for place, one in enumerate(prematch.left_out)
            ]
        frozen.end_run()
        versions, counts = canonical(prematch.versions), canonical(prematch.counts)
        whole = run_hash(versions, counts, [row["hash"] for row in lists], [row["digest"] for row in left])
        name = f"r_{made_at.astimezone(UTC):%Y%m%dT%H%M%S%fZ}_{whole.hex()[:12]}"
        if self._connection.execute(select(runs.c.id).where(runs.c.id == name)).scalar() is not None:
            return name
        done = self._connection.execute(
            insert(runs).values(
                id=name,
                event=prematch.event,
                made_at=made_at,
                made_by=check_key(viewer.account, "the account"),
                confirmed_by=check_optional(confirmed_by, "who confirmed"),
                versions=versions.decode(),
                counts=counts.decode(),
                hash=whole,
            )
        )
        key = done.inserted_primary_key
        assert key is not None
        self._insert(int(key[0]), prematch, lists, left)
        self.session.result = f"run:{name}"
        self._note(viewer, "save", name, event=prematch.event, lists=len(lists), left_out=len(left))
        return name

    def latest(self, viewer: Viewer, event: str) -> Run | None:
        """The last saved run of an event, or None."""
        return self._first(self._visible(viewer).where(runs.c.event == event).order_by(runs.c.sequence.desc()).limit(1))

    def last_ranker(self, viewer: Viewer) -> str | None:
        """Which ranker ordered the lists that were made last, of whatever event."""
        found = self._first(self._visible(viewer).order_by(runs.c.sequence.desc()).limit(1))
        return None if found is None else found.versions.ranker

    def get(self, viewer: Viewer, run: str) -> Run | None:
        """One run, or None."""
        return self._first(self._visible(viewer).where(runs.c.id == run))

    def list(self, viewer: Viewer, event: str | None = None) -> tuple[Run, ...]:
        """All runs, or those of one event, oldest first."""
        query = self._visible(viewer).order_by(runs.c.sequence)
        if event is not None:
            query = query.where(runs.c.event == event)
        return tuple(_run(row) for row in self._connection.execute(query))

    def summaries(self, viewer: Viewer, run: str) -> tuple[ListSummary, ...]:
        """One row a list of the run, in the order they were made. Staff only."""
        sequence = self._sequence(viewer, run)
        query = select(shortlists.c.posting, shortlists.c.fit, shortlists.c.review).where(shortlists.c.run == sequence)
        return tuple(ListSummary(*row) for row in self._connection.execute(query.order_by(shortlists.c.position)))

    def shortlist(self, viewer: Viewer, run: str, posting: str) -> Shortlist | None:
        """The list of one posting, without people the viewer may not see (or who were erased since), or None. Staff only."""
        query = select(shortlists.c.body).where(shortlists.c.run == self._sequence(viewer, run), shortlists.c.posting == posting)
        body = self._connection.execute(query).scalar()
        if body is None:
            return None
        found = thaw_list(body)
        seen = self._seen(viewer, [entry.candidate for entry in found.entries])
        return found.model_copy(update={"entries": tuple(entry for entry in found.entries if entry.candidate in seen)})

    def iterate(self, viewer: Viewer, run: str) -> Iterator[Shortlist]:
        """All lists of a run as `shortlist` gives them, in the order they were made. Staff only."""
        for summary in self.summaries(viewer, run):
            found = self.shortlist(viewer, run, summary.posting)
            if found is not None:
                yield found

    def entries_of_candidate(self, viewer: Viewer, run: str, candidate: str) -> tuple[Entry, ...]:
        """The entries of one person on all lists of a run, in the order of the lists. Staff only."""
        if not self._seen(viewer, [candidate]):
            return ()
        same = (listed.c.run == shortlists.c.run) & (listed.c.posting == shortlists.c.posting)
        query = select(shortlists.c.body).join(listed, same)
        query = query.where(listed.c.run == self._sequence(viewer, run), listed.c.candidate == candidate)
        bodies = self._connection.execute(query.order_by(shortlists.c.position)).scalars()
        return tuple(entry for body in bodies for entry in thaw_list(body, candidate).entries)

    def list_counts(self, viewer: Viewer, run: str, candidates: Sequence[str]) -> dict[str, int]:
        """On how many lists of a run each of these people stands; who is absent stands on none. Staff only."""
        seen = sorted(self._seen(viewer, candidates))
        found: dict[str, int] = {}
        for part in slices(seen):
            query = select(listed.c.candidate, func.count()).where(listed.c.run == self._sequence(viewer, run))
            rows = self._connection.execute(query.where(listed.c.candidate.in_(part)).group_by(listed.c.candidate))
            found |= {row[0]: row[1] for row in rows}
        return found

    def left_out(self, viewer: Viewer, run: str, candidate: str | None = None) -> tuple[LeftOut, ...]:
        """Why people stand on no list of a run: all of them in the order they were given, or one. Staff only."""
        query = (
            select(left_out.c.body)
            .join(candidates, candidates.c.id == left_out.c.candidate)
            .where(visible_candidates(viewer), left_out.c.run == self._sequence(viewer, run), left_out.c.body.is_not(None))
            .order_by(left_out.c.position)
        )
        if candidate is not None:
            query = query.where(left_out.c.candidate == candidate)
        return tuple(LeftOut.model_validate_json(body) for body in self._connection.execute(query).scalars())

    def left_out_count(self, viewer: Viewer, run: str) -> int:
        """How many people stand on no list of a run. Staff only."""
        query = select(func.count()).select_from(left_out.join(candidates, candidates.c.id == left_out.c.candidate))
        query = query.where(visible_candidates(viewer), left_out.c.run == self._sequence(viewer, run), left_out.c.body.is_not(None))
        return self._connection.execute(query).scalar_one()

    def shown(self, viewer: Viewer, purpose: str, event_ids: Sequence[str] | None = None) -> tuple[ShownRun, ...]:
        """The lists that each event went with, by day and event, each in order of posting and position.

        That is the run that was confirmed last, else the one that was made last, of those made up to the event's day; an event
        without such a run is absent. For organizers, auditors and administrators; one access in the log, with its purpose: it says
        who was shown to whom, by ids. People who were erased are absent. Raises NotAllowed.
        """
        check_learner(viewer)
        chosen = self._went_with(viewer, event_ids)
        found = tuple(ShownRun(run, day, self._pairs(viewer, sequence, run.event, day)) for sequence, run, day in chosen)
        self._note(viewer, "learn", access=True, purpose=purpose, count=sum(len(one.pairs) for one in found))
        return found

    def passed_over(self, viewer: Viewer, purpose: str) -> tuple[ShownPair, ...]:
        """Who might have been drawn for an explored place of the lists of `shown` and was not, with position 0."""
        check_learner(viewer)
        found: list[ShownPair] = []
        tables = passed_over.join(candidates, candidates.c.id == passed_over.c.candidate)
        tables = tables.join(postings, postings.c.id == passed_over.c.posting)
        names = ("posting", "candidate", "features", "propensity")
        for sequence, run, day in self._went_with(viewer, None):
            query = select(postings.c.employer, *(passed_over.c[name] for name in names)).select_from(tables)
            query = query.where(passed_over.c.run == sequence, learnt_from(viewer))
            rows = self._connection.execute(query.order_by(passed_over.c.posting, passed_over.c.candidate))
            found += [ShownPair(event=run.event, day=day, position=0, band="fit", **row._mapping) for row in rows]
        self._note(viewer, "learn", access=True, purpose=purpose, count=len(found))
        return tuple(found)

    def went_with(self, viewer: Viewer, event: str) -> frozenset[tuple[str, str]] | None:
        """(candidate, posting) of the lists that an event went with (see `shown`); None if it had none. Staff only."""
        chosen = self._went_with(viewer, [event]) if viewer.role in STAFF else ()
        for sequence, _, _ in chosen:
            query = select(listed.c.candidate, listed.c.posting).where(listed.c.run == sequence)
            return frozenset((row.candidate, row.posting) for row in self._connection.execute(query))
        return None

    def turnout(self, viewer: Viewer, event: str) -> Turnout | None:
        """The people of the lists that an event went with (see `shown`), or else of its last run, whom the viewer may see; None
        where it was never matched. Staff only."""
        chosen = self._went_with(viewer, [event]) if viewer.role in STAFF else ()
        last = None if chosen else self.latest(viewer, event)
        sequence = chosen[0][0] if chosen else None if last is None else self._sequence(viewer, last.id)
        if sequence is None:
            return None

        def people(table: Table, *where: ColumnElement[bool]) -> frozenset[str]:
            query = select(table.c.candidate).join(candidates, candidates.c.id == table.c.candidate).distinct()
            return frozenset(
                self._connection.execute(query.where(table.c.run == sequence, visible_candidates(viewer), *where)).scalars()
            )

        fitting = listed.c.band.is_(None) | (listed.c.band != "review")
        return Turnout(people(listed) | people(left_out, left_out.c.body.is_not(None)), people(listed, fitting))

    def to_allocate(self, viewer: Viewer, event: str, purpose: str) -> ShownRun | None:
        """The lists that an event goes with (see `shown`) as the ranker saw them; None if it has none.

        One access in the log, with its purpose. People who were erased are absent. Raises NotAllowed for all but organizers.
        """
        if viewer.role is not Role.ORGANIZER:
            raise NotAllowed(f"{viewer.role} may not allocate the interviews of an event; ask its organizer")
        for sequence, run, day in self._went_with(viewer, [event]):
            found = ShownRun(run, day, self._pairs(viewer, sequence, event, day))
            self._note(viewer, "allocate", event, access=True, purpose=purpose, count=len(found.pairs))
            return found
        return None

    def features_of(self, viewer: Viewer, candidate: str) -> dict[tuple[str, str], bytes]:
        """(run, posting) -> the packed features that were kept of one person, for a copy of their file. Staff only."""
        found: dict[tuple[str, str], bytes] = {}
        for table in (passed_over, listed):
            joined = table.join(runs, runs.c.sequence == table.c.run).join(candidates, candidates.c.id == table.c.candidate)
            query = select(runs.c.id, table.c.posting, table.c.features).select_from(joined)
            query = query.where(visible_candidates(viewer), table.c.candidate == candidate, table.c.features.is_not(None))
            found |= {(row.id, row.posting): row.features for row in self._connection.execute(query)}
        return found

    def holds(self, viewer: Viewer, run: str) -> bool | None:
        """Whether a stored run is what it was when it was saved, erased people aside. None if there is no such run."""
        row = self._connection.execute(self._visible(viewer).where(runs.c.id == run)).one_or_none()
        if row is None:
            return None
        keyring = self.session.keyring
        hashes, digests = [], []
        query = select(shortlists).where(shortlists.c.run == row.sequence).order_by(shortlists.c.position)
        for one in self._connection.execute(query):
            if not list_holds(keyring, one.body, one.digests, one.hash):
                return False
            hashes.append(one.hash)
        query = select(left_out).where(left_out.c.run == row.sequence).order_by(left_out.c.position)
        for one in self._connection.execute(query):
            if not left_out_holds(keyring, one.body, one.digest):
                return False
            digests.append(one.digest)
        return bool(run_hash(row.versions.encode(), row.counts.encode(), hashes, digests) == row.hash)

    def line(self, viewer: Viewer, run: str, posting: str, candidate: str) -> KeptLine | None:
        """What the list of a posting said of one person in a run, byte by byte, and whether it is what was frozen then.

        None if there is no such list or the person is not on it; after an erasure the place is blank, and nobody can tell whose.
        """
        sequence = self._sequence(viewer, run)
        if sequence is None or viewer.role not in STAFF or not self._seen(viewer, [candidate]):
            return None
        query = select(shortlists).where(shortlists.c.run == sequence, shortlists.c.posting == posting)
        row = self._connection.execute(query).one_or_none()
        if row is None:
            return None
        found = kept_entry(row.body, candidate)
        if found is None:
            return None
        place, content = found
        holds = list_holds(self.session.keyring, row.body, row.digests, row.hash)
        return KeptLine(place + 1, content, holds and bool(self.holds(viewer, run)))

    def blanks(self, viewer: Viewer, run: str, posting: str) -> int | None:
        """How many places of a list were blanked by erasures; None if there is no such list."""
        sequence = self._sequence(viewer, run)
        if sequence is None:
            return None
        query = select(shortlists.c.body).where(shortlists.c.run == sequence, shortlists.c.posting == posting)
        body = self._connection.execute(query).scalar()
        return None if body is None else blank_places(body)

    def _insert(self, sequence: int, prematch: Prematch, lists: Sequence[dict[str, Any]], left: Sequence[dict[str, Any]]) -> None:
        shown = {(one.posting, one.candidate): one for one in prematch.shown if one.position}
        places = [
            {"run": sequence, "candidate": name, "posting": one.posting, **_seen_of(shown.get((one.posting, name)))}
            for one in prematch.shortlists
            for name in sorted({entry.candidate for entry in one.entries})
        ]
        names = {(place["candidate"], place["posting"]) for place in places}
        others = [
            {"candidate": one.candidate, "posting": one.posting, "features": one.features, "propensity": one.propensity}
            for one in prematch.shown
            if one.position == 0 and one.features is not None and (one.candidate, one.posting) not in names
        ]
        for table, rows in ((shortlists, lists), (listed, places), (passed_over, others), (left_out, left)):
            for part in slices(rows, 10_000):
                insert_rows(self._connection, table, [{**row, "run": sequence} for row in part])

    def _went_with(self, viewer: Viewer, event_ids: Sequence[str] | None) -> Sequence[tuple[int, Run, date]]:
        columns = (*(runs.c[name] for name in _COLUMNS), events.c.body.label("event_body"))
        query = select(*columns).join(events, events.c.id == runs.c.event).order_by(runs.c.sequence)
        if viewer.role in STAFF:
            query = query.where(visible_events(viewer))
        found: dict[str, tuple[int, Run, date]] = {}
        for row in self._connection.execute(query):
            if event_ids is not None and row.event not in event_ids:
                continue
            run, on = _run(row), orjson.loads(row.event_body).get("on")
            day = day_in_china(run.made_at) if on is None else date.fromisoformat(on)
            before = found.get(run.event)
            if day_in_china(run.made_at) > day or (before is not None and before[1].confirmed_by and not run.confirmed_by):
                continue
            found[run.event] = row.sequence, run, day
        return sorted(found.values(), key=lambda one: (one[2], one[1].event))

    def _pairs(self, viewer: Viewer, sequence: int, event: str, day: date) -> tuple[ShownPair, ...]:
        names = ("posting", "employer", "candidate", "position", "band", "features", "propensity")
        tables = listed.join(candidates, candidates.c.id == listed.c.candidate).join(postings, postings.c.id == listed.c.posting)
        columns = [postings.c.employer if name == "employer" else listed.c[name] for name in names]
        query = select(*columns).select_from(tables).where(listed.c.run == sequence, learnt_from(viewer))
        rows = self._connection.execute(query.order_by(listed.c.posting, listed.c.position, listed.c.candidate))
        return tuple(
            ShownPair(event, posting, employer, candidate, position, band, features, propensity, day)
            for posting, employer, candidate, position, band, features, propensity in rows
        )

    def _visible(self, viewer: Viewer) -> Select[Any]:
        query = select(*(runs.c[name] for name in _COLUMNS))
        if viewer.role is Role.AUDITOR:
            return query
        return query.join(events, events.c.id == runs.c.event).where(visible_events(viewer))

    def _sequence(self, viewer: Viewer, run: str) -> int | None:
        if viewer.role not in STAFF:
            return None
        row = self._connection.execute(self._visible(viewer).where(runs.c.id == run)).one_or_none()
        return None if row is None else row.sequence

    def _first(self, query: Select[Any]) -> Run | None:
        row = self._connection.execute(query).one_or_none()
        return None if row is None else _run(row)

    def _seen(self, viewer: Viewer, names: Sequence[str]) -> set[str]:
        seen: set[str] = set()
        for part in slices(names):
            where: ColumnElement[bool] = visible_candidates(viewer) & candidates.c.id.in_(part)
            seen |= set(self._connection.execute(select(candidates.c.id).where(where)).scalars())
        return seen


def _seen_of(one: Shown | None) -> dict[str, Any]:
    """The columns of `listed` beside its key; a run handed in without them keeps none."""
    names = ("band", "position", "features", "propensity")
    return {name: None if one is None else getattr(one, name) for name in names}


def _run(row: Row[Any]) -> Run:
    return Run(
        id=row.id,
        event=row.event,
        made_at=row.made_at,
        made_by=row.made_by,
        confirmed_by=row.confirmed_by,
        versions=Versions.model_validate_json(row.versions),
        counts=Counts.model_validate_json(row.counts),
        hash=row.hash.hex(),
    )
