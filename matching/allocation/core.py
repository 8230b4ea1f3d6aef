"""Whole solutions of a maximum: first among the few columns that matter, then, only if need be, among all.

1. The linear relaxation bounds the value, and its reduced costs say how much each column would lose. It is solved over a few
   columns; those that would gain at its prices are added until the others together could gain nearly nothing (column generation).
2. Branch and bound over the columns that lose least (one for every row) finds a whole solution.
3. If that reaches the bound of the relaxation as closely as asked, it is proved without looking at the other columns; otherwise
   branch and bound over all of them follows.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from matching.allocation.program import Maximum

Int64 = NDArray[np.int64]
Float64 = NDArray[np.float64]

COLUMNS_A_ROW: Final = 1
FIRST_OF_A_ROW: Final = 4
"""With how many columns of every row the relaxation begins: those that gain most."""
ADDED_A_ROW: Final = 3
"""How many are added at most for every row in one turn: those that would gain most."""
BETWEEN: Final = (0.1, 0.3, 0.5, 0.7, 0.9)
"""How far from the best prices to those of the last solution."""
NOTHING: Final = 1e-9
"""As a share of the largest gain: what a column gains by rounding alone."""
WITHIN: Final = 0.03
"""How close the relaxation is solved, as a share of the gap that is asked for; its bound holds however close that is."""


@dataclass(frozen=True, slots=True)
class Effort:
    """How far branch and bound goes: to this gap, a share of the bound, and for at most so many seconds a search.

    Equal requests get equal answers as long as the seconds suffice; `stopped` says when they did not.
    """

    gap: float = 0.001
    seconds: float = 60.0


@dataclass(frozen=True, slots=True, eq=False)
class Whole:
    """`x` (pairs,) whole; `bound`: no solution gains more; `stopped`: whether time ran out before the gap was reached. `columns`
    of x are those that mattered, x's own among them: a good beginning for a search with the same gains.
    """

    x: Int64
    bound: float
    stopped: bool
    columns: Int64


def solve_whole(maximum: Maximum, effort: Effort, proved: Callable[[Int64, float], bool], first: Int64 | None = None) -> Whole:
    """The best whole solution. `proved` says of x and a bound whether that is close enough; with the columns `first` of x alone the
    rows can be kept (without any, where it is left out).

    Raises RuntimeError where nothing is found in time: allow it more seconds.
    """
    if not maximum.pairs:
        return Whole(np.zeros(0, dtype=np.int64), 0.0, False, np.zeros(0, dtype=np.int64))
    bound, core, columns = relax(maximum, np.zeros(0, dtype=np.int64) if first is None else first, WITHIN * effort.gap)
    found = _branch(maximum, core, effort)
    if found is not None and proved(found.x, bound):
        return Whole(found.x, bound, False, np.union1d(columns, found.columns))
    full = _branch(maximum, np.arange(len(maximum.gain)), effort)
    if full is None:
        raise RuntimeError(f"no allocation was found within {effort.seconds:g} seconds; allow more")
    return Whole(full.x, min(full.bound, bound), full.stopped, np.union1d(columns, full.columns))


def relax(maximum: Maximum, first: Int64, within: float) -> tuple[float, Int64, Int64]:
    """A bound of the relaxation, the columns that lose least (all of y, and of x one for every row), and those of x it took.

    `first`: columns of x with which the rows can be kept. 1. Solve over them and the best of every row. 2. Any prices of the rows
    bound the whole: what is there at its price, and what each column still gains beside the prices of its rows. Try those of the
    solution, and those between them and the best so far: where many prices fit, each solution's own leave other columns out.
    3. Until the bound is within that share of the value, add the columns that gain most, and go on.
    """
    from scipy.optimize import linprog

    columns = maximum.matrix.tocsc()
    rest = np.arange(maximum.pairs, len(maximum.gain))
    inside = np.zeros(maximum.pairs, dtype=bool)
    inside[first] = True
    inside[_best_of_rows(maximum, maximum.gain, FIRST_OF_A_ROW)] = True
    least = NOTHING * float(np.abs(maximum.gain).max(initial=0))
    best = _Prices(np.zeros(0), np.zeros(0), np.inf)
    while True:
        chosen = np.concatenate([np.flatnonzero(inside), rest])
        relaxed = linprog(
            -maximum.gain[chosen],
            A_ub=columns[:, chosen],
            b_ub=maximum.limit,
            bounds=np.column_stack([np.zeros(len(chosen)), maximum.most[chosen]]),
            method="highs",
        )
        if relaxed.x is None:
            raise RuntimeError(f"the linear relaxation ended as {relaxed.status}: {relaxed.message}")
        own = _prices(maximum, columns, np.maximum(-relaxed.ineqlin.marginals, 0.0))
        between = [_prices(maximum, columns, best.row + step * (own.row - best.row)) for step in BETWEEN if best.bound < np.inf]
        best = min((best, own, *between), key=lambda prices: prices.bound)
        value = -float(relaxed.fun)
        missing = [prices.gains[: maximum.pairs] for prices in (own, best)]
        more = [np.where((gains > least) & ~inside, gains, -np.inf) for gains in missing]
        if best.bound - value <= within * abs(value) or not (more[0] > 0).any():
            break
        for gains in more:
            inside[_best_of_rows(maximum, gains, ADDED_A_ROW)] = True
    loses = -best.gains[: maximum.pairs]
    loses[chosen[: int(inside.sum())][relaxed.x[: int(inside.sum())] > 0]] = -np.inf
    few = np.argsort(loses, kind="stable")[: COLUMNS_A_ROW * len(maximum.limit)]
    return best.bound, np.union1d(few, rest), np.flatnonzero(inside)


@dataclass(frozen=True, slots=True, eq=False)
class _Prices:
    """`row` (rows,) at least 0; `gains` (columns,): what each still gains beside the prices of its rows; `bound` of the whole."""

    row: Float64
    gains: Float64
    bound: float


def _prices(maximum: Maximum, columns: Any, row: Float64) -> _Prices:
    gains = maximum.gain - columns.T @ row
    return _Prices(row, gains, float(row @ maximum.limit + np.maximum(gains, 0.0) @ maximum.most))


def _best_of_rows(maximum: Maximum, gains: Float64, count: int) -> Int64:
    """Of every row of a matrix that meets columns of x, so many of these with the largest gain; columns at -inf are none."""
    matrix = maximum.matrix
    row = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
    column = matrix.indices.astype(np.int64)
    real = column < maximum.pairs
    real[real] = gains[column[real]] > -np.inf
    row, column = row[real], column[real]
    order = np.lexsort((column, -gains[column], row))
    row, column = row[order], column[order]
    starts = np.flatnonzero(np.r_[True, row[1:] != row[:-1]]) if len(row) else np.zeros(0, dtype=np.int64)
    place = np.arange(len(row)) - np.repeat(starts, np.diff(np.r_[starts, len(row)]))
    return np.unique(column[place < count])


def _branch(maximum: Maximum, columns: Int64, effort: Effort) -> Whole | None:
    """Branch and bound over some of the columns, the others at 0; None where nothing was found."""
    from scipy.optimize import Bounds, LinearConstraint, milp

    found = milp(
        -maximum.gain[columns],
        constraints=LinearConstraint(maximum.matrix[:, columns], -np.inf, maximum.limit),
        bounds=Bounds(0, maximum.most[columns]),
        integrality=(columns < maximum.pairs).astype(np.int64),
        options={"mip_rel_gap": effort.gap, "time_limit": effort.seconds},
    )
    if found.x is None:
        return None
    x = np.zeros(maximum.pairs, dtype=np.int64)
    pairs = columns[columns < maximum.pairs]
    x[pairs] = np.rint(found.x[: len(pairs)]).astype(np.int64)
    return Whole(x, -float(found.mip_dual_bound), found.status != 0, np.flatnonzero(x))
