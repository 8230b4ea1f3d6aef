"""Shortlists without an allocation: each posting asks for its own best, whoever else asks for them."""

from typing import TYPE_CHECKING

import numpy as np

from matching.allocation.allocation import Allocation, allocation_of
from matching.allocation.rivals.greedy import by_worth
from matching.allocation.rivals.room import Room

if TYPE_CHECKING:
    from matching.allocation.problem import Problem


def greedy_lists(problem: "Problem") -> Allocation:
    """Each posting takes as many people as it has interviews, by value; what of that fits takes place, the best first.

    A place that a list loses to another list stays empty: nobody sees the others' lists.
    """
    order = by_worth(problem)
    order = order[~(problem.excluded | problem.pinned)[order]]
    posting = problem.pairs.posting[order]
    by_posting = np.argsort(posting, kind="stable")
    start = np.searchsorted(posting[by_posting], np.arange(len(problem.posts)))
    place = np.empty(len(order), dtype=np.int64)
    place[by_posting] = np.arange(len(order)) - start[posting[by_posting]]
    pins = np.bincount(problem.pairs.posting[problem.pinned], minlength=len(problem.posts))
    listed = place < (problem.interviews - pins)[posting]
    return allocation_of(Room(problem).fill(order[listed]), problem, "lists")
