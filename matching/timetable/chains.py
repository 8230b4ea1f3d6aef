"""Finding a place for one more interview by moving others, within a budget of steps: equal input takes equal ways."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from matching.timetable.grid import Grid, Taken
from matching.timetable.windows import slots_of

LONGEST: Final = 40
"""Interviews that one alternating chain may move."""


@dataclass(slots=True)
class Budget:
    """Steps left to search with."""

    steps: int

    def spend(self) -> bool:
        self.steps -= 1
        return self.steps >= 0


@dataclass(slots=True)
class Journal:
    """What was done to a grid, so that it can be undone to the letter."""

    grid: Grid
    done: list[tuple[int, int, Taken]] = field(default_factory=list)

    def place(self, m: int, start: int) -> None:
        self.done.append((m, -1, ()))
        self.grid.place(m, start)

    def remove(self, m: int) -> None:
        self.done.append((m, self.grid.start[m], self.grid.taken[m]))
        self.grid.remove(m)

    def back_to(self, mark: int) -> None:
        """Undo everything after the first `mark` entries."""
        while len(self.done) > mark:
            m, start, taken = self.done.pop()
            if start < 0:
                self.grid.remove(m)
            else:
                self.grid.put(m, start, taken)


Choose = Callable[[Grid, int, int], int]
"""Of the open starts (bits, not none) of an interview, the one to take."""


def nearest(grid: Grid, m: int, starts: int) -> int:
    """The open start that lengthens the person's stay least; the earliest of several."""
    frame = grid.frame
    others = [other for other in grid.placed[frame.person[m]] if other != m]
    if not others:
        return (starts & -starts).bit_length() - 1
    first = min(grid.start[other] for other in others)
    last = max(grid.start[other] + frame.takes[other] for other in others)
    takes = frame.takes[m]
    return min(slots_of(starts), key=lambda s: (max(last, s + takes) - min(first, s), s))


def settle(grid: Grid, m: int, most: int, budget: Budget, choose: Choose = nearest) -> bool:
    """Place an interview by moving as few others as possible, at most `most`; they all find another place, or nothing changes."""
    return has_room(grid, m) and any(_push(Journal(grid), m, moves, {m}, budget, choose) for moves in range(most + 1))


def _push(journal: Journal, m: int, moves: int, banned: set[int], budget: Budget, choose: Choose) -> bool:
    grid = journal.grid
    starts = grid.open_starts(m)
    if starts:
        journal.place(m, choose(grid, m, starts))
        return True
    if moves == 0:
        return False
    mark = len(journal.done)
    for start in slots_of(grid.frame.starts[m]):
        for way in grid.ways(m, start, moves, banned):
            if not budget.spend():
                return False
            for other in way:
                journal.remove(other)
            if not grid.open_starts(m) >> start & 1:
                journal.back_to(mark)
                continue
            journal.place(m, start)
            inside = banned.union(way)
            if all(_push(journal, other, moves - len(way), inside, budget, choose) for other in way):
                return True
            journal.back_to(mark)
    return False


def alternate(grid: Grid, m: int, budget: Budget, choose: Choose = nearest) -> bool:
    """Place an interview by an alternating chain between two slots, as in the proof of König's theorem.

    1. Let it begin at one slot, where a single interview must give way. 2. That one takes any open start, or else the second slot,
    where a single one must give way, which goes to the first slot, and so on. 3. Where that comes to no end, undo it and try two
    other slots. Nothing changes where none works.
    """
    journal = Journal(grid)
    for first in slots_of(grid.frame.starts[m]):
        for way in grid.ways(m, first, 1, (m,)):
            for second in range(grid.frame.problem.slots):
                if second != first and _walk(journal, m, way, (second, first), budget, choose):
                    return True
                if budget.steps <= 0:
                    return False
    return False


def has_room(grid: Grid, m: int) -> bool:
    """Whether booth and resources have as many free slots left, anywhere, as an interview takes: else nothing can be won."""
    frame = grid.frame
    for lanes in (frame.booth_lanes[frame.booth[m]], *(frame.resource_lanes[r] for r in frame.uses[m])):
        if frame.group[m] == 1 and sum(grid.free[lane].bit_count() for lane in lanes) == 0:
            return False
    return True


def _walk(journal: Journal, m: int, way: tuple[int, ...], targets: tuple[int, int], budget: Budget, choose: Choose) -> bool:
    grid = journal.grid
    current, start, moved = m, targets[1], {m}
    for step in range(LONGEST):
        if not budget.spend() or len(way) != 1:
            break
        journal.remove(way[0])
        if not grid.open_starts(current) >> start & 1:
            break
        journal.place(current, start)
        current = way[0]
        moved.add(current)
        starts = grid.open_starts(current)
        if starts:
            journal.place(current, choose(grid, current, starts))
            return True
        start = targets[step % 2]
        if not grid.frame.starts[current] >> start & 1:
            break
        ways = grid.ways(current, start, 1, moved)
        if not ways:
            break
        way = ways[0]
    journal.back_to(0)
    return False
