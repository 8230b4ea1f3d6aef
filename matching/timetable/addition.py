"""What to add so that more fits: one interviewer or one unit, from when to when, and what it gives."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from matching.knowledge.catalogue import Text
from matching.timetable.chains import Budget, settle
from matching.timetable.grid import Grid

if TYPE_CHECKING:
    from matching.timetable.problem import Problem

TRIED: Final = 4
"""Booths whose missing interviewer is tried, those with the most interviews left over first."""
STEPS: Final = 4_000


@dataclass(frozen=True, slots=True)
class Addition:
    """One more interviewer at a booth (row), or one more unit of a resource (row), in slots [first, last).

    `interviews`: rows that then have a place. All others keep one, though a few may begin at another time.
    """

    booth: int | None
    resource: int | None
    first: int
    last: int
    interviews: tuple[int, ...]
    value: float
    text: Text


def find_additions(grid: Grid) -> tuple[Addition, ...]:
    """For each resource and booth that somebody waits for: the best single hour, and the hours that give most.

    1. Try the whole day, and take of it what was used. 2. Try every hour. 3. Tell both only where the day gives more. The most
    interviews first, then the most value.
    """
    frame, problem = grid.frame, grid.frame.problem
    waiting = [m for m in range(len(frame.rows)) if grid.start[m] < 0]
    found: list[Addition] = []
    by_resource = [(r, [m for m in waiting if r in frame.uses[m]]) for r in range(len(problem.resources))]
    by_booth = [(b, [m for m in waiting if frame.booth[m] == b]) for b in sorted({frame.booth[m] for m in waiting})]
    by_booth.sort(key=lambda one: (-len(one[1]), problem.booths[one[0]].name))
    for r, several in by_resource:
        found += _of_one(grid, None, r, several)
    for b, several in by_booth[:TRIED]:
        found += _of_one(grid, b, None, several)
    return tuple(sorted(found, key=lambda one: (-len(one.interviews), -one.value, one.text.en)))


def added(problem: "Problem", addition: Addition) -> "Problem":
    """The problem with the addition in it."""
    windows = ((addition.first, addition.last),)
    if addition.booth is not None:
        booth = problem.booths[addition.booth]
        wider = replace(booth, interviewers=(*booth.interviewers, windows))
        return replace(problem, booths=tuple(wider if k == addition.booth else b for k, b in enumerate(problem.booths)))
    return replace(
        problem,
        resources=tuple(
            replace(one, units=(*one.units, windows)) if k == addition.resource else one for k, one in enumerate(problem.resources)
        ),
    )


def _of_one(grid: Grid, booth: int | None, resource: int | None, waiting: list[int]) -> list[Addition]:
    if not waiting:
        return []
    slots, hour = grid.frame.problem.slots, min(grid.frame.problem.clock.hour, grid.frame.problem.slots)
    day = _try(grid, booth, resource, (0, slots), waiting)
    if day is None:
        return []
    hours = [_try(grid, booth, resource, (first, first + hour), waiting, whole=True) for first in range(slots - hour + 1)]
    best = max(
        (one for one in hours if one is not None), key=lambda one: (len(one.interviews), one.value, -one.first), default=None
    )
    if best is None:
        return [day]
    return [best, day] if len(day.interviews) > len(best.interviews) else [best]


def _try(
    grid: Grid, booth: int | None, resource: int | None, window: tuple[int, int], waiting: list[int], whole: bool = False
) -> Addition | None:
    """Place what waits with the addition there; everything before keeps a place. `whole`: tell the window, not the used part."""
    problem = grid.frame.problem
    frame = grid.frame.with_lane((window,), booth, resource)
    trial = grid.copy(frame)
    budget = Budget(STEPS)
    order = sorted(waiting, key=lambda m: (-frame.bonus(len(trial.placed[frame.person[m]]) + 1) - frame.worth[m], m))
    fits = [m for m in order if settle(trial, m, 1, budget)]
    if not fits:
        return None
    rows = tuple(sorted(frame.rows[m] for m in fits))
    held = [slot for slot, holders in enumerate(trial.holders[-1]) if holders]
    if held and not whole:
        window = (held[0], held[-1] + 1)
    value = float(sum(problem.interviews.value[row] for row in rows))
    if booth is not None:
        text = Text(
            zh="展位“{name}”{a} 至 {b} 再有一名面试官,可多安排 {n} 次面试",
            en="one more interviewer at booth {name} from {a} to {b} schedules {n} more",
        )
        name: Text | str = problem.booths[booth].name
    else:
        text = Text(zh="{a} 至 {b} 再有一个“{name}”,可多安排 {n} 次面试", en="one more {name} from {a} to {b} schedules {n} more")
        name = problem.resources[resource or 0].label
    words = text.format(name=name, a=problem.clock.at(window[0]), b=problem.clock.at(window[1]), n=len(rows))
    return Addition(booth, resource, window[0], window[1], rows, value, words)
