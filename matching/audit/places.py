"""Who stands where on the lists of a run, and how evenly the places and the attention are spread."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from matching.audit.groups import Int64
from matching.shortlist import Shortlist

Float64 = NDArray[np.float64]

TOP: Final = 0.1
"""Congestion looks at this share of the people: those with most places."""


@dataclass(frozen=True, eq=False)
class Places:
    """The places of the fitting band: `person`, `posting` (places,) are rows, `rank` (places,) counts from 1.

    `people` and `postings` are how many there are, those without a place included.
    """

    person: Int64
    posting: Int64
    rank: Int64
    people: int
    postings: int

    def of_people(self) -> Int64:
        """(people,) on how many lists each person stands."""
        return np.bincount(self.person, minlength=self.people).astype(np.int64)

    def of_postings(self) -> Int64:
        """(postings,) how many people each list holds."""
        return np.bincount(self.posting, minlength=self.postings).astype(np.int64)

    def exposure(self) -> Float64:
        """(people,) the attention that each person's places get: the sum of 1 / log2(rank + 1), as DCG discounts a list."""
        return _sums(self.person, self.rank, self.people)

    def exposure_of_postings(self) -> Float64:
        """(postings,) the same sum over each list."""
        return _sums(self.posting, self.rank, self.postings)


def _sums(of: Int64, rank: Int64, rows: int) -> Float64:
    return np.bincount(of, weights=1 / np.log2(rank + 1.0), minlength=rows).astype(np.float64)


def read_places(rows: Mapping[str, int], lists: Sequence[Shortlist]) -> Places:
    """The fitting places of the lists; people without a row are passed over."""
    found = [
        (rows[entry.candidate], place, entry.rank)
        for place, one in enumerate(lists)
        for entry in one.band("fit")
        if entry.candidate in rows
    ]
    table = np.array(found, np.int64).reshape(-1, 3)
    return Places(table[:, 0], table[:, 1], table[:, 2], len(rows), len(lists))


def gini(values: Iterable[float] | Float64 | Int64) -> float | None:
    """Gini's coefficient: 0 where all have the same, towards 1 where one has everything; None where nobody has anything.

    Mean absolute difference of all pairs over twice the mean.
    """
    ordered = np.sort(np.asarray(values, np.float64))
    n, total = len(ordered), ordered.sum()
    if n == 0 or total <= 0:
        return None
    return float((2 * np.arange(1, n + 1) - n - 1) @ ordered / (n * total))


def congestion(places: Int64, top: float = TOP) -> float | None:
    """The share of all places taken by the people with most of them, `top` of all people (rounded up); None without places."""
    total = int(places.sum())
    if total == 0:
        return None
    most = int(np.ceil(len(places) * top))
    return float(np.sort(places)[::-1][:most].sum() / total)
