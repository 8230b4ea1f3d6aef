"""What room is left while meetings are added one by one."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from matching.allocation.usage import limits_of, usage_of

if TYPE_CHECKING:
    from matching.allocation.problem import Problem

Int64 = NDArray[np.int64]


class Room:
    """Starts with the pins taken; `take` adds a pair where everything it uses has room."""

    def __init__(self, problem: "Problem") -> None:
        pairs = problem.pairs
        self.taken = np.flatnonzero(problem.pinned).tolist()
        usage = usage_of(pairs.person[self.taken], pairs.posting[self.taken], problem)
        limits = limits_of(problem)
        self._person = (limits.person - usage.person).tolist()
        self._posting = (limits.posting - usage.posting).tolist()
        self._booth = (limits.booth - usage.booth).tolist()
        self._resource = (limits.resource - usage.resource).tolist()
        self._persons, self._postings = pairs.person.tolist(), pairs.posting.tolist()
        self._booths, self._takes = problem.booth_of.tolist(), problem.takes.tolist()
        self._uses = [problem.uses(row, pairs.person, pairs.posting).tolist() for row in range(len(problem.resources))]
        self._closed = (problem.pinned | problem.excluded).tolist()

    def take(self, row: int) -> bool:
        """Add a pair (row) if it is open and fits; says whether it was added."""
        person, posting = self._persons[row], self._postings[row]
        booth, takes = self._booths[posting], self._takes[person]
        lent = [resource for resource, uses in enumerate(self._uses) if uses[row]]
        if self._closed[row] or self._person[person] < 1 or self._posting[posting] < 1 or self._booth[booth] < takes:
            return False
        if any(self._resource[resource] < takes for resource in lent):
            return False
        self._person[person] -= 1
        self._posting[posting] -= 1
        self._booth[booth] -= takes
        for resource in lent:
            self._resource[resource] -= takes
        self.taken.append(row)
        return True

    def fill(self, order: Int64) -> Int64:
        """Add every pair that fits, in this order; gives the rows of all taken, sorted."""
        for row in order.tolist():
            self.take(row)
        return np.sort(np.array(self.taken, dtype=np.int64))
