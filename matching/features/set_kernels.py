"""The compiled loops of `matching.features.pairs`; importing this imports numba.

They hold no lock while they run and are kept on disk once compiled, each for one signature: two processes that compile for two
kinds of arrays at once would write one file of the cache.
"""

from typing import Any, Final

import numpy as np
from numba import njit, types

_MEMBERS: Final = types.Array(types.int32, 1, "C", readonly=True)
_NUMBERS: Final = types.Array(types.int64, 1, "C", readonly=True)
_MARKS: Final = types.Array(types.boolean, 2, "C", readonly=True)
_PLACES: Final = types.Array(types.uint8, 2, "C", readonly=True)
_VALUES: Final = types.Array(types.float64, 2, "C", readonly=True)
_PAIRS: Final = (_MEMBERS, _NUMBERS, _NUMBERS, _NUMBERS)
"""Members and bounds of the sets; rows and postings of the pairs."""

_TOGETHER: Final = 64
"""Pairs whose sets are looked up before any is read: what memory keeps waiting it then keeps waiting for at once."""

TEXT: Final = 1
TITLE: Final = 2


@njit(types.void(*_PAIRS, _MARKS, types.int64[::1]), nogil=True, cache=True)
def count(members: Any, bounds: Any, rows: Any, postings: Any, marks: Any, counts: Any) -> None:
    """How many members of the set of each pair its posting marks."""
    for pair in range(rows.shape[0]):
        marked, found = marks[postings[pair]], 0
        for place in range(bounds[rows[pair]], bounds[rows[pair] + 1]):
            found += marked[members[place]]
        counts[pair] = found


@njit(types.void(*_PAIRS, _NUMBERS, _NUMBERS, _PLACES, types.int64[:, ::1]), nogil=True, cache=True)
def overlap(members: Any, bounds: Any, rows: Any, postings: Any, firsts: Any, lasts: Any, places: Any, counts: Any) -> None:
    """counts (3, pairs): how many members are in the text of the posting, and how many of the first and of the last in its title.

    The first `firsts` (n,) and the last `lasts` (n,) of a set cover it. places (postings, terms): `TEXT` and `TITLE`, added.
    """
    cuts = np.empty((_TOGETHER, 4), np.int64)
    for base in range(0, rows.shape[0], _TOGETHER):
        some = min(_TOGETHER, rows.shape[0] - base)
        for place in range(some):
            row = rows[base + place]
            start, stop = bounds[row], bounds[row + 1]
            cuts[place, 0], cuts[place, 1], cuts[place, 2], cuts[place, 3] = start, stop - lasts[row], start + firsts[row], stop
        for place in range(some):
            there = places[postings[base + place]]
            text, first, both, last = 0, 0, 0, 0
            for member in members[cuts[place, 0] : cuts[place, 1]]:
                text += there[member] & TEXT
                first += there[member] >> 1
            for member in members[cuts[place, 1] : cuts[place, 2]]:
                text += there[member] & TEXT
                both += there[member] >> 1
            for member in members[cuts[place, 2] : cuts[place, 3]]:
                text += there[member] & TEXT
                last += there[member] >> 1
            counts[0, base + place], counts[1, base + place], counts[2, base + place] = text, first + both, both + last


@njit(types.void(*_PAIRS, _VALUES, types.float64[::1]), nogil=True, cache=True)
def best(members: Any, bounds: Any, rows: Any, postings: Any, values: Any, highest: Any) -> None:
    """The highest value that the posting of each pair gives to a member of its set; NaN where it gives none."""
    for pair in range(rows.shape[0]):
        given, most = values[postings[pair]], np.nan
        for place in range(bounds[rows[pair]], bounds[rows[pair] + 1]):
            value = given[members[place]]
            if not most >= value and value == value:
                most = value
        highest[pair] = most


@njit(types.void(*_PAIRS, types.boolean[:, ::1]), nogil=True, cache=True)
def meet(members: Any, bounds: Any, rows: Any, postings: Any, met: Any) -> None:
    """Which members of any set each posting meets."""
    for pair in range(rows.shape[0]):
        mine = met[postings[pair]]
        for place in range(bounds[rows[pair]], bounds[rows[pair] + 1]):
            mine[members[place]] = True


@njit(types.void(*_PAIRS, _NUMBERS, _MARKS, _VALUES, types.float64[::1], types.float64[::1]), nogil=True, cache=True)
def answer(
    members: Any, bounds: Any, rows: Any, postings: Any, firsts: Any, same: Any, near: Any, answered: Any, nearness: Any
) -> None:
    """Of what the posting of each pair asks, `firsts[posting]` to the next: how much its set has, and the sum of the nearest."""
    for pair in range(rows.shape[0]):
        start, stop = bounds[rows[pair]], bounds[rows[pair] + 1]
        had, total = 0.0, 0.0
        for asked in range(firsts[postings[pair]], firsts[postings[pair] + 1]):
            has, most = False, np.nan
            for place in range(start, stop):
                member = members[place]
                has = has or same[asked, member]
                value = near[asked, member]
                if not most >= value and value == value:
                    most = value
            had += has
            total += most
        answered[pair], nearness[pair] = had, total
