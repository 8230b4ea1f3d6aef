"""The compiled walk of `matching.prematch.kernel`; importing this imports numba.

It holds no lock while it runs, so that threads share the work, and is kept on disk once compiled. What is called from outside has
one signature: two processes that compile for two kinds of arrays at once would write one file of the cache, and run the wrong one.
"""

from typing import Any, Final

import numpy as np
from numba import njit, types

WORDS: Final = 8
"""Words of people a block: 512 rows of 256 float32 are half a megabyte, which stays in the cache of a core."""
_ROWS: Final = 64 * WORDS

READ_TABLE: Final = types.Array(types.float32, 2, "C", readonly=True)
READ_ROWS: Final = types.Array(types.int32, 1, "C", readonly=True)
READ_STEPS: Final = types.Array(types.int32, 2, "C", readonly=True)
READ_NUMBERS: Final = types.Array(types.int64, 1, "C", readonly=True)
READ_YES: Final = types.Array(types.boolean, 1, "C", readonly=True)
READ_WIDE: Final = types.Array(types.float64, 2, "C", readonly=True)
_READ_BATCHES: Final = types.Array(types.float32, 3, "C", readonly=True)
_READ_PLANES: Final = types.Array(types.uint64, 3, "C", readonly=True)
_READ_WORDS: Final = types.Array(types.uint64, 1, "C", readonly=True)
PEOPLE: Final = (READ_TABLE, READ_STEPS, READ_ROWS, READ_NUMBERS, READ_YES, READ_TABLE, READ_YES)
"""Vectors of the texts, kinds, members and bounds of the occupations wished, who told anything, experiences, whose is known."""
_RUN: Final = types.void(
    *PEOPLE,
    READ_TABLE,
    READ_TABLE,
    READ_YES,
    READ_YES,
    _READ_BATCHES,
    _READ_BATCHES,
    READ_TABLE,
    _READ_PLANES,
    _READ_WORDS,
    types.int64,
    types.float32,
    types.float32[::1],
    types.int32[:, ::1],
    types.float32[:, ::1],
    types.int32[::1],
)

NOWHERE: Final = np.float32(-2)
"""Less than any product of two directions: there is none."""
_NOTHING: Final = np.float32(0)
_ONE: Final = np.uint64(1)
_SIX: Final = np.uint64(58)
_BRUIJN: Final = np.uint64(0x03F79D71B4CB0A89)
"""Each of its 64 runs of six bits is another one: times a single bit, its first six bits tell which bit that was (de Bruijn)."""
_PLACES: Final = np.zeros(64, np.int64)
for _bit in range(64):
    _PLACES[(int(_BRUIJN) << _bit) % 2**64 >> 58] = _bit


@njit(nogil=True)
def lowest(word: Any) -> Any:
    """Where the lowest bit of a word is that is set."""
    return _PLACES[(word & (~word + _ONE)) * _BRUIJN >> _SIX]


@njit(nogil=True)
def cut(rows: Any, near: Any, size: int, depth: int, margin: Any) -> Any:
    """Keep what may be among the `depth` best of the first `size`: how many that is, and what is too little."""
    least = np.partition(near[:size], size - depth)[size - depth] - margin
    left = 0
    for place in range(size):
        if near[place] >= least:
            rows[left], near[left] = rows[place], near[place]
            left += 1
    return left, least


@njit(nogil=True)
def put(
    number: int, row: int, nearness: Any, depth: int, margin: Any, rows: Any, near: Any, sizes: Any, full: Any, least: Any
) -> None:
    """Add a row to a list. A list that stays nearly as long as there is room after it was cut is given up: its size becomes -1."""
    size = sizes[number]
    if size < 0:
        return
    rows[number, size], near[number, size] = row, nearness
    size += 1
    if size == full[number]:
        size, reached = cut(rows[number], near[number], size, depth, margin)
        least[number] = max(least[number], reached)
        full[number] = min(size + depth // 2 + 1, rows.shape[1])
        if size + depth // 2 >= rows.shape[1]:
            size = -1
    sizes[number] = size


@njit(nogil=True)
def add_kinds(kinds: Any, row: int, tables: Any, batch: int, sums: Any, at: int) -> None:
    """The rows of a person's kinds added up, four a turn: each turn over the sums costs as much as a row."""
    few = kinds.shape[1] % 4
    for job in range(sums.shape[1]):
        sums[at, job] = _NOTHING
    for group in range(few):
        one = kinds[row, group]
        for job in range(sums.shape[1]):
            sums[at, job] += tables[batch, one, job]
    for group in range(few, kinds.shape[1], 4):
        a, b, c, d = kinds[row, group], kinds[row, group + 1], kinds[row, group + 2], kinds[row, group + 3]
        for job in range(sums.shape[1]):
            sums[at, job] += (tables[batch, a, job] + tables[batch, b, job]) + (tables[batch, c, job] + tables[batch, d, job])


@njit(nogil=True)
def bent(value: Any, line: Any) -> Any:
    """What a value adds by (slope, shift, lowest, highest)."""
    slope, shift, low, high = line
    return min(max(value * slope + shift, low), high)


@njit(nogil=True)
def add_wish(members: Any, start: int, end: int, wishes: Any, batch: int, line: Any, most: Any, sums: Any, at: int) -> None:
    """What the nearest of the occupations that a person wishes for adds."""
    one = members[start]
    for job in range(most.shape[0]):
        most[job] = wishes[batch, one, job]
    for place in range(start + 1, end):
        other = members[place]
        for job in range(most.shape[0]):
            most[job] = max(most[job], wishes[batch, other, job])
    for job in range(most.shape[0]):
        sums[at, job] += bent(most[job], line) if most[job] > NOWHERE else _NOTHING


@njit(nogil=True)
def mark(sums: Any, at: int, limits: Any, bit: Any, marks: Any, word: int) -> None:
    """Set a bit at each posting whose limit a person reaches."""
    for job in range(sums.shape[1]):
        marks[word, job] |= np.uint64(sums[at, job] >= limits[job]) << bit


@njit(nogil=True, fastmath=True)
def four(vectors: Any, a: int, b: int, c: int, d: int, wanted: Any, job: int, into: Any, at: int) -> None:
    """Four dot products at once: one load of the posting for four people."""
    one, two, three, other = np.float32(0), np.float32(0), np.float32(0), np.float32(0)
    for k in range(wanted.shape[1]):
        one += vectors[a, k] * wanted[job, k]
        two += vectors[b, k] * wanted[job, k]
        three += vectors[c, k] * wanted[job, k]
        other += vectors[d, k] * wanted[job, k]
    into[at], into[at + 1], into[at + 2], into[at + 3] = one, two, three, other


@njit(nogil=True)
def add_products(
    vectors: Any,
    has: Any,
    wanted: Any,
    job: int,
    line: Any,
    fit: Any,
    review: Any,
    who: Any,
    band: Any,
    sums: Any,
    found: int,
    into: Any,
) -> Any:
    """Add what the products of `found` people with a posting add; keep those who reach the limit of their band: how many."""
    if found == 0:
        return 0
    for more in range(found, found + 3):
        who[more] = who[found - 1]
    for at in range(0, found, 4):
        four(vectors, who[at], who[at + 1], who[at + 2], who[at + 3], wanted, job, into, at)
    left = 0
    for at in range(found):
        row, which = who[at], band[at]
        sum_ = sums[at] + (bent(into[at], line) if has[row] else _NOTHING)
        who[left], band[left], sums[left] = row, which, sum_
        left += sum_ >= (review if which else fit)
    return left


@njit(_RUN, nogil=True, cache=True)
def run(
    vectors: Any,
    kinds: Any,
    members: Any,
    bounds: Any,
    told: Any,
    experiences: Any,
    known: Any,
    wanted: Any,
    meanings: Any,
    speaks: Any,
    named: Any,
    tables: Any,
    wishes: Any,
    lines: Any,
    planes: Any,
    among: Any,
    depth: int,
    margin: Any,
    least: Any,
    rows: Any,
    near: Any,
    sizes: Any,
) -> None:
    """Fill the lists of some postings; see `matching.prematch.kernel.walk`.

    What a person adds by kind and by wish is added up for a batch of postings at once, of everybody: that is cheaper than to look
    who is allowed. Vectors are multiplied for those alone who are allowed and could still be near enough.
    """
    words, jobs, width = among.shape[0], wanted.shape[0], tables.shape[2]
    text = lines[0, 0], lines[0, 1], lines[0, 2], lines[0, 3]
    wish = lines[1, 0], lines[1, 1], lines[1, 2], lines[1, 3]
    experience = lines[2, 0], lines[2, 1], lines[2, 2], lines[2, 3]
    who, band = np.empty(_ROWS + 4, np.int64), np.empty(_ROWS + 4, np.int64)
    part, into = np.empty(_ROWS + 4, np.float32), np.empty(_ROWS + 4, np.float32)
    sums, most = np.empty((_ROWS, width), np.float32), np.empty(width, np.float32)
    fit, review = np.empty((WORDS, width), np.uint64), np.empty((WORDS, width), np.uint64)
    fit_limit, review_limit = np.empty(width, np.float32), np.empty(width, np.float32)
    # Where vectors are all that counts, everybody could be near enough.
    unmarked = ~np.uint64(0) if kinds.shape[1] == 0 and wish[0] == 0 else np.uint64(0)
    sums[:] = _NOTHING
    full = np.full(rows.shape[0], min(depth + depth // 2 + 1, rows.shape[1]), np.int32)
    for base in range(0, words, WORDS):
        last = min(base + WORDS, words)
        for batch in range(tables.shape[0]):
            first = batch * width
            end = min(first + width, jobs)
            fit_limit[:], review_limit[:] = np.inf, np.inf
            for job in range(first, end):
                rest = (text[3] if speaks[job] else _NOTHING) + (experience[3] if named[job] else _NOTHING)
                fit_limit[job - first], review_limit[job - first] = least[2 * job] - rest, least[2 * job + 1] - rest
            for word in range(base, last):
                fit[word - base], review[word - base] = unmarked, unmarked
                left = np.uint64(0)
                for job in range(first, end):
                    left |= ~(planes[job, 0, word] & planes[job, 1, word])
                left &= among[word] & ~unmarked
                while left != 0:
                    bit = lowest(left)
                    left &= left - _ONE
                    row, at = word * 64 + bit, (word - base) * 64 + bit
                    add_kinds(kinds, row, tables, batch, sums, at)
                    if wish[0] != 0 and bounds[row + 1] > bounds[row]:
                        add_wish(members, bounds[row], bounds[row + 1], wishes, batch, wish, most, sums, at)
                    mark(sums, at, fit_limit, np.uint64(bit), fit, word - base)
                    mark(sums, at, review_limit, np.uint64(bit), review, word - base)
            for job in range(first, end):
                found: Any = 0
                for word in range(base, last):
                    high, place, column = planes[job, 0, word], word - base, job - first
                    able = among[word] & (~high & fit[place, column] | high & ~planes[job, 1, word] & review[place, column])
                    while able != 0:
                        bit = lowest(able)
                        able &= able - _ONE
                        who[found], band[found] = word * 64 + bit, np.int64(high >> np.uint64(bit) & _ONE)
                        part[found] = sums[place * 64 + bit, column]
                        found += 1
                if found == 0:
                    continue
                rest = experience[3] if named[job] else _NOTHING
                whole = least[2 * job], least[2 * job + 1]
                early = whole[0] - rest, whole[1] - rest
                if speaks[job]:
                    found = add_products(vectors, told, wanted, job, text, *early, who, band, part, found, into)
                if named[job]:
                    found = add_products(experiences, known, meanings, job, experience, *whole, who, band, part, found, into)
                for at in range(found):
                    number = 2 * job + band[at]
                    if part[at] >= least[number]:
                        put(number, who[at], part[at], depth, margin, rows, near, sizes, full, least)
    for number in range(rows.shape[0]):
        least[number] = -np.inf
        if sizes[number] >= depth:
            sizes[number], least[number] = cut(rows[number], near[number], sizes[number], depth, margin)
