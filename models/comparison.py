"""Paired differences to a rival, and from which size of training on they are a win."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from models.measure import Measure, measure_table


@dataclass(frozen=True)
class Comparison:
    """Name -> measure name -> difference to the rival: a share of the rival's value when `relative`, else in the measure's unit."""

    rows: Mapping[str, Mapping[str, Measure]]
    rival: str
    relative: bool

    def table(self) -> list[list[str]]:
        """Header and one line a name, ready to print."""
        return measure_table(f"against {self.rival}", self.rows, (lambda one: one.percent) if self.relative else str)

    def plain(self) -> dict[str, dict[str, list[float] | None]]:
        """[difference, low, high], rounded, None where undefined: for a manifest or JSON."""
        return {
            name: {
                measure: [round(value, 4) for value in (found.mean, found.low, found.high)] if _known(found) else None
                for measure, found in measures.items()
            }
            for name, measures in self.rows.items()
        }


def learning_starts(curve: Mapping[int, Measure]) -> int | None:
    """The smallest size from which learning wins and goes on winning, None when it does not at the largest one.

    curve: size of the training (events, say) -> paired difference to the hand weights. It wins where the whole interval is above
    zero; one lucky size with a later loss does not count.
    """
    start = None
    for size in sorted(curve, reverse=True):
        if not curve[size].low > 0:
            break
        start = size
    return start


def _known(found: Measure) -> bool:
    return bool(np.isfinite([found.mean, found.low, found.high]).all())
