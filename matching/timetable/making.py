"""From a problem to a timetable: colouring where it suffices, else a search, and a constraint model for what it leaves over."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from matching.timetable.addition import find_additions
from matching.timetable.chains import Budget
from matching.timetable.check import check_timetable
from matching.timetable.colourable import colour_plain, is_overbooked, is_plain
from matching.timetable.filling import exchange, fill, pinned_grid, shorten
from matching.timetable.frame import FINEST, Frame, frame_of
from matching.timetable.grid import Grid
from matching.timetable.model import Found, size_of, solve_model
from matching.timetable.relaxation import Relaxation, relax
from matching.timetable.schedule import Method, Schedule
from matching.timetable.timetable import covered_by, value_of, waits_of
from matching.timetable.units import assign_units
from matching.timetable.unplaced import find_unplaced

if TYPE_CHECKING:
    from matching.timetable.problem import Problem

EFFORT: Final = 2.0
"""Deterministic time of each constraint model: some seconds on one core, the same places on any."""
STEPS: Final = 60_000
"""Steps of the search for each of its passes."""
WHOLE: Final = 12_000
"""Literals up to which all interviews go into one model."""


def make_timetable(problem: "Problem", effort: float = EFFORT, whole: int = WHOLE) -> Schedule:
    """Put a fair on the clock: most people covered, then most value, then short waits.

    1. Where more is asked of somebody or something than it can give, a linear programme chooses what to try first. A plain fair is
    coloured, which places all of that. 2. Any other is filled: the hardest interviews first, others move for them
    along chains. What is left takes places of what is worth less. 3. Where something is left over, a constraint model places all
    interviews if they are few, and else those of the people who need a resource that lacks, one resource after the other, with all
    others filled in around them; the better of both stays. 4. Waits are shortened. 5. Units are named, and every rule is checked.

    `effort` is the deterministic time of each model (0: none), `whole` the number of literals up to which one holds all interviews.
    Deterministic: equal problems give equal timetables, and the order of the rows does not matter. Raises TimetableConflict for
    pins that exclude each other, RuntimeError if the check finds a fault (ours, never the request's).
    """
    placed = _place(problem, effort, whole)
    shorten(placed.grid)
    return _schedule(placed)


def placed_rows(problem: "Problem", effort: float = EFFORT, whole: int = WHOLE) -> NDArray[np.bool_]:
    """(interviews,) which interviews `make_timetable` gives a place, without shortening waits, naming units or checking.

    Enough to count by; whatever is told to people takes the whole way.
    """
    grid = _place(problem, effort, whole).grid
    found = np.zeros(len(grid.start), dtype=np.bool_)
    found[grid.frame.rows] = np.array(grid.start, dtype=np.int64) >= 0
    return found


@dataclass(frozen=True, slots=True, eq=False)
class _Placed:
    """What has a place, found in which way, and what is known of the best by a model and by the relaxation."""

    grid: Grid
    method: Method
    found: Found | None
    relaxed: Relaxation | None


def _place(problem: "Problem", effort: float, whole: int) -> _Placed:
    frame = frame_of(problem)
    found: Found | None = None
    relaxed = relax(frame) if is_overbooked(frame) else None
    every = range(len(frame.rows))
    chosen = list(every) if relaxed is None else [m for m in every if relaxed.share[m] > 0.5]
    if is_plain(frame):
        grid, method = colour_plain(frame, chosen), Method.COLOURING
    else:
        grid, method = pinned_grid(frame), Method.SEARCH
        fill(grid, chosen, Budget(STEPS))
        fill(grid, every, Budget(STEPS))
        exchange(grid, Budget(STEPS))
        if _left_over(grid):
            grid, found, method = _with_model(grid, chosen, effort, whole)
    return _Placed(grid, method, found, relaxed)


def _left_over(grid: Grid) -> bool:
    return any(start < 0 and grid.frame.starts[m] for m, start in enumerate(grid.start))


def _with_model(grid: Grid, chosen: list[int], effort: float, literals: int) -> tuple[Grid, Found | None, Method]:
    """The better of the grid and what models make of it; and what they know of all interviews, the others taken as placed."""
    frame = grid.frame
    every = range(len(frame.rows))
    whole = size_of(frame, every) <= literals
    parts = [list(every)] if whole else _bound_by_what_lacks(grid)
    if not parts or effort <= 0:
        return grid, None, Method.SEARCH
    found = [solve_model(frame, part, grid, effort) for part in parts]
    again, wanted = Grid(frame), set(chosen)
    for m in sorted(grid.fixed.difference(found[0].places if whole else ())):
        again.put(m, grid.start[m], grid.taken[m])
    for one in found:
        for m, (start, taken) in sorted(one.places.items()):
            if whole:
                again.put(m, start, taken)
            elif (m in wanted or grid.start[m] >= 0) and again.open_starts(m) >> start & 1:
                again.place(m, start, taken)
    again.fixed = set(grid.fixed)
    if not whole:
        fill(again, chosen, Budget(STEPS))
        fill(again, every, Budget(STEPS))
        exchange(again, Budget(STEPS))
    others = set(every).difference(*parts)
    most = sum(one.bound for one in found) + sum(frame.worth[m] for m in others) + _full_bonus(frame, others)
    best = again if again.amount > grid.amount else grid
    return best, Found({}, most, best.amount >= most or (whole and found[0].proven)), Method.MODEL


def _bound_by_what_lacks(grid: Grid) -> list[list[int]]:
    """For each resource that somebody without a place needs, all interviews of the people who need it: few.

    Resources that one person needs together go together, so that no person is in two parts and coverage adds up.
    """
    frame = grid.frame
    lacking = sorted({r for m, start in enumerate(grid.start) if start < 0 and frame.starts[m] for r in frame.uses[m]})
    part = {r: r for r in lacking}
    for uses in frame.uses:
        together = {part[r] for r in uses if r in part}
        for r in lacking:
            if part[r] in together:
                part[r] = min(together)
    of_person = {frame.person[m]: part[r] for m, uses in enumerate(frame.uses) for r in uses if r in part}
    parts: dict[int, list[int]] = {}
    for m, person in enumerate(frame.person):
        if person in of_person:
            parts.setdefault(of_person[person], []).append(m)
    return [parts[r] for r in sorted(parts)]


def _full_bonus(frame: Frame, some: set[int]) -> int:
    """What coverage counts where all these interviews, whole people at a time, have a place."""
    number: dict[int, int] = {}
    total = 0
    for m in some:
        number[frame.person[m]] = number.get(frame.person[m], 0) + 1
        total += frame.bonus(number[frame.person[m]])
    return total


def _schedule(placed: _Placed) -> Schedule:
    grid = placed.grid
    problem = grid.frame.problem
    timetable = assign_units(grid)
    faults = check_timetable(problem, timetable)
    if faults:
        raise RuntimeError("a timetable of ours breaks a rule: " + "; ".join(fault.text.en for fault in faults[:5]))
    value, covered = value_of(problem, timetable), covered_by(problem, timetable)
    bound, most, proven = _limits(grid, placed.found, placed.relaxed, value, covered)
    return Schedule(
        timetable=timetable,
        method=placed.method,
        value=value,
        bound=bound,
        covered=covered,
        covered_bound=most,
        waits=waits_of(problem, timetable),
        proven=proven,
        unplaced=find_unplaced(grid),
        additions=find_additions(grid),
    )


def _limits(grid: Grid, found: Found | None, relaxed: Relaxation | None, value: float, covered: int) -> tuple[float, int, bool]:
    """The value and the people that no timetable exceeds, and whether this one is the best.

    Everything placed is best, and so is what a flow chose and a colouring placed. Else the linear relaxation tells both. Where a
    model found that nothing covers more, and how much those who cover as much can be worth at most, that is the closer bound.
    """
    frame, rows = grid.frame, grid.frame.problem.interviews
    if not _left_over(grid) or is_plain(frame):
        return value, covered, True
    relaxed = relaxed or relax(frame)
    bound, most = max(value, relaxed.value), max(covered, relaxed.covered)
    proven = covered == most and value >= bound * (1 - 1e-9)
    if relaxed.steps == grid.amount // frame.step:
        bound = min(bound, max(value, relaxed.value_then))
        proven = value >= bound - 1e-6 * max(1.0, bound)
    if found is not None:
        steps = found.bound // frame.step
        if frame.problem.guaranteed == 1:
            most = min(most, max(covered, steps))
        if steps == grid.amount // frame.step:
            unit = float(rows.value.max()) / FINEST
            rounding = unit * len(rows)
            bound = min(bound, max(value, (found.bound % frame.step) * unit + rounding))
        if found.proven:
            bound, most, proven = value, covered, True
    return bound, most, proven
