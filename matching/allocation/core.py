"""Whole solutions of a maximum: first among the few columns that matter, then, only if need be, among all.

1. The linear relaxation bounds the value, and its reduced costs say how much each column would lose.
2. Branch and bound over the columns that lose least (two for every row) finds a whole solution.
3. If that reaches the bound of the relaxation as closely as asked, it is proved without looking at the other columns; otherwise
   branch and bound over all of them follows.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from matching.allocation.program import Maximum

Int64 = NDArray[np.int64]
Float64 = NDArray[np.float64]

COLUMNS_A_ROW: Final = 2


@dataclass(frozen=True, slots=True)
class Effort:
    """How far branch and bound goes: to this gap, a share of the bound, and for at most so many seconds a search.

    Equal requests get equal answers as long as the seconds suffice; `stopped` says when they did not.
    """

    gap: float = 0.001
    seconds: float = 60.0


@dataclass(frozen=True, slots=True, eq=False)
class Whole:
    """`x` (pairs,) whole; `bound`: no solution gains more; `stopped`: whether time ran out before the gap was reached."""

    x: Int64
    bound: float
    stopped: bool


def solve_whole(maximum: Maximum, effort: Effort, proved: Callable[[Int64, float], bool]) -> Whole:
    """The best whole solution. `proved` says of x and a bound whether that is close enough.

    Raises RuntimeError where nothing is found in time: allow it more seconds.
    """
    if not maximum.pairs:
        return Whole(np.zeros(0, dtype=np.int64), 0.0, False)
    bound, core = _relax(maximum)
    found = _branch(maximum, core, effort)
    if found is not None and proved(found.x, bound):
        return Whole(found.x, bound, False)
    full = _branch(maximum, np.arange(len(maximum.gain)), effort)
    if full is None:
        raise RuntimeError(f"no allocation was found within {effort.seconds:g} seconds; allow more")
    return Whole(full.x, min(full.bound, bound), full.stopped)


def _relax(maximum: Maximum) -> tuple[float, Int64]:
    """The bound of the relaxation, and the columns that lose least: all of y, and of x two for every row."""
    from scipy.optimize import linprog

    relaxed = linprog(
        -maximum.gain,
        A_ub=maximum.matrix,
        b_ub=maximum.limit,
        bounds=np.column_stack([np.zeros(len(maximum.most)), maximum.most]),
        method="highs",
    )
    if relaxed.x is None:
        raise RuntimeError(f"the linear relaxation ended as {relaxed.status}: {relaxed.message}")
    loses = np.where(relaxed.x[: maximum.pairs] > 0, 0.0, relaxed.lower.marginals[: maximum.pairs])
    few = np.argsort(loses, kind="stable")[: COLUMNS_A_ROW * len(maximum.limit)]
    rest = np.arange(maximum.pairs, len(maximum.gain))
    return -float(relaxed.fun), np.concatenate([np.sort(few), rest])


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
    return Whole(x, -float(found.mip_dual_bound), found.status != 0)
