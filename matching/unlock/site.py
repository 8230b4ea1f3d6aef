"""One posting with everybody: who is kept out by which dimension or rule, and what changing some of these does."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from matching.bitmaps import VerdictIndex, Words
from matching.bitmaps.compiling import Open
from matching.bitmaps.expression import NOBODY
from matching.judgement import Opening
from matching.unlock.readings import Readings, read_by


class Opened(NamedTuple):
    """Whom a change opens a posting to, as sets (words,): who fits now, and who was blocked and now needs a look."""

    fit: Words
    review: Words

    def among(self, people: Words) -> "Opened":
        return Opened(self.fit & people, self.review & people)

    @property
    def nothing(self) -> bool:
        return not (self.fit.any() or self.review.any())


@dataclass(frozen=True, eq=False)
class Site:
    """A posting as it stands. Row r of `open` and `blocked` (rows, words) is who dimension or rule `opens[r]` keeps from fitting,
    or blocks. `fit` and `out` (words,) are the people whom nothing keeps out, and those whom something blocks.
    """

    posting: str
    employer: str
    opening: Opening
    opens: tuple[Open, ...]
    places: dict[str, int]
    open: Words
    blocked: Words
    everybody: Words
    fit: Words
    out: Words
    readings: Readings

    @classmethod
    def of(cls, index: VerdictIndex, posting: str, employer: str) -> "Site":
        """The site of a posting of the index."""
        opens, opening = index.compiled(posting).opens, index.opening(posting)
        kept = _stack(index, [one.open for one in opens])
        blocked = _stack(index, [one.blocked for one in opens])
        return cls(
            posting=posting,
            employer=employer,
            opening=opening,
            opens=opens,
            places={one.name: place for place, one in enumerate(opens)},
            open=kept,
            blocked=blocked,
            everybody=index.everybody,
            fit=index.everybody & ~np.bitwise_or.reduce(kept, axis=0),
            out=index.everybody & np.bitwise_or.reduce(blocked, axis=0),
            readings=read_by(opening.terms),
        )

    def rest(self, names: Collection[str]) -> "Rest | None":
        """Everything but the named dimensions and rules; None where these alone keep nobody out, so that changing them is idle."""
        places = [self.places[name] for name in names if name in self.places]
        if not places:
            return None
        others = np.ones(len(self.opens), np.bool_)
        others[places] = False
        rest = Rest(
            ~np.bitwise_or.reduce(self.open[others], axis=0) & self.everybody & ~self.fit,
            ~np.bitwise_or.reduce(self.blocked[others], axis=0) & self.out,
        )
        return rest if rest.may_fit.any() or rest.may_ask.any() else None


class Rest(NamedTuple):
    """Who could gain when some rows of a site change: people kept from fitting, or blocked, by none of the other rows."""

    may_fit: Words
    may_ask: Words

    def opened(self, index: VerdictIndex, changed: Iterable[Open]) -> Opened:
        """Who gains once the changed rows are as given."""
        may_fit, may_ask = self.may_fit.copy(), self.may_ask.copy()
        for one in changed:
            if one.open != NOBODY:
                may_fit &= ~index.members(one.open)
            if one.blocked != NOBODY:
                may_ask &= ~index.members(one.blocked)
        return Opened(may_fit, may_ask & ~may_fit)


def _stack(index: VerdictIndex, nodes: Sequence[int]) -> Words:
    return np.array([index.members(node) for node in nodes], np.uint64).reshape(len(nodes), index.literals.words)
