"""Integers fine enough: a fair too large for brute force agrees with a linear program, and amounts read back as they were."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linprog

from matching.allocation import Booth, Pairs, Person, Post, Problem, Resource, allocate
from matching.allocation.program import program_of
from matching.allocation.scale import scale_of
from tests.matching.allocation.fairs import INTERPRETER


def large(seed: int) -> Problem:
    """120 people, 30 postings at 10 booths, 600 pairs whose values span six orders of magnitude."""
    rng = np.random.default_rng(seed)
    chosen = rng.choice(120 * 30, 600, replace=False)
    value = 10.0 ** rng.uniform(-6, 0, 600)
    return Problem(
        people=tuple(Person(f"p{n}", int(rng.integers(1, 5)), needs=("csl",) if n % 6 == 0 else ()) for n in range(120)),
        posts=tuple(Post(f"j{n}", n % 10, int(rng.integers(1, 6))) for n in range(30)),
        booths=tuple(Booth(f"b{n}", 1) for n in range(10)),
        pairs=Pairs(chosen // 30, chosen % 30, value, value, value),
        slots=8,
        guaranteed=0,
        resources=(Resource("csl", INTERPRETER, 1),),
    )


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_larger_fair_agrees_with_a_linear_program(seed: int) -> None:
    """The relaxation of a flow has whole optima, so its optimum is the best value: the flow reaches it to a millionth."""
    problem = large(seed)
    program = program_of(problem)
    relaxed = linprog(-problem.worth[program.free], A_ub=program.matrix, b_ub=program.limit, bounds=(0, 1), method="highs")
    solution = allocate(problem)
    assert solution.objective == pytest.approx(-relaxed.fun, rel=1e-6)
    assert -relaxed.fun <= solution.bound * (1 + 1e-9)
    assert solution.gap <= 1e-6


@pytest.mark.parametrize("seed", [1, 2])
def test_the_order_of_coverage_before_value_holds_at_scale(seed: int) -> None:
    solution = allocate(replace(large(seed), guaranteed=2))
    assert solution.covered
    assert sum(len(shortage.people) for shortage in solution.shortages) > 0
    assert all(shortage.need > shortage.holds for shortage in solution.shortages)


@given(
    st.lists(st.floats(1e-6, 10), min_size=1, max_size=20),
    st.integers(1, 5),
    st.integers(0, 1),
    st.integers(0, 4),
    st.floats(-0.4, 0.4),
)
def test_amounts_read_back_as_they_were(values: list[float], guaranteed: int, first: int, more: int, share: float) -> None:
    scale = scale_of(np.array(values), 4, 40, guaranteed)
    more = min(more, guaranteed - 1)
    value = int(share * scale.step)
    read = scale.read(np.array([(first * guaranteed + more) * scale.step + value]))
    assert [column.tolist() for column in read] == [[first], [more], [value * scale.unit]]


@given(st.integers(1, 6))
def test_a_bonus_falls_with_every_interview_and_ends_with_the_guarantee(guaranteed: int) -> None:
    scale = scale_of(np.array([0.5, 0.25]), 4, 10, guaranteed)
    bonuses = [scale.bonus(interview) for interview in range(1, guaranteed + 2)]
    assert bonuses == sorted(bonuses, reverse=True)
    assert len(set(bonuses)) == guaranteed + 1
    assert bonuses[-1] == 0
    assert bonuses[-2] == scale.step > 2 * scale.worth.sum()
