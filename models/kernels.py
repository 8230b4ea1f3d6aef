"""The compiled passes of rankers over rows of features; importing this imports numba.

Rows are taken in blocks that stay in the cache, all trees over one block. The decisions of a tree are made without a branch, many
rows at once. No lock is held, so that threads share the rows. What is called from outside has one signature, as in
`matching.prematch.walking`.
"""

from typing import Any, Final

import numpy as np
from numba import njit, types

BLOCK: Final = 128
_TABLE: Final = types.Array(types.float64, 2, "C", readonly=True)
_CASES: Final = types.Array(types.float64, 3, "C", readonly=True)
_VALUES: Final = types.Array(types.float64, 1, "C", readonly=True)
_NUMBERS: Final = types.Array(types.int64, 1, "C", readonly=True)
_PLACES: Final = types.Array(types.int64, 2, "C", readonly=True)
_MARKS: Final = types.Array(types.boolean, 1, "C", readonly=True)
_SPLITS: Final = (_TABLE, _NUMBERS, _NUMBERS, _VALUES, _MARKS)
_MARGINS: Final = types.void(*_SPLITS, _TABLE, types.int64, types.float64[::1])
_SHARES: Final = types.void(*_SPLITS, _CASES, _PLACES, types.float64[:, ::1])
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
def decide(columns: Any, feature: Any, threshold: Any, missing_left: Any, first: int, last: int, taken: Any) -> None:
    """For each row of a block the nodes first..last-1 of a tree at which it goes left, as bits."""
    for row in range(BLOCK):
        taken[row] = 0
    for node in range(first, last):
        column, limit, bit = columns[feature[node]], threshold[node], np.int64(1) << np.int64(node - first)
        for_missing = bit if missing_left[node] else np.int64(0)
        for row in range(BLOCK):
            value = column[row]
            known = bit if value <= limit else np.int64(0)
            taken[row] |= for_missing if value != value else known


@njit(_MARGINS, nogil=True, cache=True)
def add_margins(
    features: Any, starts: Any, feature: Any, threshold: Any, missing_left: Any, leaves: Any, trees: int, out: Any
) -> None:
    """out (n,) += the leaves of the first `trees` trees, added tree by tree."""
    columns, taken = np.zeros((features.shape[1], BLOCK)), np.zeros(BLOCK, np.int64)
    for start in range(0, features.shape[0], BLOCK):
        count = min(BLOCK, features.shape[0] - start)
        across(features, start, count, columns)
        for tree in range(trees):
            decide(columns, feature, threshold, missing_left, starts[tree], starts[tree + 1], taken)
            for row in range(count):
                out[start + row] += leaves[tree, taken[row]]


@njit(_SHARES, nogil=True, cache=True)
def add_shares(
    features: Any, starts: Any, feature: Any, threshold: Any, missing_left: Any, tables: Any, columns_of: Any, out: Any
) -> None:
    """out (n, F) += what each tree's features moved, looked up by the nodes at which a row goes left."""
    columns, taken = np.zeros((features.shape[1], BLOCK)), np.zeros(BLOCK, np.int64)
    for start in range(0, features.shape[0], BLOCK):
        count = min(BLOCK, features.shape[0] - start)
        across(features, start, count, columns)
        for tree in range(len(starts) - 1):
            decide(columns, feature, threshold, missing_left, starts[tree], starts[tree + 1], taken)
            for place in range(columns_of.shape[1]):
                column = columns_of[tree, place]
                if column < 0:
                    break
                for row in range(count):
                    out[start + row, column] += tables[tree, taken[row], place]


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
