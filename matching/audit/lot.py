"""What the lists would hold if they were drawn by lot: the same rules, the same lengths, and no ranker."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from matching.audit.groups import Bool, Int64
from matching.audit.places import Float64

DRAWS: Final = 200

Allowed = Callable[[int], Int64]
"""The rows of the people whom the rules let stand on the list of a posting."""


@dataclass(frozen=True, eq=False)
class Lot:
    """`chance` (people,): the exact chance to stand on at least one list. `drawn` (draws, people): who did, in seeded draws."""

    chance: Float64
    drawn: Bool

    def share(self, among: Bool) -> float:
        """The share of some people that lists drawn by lot hold on average."""
        return float(self.chance[among].mean())

    def usual(self, among: Bool, level: float = 0.95) -> tuple[float, float]:
        """(low, high): the shares of some people that such draws hold, less the rarest at either end."""
        tail = (1 - level) / 2
        low, high = np.quantile(self.drawn[:, among].mean(axis=1), (tail, 1 - tail))
        return float(low), float(high)


def draw_lots(allowed: Allowed, lengths: Int64, people: int, seed: int, draws: int = DRAWS) -> Lot:
    """Lists of the given `lengths` (postings,), each drawn without replacement from those it may hold, independent of the others.

    The chance of a person is one less the product, over the lists that may hold them, of one less length over those allowed.
    A list longer than its allowed holds all of them. Equal seeds give equal draws.
    """
    missed = np.ones(people, np.float64)
    drawn = np.zeros((draws, people), np.bool_)
    draw = np.random.Generator(np.random.PCG64(seed))
    for posting, wanted in enumerate(lengths):
        rows = allowed(posting)
        length = min(int(wanted), len(rows))
        if length == 0:
            continue
        missed[rows] *= 1 - length / len(rows)
        for number in range(draws):
            drawn[number, rows[draw.choice(len(rows), length, replace=False, shuffle=False)]] = True
    return Lot(1 - missed, drawn)
