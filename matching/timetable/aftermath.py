"""The problem after events: the same rows, with other windows, places and lengths, and new people behind them."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import singledispatchmethod
from typing import TYPE_CHECKING

import numpy as np

from matching.allocation.conflict import Conflict
from matching.knowledge.catalogue import Text
from matching.timetable.conflicts import TimetableConflict
from matching.timetable.event import BoothLost, EmployerLeft, Event, Late, NoShow, Offered, Overrun, UnitGone, WalkIn
from matching.timetable.problem import Interviews
from matching.timetable.timetable import Timetable
from matching.timetable.windows import Windows, mask_of, span, starts_of, windows_of

if TYPE_CHECKING:
    from matching.timetable.problem import Problem


def after_events(problem: "Problem", timetable: Timetable, now: int, events: Sequence[Event]) -> "Problem":
    """Apply events in their order. Rows keep their numbers; walk-ins, their interviews, and what is offered come last.

    A running interview is never cut short: whoever leaves, leaves after it. An overrun ends at the latest when somebody or
    something it needs must go. A pin that can no longer be kept is dropped. Group interviews stay as long as they were planned.

    Raises TimetableConflict for an event on a row that does not exist, or a walk-in of somebody who is there already.
    """
    draft = _Draft(problem, timetable, now)
    for event in events:
        draft.apply(event)
    return draft.problem()


class _Draft:
    """Parts of a problem that events change."""

    def __init__(self, problem: "Problem", timetable: Timetable, now: int) -> None:
        self.before, self.now, self.slots = problem, now, problem.slots
        self.people, self.booths, self.resources = list(problem.people), list(problem.booths), list(problem.resources)
        self.walking = problem.walking
        self.extra = problem.interviews.extra.copy()
        self.new: list[tuple[int, int, float]] = []
        self.start, self.interviewer = timetable.start.tolist(), timetable.interviewer.tolist()
        self.units = timetable.units
        self.booth_of = problem.booth_of.tolist()

    def end(self, row: int) -> int:
        over = self.extra[row] - self.before.interviews.extra[row]
        return int(self.start[row] + self.before.takes[row] + over)

    def running(self, wanted: Callable[[int], bool]) -> int:
        """The slot at which the running interviews among the wanted rows are over; now if none is running."""
        ends = [self.end(row) for row, start in enumerate(self.start) if 0 <= start < self.now and wanted(row)]
        return max([self.now, *ends])

    def cut(self, windows: Windows | None, first: int, last: int) -> Windows:
        return windows_of(mask_of(windows, self.slots) & ~span(first, last))

    @singledispatchmethod
    def apply(self, event: Event) -> None:
        raise TypeError(f"{type(event).__name__} is no event of the day")

    @apply.register
    def _(self, event: NoShow) -> None:
        self.leave(event, event.person, self.slots)

    @apply.register
    def _(self, event: Late) -> None:
        self.leave(event, event.person, self.now + event.slots)

    def leave(self, event: Event, person: int, until: int) -> None:
        _exists(event, person, len(self.people))
        whose = self.before.interviews.person
        first = self.running(lambda row: bool(whose[row] == person))
        one = self.people[person]
        self.people[person] = replace(one, windows=self.cut(one.windows, first, until))

    @apply.register
    def _(self, event: WalkIn) -> None:
        for posting, value in zip(event.postings, event.values, strict=True):
            _exists(event, posting, len(self.before.postings))
            self.new.append((len(self.people), posting, value))
        self.people.append(event.person)

    @apply.register
    def _(self, event: Offered) -> None:
        _exists(event, event.person, len(self.people))
        _exists(event, event.posting, len(self.before.postings))
        self.new.append((event.person, event.posting, event.value))

    @apply.register
    def _(self, event: EmployerLeft) -> None:
        self.close(event, event.booth)

    @apply.register
    def _(self, event: BoothLost) -> None:
        if event.to is None:
            self.close(event, event.booth)
            return
        _exists(event, event.booth, len(self.booths))
        _exists(event, event.to, len(self.booths))
        if self.walking is not None:
            self.walking = self.walking.copy()
            self.walking[event.booth, :], self.walking[:, event.booth] = self.walking[event.to, :], self.walking[:, event.to]
            self.walking[event.booth, event.booth] = 0.0

    def close(self, event: Event, booth: int) -> None:
        _exists(event, booth, len(self.booths))
        one = self.booths[booth]
        left = []
        for unit, windows in enumerate(one.interviewers):
            first = self.running(lambda row, unit=unit: self.booth_of[row] == booth and self.interviewer[row] == unit)  # type: ignore[misc]
            left.append(self.cut(windows, first, self.slots))
        self.booths[booth] = replace(one, interviewers=tuple(left), closed=True)

    @apply.register
    def _(self, event: Overrun) -> None:
        """What holds the slot before now at the booth goes on: all of a group interview as long as the first of them must go."""
        _exists(event, event.booth, len(self.booths))
        sessions: dict[tuple[int, int, int], list[int]] = {}
        for row, start in enumerate(self.start):
            if self.booth_of[row] == event.booth and 0 <= start < self.now <= self.end(row):
                sessions.setdefault((int(self.before.interviews.posting[row]), start, self.interviewer[row]), []).append(row)
        for rows in sessions.values():
            self.extra[rows] += min(self.longer(row, event.slots) for row in rows)

    def longer(self, row: int, slots: int) -> int:
        """By how many slots, at most, an interview can go on."""
        masks = [mask_of(self.people[int(self.before.interviews.person[row])].windows, self.slots)]
        masks.append(mask_of(self.booths[self.booth_of[row]].interviewers[self.interviewer[row]], self.slots))
        masks += [
            mask_of(self.resources[r].units[unit], self.slots) for r, unit in enumerate(self.units[row].tolist()) if unit >= 0
        ]
        return next((k for k in range(slots) if not all(mask >> (self.end(row) + k) & 1 for mask in masks)), slots)

    @apply.register
    def _(self, event: UnitGone) -> None:
        _exists(event, event.resource, len(self.resources))
        one = self.resources[event.resource]
        _exists(event, event.unit, len(one.units))
        first = self.running(lambda row: bool(self.units[row, event.resource] == event.unit))
        until = self.slots if event.slots is None else self.now + event.slots
        units = [self.cut(w, first, until) if k == event.unit else w for k, w in enumerate(one.units)]
        self.resources[event.resource] = replace(one, units=tuple(units))

    def problem(self) -> "Problem":
        old = self.before.interviews
        people, postings, values = (list(column) for column in zip(*self.new, strict=True)) if self.new else ([], [], [])
        interviews = Interviews(
            np.concatenate([old.person, np.array(people, dtype=np.int64)]),
            np.concatenate([old.posting, np.array(postings, dtype=np.int64)]),
            np.concatenate([old.value, np.array(values, dtype=np.float64)]),
            np.concatenate([self.extra, np.zeros(len(self.new), dtype=np.int64)]),
        )
        longest = dict(zip(old.posting.tolist(), (self.before.takes - old.extra).tolist(), strict=True))
        return replace(
            self.before,
            people=tuple(self.people),
            booths=tuple(self.booths),
            resources=tuple(self.resources),
            postings=tuple(
                replace(one, length=longest[k]) if one.group > 1 and k in longest else one
                for k, one in enumerate(self.before.postings)
            ),
            walking=self.walking,
            interviews=interviews,
            pins=tuple(pin for pin in self.before.pins if self.keeps(pin.interview, pin.start)),
        )

    def keeps(self, row: int, start: int) -> bool:
        """Whether a pinned interview can begin then as far as person and booth are concerned."""
        takes = int(self.before.takes[row])
        person = self.people[int(self.before.interviews.person[row])]
        there = starts_of(mask_of(person.windows, self.slots), takes)
        at_booth = [starts_of(mask_of(w, self.slots), takes) for w in self.booths[self.booth_of[row]].interviewers]
        return any(there & mask & 1 << start for mask in at_booth)


def _exists(event: Event, row: int, count: int) -> None:
    if not 0 <= row < count:
        what = Text(zh="事件“{e}”指向第 {n} 行,该行不存在", en="the event {e} points at row {n}, which does not exist")
        cure = Text(zh="改正行号,或撤销该事件", en="correct the row or drop the event")
        raise TimetableConflict([Conflict((str(row),), what.format(e=type(event).__name__, n=row), cure)])
