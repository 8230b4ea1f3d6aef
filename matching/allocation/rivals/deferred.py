"""Deferred acceptance (Gale and Shapley 1962), people proposing, many to many, with booths as quotas over postings."""

from collections import defaultdict
from heapq import heappop, heappush
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from matching.allocation.allocation import Allocation, allocation_of
from matching.allocation.blocking import person_ranks, posting_ranks
from matching.allocation.usage import limits_of, usage_of

if TYPE_CHECKING:
    from matching.allocation.problem import Problem

Int64 = NDArray[np.int64]


def deferred_acceptance(problem: "Problem") -> Allocation:
    """The allocation by both sides' own scores, without value or guarantee.

    1. Everybody proposes to their best postings by interest, as many as they want interviews; after a refusal, to the next.
    2. A posting holds its best proposals by offer score: where the posting is full it refuses its worst, where only the booth is
       full the booth refuses its worst.
    3. Resources know no proposals: where the result takes more of one than there is, the pairs of the lowest offer score that use
       it are struck off, and all begins again without them.

    Ties by the lottery; pins stand from the start. Where every interview takes one slot and resources suffice, no pair blocks.
    """
    closed = problem.excluded | problem.pinned
    by_posting = posting_ranks(problem)
    while True:
        rows = _Proposals(problem, closed, by_posting).settle()
        struck = _too_much(problem, rows, by_posting)
        if not len(struck):
            return allocation_of(np.sort(np.concatenate([np.flatnonzero(problem.pinned), rows])), problem, "deferred")
        closed = closed.copy()
        closed[struck] = True


def _too_much(problem: "Problem", rows: Int64, by_posting: Int64) -> Int64:
    """The held pairs of the lowest offer score that take a resource beyond its slots."""
    pins = np.flatnonzero(problem.pinned)
    taken = usage_of(problem.pairs.person[pins], problem.pairs.posting[pins], problem).resource
    struck = []
    for resource, limit in enumerate(limits_of(problem).resource - taken):
        users = rows[problem.uses(resource, problem.pairs.person[rows], problem.pairs.posting[rows])]
        users = users[np.argsort(-by_posting[users], kind="stable")]
        struck.append(users[np.cumsum(problem.takes[problem.pairs.person[users]]) > limit])
    return np.unique(np.concatenate(struck)) if struck else np.empty(0, dtype=np.int64)


class _Proposals:
    """The state of one run: who still proposes, and what each booth holds."""

    def __init__(self, problem: "Problem", closed: NDArray[np.bool_], by_posting: Int64) -> None:
        pairs, pins = problem.pairs, np.flatnonzero(problem.pinned)
        usage, limits = usage_of(pairs.person[pins], pairs.posting[pins], problem), limits_of(problem)
        self._person, self._posting = pairs.person.tolist(), pairs.posting.tolist()
        self._booth_of, self._takes, self._rank = problem.booth_of.tolist(), problem.takes.tolist(), by_posting.tolist()
        self._wanted = (limits.person - usage.person).tolist()
        self._posting_room = (limits.posting - usage.posting).tolist()
        self._booth_room = (limits.booth - usage.booth).tolist()
        self._held: set[int] = set()
        self._at_posting: dict[int, list[tuple[int, int]]] = defaultdict(list)
        self._at_booth: dict[int, list[tuple[int, int]]] = defaultdict(list)
        rows = np.flatnonzero(~closed)
        order = rows[np.argsort(person_ranks(problem)[rows], kind="stable")]
        self._next: dict[int, list[int]] = defaultdict(list)
        for row in order.tolist():
            self._next[self._person[row]].append(row)

    def settle(self) -> Int64:
        """Propose until nobody is left to propose; gives the pairs held."""
        waiting = sorted(self._next, reverse=True)
        while waiting:
            person = waiting.pop()
            while self._wanted[person] > 0 and self._next[person]:
                refused = self._propose(self._next[person].pop())
                waiting.extend(refused)
        return np.array(sorted(self._held), dtype=np.int64)

    def _propose(self, row: int) -> list[int]:
        """Hold the pair, then refuse until everything fits; gives the people refused."""
        posting, booth = self._posting[row], self._booth_of[self._posting[row]]
        self._held.add(row)
        self._count(row, booth, 1)
        heappush(self._at_posting[posting], (self._rank[row], row))
        heappush(self._at_booth[booth], (self._rank[row], row))
        refused = []
        while self._posting_room[posting] < 0 or self._booth_room[booth] < 0:
            worst = self._worst(self._at_posting[posting] if self._posting_room[posting] < 0 else self._at_booth[booth])
            self._held.remove(worst)
            self._count(worst, booth, -1)
            refused.append(self._person[worst])
        return refused

    def _worst(self, heap: list[tuple[int, int]]) -> int:
        """Take the held pair of the lowest rank; pairs refused since then are still in the heap and are passed over."""
        while (row := heappop(heap)[1]) not in self._held:
            pass
        return row

    def _count(self, row: int, booth: int, by: int) -> None:
        self._wanted[self._person[row]] -= by
        self._posting_room[self._posting[row]] -= by
        self._booth_room[booth] -= by * self._takes[self._person[row]]
