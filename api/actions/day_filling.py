"""A time that falls free on the day is offered to those who wait for it, in the order of the lists."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from api.actions.day_state import Day, Followed
from api.actions.walk_ins import offered_to
from api.wiring import Application
from data.stores import Moved, Stores
from matching.fair.day import DaySheet, Replanner, day_sheet
from matching.fair.faults import booth_of
from matching.fair.losses import losses_after
from matching.fair.openings import Openings
from matching.fair.waiting import fill, in_turn
from matching.records import DayAct, Interview, InterviewState, Viewer, Visitor, Waiting

_FILLS_NOTHING: Final = (DayAct.HELD, DayAct.WALK_IN)
_GONE: Final = (DayAct.NO_SHOW, DayAct.LATE, DayAct.WITHDRAWN)
_PAGE: Final = 1_000


def filled(app: Application, stores: Stores, viewer: Viewer, day: Day, followed: Followed, planner: Replanner) -> Followed:
    """What follows from an entry, and who of the waiting lists takes the times that are free after it.

    An offer goes to people who are there now and have time, in the stable order of the lists; who lost a time on the day comes
    first. Each pair is judged once more, the person must have agreed to be listed to the employer and have declined neither posting
    nor event, and nobody gets more interviews than the timetable gave at most. Nobody is moved for it. A check-in offers to that
    person alone: to everybody else everything free was offered before.
    """
    if day.on_paper or day.entry.act in _FILLS_NOTHING or any(move.interview is None for move in followed.moves):
        return followed
    after = _After(app, stores, viewer, day, followed)
    places = after.places() if after.present and after.booths else []
    if not places:
        return followed
    moves = [
        Moved(move.interview, move.became, move.why)
        for move in fill(after.sheet, after.interviews, after.booths, places, day.slot, day.most, after.may_meet, planner)
    ]
    return Followed(_merged(followed.moves, moves), followed.visitors, followed.waiting)


@dataclass(frozen=True)
class _After:
    """The day once what follows from the entry has happened."""

    app: Application
    stores: Stores
    viewer: Viewer
    day: Day
    followed: Followed

    @cached_property
    def interviews(self) -> Mapping[int, Interview]:
        changed = {move.interview: move.became for move in self.followed.moves if move.interview is not None}
        return {**self.day.interviews, **changed}

    @cached_property
    def visitors(self) -> Mapping[str, Visitor]:
        return {**self.day.visitors, **{one.candidate: one for one in self.followed.visitors}}

    @cached_property
    def present(self) -> set[str]:
        """Who may be offered a time: whoever is known to be there."""
        entry = self.day.entry
        if entry.act is DayAct.CHECK_IN and entry.candidate is not None:
            return {entry.candidate} & self.visitors.keys()
        last = self.stores.days.last_acts(self.viewer, self.day.event.id)
        there = {one.candidate for one in self.day.interviews.values() if one.state is InterviewState.DONE}
        there = (there | last.keys()) - {name for name, act in last.items() if act in _GONE}
        if entry.act in _GONE and not (entry.act is DayAct.WITHDRAWN and entry.interview is not None):
            there.discard(entry.candidate or "")
        return there & self.visitors.keys()

    @cached_property
    def booths(self) -> Mapping[str, str]:
        """The booth of each posting that somebody waits for, as far as a time is free there."""
        plain = self.sheet(self.interviews, {})
        free = Openings(plain, self.day.slot).booths
        room = {booth.name for booth, slots in zip(plain.problem.booths, free, strict=True) if slots}
        if not room:
            return {}
        known = {one.posting: one.booth for one in self.interviews.values()}
        wanted = self.stores.waiting_lists.postings(self.viewer, self.day.event.id)
        missing = [posting for posting in wanted if posting not in known]
        for one in self.stores.postings.iterate(self.viewer, missing) if missing else ():
            booth = booth_of(self.day.hall, one.id, one.employer)
            if booth is not None:
                known[one.id] = booth.number
        return {posting: known[posting] for posting in wanted if known.get(posting) in room}

    def sheet(self, interviews: Mapping[int, Interview], offered: Mapping[str, str]) -> DaySheet:
        people = tuple(self.visitors[name] for name in sorted(self.visitors))
        lost = losses_after(self.day.lost, self.day.entry, self.day.slot)
        return day_sheet(self.day.hall, people, interviews, offered, lost)

    def may_meet(self, place: Waiting) -> bool:
        openings = offered_to(self.app, self.stores, self.viewer, self.day.event, place.candidate, [place.posting])
        return openings is not None and place.posting in openings.booths

    def places(self) -> list[Waiting]:
        """The places of those who agreed to be listed to the employer and did not decline, in turn."""
        event = self.day.event.id
        found = self.stores.waiting_lists.of(self.viewer, event, self.present, sorted(self.booths))
        if not found:
            return []
        waited_for = sorted({place.posting for place in found})
        employers = {one.id: one.employer for one in self.stores.postings.iterate(self.viewer, waited_for)}
        agreed = self.stores.consents.listing(self.viewer, event, self.app.today)
        no = self.stores.outbox.declined(self.viewer, event) | self._withdrawn()
        return in_turn(
            [
                place
                for place in found
                if (place.candidate, employers.get(place.posting, "")) in agreed
                and not {(place.candidate, place.posting), (place.candidate, "")} & no
            ]
        )

    def _withdrawn(self) -> set[tuple[str, str]]:
        """(person, posting) of the interviews that somebody did not want any more on the day: nobody is asked twice."""
        changed = [move.became for move in self.followed.moves] if self.day.entry.act is DayAct.WITHDRAWN else []
        after = 0
        while page := self.stores.days.list(self.viewer, self.day.event.id, after, _PAGE, acts=(DayAct.WITHDRAWN,)):
            changed += [change.became for entry in page for change in entry.changes]
            after = page[-1].id
        return {(one.candidate, one.posting) for one in changed if one.state is InterviewState.CANCELLED}


def _merged(moves: Sequence[Moved], later: Sequence[Moved]) -> tuple[Moved, ...]:
    """Moves with what came after them; of an interview that both concern, the last word and the first reason."""
    last = {move.interview: move.became for move in later if move.interview is not None}
    first = [Moved(move.interview, last.pop(move.interview or 0, move.became), move.why) for move in moves]
    return (*first, *(move for move in later if move.interview is None or move.interview in last))
