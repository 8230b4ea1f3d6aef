"""The compiled sums in double precision of `matching.prematch.kernel`; importing this imports numba.

It holds no lock while it runs and is kept on disk once compiled, for one signature, as `matching.prematch.walking` is.
"""

from typing import Any, Final

import numpy as np
from numba import njit, types

from matching.prematch.walking import PEOPLE, READ_NUMBERS, READ_ROWS, READ_STEPS, READ_TABLE, READ_WIDE, READ_YES

STRETCH: Final = 128
"""So many values numpy adds without halving them."""
_NOWHERE: Final = np.float32(-2)
_UNKNOWN: Final = np.float32(-3)

_EXACT: Final = types.void(
    *PEOPLE,
    READ_TABLE,
    READ_TABLE,
    READ_WIDE,
    READ_TABLE,
    READ_YES,
    READ_WIDE,
    READ_NUMBERS,
    READ_ROWS,
    READ_STEPS,
    types.float32[::1],
    types.float32[::1],
)


@njit(nogil=True)
def term(value: Any, line: Any) -> Any:
    """What a value adds by (weight, start, end)."""
    return line[0] * (min(max((value - line[1]) / (line[2] - line[1]), 0.0), 1.0) - 0.5)


@njit(nogil=True)
def stretch(one: Any, other: Any, products: Any) -> Any:
    """The dot product of up to `STRETCH` places in double precision, added as numpy adds them: eight sums, then the rest."""
    count = one.shape[0]
    for k in range(count):
        products[k] = np.float64(one[k]) * np.float64(other[k])
    whole = count - count % 8 if count >= 8 else 0
    a = b = c = d = e = f = g = h = 0.0
    for k in range(0, whole, 8):
        a += products[k]
        b += products[k + 1]
        c += products[k + 2]
        d += products[k + 3]
        e += products[k + 4]
        f += products[k + 5]
        g += products[k + 6]
        h += products[k + 7]
    total = ((a + b) + (c + d)) + ((e + f) + (g + h))
    for k in range(whole, count):
        total += products[k]
    return total


@njit(nogil=True)
def summed(one: Any, other: Any, steps: Any, pile: Any, products: Any) -> Any:
    """A dot product in double precision, rounded to float32.

    `steps` (s, 2) say in which order stretches are added: (start, count) puts the sum of a stretch on a pile, (0, 0) adds the two
    on top.
    """
    top = 0
    for step in range(steps.shape[0]):
        start, end = steps[step, 0], steps[step, 0] + steps[step, 1]
        if start == end:
            top -= 1
            pile[top - 1] += pile[top]
        else:
            pile[top] = stretch(one[start:end], other[start:end], products)
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
    jobs: Any,
    rows: Any,
    steps: Any,
    similarities: Any,
    nearness: Any,
) -> None:
    """Similarities and nearness in double precision, rounded to float32, of some rows with a posting each.

    Rows of one posting one after another share what its title has to do with each occupation.
    """
    pile, products = np.zeros(steps.shape[0] + 1), np.empty(STRETCH)
    text, wish, experience = lines[0], lines[1], lines[2]
    wished, before = np.empty(occupations.shape[0], np.float32), -1
    for place in range(rows.shape[0]):
        row, job = rows[place], jobs[place]
        if job != before:
            wished[:] = _UNKNOWN
            before = job
        similarities[place] = summed(vectors[row], wanted[job], steps, pile, products)
        total = 0.0
        for group in range(kinds.shape[1]):
            total += tables[job, kinds[row, group]]
        if told[row] and not silent[job]:
            total += term(np.float64(similarities[place]), text)
        if wish[0] != 0.0:
            most = _NOWHERE
            for at in range(bounds[row], bounds[row + 1]):
                member = members[at]
                if wished[member] == _UNKNOWN:
                    wished[member] = summed(occupations[member], meanings[job], steps, pile, products)
                if wished[member] > most:
                    most = wished[member]
            if most > _NOWHERE:
                total += term(np.float64(most), wish)
        if experience[0] != 0.0 and known[row]:
            value = summed(experiences[row], meanings[job], steps, pile, products)
            if value == value:
                total += term(np.float64(value), experience)
        nearness[place] = np.float32(total)
