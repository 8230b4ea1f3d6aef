"""What no timetable can exceed: the same problem with slots counted and not told apart."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from matching.timetable.frame import Frame
from matching.timetable.windows import mask_of, windows_of

Float64 = NDArray[np.float64]

SLACK: Final = 1e-4
"""By how much of the largest value a solver's optimum may be too small."""


@dataclass(frozen=True, slots=True, eq=False)
class Relaxation:
    """`covered`: more people cannot have a first interview. `value`: more cannot be had, whatever the coverage. `steps`: no
    timetable counts more steps of coverage; and none that counts as many has more than `value_then`.

    `share`: (n,) how much of each interview the best objective takes, 0 to 1; whole numbers in a plain fair, where this is a flow.
    """

    covered: int
    value: float
    steps: int
    value_then: float
    share: Float64


def relax(frame: Frame) -> Relaxation:
    """Three linear programmes over shares of interviews: people covered, value, and coverage before value.

    An interview without a possible start has no share. A booth and a resource give at most the slots they have; a person at most
    what fits into its windows, the rest after each but the last in each window counted in.
    """
    from scipy.optimize import linprog
    from scipy.sparse import csr_matrix

    n, people = len(frame.rows), len(frame.mine)
    if n == 0:
        return Relaxation(0, 0.0, 0, 0.0, np.zeros(0))
    rows, limits = _capacities(frame)
    first = len(limits)
    levels = [
        (p, number) for p, mine in enumerate(frame.mine) for number in range(1, len(mine) + 1) if number == 1 or frame.bonus(number)
    ]
    rows += [(first + p, n + k, 1.0) for k, (p, _) in enumerate(levels)]
    rows += [(first + frame.person[m], m, -1.0) for m in range(n)]
    limits += [0.0] * people
    a, b, c = (np.array(column) for column in zip(*rows, strict=True))
    matrix = csr_matrix((c.astype(np.float64), (a.astype(np.int64), b.astype(np.int64))), shape=(len(limits), n + len(levels)))
    upper = np.array([1.0 if frame.starts[m] else 0.0 for m in range(n)] + [1.0] * len(levels))
    bounds = np.column_stack([np.zeros(len(upper)), upper])
    worth = frame.problem.interviews.value[frame.rows]
    top = float(worth.max())

    def best(cost: Float64) -> tuple[float, Float64]:
        result = linprog(-cost, A_ub=matrix, b_ub=np.array(limits), bounds=bounds, method="highs-ds")
        if result.status != 0:
            raise RuntimeError(f"the relaxation ended with “{result.message}”; its matrix is at fault, not the request")
        return -float(result.fun), np.asarray(result.x[:n])

    firsts = np.array([float(number == 1) for _, number in levels])
    bonus = np.array([frame.bonus(number) / frame.step for _, number in levels])
    step = float(worth.sum()) / top + 1
    covered, _ = best(np.concatenate([np.zeros(n), firsts]))
    value, _ = best(np.concatenate([worth / top, np.zeros(len(levels))]))
    amount, share = best(np.concatenate([worth / top, bonus * step]))
    amount += SLACK
    steps = int(amount // step)
    return Relaxation(int(covered + 1e-6), (value + SLACK) * top, steps, (amount - steps * step) * top, share)


def _capacities(frame: Frame) -> tuple[list[tuple[int, int, float]], list[float]]:
    """Rows of the matrix (row, interview, slots), and the slots there are."""
    rows: list[tuple[int, int, float]] = []
    limits: list[float] = []
    problem = frame.problem

    def add(several: Sequence[tuple[int, float]], limit: float) -> None:
        rows.extend((len(limits), m, slots) for m, slots in several)
        limits.append(limit)

    def lent(lanes: Sequence[int]) -> float:
        return float(sum(frame.lanes[lane].window.bit_count() * len(frame.lanes[lane].units) for lane in lanes))

    by_booth: list[list[tuple[int, float]]] = [[] for _ in problem.booths]
    by_resource: list[list[tuple[int, float]]] = [[] for _ in problem.resources]
    for m, takes in enumerate(frame.takes):
        by_booth[frame.booth[m]].append((m, takes / frame.group[m]))
        for r in frame.uses[m]:
            by_resource[r].append((m, takes / (frame.group[m] if problem.resources[r].shared else 1)))
    for several, lanes in zip(by_booth + by_resource, frame.booth_lanes + frame.resource_lanes, strict=True):
        if several:
            add(several, lent(lanes))
    for p, several_of in enumerate(frame.mine):
        if several_of:
            person = problem.people[p]
            windows = windows_of(mask_of(person.windows, problem.slots))
            room = sum(last - start + person.rest for start, last in windows)
            add([(m, float(frame.takes[m] + person.rest)) for m in several_of], float(room))
    return rows, limits
