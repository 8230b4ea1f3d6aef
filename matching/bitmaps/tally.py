"""Per person, over many postings: how many verdicts of each kind, and what stands in the way how often."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from matching.bitmaps.index import VERDICT_CODES, Planes, VerdictIndex
from matching.bitmaps.literals import Words, unpack

Int32 = NDArray[np.int32]

_FULL: Final = 255
"""What a byte can count to."""


@dataclass
class Tally:
    """Counts over postings for each person. `verdicts` (4, people); `blocked` and `review` by dimension or rule, (people,) each.

    A dimension counts where it is part of the winning verdict: what blocks in blocked pairs, what asks in reviewed ones.
    """

    verdicts: Int32
    blocked: dict[str, Int32] = field(default_factory=dict)
    review: dict[str, Int32] = field(default_factory=dict)


def count_verdicts(planes: Planes) -> Tally:
    """The verdicts of each person over all postings of the planes."""
    totals = [_Total(planes.people) for _ in VERDICT_CODES]
    for high, low in planes.bits:
        # Rows in which nobody is hold 0 in both planes, and count as the first.
        for total, members in zip(totals, (~(high | low), low & ~high, high & ~low, high & low), strict=True):
            total.add(members)
    return Tally(np.stack([total.whole() for total in totals]))


def count_in_the_way(tally: Tally, index: VerdictIndex, postings: Sequence[str], planes: Planes, among: Words) -> None:
    """Add to the tally what stands in the way of the people of `among` at these postings, in the order of the planes."""
    blocks: dict[str, _Total] = {}
    asks: dict[str, _Total] = {}
    for place, name in enumerate(postings):
        blocked, review = planes.blocked(place) & among, planes.review(place) & among
        some_blocked, some_review = bool(blocked.any()), bool(review.any())
        for one in index.compiled(name).opens:
            if some_blocked:
                _add(blocks, one.name, index.members(one.blocked) & blocked, planes.people)
            if some_review and one.review:
                _add(asks, one.name, index.union(node for _, node in one.review) & review, planes.people)
    for counted, totals in ((tally.blocked, blocks), (tally.review, asks)):
        for name, total in totals.items():
            counted[name] = total.whole() + counted.get(name, np.int32(0))


def _add(totals: dict[str, "_Total"], name: str, members: Words, people: int) -> None:
    if members.any():
        total = totals.get(name)
        if total is None:
            total = totals[name] = _Total(people)
        total.add(members)


class _Total:
    """How often each person was a member: counted in bytes, which are added up before one of them is full."""

    def __init__(self, people: int) -> None:
        self._few = np.zeros(people, np.uint8)
        self._many = np.zeros(people, np.int32)
        self._times = 0

    def add(self, members: Words) -> None:
        if self._times == _FULL:
            self.whole()
        self._few += unpack(members, len(self._few)).view(np.uint8)
        self._times += 1

    def whole(self) -> Int32:
        """(people,) the counts so far."""
        self._many += self._few
        self._few[:] = 0
        self._times = 0
        return self._many
