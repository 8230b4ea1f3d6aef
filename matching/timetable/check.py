"""The public check of any timetable, from this program or another: every fault with its names, never an exception.

It shares nothing with the search: it reads the problem and the table and nothing else.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from matching.knowledge.catalogue import Text
from matching.timetable.timetable import Timetable

if TYPE_CHECKING:
    from matching.timetable.problem import Problem
    from matching.timetable.windows import Windows


class FaultKind(StrEnum):
    """What is wrong: the table itself, a time or unit that is none, somebody away, double bookings, rest, walk, group, pin."""

    TABLE = "table"
    UNKNOWN = "unknown"
    AWAY = "away"
    PERSON = "person"
    INTERVIEWER = "interviewer"
    RESOURCE = "resource"
    REST = "rest"
    WALK = "walk"
    GROUP = "group"
    PIN = "pin"


@dataclass(frozen=True, slots=True)
class Fault:
    """`names`: the ids concerned. `interviews`: the rows concerned."""

    kind: FaultKind
    names: tuple[str, ...]
    interviews: tuple[int, ...]
    text: Text


def check_timetable(problem: "Problem", timetable: Timetable, since: int = 0) -> tuple[Fault, ...]:
    """Every rule that a timetable breaks; nothing if it may stand.

    `since`: what began before this slot is past and is not judged by today's windows and pins (somebody who left was there then);
    it still cannot overlap anything.
    """
    n, resources = len(problem.interviews), len(problem.resources)
    if timetable.start.shape != (n,) or timetable.interviewer.shape != (n,) or timetable.units.shape != (n, resources):
        text = Text(zh="时间表的行列与 {n} 次面试、{r} 种资源不符", en="the table does not fit {n} interviews and {r} resources")
        return (Fault(FaultKind.TABLE, (), (), text.format(n=n, r=resources)),)
    view = _View(problem, timetable, since)
    return (*view.rows_alone(), *view.people(), *view.lanes(), *view.pins())


class _View:
    def __init__(self, problem: "Problem", timetable: Timetable, since: int) -> None:
        self.problem, self.since = problem, since
        self.person, self.posting = problem.interviews.person.tolist(), problem.interviews.posting.tolist()
        self.booth, self.takes, self.uses = problem.booth_of.tolist(), problem.takes.tolist(), problem.uses.tolist()
        self.start, self.interviewer, self.units = (
            timetable.start.tolist(),
            timetable.interviewer.tolist(),
            timetable.units.tolist(),
        )
        self.placed = [row for row, start in enumerate(self.start) if start != -1]

    def names(self, row: int) -> tuple[str, str]:
        return self.problem.people[self.person[row]].name, self.problem.postings[self.posting[row]].name

    def end(self, row: int) -> int:
        return int(self.start[row] + self.takes[row])

    def fault(self, kind: FaultKind, rows: Sequence[int], text: Text, **values: object) -> Fault:
        names = tuple(dict.fromkeys(name for row in rows for name in self.names(row)))
        who = " ".join("“{}-{}”".format(*self.names(row)) for row in rows)
        return Fault(kind, names, tuple(rows), text.format(who=who, **values))

    def rows_alone(self) -> Iterator[Fault]:
        """Times, units and windows of each interview by itself."""
        problem = self.problem
        for row in range(len(self.start)):
            if self.start[row] == -1:
                if self.interviewer[row] != -1 or any(unit != -1 for unit in self.units[row]):
                    text = Text(
                        zh="{who}没有时间,却占着面试官或支持", en="{who} has no time and still holds an interviewer or a unit"
                    )
                    yield self.fault(FaultKind.UNKNOWN, [row], text)
                continue
            if not 0 <= self.start[row] <= problem.slots - self.takes[row]:
                text = Text(
                    zh="{who}的时间(第 {s} 段起)不在招聘会之内", en="{who} begins at slot {s} and does not lie within the fair"
                )
                yield self.fault(FaultKind.UNKNOWN, [row], text, s=self.start[row])
            if self.takes[row] < problem.people[self.person[row]].takes:
                yield self.fault(
                    FaultKind.GROUP, [row], Text(zh="{who}的小组面试太短", en="{who}: the group interview is too short")
                )
            if self.start[row] >= self.since and not self.there(problem.people[self.person[row]].windows, row):
                yield self.fault(FaultKind.AWAY, [row], Text(zh="{who}:本人那时不在", en="{who}: the person is away then"))
            booth = problem.booths[self.booth[row]]
            yield from self.unit_there(row, self.interviewer[row], booth.interviewers, Text(zh="面试官", en="interviewer"))
            for r, resource in enumerate(problem.resources):
                unit = self.units[row][r]
                if self.uses[row][r]:
                    yield from self.unit_there(row, unit, resource.units, resource.label)
                elif unit != -1:
                    text = Text(zh="{who}不需要“{what}”,却占着一个", en="{who} holds a unit of {what} and does not need it")
                    yield self.fault(FaultKind.RESOURCE, [row], text, what=resource.label)

    def unit_there(self, row: int, unit: int, units: Sequence["Windows | None"], what: Text) -> Iterator[Fault]:
        if unit == -1:
            yield self.fault(FaultKind.UNKNOWN, [row], Text(zh="{who}没有{what}", en="{who} has no {what}"), what=what)
        elif not 0 <= unit < len(units):
            text = Text(zh="{who}:第 {n} 号{what}不存在", en="{who}: {what} number {n} does not exist")
            yield self.fault(FaultKind.UNKNOWN, [row], text, what=what, n=unit)
        elif self.start[row] >= self.since and not self.there(units[unit], row):
            text = Text(zh="{who}:第 {n} 号{what}那时不在", en="{who}: {what} number {n} is away then")
            yield self.fault(FaultKind.AWAY, [row], text, what=what, n=unit)

    def there(self, windows: "Windows | None", row: int) -> bool:
        """Whether every slot of an interview lies in some window."""
        if windows is None:
            return True
        return all(any(first <= slot < last for first, last in windows) for slot in range(self.start[row], self.end(row)))

    def people(self) -> Iterator[Fault]:
        """Two interviews of one person: at once, without the rest, without time for the walk."""
        mine: dict[int, list[int]] = defaultdict(list)
        for row in self.placed:
            mine[self.person[row]].append(row)
        for rows in mine.values():
            rows.sort(key=lambda row: (self.start[row], row))
            person = self.problem.people[self.person[rows[0]]]
            for k, before in enumerate(rows):
                for after in rows[k + 1 :]:
                    idle = self.start[after] - self.end(before)
                    walk = self.problem.walk(self.booth[before], self.booth[after], person.pace)
                    if idle < 0:
                        yield self.fault(FaultKind.PERSON, [before, after], Text(zh="{who}同时进行", en="{who} are held at once"))
                    elif self.start[after] < self.since:
                        continue
                    elif idle < person.rest:
                        text = Text(zh="{who}之间休息不足 {n} 段", en="{who} leave less than {n} slots of rest")
                        yield self.fault(FaultKind.REST, [before, after], text, n=person.rest)
                    elif idle < person.rest + walk:
                        text = Text(zh="{who}之间来不及走 {n} 段路", en="{who} leave no time for a walk of {n} slots")
                        yield self.fault(FaultKind.WALK, [before, after], text, n=walk)

    def lanes(self) -> Iterator[Fault]:
        """One interviewer, or one unit, in two meetings at once; and group interviews that are too large."""
        by_interviewer: dict[tuple[int, int], list[int]] = defaultdict(list)
        by_unit: dict[tuple[int, int], list[int]] = defaultdict(list)
        sessions: dict[tuple[int, int], list[int]] = defaultdict(list)
        for row in self.placed:
            by_interviewer[self.booth[row], self.interviewer[row]].append(row)
            sessions[self.posting[row], self.start[row]].append(row)
            for r, unit in enumerate(self.units[row]):
                if unit != -1:
                    by_unit[r, unit].append(row)
        for rows in by_interviewer.values():
            text = Text(zh="{who}同时用同一名面试官", en="{who} have the same interviewer at once")
            yield from self.overlaps(rows, FaultKind.INTERVIEWER, text, shared=True)
        for (r, _), rows in by_unit.items():
            text = Text(zh="{who}同时用同一个“{what}”", en="{who} use the same {what} at once")
            resource = self.problem.resources[r]
            yield from self.overlaps(rows, FaultKind.RESOURCE, text, shared=resource.shared, what=resource.label)
        for (posting, _), rows in sessions.items():
            size = self.problem.postings[posting].group
            if size == 1:
                continue
            if len(rows) > size:
                text = Text(zh="{who}的小组面试超过 {n} 人", en="{who}: the group interview holds more than {n}")
                yield self.fault(FaultKind.GROUP, rows, text, n=size)
            if len({self.interviewer[row] for row in rows}) > 1:
                text = Text(zh="{who}是同一场小组面试,面试官却不同", en="{who} are one group interview with two interviewers")
                yield self.fault(FaultKind.GROUP, rows, text)

    def overlaps(self, rows: list[int], kind: FaultKind, text: Text, shared: bool, **values: object) -> Iterator[Fault]:
        rows = sorted(rows, key=lambda row: (self.start[row], row))
        for k, before in enumerate(rows):
            for after in rows[k + 1 :]:
                if self.start[after] >= self.end(before):
                    break
                together = self.posting[before] == self.posting[after] and self.start[before] == self.start[after]
                if not (shared and together and self.problem.postings[self.posting[before]].group > 1):
                    yield self.fault(kind, [before, after], text, **values)

    def pins(self) -> Iterator[Fault]:
        for pin in self.problem.pins:
            if self.start[pin.interview] != pin.start and pin.start >= self.since:
                text = Text(zh="{who}指定在 {time},没有照办", en="{who} is pinned to {time} and is not held then")
                yield self.fault(FaultKind.PIN, [pin.interview], text, time=self.problem.clock.at(pin.start))
