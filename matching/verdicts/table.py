"""The verdicts of many candidates on one posting, equal to `decide` pair by pair.

People who are alike in all that a dimension asks about get the same finding on it, so each kind of person is looked at once.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from matching.knowledge import CATALOGUE
from matching.shortlist import VerdictName
from matching.verdicts.pair import Standing, find
from matching.verdicts.requirements import Requirement
from matching.verdicts.sides import CandidateSide, PostingSide

VERDICT_CODES: Final[tuple[VerdictName, ...]] = ("eligible", "eligible_with", "review", "blocked")
"""A code is the position in this tuple: the higher one wins over the dimensions of a pair."""

Codes = NDArray[np.uint8]

_CODE_OF: Final = {
    Standing.MET: 0,
    Standing.MET_WITH: 1,
    Standing.SWAPPED: 1,
    Standing.REVIEW: 2,
    Standing.BLOCKED: 3,
}
_NOT_ASSESSED: Final = -1
_LEVELS: Final = 6


def _asked_about(dimension: str) -> list[int]:
    """The columns that a finding on the dimension reads: its own, and those its accommodations need."""
    names = {dimension}
    for accommodation in CATALOGUE.accommodations:
        for effect in accommodation.effects:
            if effect.ability == dimension:
                names |= effect.needs.keys() | accommodation.ability_at_least.keys()
    return sorted(CATALOGUE.position[name] for name in names)


_COLUMNS: Final = {row.name: _asked_about(row.name) for row in CATALOGUE.dimensions}


@dataclass(frozen=True)
class CandidateTable:
    """Candidate sides with their levels as one matrix (n, 45), int8, -1 where not assessed.

    `kits` (n,) numbers the distinct combinations of access skills, aids and refused arrangements.
    """

    sides: tuple[CandidateSide, ...]
    levels: NDArray[np.int8]
    kits: NDArray[np.int64]


def candidate_table(sides: Sequence[CandidateSide]) -> CandidateTable:
    levels = np.array([[_NOT_ASSESSED if v is None else v for v in side.levels] for side in sides], dtype=np.int8)
    numbers: dict[tuple[frozenset[str], ...], int] = {}
    kits = [numbers.setdefault((side.skills, side.aids, side.refuses), len(numbers)) for side in sides]
    return CandidateTable(tuple(sides), levels.reshape(len(sides), len(CATALOGUE.dimensions)), np.array(kits, dtype=np.int64))


def decide_all(table: CandidateTable, posting: PostingSide) -> Codes:
    """(n,) verdict codes of all candidates on one posting."""
    codes = np.zeros(len(table.sides), dtype=np.uint8)
    for row in posting.requirements.rows:
        # Whoever is blocked already stays blocked.
        needed = 4 if row.unasked else row.level
        rows = np.flatnonzero((table.levels[:, row.position] < needed) & (codes < _CODE_OF[Standing.BLOCKED]))
        if len(rows):
            codes[rows] = np.maximum(codes[rows], _codes_on(row, rows, table, posting))
    return codes


def _codes_on(row: Requirement, rows: NDArray[np.int64], table: CandidateTable, posting: PostingSide) -> Codes:
    """(len(rows),) codes on one dimension: one finding for each kind of person among the rows."""
    kinds = table.kits[rows]
    for column in _COLUMNS[row.dimension]:
        kinds = kinds * _LEVELS + (table.levels[rows, column] - _NOT_ASSESSED)
    _, first, inverse = np.unique(kinds, return_index=True, return_inverse=True)
    found = [_CODE_OF[_standing(row, table.sides[rows[i]], posting)] for i in first]
    return np.array(found, dtype=np.uint8)[inverse]


def _standing(row: Requirement, candidate: CandidateSide, posting: PostingSide) -> Standing:
    return find(row, candidate, posting, posting.available(candidate)).standing
