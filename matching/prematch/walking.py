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

_READ_TABLE: Final = types.Array(types.float32, 2, "C", readonly=True)
_READ_PLANES: Final = types.Array(types.uint64, 3, "C", readonly=True)
_READ_WORDS: Final = types.Array(types.uint64, 1, "C", readonly=True)
_READ_ROWS: Final = types.Array(types.int32, 1, "C", readonly=True)
_READ_STEPS: Final = types.Array(types.int32, 2, "C", readonly=True)
_READ_NUMBERS: Final = types.Array(types.int64, 1, "C", readonly=True)
_READ_YES: Final = types.Array(types.boolean, 1, "C", readonly=True)
_READ_WIDE: Final = types.Array(types.float64, 2, "C", readonly=True)
_PEOPLE: Final = (_READ_TABLE, _READ_STEPS, _READ_ROWS, _READ_NUMBERS, _READ_YES, _READ_TABLE, _READ_YES)
"""Vectors of the texts, kinds, members and bounds of the occupations wished, who told anything, experiences, whose is known."""
_RUN: Final = types.void(
    *_PEOPLE,
    _READ_TABLE,
    _READ_TABLE,
    _READ_TABLE,
    _READ_TABLE,
    _READ_YES,
    _READ_WIDE,
    _READ_PLANES,
    _READ_WORDS,
    types.int64,
    types.float32,
    types.int32[:, ::1],
    types.float32[:, ::1],
    types.int32[::1],
)
_EXACT: Final = types.void(
    *_PEOPLE,
    _READ_TABLE,
    _READ_TABLE,
    _READ_WIDE,
    _READ_TABLE,
    _READ_YES,
    _READ_WIDE,
    types.int64,
    _READ_ROWS,
    _READ_STEPS,
    types.float32[::1],
    types.float32[::1],
)

_ONE: Final = np.uint64(1)
_SIX: Final = np.uint64(58)
_BRUIJN: Final = np.uint64(0x03F79D71B4CB0A89)
"""Each of its 64 runs of six bits is another one: times a single bit, its first six bits tell which bit that was (de Bruijn)."""
_PLACES: Final = np.zeros(64, np.int64)
for _bit in range(64):
    _PLACES[(int(_BRUIJN) << _bit) % 2**64 >> 58] = _bit


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
def put(number: int, row: int, nearness: Any, depth: int, margin: Any, rows: Any, near: Any, sizes: Any, least: Any) -> None:
    """Add a row to a list. A list that stays nearly full after it was cut is given up: its size becomes -1."""
    size = sizes[number]
    if size < 0:
        return
    rows[number, size], near[number, size] = row, nearness
    size += 1
    if size == rows.shape[1]:
        size, least[number] = cut(rows[number], near[number], size, depth, margin)
        if size + depth // 2 >= rows.shape[1]:
            size = -1
    sizes[number] = size


@njit(nogil=True, fastmath=True)
def four(vectors: Any, wanted: Any, a: int, b: int, c: int, d: int, into: Any) -> None:
    """Four dot products at once: one load of the posting for four people."""
    one, two, three, other = np.float32(0), np.float32(0), np.float32(0), np.float32(0)
    for k in range(wanted.shape[0]):
        one += vectors[a, k] * wanted[k]
        two += vectors[b, k] * wanted[k]
        three += vectors[c, k] * wanted[k]
        other += vectors[d, k] * wanted[k]
    into[0], into[1], into[2], into[3] = one, two, three, other


@njit(nogil=True, fastmath=True)
def dot(one: Any, other: Any) -> Any:
    total = np.float32(0)
    for k in range(one.shape[0]):
        total += one[k] * other[k]
    return total


@njit(nogil=True)
def term(value: Any, line: Any) -> Any:
    """What a value adds by (weight, start, end)."""
    return line[0] * (min(max((value - line[1]) / (line[2] - line[1]), 0.0), 1.0) - 0.5)


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
    tables: Any,
    wishes: Any,
    meanings: Any,
    silent: Any,
    lines: Any,
    planes: Any,
    among: Any,
    depth: int,
    margin: Any,
    rows: Any,
    near: Any,
    sizes: Any,
) -> None:
    """Fill the lists of some postings; see `matching.prematch.kernel.walk`."""
    words = among.shape[0]
    text, wish, experience = lines[0], lines[1], lines[2]
    most_text, most_experience = np.float32(abs(text[0]) / 2), np.float32(abs(experience[0]) / 2)
    least = np.full(rows.shape[0], np.float32(-np.inf))
    who, band = np.empty(_ROWS + 4, np.int64), np.empty(_ROWS + 4, np.int64)
    part = np.empty(_ROWS + 4, np.float32)
    into = np.empty(4, np.float32)
    for base in range(0, words, WORDS):
        last = min(base + WORDS, words)
        for job in range(wanted.shape[0]):
            found: Any = 0
            table, wished = tables[job], wishes[job]
            rest = (np.float32(0) if silent[job] else most_text) + most_experience
            for word in range(base, last):
                high = planes[job, 0, word]
                allowed = among[word] & ~(high & planes[job, 1, word])
                while allowed != 0:
                    bit = _PLACES[(allowed & (~allowed + _ONE)) * _BRUIJN >> _SIX]
                    allowed &= allowed - _ONE
                    row, which = word * 64 + bit, np.int64(high >> np.uint64(bit) & _ONE)
                    sum_ = np.float32(0)
                    for group in range(kinds.shape[1]):
                        sum_ += table[kinds[row, group]]
                    if wish[0] != 0.0:
                        most = np.float32(-2)
                        for place in range(bounds[row], bounds[row + 1]):
                            value = wished[members[place]]
                            if value > most:
                                most = value
                        if most > -2:
                            sum_ += np.float32(term(most, wish))
                    if sum_ + rest < least[2 * job + which]:
                        continue
                    who[found], band[found], part[found] = row, which, sum_
                    found += 1
            if found == 0:
                continue
            for more in range(found, found + 3):
                who[more] = who[found - 1]
            for at in range(0, found, 4):
                four(vectors, wanted[job], who[at], who[at + 1], who[at + 2], who[at + 3], into)
                for k in range(min(4, found - at)):
                    row, number, sum_ = who[at + k], 2 * job + band[at + k], part[at + k]
                    if told[row] and not silent[job]:
                        sum_ += np.float32(term(into[k], text))
                    if sum_ + most_experience < least[number]:
                        continue
                    if most_experience > 0 and known[row]:
                        value = dot(experiences[row], meanings[job])
                        if value == value:
                            sum_ += np.float32(term(value, experience))
                    if sum_ >= least[number]:
                        put(number, row, sum_, depth, margin, rows, near, sizes, least)
    for number in range(rows.shape[0]):
        if sizes[number] > depth:
            sizes[number], _ = cut(rows[number], near[number], sizes[number], depth, margin)


@njit(nogil=True)
def stretch(one: Any, other: Any, start: int, count: int) -> Any:
    """The dot product of up to 128 places in double precision, added as numpy adds them: eight partial sums, then the rest."""
    whole = count - count % 8 if count >= 8 else 0
    a = b = c = d = e = f = g = h = 0.0
    for k in range(start, start + whole, 8):
        a += np.float64(one[k]) * np.float64(other[k])
        b += np.float64(one[k + 1]) * np.float64(other[k + 1])
        c += np.float64(one[k + 2]) * np.float64(other[k + 2])
        d += np.float64(one[k + 3]) * np.float64(other[k + 3])
        e += np.float64(one[k + 4]) * np.float64(other[k + 4])
        f += np.float64(one[k + 5]) * np.float64(other[k + 5])
        g += np.float64(one[k + 6]) * np.float64(other[k + 6])
        h += np.float64(one[k + 7]) * np.float64(other[k + 7])
    total = ((a + b) + (c + d)) + ((e + f) + (g + h))
    for k in range(start + whole, start + count):
        total += np.float64(one[k]) * np.float64(other[k])
    return total


@njit(nogil=True)
def summed(one: Any, other: Any, steps: Any, pile: Any) -> Any:
    """A dot product in double precision, rounded to float32.

    `steps` (s, 2) say in which order stretches are added: (start, count) puts the sum of a stretch on a pile, (0, 0) adds the two
    on top.
    """
    top = 0
    for step in range(steps.shape[0]):
        if steps[step, 1] == 0:
            top -= 1
            pile[top - 1] += pile[top]
        else:
            pile[top] = stretch(one, other, steps[step, 0], steps[step, 1])
            top += 1
    return np.float32(pile[0])


@njit(_EXACT, nogil=True, cache=True)
def exact(
    vectors: Any,
    kinds: Any,
    members: Any,
    bounds: Any,
    told: Any,
    experiences: Any,
    known: Any,
    wanted: Any,
    occupations: Any,
    tables: Any,
    meanings: Any,
    silent: Any,
    lines: Any,
    job: int,
    rows: Any,
    steps: Any,
    similarities: Any,
    nearness: Any,
) -> None:
    """Similarities and nearness in double precision, rounded to float32, of some rows with one posting."""
    pile = np.zeros(steps.shape[0] + 1)
    text, wish, experience = lines[0], lines[1], lines[2]
    for place in range(rows.shape[0]):
        row = rows[place]
        similarities[place] = summed(vectors[row], wanted[job], steps, pile)
        total = 0.0
        for group in range(kinds.shape[1]):
            total += tables[job, kinds[row, group]]
        if told[row] and not silent[job]:
            total += term(np.float64(similarities[place]), text)
        if wish[0] != 0.0:
            most = np.float32(-2)
            for member in range(bounds[row], bounds[row + 1]):
                value = summed(occupations[members[member]], meanings[job], steps, pile)
                if value > most:
                    most = value
            if most > -2:
                total += term(np.float64(most), wish)
        if experience[0] != 0.0 and known[row]:
            value = summed(experiences[row], meanings[job], steps, pile)
            if value == value:
                total += term(np.float64(value), experience)
        nearness[place] = np.float32(total)
