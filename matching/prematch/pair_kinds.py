"""Which pairs are of one kind: what they are told apart by, as a short row of numbers a pair.

What a posting asks leaves most people alike: whoever meets a demand meets it, whatever their level beyond. A kind is told apart by
the demands that are open, by all that may close each of them, and by what the rules read where they have something to say.
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from matching.bitmaps.literals import WORD, columns_of
from matching.bitmaps.rules import ARRANGED, RuleKinds
from matching.knowledge import CATALOGUE
from matching.verdicts.requirements import Requirement
from matching.verdicts.selection import SWAP_TASK
from matching.verdicts.sides import CandidateSide
from matching.verdicts.ways import EFFECTS

Int64 = NDArray[np.int64]
Int32 = NDArray[np.int32]
Int8 = NDArray[np.int8]

WIDTH: Final = len(CATALOGUE.dimensions)
SHIFT: Final = 48
"""An event is `place << SHIFT | code`: the position of a demand or, from WIDTH on, a place of a rule, and how it stands there."""
CODE: Final = (1 << SHIFT) - 1
HEAD: Final = 2
"""Numbers of a kind before its events: the posting's twin, and what of the person no single event tells."""

_LEVELS: Final = 6
"""Not assessed, and 0 to 4."""
_EMPTY: Final = -1
_HELPFUL: Final = {
    position: tuple(
        sorted({CATALOGUE.position[name] for one, effect in EFFECTS[row.name] for name in (*one.ability_at_least, *effect.needs)})
    )
    for position, row in enumerate(CATALOGUE.dimensions)
}
"""By dimension the positions of the abilities that some way of closing it reads."""
_HELPED: Final = tuple(position for position, helpful in _HELPFUL.items() if helpful)
_HELP_COLUMN: Final = np.array([_HELPED.index(one) if one in _HELPED else len(_HELPED) for one in range(WIDTH)], np.int64)
_NAMES: Final = tuple(frozenset((SWAP_TASK, *(one.name for one, _ in EFFECTS[row.name]))) for row in CATALOGUE.dimensions)
_SKILLS: Final = tuple(
    frozenset(effect.skill for _, effect in EFFECTS[row.name] if effect.skill is not None) for row in CATALOGUE.dimensions
)


@dataclass(frozen=True, eq=False)
class Posed:
    """A posting as kinds are told apart for it, by position of the dimension.

    `least` (WIDTH,) is the level that plainly meets the demand, `demands` the demands, `signatures` a number for all that a finding
    reads of the posting there. `places` are the rules that put somebody anywhere with the row of literals of each place, `terms`
    a number for what each reads of the posting.
    """

    least: Int8
    demands: Mapping[int, Requirement]
    signatures: tuple[int, ...]
    places: tuple[tuple[RuleKinds, str, int], ...]
    terms: tuple[int, ...]


@dataclass(frozen=True, eq=False)
class PeopleKinds:
    """The people of a block by what tells pairs apart.

    `levels` (n, WIDTH), -1 for not assessed; `kits` (n,) people alike in skills, aids, refusals and outdated assessments. Of each
    kit: `closers` (kits, WIDTH) numbers what of it may close a dimension, `outdated` (kits,) its outdated assessments. `helps`
    (n, helped dimensions + 1) numbers the levels that may help to close one; the last column is for all others.
    """

    levels: Int8
    kits: Int32
    closers: Int64
    outdated: Int64
    helps: Int32

    @classmethod
    def of(cls, sides: Sequence[CandidateSide]) -> "PeopleKinds":
        levels, _, _ = columns_of(sides)
        known: dict[tuple[frozenset[str], ...], int] = {}
        kits = (known.setdefault((side.skills, side.aids, side.refuses, side.outdated), len(known)) for side in sides)
        numbers = np.fromiter(kits, np.int32, len(sides))
        outdated: dict[frozenset[str], int] = {}
        closers = np.zeros((len(known), WIDTH), np.int64)
        for position in range(WIDTH):
            names, skills, alike = _NAMES[position], _SKILLS[position], dict[Hashable, int]()
            closers[:, position] = [
                alike.setdefault((held & skills, aids & names, refuses & names), len(alike)) for held, aids, refuses, _ in known
            ]
        helps = np.zeros((len(sides), len(_HELPED) + 1), np.int32)
        for column, position in enumerate(_HELPED):
            for helpful in _HELPFUL[position]:
                helps[:, column] = helps[:, column] * _LEVELS + levels[:, helpful] + 1
        late = np.array([outdated.setdefault(kit[3], len(outdated)) for kit in known], np.int64)
        return cls(levels, numbers, closers, late, helps)

    def tell_apart(
        self,
        posed: Sequence[Posed],
        twins: Int64,
        numbers: Int64,
        rows: Int64,
        bits: NDArray[np.uint64],
        read: Callable[[int, RuleKinds], int],
    ) -> tuple[Int64, Int64]:
        """(starts, content): pair i has the numbers `content[starts[i]:starts[i + 1]]`; equal numbers, equal kinds.

        `twins` (postings,), and of the pairs `numbers` (n,) of the postings and `rows` (n,) of people. `read` numbers what a rule
        reads of the person of a row.
        """
        pairs, places = np.nonzero(self.levels[rows] < np.stack([one.least for one in posed])[numbers])
        whom = rows[pairs]
        code = self.helps[whom, _HELP_COLUMN[places]].astype(np.int64)
        code *= int(self.closers.max(initial=0)) + 1
        code += self.closers[self.kits[whom], places]
        code *= _LEVELS
        code += self.levels[whom, places] + 1
        ruled, events = self._read(posed, numbers, rows, bits, read)
        open_, by_rule = np.bincount(pairs, minlength=len(rows)), np.bincount(ruled, minlength=len(rows))
        starts = np.zeros(len(rows) + 1, np.int64)
        np.cumsum(HEAD + open_ + by_rule, out=starts[1:])
        content = np.empty(starts[-1], np.int64)
        heads = starts[:-1]
        content[heads] = twins[numbers]
        # Whom a rule touches, it may help by any arrangement; an open demand asks for an assessment, the first or another.
        kits = self.kits[rows].astype(np.int64)
        content[heads + 1] = np.where(by_rule > 0, len(self.closers) + kits, np.where(open_ > 0, self.outdated[kits], _EMPTY))
        content[heads[pairs] + HEAD + _ranks(open_)] = places << SHIFT | code
        content[(heads + HEAD + open_)[ruled] + _ranks(by_rule)] = events
        return starts, content

    def _read(
        self,
        posed: Sequence[Posed],
        numbers: Int64,
        rows: Int64,
        bits: NDArray[np.uint64],
        read: Callable[[int, RuleKinds], int],
    ) -> tuple[Int64, Int64]:
        """(pairs, events): where the rules have something to say, in order of pair, then of place."""
        most = max((len(one.places) for one in posed), default=0)
        literals = np.full((len(posed), most), _EMPTY, np.int64)
        for number, one in enumerate(posed):
            literals[number, : len(one.places)] = [literal for _, _, literal in one.places]
        words, shifts = rows // WORD, (rows % WORD).astype(np.uint64)
        found: list[tuple[Int64, Int64]] = []
        jobs, whom = numbers.tolist(), rows.tolist()
        for place in range(most):
            mine = literals[numbers, place]
            there = np.flatnonzero((bits[mine, words] >> shifts & np.uint64(1)).astype(np.bool_) & (mine != _EMPTY))
            events = np.empty(len(there), np.int64)
            for at, pair in enumerate(there.tolist()):
                rule, name, _ = posed[jobs[pair]].places[place]
                row = whom[pair]
                # Whom an arrangement helps, it helps by kind; what is asked may name a date of the person's own.
                told = 2 * int(rule.kinds[row]) if name == ARRANGED else 2 * read(row, rule) + 1
                events[at] = (WIDTH + place) << SHIFT | told
            found.append((there, events))
        pairs = np.concatenate([np.zeros(0, np.int64), *(there for there, _ in found)])
        order = np.argsort(pairs, kind="stable")
        return pairs[order], np.concatenate([np.zeros(0, np.int64), *(events for _, events in found)])[order]


def _ranks(counts: Int64) -> Int64:
    """0, 1, 2 ... within each run of `counts` (n,)."""
    ends = np.cumsum(counts)
    return np.arange(int(counts.sum())) - np.repeat(ends - counts, counts)
