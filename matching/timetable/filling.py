"""Placing everything that fits, without a model: the hardest first, then chains, then exchanges for what is worth more."""

from collections.abc import Iterable
from typing import Final

from matching.allocation.conflict import Conflict
from matching.knowledge.catalogue import Text
from matching.timetable.chains import Budget, Journal, alternate, has_room, nearest, settle
from matching.timetable.conflicts import TimetableConflict
from matching.timetable.frame import Frame
from matching.timetable.grid import Grid
from matching.timetable.windows import slots_of

MOVES: Final = 2
"""Others that may move at once for one interview, before an alternating chain is tried."""


def pinned_grid(frame: Frame) -> Grid:
    """A grid with the pins in their places. Raises TimetableConflict where two of them stand in each other's way."""
    grid = Grid(frame)
    place = {row: m for m, row in enumerate(frame.rows)}
    for pin in sorted(frame.problem.pins, key=lambda pin: place[pin.interview]):
        m = place[pin.interview]
        if not grid.open_starts(m) >> pin.start & 1:
            names = (frame.problem.people[frame.person[m]].name, frame.problem.postings[frame.posting[m]].name)
            what = Text(
                zh="“{a}”与“{b}”的面试指定在 {time},但那时的位置已被其他指定占用",
                en="the interview of {a} with {b} is pinned to {time}, where other pins leave no room for it",
            ).format(a=names[0], b=names[1], time=frame.problem.clock.at(pin.start))
            cure = Text(
                zh="改其中一个的时间,或加面试官、加资源", en="pin one of them to another time, or add an interviewer or a unit"
            )
            raise TimetableConflict([Conflict(names, what, cure)])
        grid.place(m, pin.start)
        grid.fixed.add(m)
    return grid


def fill(grid: Grid, some: Iterable[int], budget: Budget) -> None:
    """Place of these interviews what has no place yet.

    1. The hardest first: most resources, longest, fewest starts, most worth; the first interviews of all people before the second
    ones. 2. Each takes an open start, or up to two others move, or a chain.
    """
    frame = grid.frame
    waiting = sorted((m for m in some if grid.start[m] < 0 and frame.starts[m]), key=lambda m: _hardness(frame, m))
    late = [m for m in waiting if not _try_open(grid, m)]
    for m in late:
        _ = has_room(grid, m) and (settle(grid, m, 1, budget) or alternate(grid, m, budget) or settle(grid, m, MOVES, budget))


def _hardness(frame: Frame, m: int) -> tuple[int, int, int, int, int]:
    person = frame.problem.people[frame.person[m]]
    return -len(frame.uses[m]), -(frame.takes[m] + person.rest), frame.starts[m].bit_count(), -frame.worth[m], m


def _try_open(grid: Grid, m: int) -> bool:
    starts = grid.open_starts(m)
    if starts:
        grid.place(m, nearest(grid, m, starts))
    return bool(starts)


def exchange(grid: Grid, budget: Budget) -> None:
    """Let interviews without a place take that of others where this is better: coverage first, then value.

    What gives way is placed again if it can be. Ends when nothing gets better: the amount only grows, so it ends.
    """
    frame = grid.frame
    better = True
    while better:
        better = False
        waiting = [m for m in range(len(frame.rows)) if grid.start[m] < 0 and frame.starts[m]]
        for m in sorted(waiting, key=lambda m: (-frame.bonus(len(grid.placed[frame.person[m]]) + 1) - frame.worth[m], m)):
            better |= _exchange_one(grid, m, budget)
            if budget.steps <= 0:
                return


def _exchange_one(grid: Grid, m: int, budget: Budget) -> bool:
    if settle(grid, m, 1, budget):
        return True
    most = MOVES if grid.frame.takes[m] > 1 or grid.frame.uses[m] else 1
    journal = Journal(grid)
    before = grid.amount
    for start in slots_of(grid.frame.starts[m]):
        for way in grid.ways(m, start, most, (m,)):
            if not budget.spend():
                return False
            for other in way:
                journal.remove(other)
            if grid.open_starts(m) >> start & 1:
                journal.place(m, start)
                for other in way:
                    starts = grid.open_starts(other)
                    if starts:
                        journal.place(other, nearest(grid, other, starts))
                if grid.amount > before:
                    return True
            journal.back_to(0)
    return False


def shorten(grid: Grid) -> None:
    """Move interviews to open starts that shorten the stay of their person, as long as there are any: twice through the list."""
    frame = grid.frame
    for _ in range(2):
        for mine in grid.placed:
            if len(mine) < 2:
                continue
            for m in sorted(mine):
                if m in grid.fixed:
                    continue
                start, taken = grid.start[m], grid.taken[m]
                before = _stay(grid, mine)
                grid.remove(m)
                best = nearest(grid, m, grid.open_starts(m))
                grid.place(m, best)
                if _stay(grid, grid.placed[frame.person[m]]) >= before:
                    grid.remove(m)
                    grid.put(m, start, taken)


def _stay(grid: Grid, mine: list[int]) -> int:
    return max(grid.start[m] + grid.frame.takes[m] for m in mine) - min(grid.start[m] for m in mine)
