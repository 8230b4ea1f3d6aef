"""Many small sets over one vocabulary, kept as two flat arrays so that one posting can be compared with many people at once."""

from array import array
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Int32 = NDArray[np.int32]
Int64 = NDArray[np.int64]
Bool = NDArray[np.bool_]
Float64 = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Chosen:
    """The members of chosen sets, one after another: set i lies between bounds[i] and bounds[i + 1]."""

    members: Int32
    bounds: Int64

    def count(self, marked: Bool) -> Int64:
        """(rows,) how many members of each set are marked; `marked` is bool over the vocabulary."""
        running = np.zeros(len(self.members) + 1, np.int64)
        np.cumsum(marked[self.members], out=running[1:])
        counts: Int64 = running[self.bounds[1:]] - running[self.bounds[:-1]]
        return counts

    def best(self, values: Float64) -> Float64:
        """(rows,) the highest in each set of `values` (members,); NaN is a value not known, and the answer of an empty set."""
        best = np.full(len(self.bounds) - 1, np.nan)
        filled = np.flatnonzero(self.sizes)
        if len(filled):
            best[filled] = np.fmax.reduceat(values, self.bounds[filled])
        return best

    @property
    def distinct(self) -> Int32:
        """The members of all sets, each once."""
        return np.unique(self.members)

    @property
    def sizes(self) -> Int64:
        return np.diff(self.bounds)


@dataclass(frozen=True, eq=False)
class Sets:
    """n sets of terms. `vocabulary` gives each term its number."""

    vocabulary: dict[str, int]
    members: Int32
    bounds: Int64

    def choose(self, rows: Int64) -> Chosen:
        starts = self.bounds[rows]
        sizes = self.bounds[rows + 1] - starts
        bounds = np.zeros(len(rows) + 1, np.int64)
        np.cumsum(sizes, out=bounds[1:])
        where = np.repeat(starts - bounds[:-1], sizes) + np.arange(bounds[-1])
        return Chosen(self.members[where], bounds)

    def mark(self, terms: Iterable[str]) -> Bool:
        """bool over the vocabulary: True at each of the terms it knows."""
        marked = np.zeros(len(self.vocabulary), np.bool_)
        known = [self.vocabulary[term] for term in terms if term in self.vocabulary]
        marked[known] = True
        return marked


def collect(groups: Iterable[Iterable[str]]) -> Sets:
    """Build the sets; a term twice in one group counts once. Terms are numbered in order of appearance."""
    vocabulary: dict[str, int] = {}
    members = array("i")
    bounds = array("q", [0])
    for group in groups:
        members.extend([vocabulary.setdefault(term, len(vocabulary)) for term in sorted(set(group))])
        bounds.append(len(members))
    return Sets(vocabulary, np.array(members, np.int32), np.array(bounds, np.int64))
