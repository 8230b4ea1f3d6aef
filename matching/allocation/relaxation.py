"""Prices where resources cross: the duals of the linear relaxation, at the coverage that was reached."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from matching.allocation.allocation import Allocation
from matching.allocation.program import Held, maximum_of, program_of, promises_of

if TYPE_CHECKING:
    from matching.allocation.problem import Problem

Float64 = NDArray[np.float64]


def relaxed_prices(problem: "Problem", allocation: Allocation) -> tuple[Float64, Float64, Float64]:
    """(postings,), (booths,), (resources,): value of the last unit in the relaxation.

    Only what the allocation uses up keeps its price: a whole solution may leave a little of what the relaxation uses up.
    """
    from scipy.optimize import linprog

    program = program_of(problem)
    cuts = np.cumsum([len(problem.people), len(problem.posts), len(problem.booths)])
    if not len(program.free):
        _, posting, booth, resource = np.split(np.zeros(len(program.limit)), cuts)
        return posting, booth, resource
    met = np.bincount(allocation.person, minlength=len(problem.people)) - program.pinned
    held = [Held(promise, int(np.minimum(promise, met).sum())) for promise in promises_of(problem, program)]
    maximum = maximum_of(program, problem.worth[program.free], held)
    bounds = np.column_stack([np.zeros(len(maximum.most)), maximum.most])
    found = linprog(-maximum.gain, A_ub=maximum.matrix, b_ub=maximum.limit, bounds=bounds, method="highs")
    if found.x is None:
        raise RuntimeError("the linear relaxation has no solution; the allocation does not fit the problem")
    duals = -found.ineqlin.marginals[: len(program.limit)]
    chosen = np.zeros(len(problem.pairs), dtype=np.int64)
    chosen[problem.rows_of(allocation.person, allocation.posting)] = 1
    full = program.matrix @ chosen[program.free] >= program.limit
    duals = np.where(full & (duals > 0), duals, 0.0)
    _, posting, booth, resource = np.split(duals, cuts)
    return posting, booth, resource
