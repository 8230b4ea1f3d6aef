"""Why an interview has no place, and what by itself would give it one."""

from dataclasses import dataclass
from enum import StrEnum

from matching.knowledge.catalogue import Text
from matching.timetable.grid import Grid
from matching.timetable.windows import everything, mask_of, slots_of, starts_of


class Lack(StrEnum):
    """What is missing: time of the person, an interviewer, a unit of a resource, a longer group interview, or several at once."""

    PERSON = "person"
    INTERVIEWER = "interviewer"
    RESOURCE = "resource"
    LENGTH = "length"
    SEVERAL = "several"


@dataclass(frozen=True, slots=True)
class Unplaced:
    """One interview (row) without a place. With one more of what lacks, at any one of `starts`, it has one and nobody else moves.

    `resource`: the row of the resource that lacks, or None. `starts` is empty for several lacks.
    """

    interview: int
    lack: Lack
    resource: int | None
    starts: tuple[int, ...]
    text: Text


def find_unplaced(grid: Grid) -> tuple[Unplaced, ...]:
    """Every interview without a place, in the order of the rows."""
    rows = sorted((frame_row, m) for m, frame_row in enumerate(grid.frame.rows) if grid.start[m] < 0)
    return tuple(_of_one(grid, m) for _, m in rows)


def _of_one(grid: Grid, m: int) -> Unplaced:
    """Take each requirement away in turn, and see where the others would let it begin."""
    frame, problem = grid.frame, grid.frame.problem
    person, booth = problem.people[frame.person[m]], problem.booths[frame.booth[m]]
    takes = frame.takes[m]
    mine = starts_of(mask_of(person.windows, problem.slots), takes)
    for other in grid.placed[frame.person[m]]:
        mine &= ~frame.closed(m, other, grid.start[other])
    parts: list[tuple[Lack, int | None, int]] = [
        (Lack.PERSON, None, mine),
        (Lack.INTERVIEWER, None, _room(grid, frame.booth_lanes[frame.booth[m]], takes)),
    ]
    parts += [(Lack.RESOURCE, r, _room(grid, frame.resource_lanes[r], takes)) for r in frame.uses[m]]
    names = {"a": person.name, "b": problem.postings[frame.posting[m]].name}
    if person.takes > takes:
        text = Text(
            zh="“{a}”与“{b}”:小组面试太短,请另约一次较长的面试",
            en="{a} with {b}: the group interview is too short; hold a longer one",
        )
        return Unplaced(frame.rows[m], Lack.LENGTH, None, (), text.format(**names))
    best: tuple[Lack, int | None, int] | None = None
    for k, (lack, resource, _) in enumerate(reversed(parts)):
        others = starts_of(everything(problem.slots), takes)
        for j, (_, _, mask) in enumerate(reversed(parts)):
            if j != k:
                others &= mask
        if others and best is None:
            best = (lack, resource, others)
    if best is None:
        text = Text(
            zh="“{a}”与“{b}”:人、面试官和所需支持没有同时空闲的时段",
            en="{a} with {b}: at no time are the person, an interviewer and the support free together",
        )
        return Unplaced(frame.rows[m], Lack.SEVERAL, None, (), text.format(**names))
    lack, resource, mask = best
    starts = tuple(slots_of(mask))
    shown = [problem.clock.at(s) for s in starts[:3]]
    times = Text(
        zh="、".join(shown) + (" 等" if len(starts) > 3 else ""), en=", ".join(shown) + (" and later" if len(starts) > 3 else "")
    )
    text = {
        Lack.PERSON: Text(
            zh="“{a}”与“{b}”:{times} 展位有空,但本人那时不在、要休息或另有面试",
            en="{a} with {b}: the booth is free at {times}, when the person is away, resting or at another interview",
        ),
        Lack.INTERVIEWER: Text(
            zh="“{a}”与“{b}”:展位“{booth}”在 {times} 再有一名面试官即可",
            en="{a} with {b}: one more interviewer at booth {booth} at {times} would do",
        ),
        Lack.RESOURCE: Text(
            zh="“{a}”与“{b}”:{times} 再有一个“{resource}”即可",
            en="{a} with {b}: one more {resource} at {times} would do",
        ),
    }[lack]
    label = problem.resources[resource].label if resource is not None else Text(zh="", en="")
    return Unplaced(frame.rows[m], lack, resource, starts, text.format(**names, times=times, booth=booth.name, resource=label))


def _room(grid: Grid, lanes: list[int], takes: int) -> int:
    room = 0
    for lane in lanes:
        room |= starts_of(grid.free[lane], takes)
    return room
