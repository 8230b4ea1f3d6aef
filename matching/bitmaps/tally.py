"""Per person, over many postings: how many verdicts of each kind, and what stands in the way how often."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from matching.bitmaps.compiling import Open
from matching.bitmaps.expression import NOBODY
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
        opens = index.compiled(name).opens
        if blocked.any():
            there = [one for one in opens if one.blocked != NOBODY]
            _add(blocks, there, [index.members(one.blocked) for one in there], blocked, planes.people)
        if review.any():
            there = [one for one in opens if one.review]
            _add(asks, there, [_asked(index, one) for one in there], review, planes.people)
    for counted, totals in ((tally.blocked, blocks), (tally.review, asks)):
        for name, total in totals.items():
            counted[name] = total.whole() + counted.get(name, np.int32(0))


def _asked(index: VerdictIndex, one: Open) -> Words:
    nodes = [node for _, node in one.review]
    return index.members(nodes[0]) if len(nodes) == 1 else index.union(nodes)


def _add(totals: dict[str, "_Total"], opens: Sequence[Open], members: Sequence[Words], among: Words, people: int) -> None:
    """Count those of `among` who are members: all sets of a posting at once, since most of them are small or empty."""
    if not opens:
        return
    inside = np.array(members)
    inside &= among
    for place in np.flatnonzero(inside.any(axis=1)).tolist():
        name = opens[place].name
        total = totals.get(name)
        if total is None:
            total = totals[name] = _Total(people)
        total.add(inside[place])


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
