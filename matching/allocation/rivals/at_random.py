"""A feasible allocation by chance: what any method must beat."""

from typing import TYPE_CHECKING

import numpy as np

from matching.allocation.allocation import Allocation, allocation_of
from matching.allocation.rivals.room import Room

if TYPE_CHECKING:
    from matching.allocation.problem import Problem


def random_feasible(problem: "Problem") -> Allocation:
    """Pairs in the order of the lottery of the event's seed; each is taken where there is room."""
    return allocation_of(Room(problem).fill(np.argsort(-problem.lottery, kind="stable")), problem, "random")
