"""Per person, over many postings: how many verdicts of each kind, and what stands in the way how often."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from matching.bitmaps.index import VERDICT_CODES, Planes, VerdictIndex
from matching.bitmaps.literals import Words, unpack
from matching.shortlist import Counts

Int32 = NDArray[np.int32]


@dataclass
class Tally:
    """Counts over postings for each person. `verdicts` (4, people); `blocked` and `review` by dimension or rule, (people,) each.

    A dimension counts where it is part of the winning verdict: what blocks in blocked pairs, what asks in reviewed ones.
    """

    verdicts: Int32
    blocked: dict[str, Int32] = field(default_factory=dict)
    review: dict[str, Int32] = field(default_factory=dict)

    def counts(self, person: int) -> Counts:
        return Counts(**{name: int(self.verdicts[code, person]) for code, name in enumerate(VERDICT_CODES)})

    def in_the_way(self, person: int, verdict: str) -> dict[str, int]:
        """Names with the number of postings, of the `blocked` or the `review` pairs of one person."""
        found = self.blocked if verdict == "blocked" else self.review
        return {name: int(times[person]) for name, times in found.items() if times[person]}


def count_verdicts(planes: Planes) -> Tally:
    """The verdicts of each person over all postings of the planes."""
    verdicts = np.zeros((len(VERDICT_CODES), planes.people), np.int32)
    for posting in range(len(planes)):
        codes = planes.codes(posting)
        for code in range(len(VERDICT_CODES)):
            verdicts[code] += codes == code
    return Tally(verdicts)


def count_in_the_way(tally: Tally, index: VerdictIndex, postings: Sequence[str], planes: Planes, among: Words) -> None:
    """Add to the tally what stands in the way of the people of `among` at these postings, in the order of the planes."""
    for place, name in enumerate(postings):
        blocked, review = planes.blocked(place) & among, planes.review(place) & among
        for one in index.compiled(name).opens:
            _add(tally.blocked, one.name, index.members(one.blocked) & blocked, planes.people)
            asked = index.union(node for _, node in one.review)
            _add(tally.review, one.name, asked & review, planes.people)


def _add(totals: dict[str, Int32], name: str, members: Words, people: int) -> None:
    if members.any():
        total = totals.setdefault(name, np.zeros(people, np.int32))
        total += unpack(members, people)
