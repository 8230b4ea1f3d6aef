"""Ability profiles as offices have them: assessed by somebody, at some date, with holes."""

from datetime import date, timedelta
from functools import lru_cache
from typing import Final, Literal

import numpy as np

from data.synthetic.abilities import DIMENSIONS, Function
from data.synthetic.draws import choose, stream
from matching.knowledge import CATALOGUE
from matching.records import (
    AbilityProfile,
    Assessment,
    AssessmentSource,
    assessment,
)

_SOURCES: Final = (AssessmentSource.ASSESSOR, AssessmentSource.COUNSELOR, AssessmentSource.SELF, AssessmentSource.IMPORT)
_SOURCE_SHARES: Final = (0.50, 0.36, 0.08, 0.06)
_MISSING: Final = ((0.002, 0.01), (0.01, 0.06), (0.06, 0.30), (0.10, 0.45))
"""By source: chance that a core, and another, dimension was not assessed."""
_ERRORS: Final = (0.0, 0.03, 0.10, 0.05)
_CONFIDENCE: Final = ((0.85, 0.9, 0.95), (0.7, 0.8), (0.5, 0.6), (None,))
_NEVER_ASSESSED: Final = 0.02
_CORE: Final = np.array([name in CATALOGUE.core for name in DIMENSIONS])


def assess(seed: int, function: Function, today: date) -> list[AbilityProfile]:
    """Assessed levels with their source, date and confidence; None where nobody assessed."""
    draw = stream(seed, "assessments")
    size = len(function.levels)
    source = choose(draw, _SOURCE_SHARES, size)
    missing = np.array(_MISSING)[source]
    hole = draw.random(function.levels.shape) < np.where(_CORE, missing[:, :1], missing[:, 1:])
    hole |= (draw.random(size) < _NEVER_ASSESSED)[:, None]
    wrong = draw.random(function.levels.shape) < np.array(_ERRORS)[source][:, None]
    step = np.where(draw.random(function.levels.shape) < 0.5, -1, 1)
    seen = np.where(wrong, np.clip(function.levels + step, 0, 4), function.levels)
    codes = np.where(hole, 5, seen).tolist()
    days = (draw.integers(0, 24, size) * 30 + draw.integers(3, 12, size)).tolist()
    spread = draw.integers(0, 60, size).tolist()
    profiles = []
    for row, which in enumerate(source.tolist()):
        grades = _CONFIDENCE[which]
        confidence = grades[spread[row] % len(grades)]
        on = None if _SOURCES[which] is AssessmentSource.IMPORT else today - timedelta(days=days[row])
        scale = _scale(_SOURCES[which], on, confidence)
        profiles.append(AbilityProfile(assessments=tuple([scale[code] for code in codes[row]])))
    return profiles


@lru_cache(maxsize=16_384)
def _scale(source: AssessmentSource, on: date | None, confidence: float | None) -> tuple[Assessment | None, ...]:
    """The assessments of levels 0-4 of one source, and None at 5."""
    levels: tuple[Literal[0, 1, 2, 3, 4], ...] = (0, 1, 2, 3, 4)
    return (*(assessment(level, source, on, confidence) for level in levels), None)
