"""How an allocation spreads what it gives: inequality, crowding, envy."""

from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from matching.allocation.allocation import Allocation

if TYPE_CHECKING:
    from matching.allocation.problem import Problem

Int64 = NDArray[np.int64]
Float64 = NDArray[np.float64]

_AT_ONCE: Final = 1_024
"""Bundles of interviews that are weighed together: some megabytes."""


def gini(amounts: Int64 | Float64) -> float:
    """The Gini coefficient of amounts >= 0, (n,): 0 where all have the same, near 1 where one has all; 0 where nobody has anything.

    G = sum over i of (2 i - n - 1) x_i / (n sum x), x sorted, i from 1 (Sen 1973).
    """
    ordered = np.sort(np.asarray(amounts, dtype=np.float64))
    n, total = len(ordered), float(ordered.sum())
    if not total:
        return 0.0
    return float(((2 * np.arange(1, n + 1) - n - 1) * ordered).sum() / (n * total))


def congestion(shares: Int64 | Float64) -> float:
    """How much a few places draw, 0..1, from what each draws, (n,): 0 where all draw the same, 1 where one draws all.

    1 - entropy of the shares / log n, as in the congestion of recommended jobs (Mashayekhi and others 2023, ReCon).
    """
    drawn = np.asarray(shares, dtype=np.float64)
    if len(drawn) < 2 or not drawn.sum():
        return 0.0
    share = drawn[drawn > 0] / drawn.sum()
    return float(max(0.0, 1.0 + (share * np.log(share)).sum() / np.log(len(drawn))))


def envious(allocation: Allocation, problem: "Problem") -> int:
    """How many people would rather have the interviews of somebody else, by the sum of their own interest.

    Only interviews that the rules allow them count, and of somebody else's no more than they want themselves. What somebody needs
    of the fair's resources is left out of account. Meetings that are no pair of the problem are left out.
    """
    pairs, people = problem.pairs, len(problem.people)
    rows = problem.rows_of(allocation.person, allocation.posting)
    rows = rows[rows >= 0]
    own = np.bincount(pairs.person[rows], weights=pairs.interest[rows], minlength=people)
    best = own.copy()
    open_pairs = np.flatnonzero(~problem.excluded)
    by_posting = open_pairs[np.argsort(pairs.posting[open_pairs], kind="stable")]
    start = np.searchsorted(pairs.posting[by_posting], np.arange(len(problem.posts) + 1))
    bundles = _bundles(pairs.person[rows], pairs.posting[rows])
    for at in range(0, len(bundles), _AT_ONCE):
        some = bundles[at : at + _AT_ONCE]
        number = np.repeat(np.arange(len(some)), [len(bundle) for bundle in some])
        posting = np.array([one for bundle in some for one in bundle], dtype=np.int64)
        count = start[posting + 1] - start[posting]
        before = np.cumsum(count) - count
        wishes = by_posting[np.repeat(start[posting] - before, count) + np.arange(int(count.sum()))]
        bundle_of_person = np.repeat(number, count) * people + pairs.person[wishes]
        order = np.lexsort((-pairs.interest[wishes], bundle_of_person))
        wishes, bundle_of_person = wishes[order], bundle_of_person[order]
        first = np.flatnonzero(np.concatenate([[True], bundle_of_person[1:] != bundle_of_person[:-1]])[: len(wishes)])
        each = np.diff(np.append(first, len(wishes)))
        group = np.repeat(np.arange(len(first)), each)
        counted = np.arange(len(wishes)) - first[group] < problem.most[pairs.person[wishes]]
        would = np.bincount(group[counted], weights=pairs.interest[wishes[counted]], minlength=len(first))
        np.maximum.at(best, pairs.person[wishes[first]], would)
    return int((best > own + 1e-12).sum())


def _bundles(person: Int64, posting: Int64) -> list[tuple[int, ...]]:
    """The distinct sets of postings that people hold."""
    order = np.lexsort((posting, person))
    meetings = zip(person[order].tolist(), posting[order].tolist(), strict=True)
    return sorted({tuple(posting for _, posting in mine) for _, mine in groupby(meetings, key=itemgetter(0))})
