"""The questions of one posting over all people, as sets: who is asked what, and whom one answer alone would settle."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.bitmaps import VerdictIndex, Words, pack, unpack
from matching.constraints.finding import Addressee
from matching.questions.asking import Ask, asked_plainly, assess, rule_key
from matching.questions.people import People, Rows
from matching.verdicts.pair import Cause
from matching.verdicts.requirements import Requirement

_BY_KIND = (Cause.UNKNOWN_ABILITY, Cause.UNKNOWN_FACT)


@dataclass(frozen=True)
class Asked:
    """Who at one posting is asked what. `review` (words,) holds the people whose pair with it is under review.

    `sets` gives for each question the people of `review` whose pair asks it; `waits` the dimensions and rules behind it.
    """

    review: Words
    sets: Mapping[Ask, Words]
    waits: Mapping[Ask, tuple[str, ...]]

    def alone(self) -> Words:
        """The people whose pair asks exactly one question: its answer settles the pair."""
        once = np.zeros_like(self.review)
        twice = np.zeros_like(self.review)
        for one in self.sets.values():
            twice |= once & one
            once |= one
        return once & ~twice

    def asking(self, addressee: Addressee) -> Words:
        """The people whose pair asks somebody of this kind anything."""
        return self._union(one for ask, one in self.sets.items() if ask.addressee is addressee)

    def settled_by(self, addressee: Addressee) -> Words:
        """The people whose pair asks nobody else: all answers of this one settle it."""
        others = self._union(one for ask, one in self.sets.items() if ask.addressee is not addressee)
        return self.asking(addressee) & ~others

    def _union(self, sets: Iterable[Words]) -> Words:
        total = np.zeros_like(self.review)
        for one in sets:
            total |= one
        return total


def asked_at(index: VerdictIndex, posting: str, people: People) -> Asked:
    """The questions of one posting of the index. `people` are those of the index, in the order of its rows."""
    compiled, opening = index.compiled(posting), index.opening(posting)
    blocked = index.union(one.blocked for one in compiled.opens)
    review = index.union(one.open for one in compiled.opens) & ~blocked
    # The dimensions come first, in their order, and the rules behind them: some rules bear the name of a dimension.
    rows = opening.ability.requirements.rows
    sets: dict[Ask, Words] = {}
    waits: dict[Ask, list[str]] = {}

    def add(ask: Ask, members: Words, name: str) -> None:
        sets[ask] = sets[ask] | members if ask in sets else members
        waits.setdefault(ask, [])
        if name not in waits[ask]:
            waits[ask].append(name)

    for place, one in enumerate(compiled.opens):
        for cause, node in one.review:
            members = index.members(node) & review
            if not members.any():
                continue
            if place < len(rows):
                for ask, asked in _by_dimension(index, posting, rows[place], Cause(cause), members, people).items():
                    add(ask, asked, one.name)
            else:
                for ask, found in people.by_rule(_rows(members, people), one.name, opening).items():
                    add(ask, _words(found, members), rule_key(one.name))
    return Asked(review, sets, {ask: tuple(names) for ask, names in waits.items()})


def _by_dimension(
    index: VerdictIndex, posting: str, row: Requirement, cause: Cause, members: Words, people: People
) -> dict[Ask, Words]:
    known = members & index.members(index.pool.literal(("known", row.position)))
    unknown = members & ~known
    found: dict[Ask, Words] = dict.fromkeys(asked_plainly(row, cause), members)
    if cause in (Cause.UNKNOWN_DEMAND, Cause.UNKNOWN_ABILITY) and unknown.any():
        found[assess(row.dimension)] = unknown
    if cause in _BY_KIND and known.any():
        for ask, rows in people.by_dimension(_rows(known, people), row, cause, index.opening(posting)).items():
            words = _words(rows, members)
            found[ask] = found[ask] | words if ask in found else words
    return found


def _rows(members: Words, people: People) -> Rows:
    return np.flatnonzero(unpack(members, len(people)))


def _words(rows: Rows, like: Words) -> Words:
    values: NDArray[np.bool_] = np.zeros((1, len(like) * 64), np.bool_)
    values[0, rows] = True
    packed: Words = pack(values)[0]
    return packed
