"""Many small sets over one vocabulary, kept as two flat arrays so that many people can be compared with postings at once."""

from array import array
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Int32 = NDArray[np.int32]
Int64 = NDArray[np.int64]
Bool = NDArray[np.bool_]
Float64 = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Sets:
    """n sets of terms: set i lies between bounds[i] and bounds[i + 1]. `vocabulary` gives each term its number."""

    vocabulary: dict[str, int]
    members: Int32
    bounds: Int64

    def choose(self, rows: Int64) -> "Sets":
        """The sets of some rows, in their order."""
        starts, sizes = self.bounds[rows], self.sizes_of(rows)
        bounds = np.zeros(len(rows) + 1, np.int64)
        np.cumsum(sizes, out=bounds[1:])
        where = np.repeat(starts - bounds[:-1], sizes) + np.arange(bounds[-1])
        return Sets(self.vocabulary, self.members[where], bounds)

    def marks(self, groups: Sequence[Collection[str]]) -> Bool:
        """(groups, vocabulary): True at each of the terms that it knows."""
        marks = np.zeros((len(groups), len(self.vocabulary)), np.bool_)
        for mine, group in zip(marks, groups, strict=True):
            mine[[number for number in map(self.vocabulary.get, group) if number is not None]] = True
        return marks

    def sizes_of(self, rows: Int64) -> Int64:
        """(r,) how many terms the sets of some rows have."""
        return np.asarray(self.bounds[rows + 1] - self.bounds[rows])


def collect(groups: Iterable[Iterable[str]]) -> Sets:
    """Build the sets; a term twice in one group counts once. Terms are numbered in order of appearance."""
    return collect_ordered(sorted(set(group)) for group in groups)


def collect_ordered(groups: Iterable[Sequence[str]]) -> Sets:
    """Build the sets of different terms, each kept in the order in which it is given."""
    vocabulary: dict[str, int] = {}
    members = array("i")
    bounds = array("q", [0])
    for group in groups:
        members.extend([vocabulary.setdefault(term, len(vocabulary)) for term in group])
        bounds.append(len(members))
    return Sets(vocabulary, np.array(members, np.int32), np.array(bounds, np.int64))
