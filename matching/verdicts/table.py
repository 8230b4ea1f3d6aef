"""The verdicts of many candidates on one posting: whoever needs no arrangement is found at once, the rest pair by pair."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from matching.knowledge import CATALOGUE
from matching.shortlist import VerdictName
from matching.verdicts.pair import decide
from matching.verdicts.sides import CandidateSide, PostingSide

VERDICT_CODES: Final[tuple[VerdictName, ...]] = ("eligible", "eligible_with", "review", "blocked")
"""A code is the position in this tuple."""

Codes = NDArray[np.uint8]

_NOT_ASSESSED: Final = -1


@dataclass(frozen=True)
class CandidateTable:
    """Candidate sides with their levels as one matrix (n, 45), int8, -1 where not assessed."""

    sides: tuple[CandidateSide, ...]
    levels: NDArray[np.int8]


def candidate_table(sides: Sequence[CandidateSide]) -> CandidateTable:
    levels = np.array([[_NOT_ASSESSED if v is None else v for v in side.levels] for side in sides], dtype=np.int8)
    return CandidateTable(tuple(sides), levels.reshape(len(sides), len(CATALOGUE.dimensions)))


def decide_all(table: CandidateTable, posting: PostingSide) -> Codes:
    """(n,) verdict codes of all candidates on one posting, equal to `decide` pair by pair."""
    rows = posting.requirements.rows
    codes = np.zeros(len(table.sides), dtype=np.uint8)
    if not rows:
        return codes
    columns = [row.position for row in rows]
    needed = np.array([4 if row.unasked else row.level for row in rows], dtype=np.int8)
    for i in np.flatnonzero((table.levels[:, columns] < needed).any(axis=1)):
        codes[i] = VERDICT_CODES.index(decide(table.sides[i], posting))
    return codes
