"""Who is next at a posting when a place falls free."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from matching.allocation.allocation import Allocation

if TYPE_CHECKING:
    from matching.allocation.problem import Problem

Int64 = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class WaitingLists:
    """All waiting lists: `pair` (n,) rows of the problem's pairs, posting by posting; `start` (postings + 1,) where each begins.

    A person may wait at several postings, and also while holding interviews elsewhere.
    """

    pair: Int64
    start: Int64

    def of(self, posting: int) -> Int64:
        """The rows of the pairs that wait at a posting, who comes first first."""
        return self.pair[self.start[posting] : self.start[posting + 1]]


def waiting_lists(problem: "Problem", allocation: Allocation) -> WaitingLists:
    """Everybody who may meet a posting and does not: by value with priorities, then by the larger lottery number."""
    waits = ~problem.excluded
    rows = problem.rows_of(allocation.person, allocation.posting)
    waits[rows[rows >= 0]] = False
    pair = np.flatnonzero(waits)
    posting, worth, lottery = problem.pairs.posting[pair], problem.worth[pair], problem.lottery[pair]
    order = np.lexsort((-lottery, -worth, posting))
    start = np.searchsorted(posting[order], np.arange(len(problem.posts) + 1))
    return WaitingLists(pair[order], start)
