"""Greedy: the best pair that still fits, again and again."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from matching.allocation.allocation import Allocation, allocation_of
from matching.allocation.rivals.room import Room

if TYPE_CHECKING:
    from matching.allocation.problem import Problem


def greedy(problem: "Problem") -> Allocation:
    """Pairs by value with priorities, ties by the lottery; each is taken where there is room."""
    return allocation_of(Room(problem).fill(by_worth(problem)), problem, "greedy")


def by_worth(problem: "Problem") -> NDArray[np.int64]:
    """(pairs,) rows, the best first."""
    return np.lexsort((-problem.lottery, -problem.worth))
