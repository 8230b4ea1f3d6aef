"""The allocation beside other ways to decide: one row each, measured alike."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from matching.allocation.allocation import Allocation
from matching.allocation.blocking import blocking_pairs
from matching.allocation.checks import check_capacity, check_validity
from matching.allocation.core import Effort
from matching.allocation.coverage import coverage_of
from matching.allocation.measures import congestion, envious, gini
from matching.allocation.rivals import deferred_acceptance, greedy, greedy_lists, random_feasible
from matching.allocation.solution import Solution, allocate

if TYPE_CHECKING:
    from matching.allocation.problem import Problem


@dataclass(frozen=True, slots=True)
class Standing:
    """One method. `objective` = `value` + `priority`; `gap`: how far below the bound, as a share (the bound is that of the
    allocation's coverage: a method that covers fewer people may lie above, and its gap below 0). `first`, `kept`: coverage.
    `gini_interviews`, `gini_value` over people with a pair; `congestion` over booths. `blocking`: pairs; `envious`: people;
    `faults`: of both checks.
    """

    method: str
    interviews: int
    objective: float
    value: float
    priority: float
    gap: float
    first: int
    kept: int
    gini_interviews: float
    gini_value: float
    congestion: float
    blocking: int
    envious: int
    faults: int


def without_guarantee(problem: "Problem", effort: Effort | None = None) -> Allocation:
    """The best allocation where nobody is promised an interview: beside the other it says what coverage costs."""
    return replace(allocate(replace(problem, guaranteed=0), effort).allocation, method=FREE)


FREE: Final = "no guarantee"
RIVALS: Final[Mapping[str, Callable[["Problem"], Allocation]]] = {
    "lists": greedy_lists,
    "greedy": greedy,
    "deferred": deferred_acceptance,
    "random": random_feasible,
}
"""Shortlists, greedy, deferred acceptance and chance, by the name of the method."""


def compare(
    problem: "Problem", solution: Solution, effort: Effort | None = None, known: Mapping[str, Allocation] | None = None
) -> tuple[Standing, ...]:
    """The allocation beside the same without a guarantee, and the rivals. `known`: what of these is at hand already, by method."""
    there = known or {}
    free = there[FREE] if FREE in there else without_guarantee(problem, effort)
    rivals = [there[method] if method in there else rival(problem) for method, rival in RIVALS.items()]
    return tuple(stand(allocation, problem, solution.bound) for allocation in (solution.allocation, free, *rivals))


def stand(allocation: Allocation, problem: "Problem", bound: float) -> Standing:
    """Measure one allocation against the bound of the best."""
    rows = problem.rows_of(allocation.person, allocation.posting)
    rows = rows[rows >= 0]
    value, objective = float(problem.pairs.value[rows].sum()), float(problem.worth[rows].sum())
    coverage = coverage_of(allocation, problem)
    candidates = np.unique(problem.pairs.person)
    met = np.bincount(allocation.person, minlength=len(problem.people))[candidates]
    person = problem.pairs.person[rows]
    worth = np.bincount(person, weights=problem.pairs.value[rows], minlength=len(problem.people))[candidates]
    booths = np.bincount(problem.booth_of[allocation.posting], minlength=len(problem.booths))
    return Standing(
        method=allocation.method,
        interviews=len(allocation),
        objective=objective,
        value=value,
        priority=objective - value,
        gap=(bound - objective) / bound if bound > 0 else 0.0,
        first=coverage.first,
        kept=coverage.kept,
        gini_interviews=gini(met),
        gini_value=gini(worth),
        congestion=congestion(booths),
        blocking=len(blocking_pairs(allocation, problem)),
        envious=envious(allocation, problem),
        faults=len(check_validity(allocation, problem)) + len(check_capacity(allocation, problem)),
    )
