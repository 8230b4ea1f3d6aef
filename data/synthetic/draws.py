"""Seeded draws: one independent stream a purpose, so that a change in one part leaves the others as they were."""

from collections.abc import Sequence
from typing import Any, Final, TypeVar
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

Int64 = NDArray[np.int64]
Float64 = NDArray[np.float64]
T = TypeVar("T")

_WORDS: Final = 1 << 31


def stream(seed: int, purpose: str) -> np.random.Generator:
    """The generator of one purpose under one seed (PCG64; seed 0 or more)."""
    return np.random.Generator(np.random.PCG64([seed, crc32(purpose.encode())]))


def choose(draw: np.random.Generator, weights: Any, size: int) -> Int64:
    """(size,) positions drawn with chances in proportion to the weights."""
    chances = np.asarray(weights, dtype=np.float64)
    cumulative = np.cumsum(chances / chances.sum())
    found = np.searchsorted(cumulative, draw.random(size), side="right")
    return np.minimum(found, len(chances) - 1).astype(np.int64)


def choose_by(draw: np.random.Generator, table: Any, rows: Int64) -> Int64:
    """One position for each entry of `rows`, drawn with the weights of that row of the table (k, options)."""
    weights = np.asarray(table, dtype=np.float64)
    found = np.zeros(len(rows), dtype=np.int64)
    uniform = draw.random(len(rows))
    for row in np.unique(rows):
        mine = rows == row
        cumulative = np.cumsum(weights[row] / weights[row].sum())
        found[mine] = np.minimum(np.searchsorted(cumulative, uniform[mine], side="right"), weights.shape[1] - 1)
    return found


def fill(draw: np.random.Generator, shares: Sequence[float], size: int) -> Int64:
    """(size,) positions in random order with counts as near to the shares as can be, at least one each where size allows."""
    wanted = np.asarray(shares, dtype=np.float64) / np.sum(shares) * size
    counts = np.maximum(np.floor(wanted).astype(np.int64), 1 if size >= len(shares) else 0)
    while counts.sum() > size:
        counts[np.argmax(counts)] -= 1
    order = np.argsort(-(wanted - np.floor(wanted)), kind="stable")
    for position in range(size - int(counts.sum())):
        counts[order[position % len(order)]] += 1
    return draw.permutation(np.repeat(np.arange(len(counts)), counts))


class Dice:
    """Small integers for picks in Python, drawn in blocks: a pick costs a fraction of a generator call."""

    def __init__(self, draw: np.random.Generator, block: int = 65_536) -> None:
        self._draw = draw
        self._block = block
        self._left: list[int] = []

    def next(self) -> int:
        """A uniform integer in 0 .. 2**31 - 1."""
        if not self._left:
            self._left = self._draw.integers(0, _WORDS, self._block).tolist()
        return self._left.pop()

    def pick(self, options: Sequence[T]) -> T:
        return options[self.next() % len(options)]

    def several(self, options: Sequence[T], count: int) -> list[T]:
        """`count` different options in random order (all of them when there are fewer)."""
        left = list(options)
        return [left.pop(self.next() % len(left)) for _ in range(min(count, len(left)))]

    def chance(self, share: float) -> bool:
        return self.next() < share * _WORDS

    def between(self, low: int, high: int) -> int:
        """A uniform integer in low .. high, both included."""
        return low + self.next() % (high - low + 1)
