"""What chance alone would give: exact figures for counts from a finite pool, without any approximation by a bell curve.

A selection that is blind to a group takes from it as a draw without replacement does: its count is hypergeometric. This is the
idea of hyperFA*IR for short lists from finite pools. Shares have intervals after Clopper and Pearson (Biometrika 26, 1934).
"""

from collections.abc import Callable, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

Float64 = NDArray[np.float64]

LEVEL: Final = 0.95
_STEEPEST: Final = 50.0
"""Odds ratios are looked for up to e to this power, either way."""


def share_interval(count: int, of: int, level: float = LEVEL) -> tuple[float, float]:
    """The exact interval of a share, Clopper and Pearson: (low, high) in 0..1. Raises ValueError unless 0 <= count <= of > 0."""
    from scipy.special import betaincinv

    _check(count, of)
    tail = (1 - level) / 2
    low = 0.0 if count == 0 else float(betaincinv(count, of - count + 1, tail))
    high = 1.0 if count == of else float(betaincinv(count + 1, of - count, 1 - tail))
    return low, high


def difference_interval(now: tuple[int, int], then: tuple[int, int], level: float = LEVEL) -> tuple[float, float]:
    """(low, high) of the difference of two shares (count, of), from their exact intervals squared and added (Newcombe's method 10).

    The two are taken as independent; of people who are in both, the interval is too wide rather than too narrow where they
    fare alike both times.
    """
    (one, low_one, high_one), (other, low_other, high_other) = ((c / n, *share_interval(c, n, level)) for c, n in (now, then))
    down = float(np.hypot(one - low_one, high_other - other))
    up = float(np.hypot(high_one - one, other - low_other))
    return one - other - down, one - other + up


class Pool:
    """`selected` of `pool` people were selected; how many of a group of `group` would chance take, and how odd is `count`?

    Raises ValueError for counts that cannot be.
    """

    def __init__(self, count: int, group: int, selected: int, pool: int) -> None:
        from scipy.special import gammaln

        _check(count, group)
        _check(selected, pool)
        others = pool - group
        if others < 1 or not 0 <= selected - count <= others:
            raise ValueError(f"{count} of a group of {group} cannot be among {selected} of {pool}")
        self.count, self.group, self.selected, self.others = count, group, selected, others
        self.support: Float64 = np.arange(max(0, selected - others), min(group, selected) + 1, dtype=np.float64)
        x = self.support
        ways = -(gammaln(x + 1) + gammaln(group - x + 1) + gammaln(selected - x + 1) + gammaln(others - selected + x + 1))
        self._ways: Float64 = ways - ways.max()

    def usual(self, level: float = LEVEL) -> tuple[int, int]:
        """(low, high): the counts that a blind draw gives, less the rarest: at either end at most half of what `level` leaves."""
        below = np.cumsum(self._chances(0.0))
        tail = (1 - level) / 2
        low = int(np.searchsorted(below, tail, side="right"))
        high = int(np.searchsorted(below, 1 - tail))
        return int(self.support[low]), int(self.support[min(high, len(below) - 1)])

    def p_value(self) -> float:
        """The chance that a blind draw gives this count or one at least as rare (Fisher's exact test, two-sided)."""
        chances = self._chances(0.0)
        own = chances[self._place]
        return float(min(1.0, chances[chances <= own * (1 + 1e-9)].sum()))

    @property
    def ratio(self) -> float | None:
        """The share selected of the group against that of everybody else; None where nobody else was."""
        return self._ratio(float(self.count))

    def ratio_interval(self, level: float = LEVEL) -> tuple[float, float | None]:
        """The exact interval of the ratio: (low, high); high None where it has no end.

        The odds ratios that do not make the count too rare at either end (the non-central hypergeometric distribution), each
        told as the ratio that it leads to on average.
        """
        tail = (1 - level) / 2
        first, last = self._place == 0, self._place == len(self.support) - 1
        low = self.support[0] if first else self._mean(self._solve(lambda tilt: self._at_least(tilt) - tail))
        high = self.support[-1] if last else self._mean(self._solve(lambda tilt: tail - self._at_most(tilt)))
        bottom, top = self._ratio(float(low)), self._ratio(float(high))
        return (0.0 if bottom is None else bottom), top

    @property
    def _place(self) -> int:
        return int(self.count - self.support[0])

    def _chances(self, tilt: float) -> Float64:
        weights = self._ways + tilt * self.support
        chances = np.exp(weights - weights.max())
        total: Float64 = chances / chances.sum()
        return total

    def _at_least(self, tilt: float) -> float:
        return float(self._chances(tilt)[self._place :].sum())

    def _at_most(self, tilt: float) -> float:
        return float(self._chances(tilt)[: self._place + 1].sum())

    def _mean(self, tilt: float) -> float:
        return float((self._chances(tilt) * self.support).sum())

    def _solve(self, rising: Callable[[float], float]) -> float:
        from scipy.optimize import brentq

        if rising(-_STEEPEST) >= 0:
            return -_STEEPEST
        if rising(_STEEPEST) <= 0:
            return _STEEPEST
        return float(brentq(rising, -_STEEPEST, _STEEPEST, xtol=1e-6))

    def _ratio(self, count: float) -> float | None:
        rest = (self.selected - count) / self.others
        return None if rest <= 0 else count / self.group / rest


def holm(p_values: Sequence[float], level: float = 1 - LEVEL) -> list[bool]:
    """Which of several p values stand when all are looked at together (Holm, 1979): at most `level` chance of any false one."""
    order = sorted(range(len(p_values)), key=p_values.__getitem__)
    stands = [False] * len(p_values)
    for place, number in enumerate(order):
        if p_values[number] > level / (len(order) - place):
            break
        stands[number] = True
    return stands


def _check(count: int, of: int) -> None:
    if of < 1 or not 0 <= count <= of:
        raise ValueError(f"{count} of {of} is no share; give 0 <= count <= of, of at least 1")
