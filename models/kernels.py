"""The compiled passes of rankers over rows of features; importing this imports numba.

Rows are taken in blocks that stay in the cache, all trees over one block. Trees repeat each other's cuts, so that each cut is
compared once, many rows at once and without a branch. No lock is held, so that threads share the rows. What is called from outside
has one signature, as in `matching.prematch.walking`.
"""

from typing import Any, Final

import numpy as np
from numba import njit, types

BLOCK: Final = 256
_APART: Final = 8
"""Numbers between two columns of a block: a power of two apart, they would push each other out of the cache."""
_TABLE: Final = types.Array(types.float64, 2, "C", readonly=True)
_CASES: Final = types.Array(types.float64, 3, "C", readonly=True)
_VALUES: Final = types.Array(types.float64, 1, "C", readonly=True)
_NUMBERS: Final = types.Array(types.int64, 1, "C", readonly=True)
_PLACES: Final = types.Array(types.int64, 2, "C", readonly=True)
_MARKS: Final = types.Array(types.boolean, 1, "C", readonly=True)
_FOREST: Final = (_TABLE, _NUMBERS, _VALUES, _MARKS, _NUMBERS, _NUMBERS)
"""Rows of features; feature, threshold and way of the missing of each cut; where each tree starts, and the cuts of its splits."""
_MARGINS: Final = types.void(*_FOREST, _TABLE, types.int64, types.float64[::1])
_SHARES: Final = types.void(*_FOREST, _CASES, _PLACES, types.float64[:, ::1])
_WEIGHTED: Final = types.void(_TABLE, _VALUES, _VALUES, _VALUES, types.float64[::1])
_ZERO: Final = float(np.float32(1e-35))
"""LightGBM reads what is no further from 0 as 0."""


@njit(nogil=True)
def across(features: Any, start: int, count: int, into: Any) -> None:
    """A block of rows with its columns side by side; rows that are missing in the last block are left as they were."""
    for row in range(count):
        for column in range(into.shape[0]):
            value = features[start + row, column]
            into[column, row] = 0.0 if abs(value) <= _ZERO else value


@njit(nogil=True)
def compare(columns: Any, feature: Any, threshold: Any, missing_left: Any, left: Any) -> None:
    """left (cuts, BLOCK): 1 where a row of the block goes left at a cut, else 0."""
    for cut in range(feature.shape[0]):
        column, limit, mine = columns[feature[cut]], threshold[cut], left[cut]
        if missing_left[cut]:
            for row in range(BLOCK):
                mine[row] = not column[row] > limit
        else:
            for row in range(BLOCK):
                mine[row] = column[row] <= limit


@njit(nogil=True)
def decide(left: Any, cuts: Any, taken: Any) -> None:
    """For each row of a block the splits of a tree, whose cuts are given, at which it goes left: as bits, the first the lowest."""
    taken[:] = 0
    for split in range(len(cuts) - 1, -1, -1):
        mine = left[cuts[split]]
        for row in range(BLOCK):
            taken[row] = np.uint8(taken[row] + taken[row] + mine[row])


@njit(_MARGINS, nogil=True, cache=True)
def add_margins(
    features: Any,
    feature: Any,
    threshold: Any,
    missing_left: Any,
    starts: Any,
    cuts: Any,
    leaves: Any,
    trees: int,
    out: Any,
) -> None:
    """out (n,) += the leaves of the first `trees` trees, added tree by tree."""
    columns, taken = np.zeros((features.shape[1], BLOCK + _APART)), np.zeros(BLOCK, np.uint8)
    left = np.zeros((feature.shape[0], BLOCK), np.uint8)
    for start in range(0, features.shape[0], BLOCK):
        count = min(BLOCK, features.shape[0] - start)
        across(features, start, count, columns)
        compare(columns, feature, threshold, missing_left, left)
        for tree in range(trees):
            decide(left, cuts[starts[tree] : starts[tree + 1]], taken)
            for row in range(count):
                out[start + row] += leaves[tree, taken[row]]


@njit(_SHARES, nogil=True, cache=True)
def add_shares(
    features: Any,
    feature: Any,
    threshold: Any,
    missing_left: Any,
    starts: Any,
    cuts: Any,
    tables: Any,
    columns_of: Any,
    out: Any,
) -> None:
    """out (n, F) += what each tree's features moved, looked up by the splits at which a row goes left."""
    columns, taken = np.zeros((features.shape[1], BLOCK + _APART)), np.zeros(BLOCK, np.uint8)
    left, moved = np.zeros((feature.shape[0], BLOCK), np.uint8), np.empty((features.shape[1], BLOCK + _APART))
    for start in range(0, features.shape[0], BLOCK):
        count = min(BLOCK, features.shape[0] - start)
        across(features, start, count, columns)
        compare(columns, feature, threshold, missing_left, left)
        moved[:] = 0.0
        for tree in range(len(starts) - 1):
            decide(left, cuts[starts[tree] : starts[tree + 1]], taken)
            for place in range(columns_of.shape[1]):
                column = columns_of[tree, place]
                if column < 0:
                    break
                mine, table = moved[column], tables[tree, place]
                for row in range(BLOCK):
                    mine[row] += table[taken[row]]
        for row in range(count):
            for column in range(moved.shape[0]):
                out[start + row, column] += moved[column, row]


@njit(nogil=True)
def weighted(value: Any, weight: Any, start: Any, span: Any) -> Any:
    """One term of `add_weighted`."""
    if value != value:
        return 0.0
    return weight * (min(max((value - start) / span, 0.0), 1.0) - 0.5)


@njit(_WEIGHTED, nogil=True, cache=True)
def add_weighted(features: Any, weight: Any, start: Any, span: Any, out: Any) -> None:
    """out (n,) = the sum over columns of weight * (clip((value - start) / span, 0, 1) - 1/2), 0 for a missing value.

    Added in the order in which numpy adds a row of up to 128 values: eight partial sums, then the rest.
    """
    width = features.shape[1]
    whole = width - width % 8 if width >= 8 else 0
    lanes = np.zeros(8)
    for row in range(features.shape[0]):
        lanes[:] = 0.0
        for column in range(whole):
            if weight[column] != 0.0:
                lanes[column % 8] += weighted(features[row, column], weight[column], start[column], span[column])
        total = ((lanes[0] + lanes[1]) + (lanes[2] + lanes[3])) + ((lanes[4] + lanes[5]) + (lanes[6] + lanes[7]))
        for column in range(whole, width):
            if weight[column] != 0.0:
                total += weighted(features[row, column], weight[column], start[column], span[column])
        out[row] = total
