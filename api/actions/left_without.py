"""Who has no interview any more after an entry of the day, and what they can be offered instead: by name, for the organizer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import Final

from api.actions.lists import find_event
from api.actions.losses import losses_so_far
from api.actions.lost_interviews import waits_of
from api.actions.views import candidate_name, candidates_by_id
from api.actions.walk_ins import offered_to
from api.schemas.interviews import FreeTimeView, WithoutView
from api.wiring import Application
from data.stores import StoredEntry, Stores
from data.stores.postings import PostingOutline
from matching.fair.clock import time_at
from matching.fair.day import DaySheet, Losses, day_sheet
from matching.fair.faults import booth_of
from matching.fair.openings import Openings
from matching.records import STANDING, DayAct, Event, Interview, InterviewState, Viewer, Visitor

MOST_TIMES: Final = 3
"""Free times named for one person."""
_MOST_JUDGED: Final = 24
"""Postings looked at for one person: the answer to an entry must not take long."""
_KNOWN: Final = (DayAct.WITHDRAWN, DayAct.NO_SHOW)
_AHEAD: Final = STANDING - {InterviewState.DONE}


def left_without(app: Application, stores: Stores, viewer: Viewer, event: Event, entry: StoredEntry) -> tuple[WithoutView, ...]:
    """Everybody whom an entry took the last interview to come from, as the day stands now, in order of name.

    Offered are postings that the rules allow, those first on whose lists they stand, where they agreed to be shown to the employer
    and a time is free. Nothing is promised by it: to take one, record a walk-in. Empty for those who wanted it or did not come.
    """
    if entry.entry.act in _KNOWN or entry.entry.origin == "paper":
        return ()
    lost = {one.became.candidate for one in entry.changes if one.became.state is InterviewState.CANCELLED}
    if not lost:
        return ()
    visitors, interviews = stores.timetables.sheet(viewer, event.id)
    ahead = (one for one in interviews.values() if one.state in _AHEAD and one.start is not None and one.start >= entry.slot)
    lost -= {one.candidate for one in ahead}
    if not lost:
        return ()
    people = candidates_by_id(stores, viewer, lost)
    waiting = waits_of(stores, viewer, event, people)
    free = _Free(app, stores, viewer, event, visitors, interviews, entry.slot, losses_so_far(stores, viewer, event.id))
    views = [
        WithoutView(
            candidate=name,
            name=candidate_name(person),
            waiting=tuple(waiting.get(name, ())),
            free=tuple(free.times(name)),
        )
        for name, person in people.items()
    ]
    return tuple(sorted(views, key=lambda one: (one.name, one.candidate)))


def without_after(app: Application, viewer: Viewer, event_id: str, number: int) -> tuple[WithoutView, ...]:
    """The same of an entry by its number; empty where there is none. Raises NotFound without the event."""
    with app.database.read(viewer) as stores:
        event = find_event(stores, viewer, event_id)
        found = stores.days.list(viewer, event_id, number - 1, 1)
        return left_without(app, stores, viewer, event, found[0]) if found and found[0].id == number else ()


@dataclass(frozen=True)
class _Free:
    """What is free at the fair as it stands, from a slot on."""

    app: Application
    stores: Stores
    viewer: Viewer
    event: Event
    visitors: Sequence[Visitor]
    interviews: Mapping[int, Interview]
    slot: int
    losses: Losses

    def times(self, person: str) -> list[FreeTimeView]:
        """The first free time of each of a few postings."""
        row = self._sheet.people.get(person)
        if row is None:
            return []
        free = (name for name in self._near(person) if self._openings.starts(row, self._sheet.postings[name]))
        wanted = list(islice(free, _MOST_JUDGED))
        found = offered_to(self.app, self.stores, self.viewer, self.event, person, wanted) if wanted else None
        allowed = {} if found is None else found.booths
        # Two postings alike at one booth are one offer to a reader.
        found_times = {(time.title, time.booth): time for name in wanted if name in allowed for time in (self._time(row, name),)}
        return list(found_times.values())[:MOST_TIMES]

    def _time(self, row: int, posting: str) -> FreeTimeView:
        starts = self._openings.starts(row, self._sheet.postings[posting])
        first = (starts & -starts).bit_length() - 1
        return FreeTimeView(
            posting=posting, title=self._posts[posting].title, booth=self._booths[posting], at=time_at(self.event.hall, first) or ""
        )

    def _near(self, person: str) -> list[str]:
        """Postings that have a booth and may be offered: those on whose lists the person stands, best first, then the others.

        One that they had an interview for is none: it was held, or they did not want it, or its place is gone.
        """
        run = self.stores.runs.latest(self.viewer, self.event.id)
        entries = () if run is None else self.stores.runs.entries_of_candidate(self.viewer, run.id, person)
        told = {one.posting for one in self.interviews.values() if one.candidate == person}
        ordered = [one.posting for one in sorted(entries, key=lambda one: (one.band != "fit", one.rank, one.posting))]
        return [
            name for name in dict.fromkeys(ordered) if name in self._booths and name not in told and self._may_offer(person, name)
        ]

    def _may_offer(self, person: str, posting: str) -> bool:
        agreed = (person, self._posts[posting].employer) in self._agreed
        return agreed and not {(person, posting), (person, "")} & self._declined

    @cached_property
    def _declined(self) -> frozenset[tuple[str, str]]:
        return self.stores.outbox.declined(self.viewer, self.event.id)

    @cached_property
    def _posts(self) -> dict[str, PostingOutline]:
        return {one.id: one for one in self.stores.postings.outlines(self.viewer, self.event.postings or None)}

    @cached_property
    def _booths(self) -> dict[str, str]:
        """Posting -> its booth, of those that are still open."""
        held = {one.posting: one.booth for one in self.interviews.values() if one.state in STANDING}
        found = {}
        for name, one in self._posts.items():
            booth = booth_of(self.event.hall, name, one.employer)
            number = held.get(name) or (None if booth is None else booth.number)
            if number is not None and number not in self.losses.closed:
                found[name] = number
        return found

    @cached_property
    def _agreed(self) -> frozenset[tuple[str, str]]:
        return self.stores.consents.listing(self.viewer, self.event.id, self.app.today)

    @cached_property
    def _sheet(self) -> DaySheet:
        people = sorted(self.visitors, key=lambda one: one.candidate)
        return day_sheet(self.event.hall, people, self.interviews, self._booths, self.losses)

    @cached_property
    def _openings(self) -> Openings:
        return Openings(self._sheet, self.slot)
