"""Small bundles of changes under a budget: the best one, the best two, and what more of them can open at most."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

import numpy as np

from matching.bitmaps import count
from matching.unlock.change import Change
from matching.unlock.ground import Ground
from matching.unlock.problem import Problem, candidate_problem, site_problem
from matching.unlock.site import Site

BUDGET: Final = 3
"""Points when nobody said: three changes of low cost, or one of high."""
MOST_POINTS: Final = 12

_SHARES: Final = (6, 3, 2)
"""Sixths of a pair that a change is credited with: alone, as one of two, as one of three or more."""


@dataclass(frozen=True)
class Bundle:
    """Changes made together: their cost in points, and how many pairs of a person and a post they open."""

    changes: tuple[Change, ...]
    points: int
    pairs: int


@dataclass(frozen=True)
class Bundles:
    """The best single change and the best two within the budget, both exact (`pair` only where two open more than one); and the
    best bundle found.

    No bundle within the budget opens more than `bound` pairs: a best bundle that opens as many is proven to be best.
    """

    budget: int
    single: Bundle | None
    pair: Bundle | None
    best: Bundle | None
    bound: int

    @property
    def proven(self) -> bool:
        return self.best is None or self.best.pairs == self.bound


def site_bundles(ground: Ground, sites: Sequence[Site], budget: int = BUDGET) -> Bundles:
    """Bundles of arrangements and changed facts at one posting, or at all postings of an employer.

    Raises ValueError for a budget outside 1..12 points.
    """
    return best_bundles(site_problem(ground, sites), budget)


def candidate_bundles(ground: Ground, person: int, budget: int = BUDGET) -> Bundles:
    """Bundles for one person, of all that the person, public service and employers can do. Raises ValueError as `site_bundles`."""
    return best_bundles(candidate_problem(ground, person), budget)


def best_bundles(whole: Problem, budget: int) -> Bundles:
    """1. Every single change and every two within the budget are tried. 2. The better of them grows by what adds most, as long as
    the budget lasts. 3. The bound is the smaller of two: all changes together, and the best sum of shares within the budget.
    """
    if not 1 <= budget <= MOST_POINTS:
        raise ValueError(f"a budget of {budget} points: give 1 to {MOST_POINTS}")
    problem = whole.within(budget)
    keys = sorted(problem.changes)
    extra = _interplay(problem)
    values = {key: problem.value([key]) for key in keys}

    def rank(some: tuple[str, ...]) -> tuple[int, int, tuple[str, ...]]:
        return -sum(values[key] for key in some) - extra.get(some, 0), problem.points(some), some

    single = min(((key,) for key in keys), key=rank, default=())
    pair = min((two for two in combinations(keys, 2) if problem.points(two) <= budget), key=rank, default=())
    if problem.value(pair) <= problem.value(single):
        pair = ()
    best = _grow(problem, pair or single, budget)
    bound = min(problem.value(keys), _best_shares(problem, budget) // _SHARES[0])
    return Bundles(budget, _bundle(problem, single), _bundle(problem, pair), _bundle(problem, best), bound)


def _bundle(problem: Problem, keys: tuple[str, ...]) -> Bundle | None:
    pairs = problem.value(keys)
    wanted = sorted(keys)
    return Bundle(tuple(problem.changes[key] for key in wanted), problem.points(wanted), pairs) if pairs else None


def _interplay(problem: Problem) -> dict[tuple[str, ...], int]:
    """By how much two changes open more (or, where both open the same, fewer) pairs together than the sum of each."""
    extra: dict[tuple[str, ...], int] = {}
    for place, here in enumerate(problem.places):
        alone = {key: count(problem.opened(place, [key])) for key in here.moves}
        for two in combinations(sorted(here.moves), 2):
            more = count(problem.opened(place, two)) - alone[two[0]] - alone[two[1]]
            if more:
                extra[two] = extra.get(two, 0) + more
    return extra


def _grow(problem: Problem, chosen: tuple[str, ...], budget: int) -> tuple[str, ...]:
    while True:
        left, now = budget - problem.points(chosen), problem.value(chosen)
        others = [key for key in sorted(problem.changes) if key not in chosen and problem.changes[key].points <= left]
        gains = [(now - problem.value((*chosen, key)), problem.changes[key].points, key) for key in others]
        lost, _, key = min(gains, default=(0, 0, ""))
        if lost == 0:
            return chosen
        chosen = (*chosen, key)


def _best_shares(problem: Problem, budget: int) -> int:
    """The best sum of shares, in sixths, within the budget.

    A pair that a bundle opens is opened by some smallest part of it: one change, two, or more. Each change of that part is credited
    with its share, so that the shares of a bundle add up to at least what it opens.
    """
    best = [0] * (budget + 1)
    for key, change in sorted(problem.changes.items()):
        share = _share(problem, key)
        for left in range(budget, change.points - 1, -1):
            best[left] = max(best[left], best[left - change.points] + share)
    return best[budget]


def _share(problem: Problem, key: str) -> int:
    total = 0
    for place, here in enumerate(problem.places):
        if key not in here.moves:
            continue
        alone = problem.opened(place, [key])
        with_one = np.zeros_like(alone)
        for other in here.moves:
            if other != key:
                with_one |= problem.opened(place, sorted((key, other))) & ~problem.opened(place, [other])
        with_one &= ~alone
        more = problem.opened(place, here.moves) & here.kept_out(key) & ~alone & ~with_one
        total += sum(share * count(some) for share, some in zip(_SHARES, (alone, with_one, more), strict=True))
    return total
