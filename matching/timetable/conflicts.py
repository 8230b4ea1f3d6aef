"""Everything that makes a timetable impossible to begin with, found before anything is placed."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

from matching.allocation.conflict import Conflict
from matching.knowledge.catalogue import Text
from matching.timetable.windows import Windows, mask_of, starts_of

if TYPE_CHECKING:
    from matching.timetable.problem import Problem

PERSON = Text(zh="求职者", en="person")
POSTING = Text(zh="岗位", en="posting")
BOOTH = Text(zh="展位", en="booth")
RESOURCE = Text(zh="资源", en="resource")


class TimetableConflict(ValueError):
    """A request that no timetable can satisfy; `conflicts` lists all that is wrong with it."""

    def __init__(self, conflicts: Sequence[Conflict]) -> None:
        self.conflicts = tuple(conflicts)
        super().__init__("\n".join(f"{c.what.en}; {c.cure.en}" for c in self.conflicts))


def find_conflicts(problem: "Problem") -> tuple[Conflict, ...]:
    """Every conflict of the request. While rows point nowhere, or a number makes no sense, nothing else can be read."""
    for stage in (_of_rows, _of_numbers, _of_pins):
        found = tuple(stage(problem))
        if found:
            return found
    return ()


def _of_rows(problem: "Problem") -> Iterator[Conflict]:
    named: tuple[tuple[Text, Sequence[str]], ...] = (
        (PERSON, [p.name for p in problem.people]),
        (POSTING, [p.name for p in problem.postings]),
        (BOOTH, [b.name for b in problem.booths]),
        (RESOURCE, [r.name for r in problem.resources]),
    )
    for kind, names in named:
        for name in (name for name, times in Counter(names).items() if times > 1):
            what = Text(zh="{kind}“{name}”出现了两次", en="{kind} {name} is there twice").format(kind=kind, name=name)
            yield Conflict((name,), what, Text(zh="只保留一条", en="keep one of them"))
    known = {resource.name for resource in problem.resources}
    for owner, wanted in [(p.name, p.needs) for p in problem.people] + [(b.name, b.brings) for b in problem.booths]:
        for name in sorted(set(wanted) - known):
            what = Text(
                zh="“{owner}”写的资源“{name}”不在资源表里", en="{owner} names the resource {name}, which the fair does not list"
            )
            cure = Text(zh="把它加进资源表,或改正名称", en="list it among the resources, or correct the name")
            yield Conflict((owner, name), what.format(owner=owner, name=name), cure)
    for posting in problem.postings:
        if not 0 <= posting.booth < len(problem.booths):
            what = Text(
                zh="岗位“{name}”所在的展位(第 {row} 行)不存在", en="posting {name} stands at booth row {row}, which does not exist"
            )
            yield Conflict(
                (posting.name,), what.format(name=posting.name, row=posting.booth), Text(zh="指定一个展位", en="give it a booth")
            )
    yield from _of_interview_rows(problem)
    if problem.walking is not None and problem.walking.shape != (len(problem.booths),) * 2:
        what = Text(zh="步行时间表是 {a},展位有 {b} 个", en="the table of walks is {a}, and there are {b} booths")
        cure = Text(zh="每两个展位给一个分钟数", en="give minutes for every two booths")
        yield Conflict((), what.format(a=problem.walking.shape, b=len(problem.booths)), cure)


def _of_interview_rows(problem: "Problem") -> Iterator[Conflict]:
    rows = problem.interviews
    if len({len(column) for column in (rows.person, rows.posting, rows.value, rows.extra)}) != 1:
        what = Text(zh="面试表各列长度不同", en="the columns of the interviews differ in length")
        yield Conflict((), what, Text(zh="每次面试每列一个值", en="give each interview one value in each column"))
        return
    outside = (rows.person < 0) | (rows.person >= len(problem.people))
    outside |= (rows.posting < 0) | (rows.posting >= len(problem.postings))
    if outside.any():
        what = Text(zh="{n} 次面试指向不存在的人或岗位", en="{n} interviews point at a person or posting that does not exist")
        yield Conflict((), what.format(n=int(outside.sum())), Text(zh="改正行号", en="correct the rows"))
        return
    for (person, posting), times in Counter(zip(rows.person.tolist(), rows.posting.tolist(), strict=True)).items():
        if times > 1:
            names = (problem.people[person].name, problem.postings[posting].name)
            what = Text(zh="“{a}”与“{b}”的面试出现了两次", en="the interview of {a} with {b} is there twice").format(
                a=names[0], b=names[1]
            )
            yield Conflict(names, what, Text(zh="只保留一条", en="keep one of them"))


def _of_numbers(problem: "Problem") -> Iterator[Conflict]:
    if problem.slots < 1 or problem.clock.minutes < 1:
        what = Text(zh="招聘会有 {n} 个时段,每段 {m} 分钟", en="the fair has {n} slots of {m} minutes")
        cure = Text(zh="设定开放时间和时段长度", en="set its opening hours and the length of a slot")
        yield Conflict((), what.format(n=problem.slots, m=problem.clock.minutes), cure)
        return
    if problem.guaranteed < 0:
        what = Text(zh="每人保证 {k} 次面试", en="{k} interviews are guaranteed to each person").format(k=problem.guaranteed)
        yield Conflict((), what, Text(zh="至少是 0", en="guarantee 0 or more"))
    rows = problem.interviews
    if not (np.isfinite(rows.value).all() and (rows.value > 0).all()):
        what = Text(zh="有面试的价值不是大于 0 的数", en="some interviews have a value that is no number above 0")
        yield Conflict((), what, Text(zh="去掉不值得安排的面试", en="leave out interviews that are worth nothing"))
    if (rows.extra < 0).any():
        what = Text(zh="有面试的延长时段小于 0", en="some interviews have an overrun below 0")
        yield Conflict((), what, Text(zh="至少是 0", en="let it be 0 or more"))
    walking = problem.walking
    if walking is not None and not (np.isfinite(walking).all() and (walking >= 0).all()):
        what = Text(zh="步行时间表里有负数或空值", en="the table of walks holds a number below 0, or none")
        yield Conflict((), what, Text(zh="给出分钟数", en="give minutes"))
    for person in problem.people:
        if person.takes < 1 or person.rest < 0 or not person.pace > 0:
            what = Text(
                zh="求职者“{a}”的时长、休息或步速不合理", en="the length, the rest or the pace of person {a} makes no sense"
            )
            cure = Text(zh="时长至少 1,休息至少 0,步速大于 0", en="length at least 1, rest at least 0, pace above 0")
            yield Conflict((person.name,), what.format(a=person.name), cure)
    for posting in problem.postings:
        if posting.length is not None and posting.length < 1:
            what = Text(zh="岗位“{a}”的小组面试占 {n} 个时段", en="a group interview of posting {a} takes {n} slots")
            yield Conflict(
                (posting.name,), what.format(a=posting.name, n=posting.length), Text(zh="至少 1 个", en="let it be at least 1")
            )
        if posting.group < 1:
            what = Text(zh="岗位“{a}”每次面试 {n} 人", en="an interview of posting {a} holds {n} people").format(
                a=posting.name, n=posting.group
            )
            yield Conflict((posting.name,), what, Text(zh="至少 1 人", en="let it be at least 1"))
    yield from _of_hours(problem)


def _of_hours(problem: "Problem") -> Iterator[Conflict]:
    """Booths without an open hour, and windows that end before they begin."""
    used = {problem.postings[posting].booth for posting in problem.interviews.posting.tolist()}
    for row, booth in enumerate(problem.booths):
        if row in used and not booth.closed and not any(mask_of(windows, problem.slots) for windows in booth.interviewers):
            what = Text(zh="展位“{a}”没有开放的时段", en="booth {a} has no opening hour").format(a=booth.name)
            yield Conflict(
                (booth.name,),
                what,
                Text(zh="给它面试官和时间,或取消其面试", en="give it an interviewer with hours, or drop its interviews"),
            )
    owners: list[tuple[str, Sequence[Windows | None]]] = [(p.name, [p.windows]) for p in problem.people]
    owners += [(b.name, b.interviewers) for b in problem.booths] + [(r.name, r.units) for r in problem.resources]
    for name, several in owners:
        for first, last in (run for windows in several if windows is not None for run in windows):
            if first < 0 or last < first:
                what = Text(zh="“{a}”的时间从第 {b} 段到第 {c} 段", en="{a} is there from slot {b} to slot {c}")
                yield Conflict((name,), what.format(a=name, b=first, c=last), Text(zh="改正时间", en="correct the window"))


def _of_pins(problem: "Problem") -> Iterator[Conflict]:
    """Pins on no interview, two on one, and pins outside the hours. Pins against each other are found when they are placed."""
    times = Counter(pin.interview for pin in problem.pins)
    for row in sorted(times):
        if not 0 <= row < len(problem.interviews):
            what = Text(
                zh="指定的时间指向第 {n} 行面试,该行不存在", en="a pin points at interview row {n}, which does not exist"
            ).format(n=row)
            yield Conflict((str(row),), what, Text(zh="改正行号,或撤销指定", en="correct the row or drop the pin"))
    for pin in (pin for pin in problem.pins if 0 <= pin.interview < len(problem.interviews)):
        person = problem.people[int(problem.interviews.person[pin.interview])]
        posting = problem.postings[int(problem.interviews.posting[pin.interview])]
        names = (person.name, posting.name)
        if times[pin.interview] > 1:
            what = Text(zh="“{a}”与“{b}”的面试指定了两个时间", en="the interview of {a} with {b} is pinned twice").format(
                a=names[0], b=names[1]
            )
            yield Conflict(names, what, Text(zh="只保留一个", en="keep one of them"))
        takes = int(problem.takes[pin.interview])
        there = [mask_of(person.windows, problem.slots)]
        there += [mask_of(windows, problem.slots) for windows in problem.booths[posting.booth].interviewers]
        open_at = starts_of(there[0], takes) & _any(starts_of(mask, takes) for mask in there[1:])
        if not (0 <= pin.start < problem.slots and open_at >> pin.start & 1):
            what = Text(
                zh="“{a}”与“{b}”的面试指定在 {time},那时人不在或展位不开放",
                en="the interview of {a} with {b} is pinned to {time}, when the person is away or the booth closed",
            ).format(a=names[0], b=names[1], time=problem.clock.at(pin.start))
            yield Conflict(names, what, Text(zh="改时间,或撤销指定", en="pin another time, or drop the pin"))


def _any(masks: Iterator[int]) -> int:
    union = 0
    for mask in masks:
        union |= mask
    return union
