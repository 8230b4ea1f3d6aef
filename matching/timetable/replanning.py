"""A timetable that runs, changed as little as the day allows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from matching.knowledge.catalogue import Text
from matching.timetable.aftermath import after_events
from matching.timetable.chains import Budget, settle
from matching.timetable.check import check_timetable
from matching.timetable.event import Event, Offered, WalkIn
from matching.timetable.frame import Frame, frame_of
from matching.timetable.grid import Grid
from matching.timetable.timetable import Timetable, value_of
from matching.timetable.units import assign_units
from matching.timetable.windows import mask_of, slots_of, span

if TYPE_CHECKING:
    from matching.timetable.problem import Problem

MOST: Final = 2
"""Others that may be moved for one interview that lost its place or that is new."""
STEPS: Final = 12_000
"""Steps of the search in one re-plan: what keeps it under a second."""


class ChangeKind(StrEnum):
    """Another time, no time any more, a new interview, or only another interviewer or unit at the same time."""

    MOVED = "moved"
    DROPPED = "dropped"
    ADDED = "added"
    UNIT = "unit"


class Why(StrEnum):
    """What made a change necessary."""

    PERSON = "person"
    BOOTH = "booth"
    RESOURCE = "resource"
    TIME = "time"
    ROOM = "room"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Change:
    """One interview (row) that begins elsewhere: from slot `before` to slot `after` (None: no place)."""

    interview: int
    kind: ChangeKind
    why: Why
    before: int | None
    after: int | None
    text: Text


@dataclass(frozen=True, slots=True, eq=False)
class Replan:
    """`problem` after the events and its `timetable`. `value`: of all that has a place, what was held included."""

    problem: "Problem"
    timetable: Timetable
    changes: tuple[Change, ...]
    value: float

    def count(self, kind: ChangeKind) -> int:
        return sum(change.kind is kind for change in self.changes)


def replan(problem: "Problem", timetable: Timetable, now: int, events: Sequence[Event]) -> Replan:
    """Change a running timetable after events, at the beginning of slot `now`.

    1. What began before now stays as it is. 2. Everything else stays where it is as long as nothing stands against it. 3. What lost
    its place goes to the open start nearest to the old one, or others move for it, as few as possible and two at most. 4. New
    people and those who had no place before come after that, people without any interview first. Nobody who has a place loses it
    for somebody else. 5. What is still free is offered to those who wait, in the order of the offers; nobody moves for them.
    6. Every rule is checked.

    Without events nothing changes. Raises TimetableConflict for an event that points nowhere, ValueError for a slot outside the
    fair, RuntimeError if the check finds a fault (ours, or one that the given timetable had).
    """
    if not 0 <= now <= problem.slots:
        raise ValueError(f"slot {now} of a fair of {problem.slots}: give a slot between 0 and {problem.slots}")
    if not events:
        return Replan(problem, timetable, (), value_of(problem, timetable))
    after = after_events(problem, timetable, now, events)
    frame = frame_of(after)
    grid, homeless = _carry_over(frame, timetable, now)
    _close_past(frame, grid, now)
    budget = Budget(STEPS)
    choose = _nearest_to_before(frame, timetable, now)
    for m in homeless:
        settle(grid, m, MOST, budget, choose)
    lost = set(homeless)
    new = _new_rows(events, len(timetable.start))
    offered = {row for row, event in new.items() if isinstance(event, Offered)}
    waiting = [
        m for m, row in enumerate(frame.rows) if grid.start[m] < 0 and frame.starts[m] and m not in lost and row not in offered
    ]
    for m in sorted(waiting, key=lambda m: (-frame.bonus(len(grid.placed[frame.person[m]]) + 1) - frame.worth[m], m)):
        if not _has_enough(grid, m, new.get(frame.rows[m])):
            settle(grid, m, 1 if grid.placed[frame.person[m]] else MOST, budget, choose)
    place = {row: m for m, row in enumerate(frame.rows)}
    for m in (place[row] for row in sorted(offered)):
        if frame.starts[m] and not _has_enough(grid, m, new[frame.rows[m]]):
            settle(grid, m, 0, budget, choose)
    changed = assign_units(grid, timetable)
    faults = check_timetable(after, changed, since=now)
    if faults:
        raise RuntimeError("a re-planned timetable breaks a rule: " + "; ".join(fault.text.en for fault in faults[:5]))
    return Replan(after, changed, _changes(after, timetable, changed, now), value_of(after, changed))


def _new_rows(events: Sequence[Event], first: int) -> dict[int, WalkIn | Offered]:
    """The event that each new interview comes from, by row, in the order in which `after_events` appends them."""
    found: dict[int, WalkIn | Offered] = {}
    for event in events:
        if isinstance(event, WalkIn | Offered):
            for _ in event.postings if isinstance(event, WalkIn) else (event.posting,):
                found[first + len(found)] = event
    return found


def _has_enough(grid: Grid, m: int, event: WalkIn | Offered | None) -> bool:
    """Whether the person of a new interview has as many as they are to have."""
    return event is not None and event.most is not None and len(grid.placed[grid.frame.person[m]]) >= event.most


def _carry_over(frame: Frame, timetable: Timetable, now: int) -> tuple[Grid, list[int]]:
    """The grid with the past and all that can stay; and what cannot, those with the fewest starts first."""
    grid = Grid(frame)
    lane_of = _lanes_of_units(frame)
    had = [
        (int(timetable.start[row]), m)
        for m, row in enumerate(frame.rows)
        if row < len(timetable.start) and timetable.start[row] >= 0
    ]
    for start, m in sorted(had):
        if start < now:
            grid.put(m, start, _old_lanes(frame, m, timetable, lane_of))
            grid.fixed.add(m)
    pinned = {pin.interview: pin.start for pin in frame.problem.pins}
    homeless = []
    future = sorted((frame.rows[m] not in pinned, start, m) for start, m in had if start >= now)
    for _, start, m in future:
        if grid.open_starts(m) >> start & 1:
            grid.place(m, start, _old_lanes(frame, m, timetable, lane_of))
            if frame.rows[m] in pinned:
                grid.fixed.add(m)
        else:
            homeless.append(m)
    return grid, sorted(homeless, key=lambda m: (frame.starts[m].bit_count(), -frame.worth[m], m))


def _close_past(frame: Frame, grid: Grid, now: int) -> None:
    """Nothing new begins before now."""
    for m in range(len(frame.rows)):
        if m not in grid.fixed:
            frame.starts[m] &= ~span(0, now)


def _lanes_of_units(frame: Frame) -> dict[tuple[bool, int, int], int]:
    """The lane of every interviewer (True, booth, unit) and unit (False, resource, unit)."""
    found = {}
    for is_booth, lists in ((True, frame.booth_lanes), (False, frame.resource_lanes)):
        for thing, lanes in enumerate(lists):
            for lane in lanes:
                for unit in frame.lanes[lane].units:
                    found[is_booth, thing, unit] = lane
    return found


def _old_lanes(frame: Frame, m: int, timetable: Timetable, lane_of: dict[tuple[bool, int, int], int]) -> tuple[int, ...]:
    """The lanes of the units that an interview had; -1 for one that has no hours left, which only the future can meet."""
    row = frame.rows[m]
    booth = lane_of.get((True, frame.booth[m], int(timetable.interviewer[row])), -1)
    return (booth, *(lane_of.get((False, r, int(timetable.units[row, r])), -1) for r in frame.uses[m]))


def _nearest_to_before(frame: Frame, timetable: Timetable, now: int) -> Callable[[Grid, int, int], int]:
    """The open start nearest to the one an interview had; for a new one the first."""
    had = [int(timetable.start[row]) if row < len(timetable.start) else -1 for row in frame.rows]

    def choose(grid: Grid, m: int, starts: int) -> int:
        wanted = had[m] if had[m] >= 0 else now
        return min(slots_of(starts), key=lambda s: (abs(s - wanted), s))

    return choose


def _changes(problem: "Problem", before: Timetable, after: Timetable, now: int) -> tuple[Change, ...]:
    found = []
    known = len(before.start)
    for row, start in enumerate(after.start.tolist()):
        old = int(before.start[row]) if row < known else -1
        same_units = (
            row < known and before.interviewer[row] == after.interviewer[row] and (before.units[row] == after.units[row]).all()
        )
        if old == start and (start < 0 or same_units):
            continue
        if start < 0:
            kind = ChangeKind.DROPPED
        elif old < 0:
            kind = ChangeKind.ADDED
        else:
            kind = ChangeKind.MOVED if old != start else ChangeKind.UNIT
        why = Why.NEW if old < 0 else _why(problem, before, row, old)
        found.append(_change(problem, row, kind, why, old, start))
    return tuple(found)


def _why(problem: "Problem", before: Timetable, row: int, old: int) -> Why:
    """What no longer allows the old time: a window, an interview that takes longer, or somebody for whom room is made."""
    occupied = span(old, old + int(problem.takes[row]))
    person = problem.people[int(problem.interviews.person[row])]
    if occupied & ~mask_of(person.windows, problem.slots):
        return Why.PERSON
    interviewer = problem.booths[int(problem.booth_of[row])].interviewers[int(before.interviewer[row])]
    if occupied & ~mask_of(interviewer, problem.slots):
        return Why.BOOTH
    for r, unit in enumerate(before.units[row].tolist()):
        if unit >= 0 and occupied & ~mask_of(problem.resources[r].units[unit], problem.slots):
            return Why.RESOURCE
    known = len(before.start)
    if problem.interviews.extra[:known].any():
        end = before.start + problem.takes[:known]
        late = (problem.interviews.extra[:known] > 0) & (before.start < old) & (end > old)
        if (
            late
            & (
                (problem.booth_of[:known] == problem.booth_of[row])
                | (problem.interviews.person[:known] == problem.interviews.person[row])
            )
        ).any():
            return Why.TIME
    return Why.ROOM


WORDS: Final = {
    Why.PERSON: Text(zh="本人那时不在", en="the person is away then"),
    Why.BOOTH: Text(zh="展位那时无人面试", en="nobody interviews at the booth then"),
    Why.RESOURCE: Text(zh="所需支持那时不在", en="the support is away then"),
    Why.TIME: Text(zh="前一次面试延长", en="the interview before takes longer"),
    Why.ROOM: Text(zh="为他人腾出位置", en="to make room for somebody else"),
    Why.NEW: Text(zh="新增面试", en="a new interview"),
}


def _change(problem: "Problem", row: int, kind: ChangeKind, why: Why, old: int, new: int) -> Change:
    clock = problem.clock
    text = {
        ChangeKind.MOVED: Text(zh="“{a}”与“{b}”从 {old} 改到 {new}：{why}", en="{a} with {b} moves from {old} to {new}: {why}"),
        ChangeKind.DROPPED: Text(zh="“{a}”与“{b}”（{old}）取消：{why}", en="{a} with {b} at {old} is cancelled: {why}"),
        ChangeKind.ADDED: Text(zh="“{a}”与“{b}”安排在 {new}", en="{a} with {b} is given {new}"),
        ChangeKind.UNIT: Text(
            zh="“{a}”与“{b}”（{new}）时间不变，换面试官或支持人员：{why}",
            en="{a} with {b} stays at {new} with another interviewer or supporter: {why}",
        ),
    }[kind].format(
        a=problem.people[int(problem.interviews.person[row])].name,
        b=problem.postings[int(problem.interviews.posting[row])].name,
        old=clock.at(old),
        new=clock.at(new),
        why=WORDS[why],
    )
    return Change(row, kind, why, None if old < 0 else old, None if new < 0 else new, text)
