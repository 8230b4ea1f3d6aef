"""One figure with its interval, and how rows of them are printed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, Self

import numpy as np

from matching.protocols import Float64

LEVEL: Final = 0.95


@dataclass(frozen=True)
class Measure:
    """A figure with its 95 % interval; `lists` counts the lists that define it, for a calibration error the pairs."""

    mean: float
    low: float
    high: float
    lists: int

    @classmethod
    def of(cls, value: float, draws: Float64, lists: int) -> Self:
        """A value with the percentile interval of its redrawn values (draws,); NaN where one of them is not defined."""
        if np.isnan(value) or not len(draws) or not np.isfinite(draws).all():
            return cls(value, float("nan"), float("nan"), lists)
        low, high = np.quantile(draws, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
        return cls(value, float(low), float(high), lists)

    def __str__(self) -> str:
        return "–" if np.isnan(self.mean) else f"{self.mean:.3f} [{self.low:.3f}, {self.high:.3f}]"

    @property
    def percent(self) -> str:
        """A share as per cent, with its sign."""
        return "–" if np.isnan(self.mean) else f"{self.mean:+.1%} [{self.low:+.1%}, {self.high:+.1%}]"


def measure_table(corner: str, rows: Mapping[str, Mapping[str, Measure]], show: Callable[[Measure], str] = str) -> list[list[str]]:
    """Header and one line a name, ready to print."""
    names = list(next(iter(rows.values()), {}))
    return [[corner, *names], *([name, *map(show, measures.values())] for name, measures in rows.items())]
