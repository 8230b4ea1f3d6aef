"""The day of a fair as it was told, entry by entry, and what each changed of the timetable: who, when, and why."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import orjson
from sqlalchemy import Row, Select, insert, select, update

from data.stores.base import CHUNK, Session, Store, slices
from data.stores.candidates import visible_candidates
from data.stores.canonical import canonical, check_key
from data.stores.events import visible_events
from data.stores.fairs import ORGANIZERS
from data.stores.interviews import interview_values
from data.stores.publications import version_in_force
from data.stores.vault import person_subject
from data.stores.visitors import VisitorStore
from data.stores.waiting_lists import NewPlace, WaitingListStore
from data.tables import candidates, day_entries, events, interview_changes, interviews
from matching.knowledge.catalogue import Text
from matching.records import DayAct, DayEntry, Interview, Viewer, Visitor

_APART: Final = frozenset({"act", "at", "candidate", "note"})
_COMING_AND_GOING: Final = frozenset({DayAct.CHECK_IN, DayAct.WALK_IN, DayAct.LATE, DayAct.NO_SHOW, DayAct.WITHDRAWN})


@dataclass(frozen=True)
class Moved:
    """What became of one interview (None: a new one), and why."""

    interview: int | None
    became: Interview
    why: Text


@dataclass(frozen=True)
class InterviewChange:
    """What an entry changed of one interview: before (None: it is new) and after."""

    id: int
    entry: int
    interview: int
    was: Interview | None
    became: Interview
    why: Text


@dataclass(frozen=True)
class StoredEntry:
    """An entry with its number. `slot`: the slot that was about to begin. Its note stays sealed (see `notes`)."""

    id: int
    event: str
    version: int
    slot: int
    entry: DayEntry
    at: datetime
    by: str
    changes: tuple[InterviewChange, ...]


class DayStore(Store):
    """Entries of the day. The organizer of the event writes them; staff read those about the people they may see."""

    kind = "event"

    def __init__(self, session: Session, people: VisitorStore, waits: WaitingListStore) -> None:
        super().__init__(session)
        self._people, self._waits = people, waits

    def record(
        self,
        viewer: Viewer,
        event: str,
        entry: DayEntry,
        slot: int,
        key: str,
        moves: Sequence[Moved] = (),
        visitors_now: Sequence[Visitor] = (),
        waiting_now: Sequence[NewPlace] = (),
    ) -> StoredEntry:
        """Writes an entry and everything it changes in one go. `visitors_now`: people whose day changed, or who are new;
        `waiting_now`: new places at the end of waiting lists.

        Raises ValueError without a timetable, or for a key that was used.
        """
        self._require(viewer, ORGANIZERS)
        version = version_in_force(self._connection, event)
        if version == 0 or not self._sees(viewer, event):
            raise ValueError(f"event {event} has no timetable; save one first")
        used = select(day_entries.c.id).where(day_entries.c.key == check_key(key, "the key of an entry"))
        if self._connection.execute(used).scalar() is not None:
            raise ValueError("this key was used for another entry; take a new one")
        canonical({"note": entry.note})
        subject = f"event:{event}" if entry.candidate is None else person_subject(entry.candidate)
        sealed = self.session.vault.seal_all("note", {subject: entry.note})[subject] if entry.note else None
        done = self._connection.execute(
            insert(day_entries).values(
                event=event,
                version=version,
                key=key,
                act=entry.act.value,
                candidate=entry.candidate,
                body=canonical(entry, leave=_APART).decode(),
                sealed_note=sealed,
                slot=slot,
                happened_at=entry.at,
                recorded_at=self.session.now,
                recorded_by=check_key(viewer.account, "the account"),
            )
        )
        number = done.inserted_primary_key
        assert number is not None
        self._people._add(event, version, visitors_now)
        self._waits._append(event, version, waiting_now)
        for move in moves:
            self._write(int(number[0]), event, version, move)
        self._note(viewer, entry.act.value, event, entry=int(number[0]), changes=len(moves))
        return self._fetch(select(day_entries).where(day_entries.c.id == int(number[0])))[0]

    def made(self, viewer: Viewer, key: str) -> StoredEntry | None:
        """The entry that was sent under a key, or None."""
        return next(iter(self._fetch(self._visible(viewer).where(day_entries.c.key == key))), None)

    def list(
        self, viewer: Viewer, event: str, after: int = 0, limit: int = 100, *, acts: Collection[DayAct] | None = None
    ) -> tuple[StoredEntry, ...]:
        """A page in the order in which they were entered: at most `limit` (1..1,000) after the number `after`, of these acts."""
        if not 1 <= limit <= CHUNK:
            raise ValueError(f"limit is {limit}; a page holds 1 to {CHUNK:,} entries")
        query = self._visible(viewer).where(day_entries.c.event == event, day_entries.c.id > after)
        if acts is not None:
            query = query.where(day_entries.c.act.in_(sorted(acts)))
        return self._fetch(query.order_by(day_entries.c.id).limit(limit))

    def latest(self, viewer: Viewer, event: str, limit: int) -> tuple[StoredEntry, ...]:
        """The last `limit` entries that were made, the last one first. Staff see those about the people they may see."""
        query = self._visible(viewer).where(day_entries.c.event == event)
        return self._fetch(query.order_by(day_entries.c.id.desc()).limit(limit))

    def last_acts(self, viewer: Viewer, event: str) -> Mapping[str, DayAct]:
        """What was told last of the coming and going of each person. Staff only.

        Who withdrew from one interview alone is there still.
        """
        columns = (day_entries.c.candidate, day_entries.c.act, day_entries.c.body)
        query = self._visible(viewer).with_only_columns(*columns).where(day_entries.c.event == event)
        query = query.where(day_entries.c.candidate.is_not(None), day_entries.c.act.in_(sorted(_COMING_AND_GOING)))
        found: dict[str, DayAct] = {}
        for row in self._connection.execute(query.order_by(day_entries.c.id)):
            act = DayAct(row.act)
            if act is not DayAct.WITHDRAWN or orjson.loads(row.body).get("interview") is None:
                found[row.candidate] = act
        return found

    def notes(self, viewer: Viewer, event: str) -> Mapping[int, str]:
        """The notes of the entries of an event, by number; opening them is logged as an access. Staff only."""
        query = self._visible(viewer).where(day_entries.c.event == event, day_entries.c.sealed_note.is_not(None))
        rows = self._connection.execute(query).all()
        if rows:
            self._note(viewer, "read-notes", event, access=True, count=len(rows))
        found: dict[int, str] = {}
        for row in rows:
            subject = f"event:{event}" if row.candidate is None else person_subject(row.candidate)
            opened = self.session.vault.open_all("note", {subject: row.sealed_note})
            if subject in opened:
                found[row.id] = opened[subject]
        return found

    def of_candidate(self, viewer: Viewer, candidate: str) -> tuple[StoredEntry, ...]:
        """What was told of one person on the days of fairs, for a copy of their file. Staff only."""
        return self._fetch(self._visible(viewer).where(day_entries.c.candidate == candidate).order_by(day_entries.c.id))

    def _write(self, entry: int, event: str, version: int, move: Moved) -> None:
        values = interview_values(event, version, move.became)
        was = None
        if move.interview is None:
            done = self._connection.execute(insert(interviews).values(**values))
            made = done.inserted_primary_key
            assert made is not None
            number = int(made[0])
        else:
            number = move.interview
            row = self._connection.execute(select(interviews).where(interviews.c.id == number)).one()
            was = orjson.dumps({name: getattr(row, name) for name in _KEPT}).decode()
            changed = {name: values[name] for name in ("booth", "start", "state", "body")}
            self._connection.execute(update(interviews).where(interviews.c.id == number).values(**changed))
        became = orjson.dumps({name: values[name] for name in _KEPT}).decode()
        row_values = {"entry": entry, "interview": number, "was": was, "became": became, "zh": move.why.zh, "en": move.why.en}
        self._connection.execute(insert(interview_changes).values(**row_values))

    def _sees(self, viewer: Viewer, event: str) -> bool:
        query = select(events.c.id).where(visible_events(viewer), events.c.id == event)
        return self._connection.execute(query).scalar() is not None

    def _visible(self, viewer: Viewer) -> Select[Any]:
        there = day_entries.c.event.in_(select(events.c.id).where(visible_events(viewer)))
        # Joined, so that a page looks up its own people and not everybody.
        beside = day_entries.outerjoin(candidates, candidates.c.id == day_entries.c.candidate)
        return select(day_entries).select_from(beside).where(there, day_entries.c.candidate.is_(None) | visible_candidates(viewer))

    def _fetch(self, query: Select[Any]) -> tuple[StoredEntry, ...]:
        rows = self._connection.execute(query).all()
        changes: dict[int, list[InterviewChange]] = {row.id: [] for row in rows}
        for part in slices(list(changes)):
            wanted = select(interview_changes).where(interview_changes.c.entry.in_(part)).order_by(interview_changes.c.id)
            for one in self._connection.execute(wanted):
                changes[one.entry].append(_change(one))
        return tuple(
            StoredEntry(
                row.id, row.event, row.version, row.slot, _entry(row), row.recorded_at, row.recorded_by, tuple(changes[row.id])
            )
            for row in rows
        )


_KEPT: Final = ("candidate", "posting", "booth", "start", "state", "body")


def _entry(row: Row[Any]) -> DayEntry:
    return DayEntry(**orjson.loads(row.body), act=DayAct(row.act), at=row.happened_at, candidate=row.candidate)


def _change(row: Row[Any]) -> InterviewChange:
    was = None if row.was is None else _thawed(row.was)
    return InterviewChange(row.id, row.entry, row.interview, was, _thawed(row.became), Text(zh=row.zh, en=row.en))


def _thawed(text: str) -> Interview:
    values = orjson.loads(text)
    return Interview(**orjson.loads(values.pop("body")), **values)
