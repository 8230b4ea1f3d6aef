"""Branch and bound over few columns, where that is proved, and over all, where not: the same optimum as one plain search."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.optimize import Bounds, LinearConstraint, linprog, milp

from matching.allocation import Effort, Problem, allocate
from matching.allocation.core import Whole, relax, solve_whole
from matching.allocation.program import Maximum, maximum_of, program_of
from tests.matching.allocation.test_scale import large


def crossed(seed: int) -> Problem:
    """The large fair with every fifth person's interviews twice as long."""
    problem = large(seed)
    return replace(problem, people=tuple(replace(p, takes=2 if n % 5 == 0 else 1) for n, p in enumerate(problem.people)))


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_larger_fair_agrees_with_one_plain_search(seed: int) -> None:
    problem = crossed(seed)
    program = program_of(problem)
    plain = milp(
        -problem.worth[program.free],
        constraints=LinearConstraint(program.matrix, -np.inf, program.limit),
        bounds=Bounds(0, 1),
        integrality=np.ones(len(program.free)),
        options={"mip_rel_gap": 0.0},
    )
    solution = allocate(problem, Effort(gap=0.0))
    assert solution.objective == pytest.approx(-plain.fun, rel=1e-6)
    assert solution.gap <= 1e-6
    assert allocate(problem).objective >= -plain.fun * (1 - 0.001)


def test_what_the_few_columns_do_not_prove_is_searched_among_all() -> None:
    problem = crossed(1)
    program = program_of(problem)
    maximum = maximum_of(program, problem.worth[program.free], [])
    few = solve_whole(maximum, Effort(0.0), lambda x, bound: True)
    full = solve_whole(maximum, Effort(0.0), lambda x, bound: False)
    assert gained(maximum, few) == pytest.approx(gained(maximum, full))
    assert full.bound <= few.bound
    assert full.bound == pytest.approx(gained(maximum, full))


def gained(maximum: Maximum, whole: Whole) -> float:
    return float(maximum.gain[: maximum.pairs] @ whole.x)


@pytest.mark.parametrize("within", [0.0, 0.01])
def test_the_relaxation_over_few_columns_bounds_that_over_all(within: float) -> None:
    program = program_of(crossed(2))
    maximum = maximum_of(program, crossed(2).worth[program.free], [])
    plain = linprog(-maximum.gain, A_ub=maximum.matrix, b_ub=maximum.limit, bounds=(0, 1))
    bound, columns, _ = relax(maximum, np.zeros(0, dtype=np.int64), within)
    assert -plain.fun * (1 - 1e-9) <= bound <= -plain.fun * (1 + within + 1e-9)
    assert len(columns) <= len(maximum.limit) < maximum.pairs
