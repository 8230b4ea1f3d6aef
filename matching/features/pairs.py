"""Pairs of a person and a posting, and what the postings mark in the sets of their people: all pairs in one pass."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from matching.features.sets import Bool, Float64, Int64, Sets

Value = TypeVar("Value", bound=np.generic)

_ROWS: Final = 4_096
"""Pairs taken together: their columns stay in the cache of a core."""
_POSTINGS: Final = 32
"""Postings taken together at most: each has a row over the vocabularies."""


@dataclass(frozen=True, eq=False)
class Pairs:
    """`rows` (n,) of the table of people and `postings` (n,), both from 0, ascending by posting; `bounds` (postings + 1,)."""

    rows: Int64
    postings: Int64
    bounds: Int64

    def count(self, sets: Sets, marks: Bool) -> Int64:
        """(n,) how many members of the person's set the posting marks; marks (postings, vocabulary)."""
        from matching.features import set_kernels

        counts = np.empty(len(self.rows), np.int64)
        set_kernels.count(sets.members, sets.bounds, self.rows, self.postings, marks, counts)
        return counts

    def overlap(self, sets: Sets, firsts: Int64, lasts: Int64, texts: Bool, titles: Bool) -> Int64:
        """(3, n) how many members of the person's set are in the text of the posting, how many of its first in the title, how many
        of its last.

        Of the set of row i the first `firsts[i]` and the last `lasts[i]` are meant, which together are all; texts and titles
        (postings, vocabulary).
        """
        from matching.features import set_kernels

        counts = np.empty((3, len(self.rows)), np.int64)
        places = texts * np.uint8(set_kernels.TEXT) + titles * np.uint8(set_kernels.TITLE)
        set_kernels.overlap(sets.members, sets.bounds, self.rows, self.postings, firsts, lasts, places, counts)
        return counts

    def best(self, sets: Sets, values: Float64) -> Float64:
        """(n,) the highest of the values (postings, vocabulary) of the members; NaN where none is known."""
        from matching.features import set_kernels

        highest = np.empty(len(self.rows))
        set_kernels.best(sets.members, sets.bounds, self.rows, self.postings, values, highest)
        return highest

    def met(self, sets: Sets) -> Bool:
        """(postings, vocabulary) which members of their people's sets the postings meet."""
        from matching.features import set_kernels

        met = np.zeros((len(self.bounds) - 1, len(sets.vocabulary)), np.bool_)
        set_kernels.meet(sets.members, sets.bounds, self.rows, self.postings, met)
        return met

    def answer(self, sets: Sets, firsts: Int64, same: Bool, near: Float64) -> tuple[Float64, Float64]:
        """(n,) twice: how much of what the posting asks the set has, and the sum of the nearest members.

        Posting i asks `firsts[i]` to `firsts[i + 1]` of same and near (asked, vocabulary).
        """
        from matching.features import set_kernels

        answered, nearness = np.empty(len(self.rows)), np.empty(len(self.rows))
        set_kernels.answer(sets.members, sets.bounds, self.rows, self.postings, firsts, same, near, answered, nearness)
        return answered, nearness

    def spread(self, values: NDArray[Value]) -> NDArray[Value]:
        """(n,) what is known of each posting, at its pairs."""
        return np.asarray(values[self.postings])


def parts_of(bounds: Int64) -> Iterator[tuple[int, int]]:
    """(first, last) postings that are taken together, so that they have pairs enough to be worth it and not too many."""
    first = 0
    while first < len(bounds) - 1:
        last = int(np.searchsorted(bounds, bounds[first] + _ROWS))
        last = max(first + 1, min(last, first + _POSTINGS, len(bounds) - 1))
        yield first, last
        first = last
