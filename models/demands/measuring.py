"""How well demands are read, beside readings by hand: quadratic kappa, exact and within one level, mean absolute error."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from matching.knowledge import CATALOGUE
from models.demands.reader import FROM_PLACE

MEASURED: Final = tuple(at for at, row in enumerate(CATALOGUE.dimensions) if row.name not in FROM_PLACE)
"""The columns of the 42 dimensions that do not depend on the place."""
_LEVELS: Final = 5

Levels = NDArray[np.int64]


def quadratic_kappa(expected: Levels, found: Levels) -> float:
    """Cohen's kappa with quadratic weights over all cells, 1 for full agreement and 0 for chance (Cohen 1968).

    1 - sum(w * observed) / sum(w * chance), w = (i - j)^2; 1.0 where both sides say one and the same level throughout.
    """
    observed = np.zeros((_LEVELS, _LEVELS))
    np.add.at(observed, (expected.ravel(), found.ravel()), 1)
    chance = np.outer(observed.sum(axis=1), observed.sum(axis=0)) / observed.sum()
    weights = (np.arange(_LEVELS)[:, None] - np.arange(_LEVELS)[None, :]) ** 2
    disagreement = float((weights * chance).sum())
    return 1.0 if disagreement == 0 else 1.0 - float((weights * observed).sum()) / disagreement


@dataclass(frozen=True, slots=True)
class Agreement:
    """`error` is the mean absolute error on the dimensions that vary among the expected readings; `constant_error` that of always
    saying the expected readings' own median."""

    kappa: float
    exact: float
    within_one: float
    error: float
    constant_error: float

    @property
    def error_ratio(self) -> float:
        return self.error / self.constant_error


def agreement(expected: Levels, found: Levels) -> Agreement:
    """Compare (postings, 45) levels over the measured columns. What was not read counts as 0."""
    wanted, read = expected[:, MEASURED], found[:, MEASURED]
    gaps = np.abs(wanted - read)
    varies = wanted.min(axis=0) != wanted.max(axis=0)
    median = np.sort(wanted, axis=0)[(len(wanted) - 1) // 2]
    return Agreement(
        kappa=quadratic_kappa(wanted, read),
        exact=float((gaps == 0).mean()),
        within_one=float((gaps <= 1).mean()),
        error=float(gaps[:, varies].mean()),
        constant_error=float(np.abs(wanted - median)[:, varies].mean()),
    )
