"""How an allocation spreads what it gives: inequality, crowding, envy."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from matching.allocation.allocation import Allocation

if TYPE_CHECKING:
    from matching.allocation.problem import Problem

Int64 = NDArray[np.int64]
Float64 = NDArray[np.float64]


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
    pairs = problem.pairs
    rows = problem.rows_of(allocation.person, allocation.posting)
    rows = rows[rows >= 0]
    own = np.bincount(pairs.person[rows], weights=pairs.interest[rows], minlength=len(problem.people))
    best = own.copy()
    open_pairs = np.flatnonzero(~problem.excluded)
    by_posting = open_pairs[np.argsort(pairs.posting[open_pairs], kind="stable")]
    start = np.searchsorted(pairs.posting[by_posting], np.arange(len(problem.posts) + 1))
    for other in _bundles(pairs.person[rows], pairs.posting[rows]):
        wishes = np.concatenate([by_posting[start[posting] : start[posting + 1]] for posting in other.tolist()])
        order = np.lexsort((-pairs.interest[wishes], pairs.person[wishes]))
        person, interest = pairs.person[wishes][order], pairs.interest[wishes][order]
        first = np.flatnonzero(np.r_[len(person) > 0, person[1:] != person[:-1]])
        place = np.arange(len(person)) - np.repeat(first, np.diff(np.r_[first, len(person)]))
        counted = place < problem.most[person]
        would = np.bincount(person[counted], weights=interest[counted], minlength=len(problem.people))
        np.maximum(best, would, out=best)
    return int((best > own + 1e-12).sum())


def _bundles(person: Int64, posting: Int64) -> list[Int64]:
    """The distinct sets of postings that people hold."""
    order = np.lexsort((posting, person))
    person, posting = person[order], posting[order]
    cuts = np.flatnonzero(person[1:] != person[:-1]) + 1
    held = {tuple(part.tolist()) for part in np.split(posting, cuts)}
    return [np.array(bundle, dtype=np.int64) for bundle in sorted(held) if bundle]
