"""All lists of some postings in one walk over people: who is allowed, how near their text is, and the best of them.

A block of people stays in the cache of a core while every posting is compared with it. Float32 sums only choose a few more rows
than are wanted; those are compared again in double precision, as `matching.retrieval` does, before any is cut.
"""

from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from matching.protocols import Float32

Int32 = NDArray[np.int32]
Words = NDArray[np.uint64]

_ROOM: Final = 2
_SPARE: Final = 64
_STRETCH: Final = 128


def walk(vectors: Float32, wanted: Float32, planes: Words, among: Words, depth: int) -> list[tuple[Int32, Float32] | None]:
    """For list `2 * job + band` its `depth` nearest allowed rows and their similarities, of equal ones the lower row first.

    vectors (n, d) of length 1 or 0, wanted (jobs, d); planes (jobs, 2, words) are the verdict bits, among (words,) says who takes
    part. None for a list in which so many tie with the last one that they found no room: retrieve it another way.
    """
    from matching.prematch import walking

    vectors, wanted = np.ascontiguousarray(vectors, np.float32), np.ascontiguousarray(wanted, np.float32)
    planes, among = np.ascontiguousarray(planes), np.ascontiguousarray(among)
    lists, room = 2 * len(wanted), _ROOM * depth + _SPARE
    rows, near = np.empty((lists, room), np.int32), np.empty((lists, room), np.float32)
    sizes, steps = np.zeros(lists, np.int32), _steps(wanted.shape[1])
    walking.run(vectors, wanted, planes, among, depth, rows, near, sizes)
    found: list[tuple[Int32, Float32] | None] = []
    for number, size in enumerate(sizes.tolist()):
        if size < 0:
            found.append(None)
            continue
        mine, similarities = rows[number, :size], np.empty(size, np.float32)
        walking.exact(vectors, wanted[number // 2], mine, steps, similarities)
        best = np.lexsort((mine, -similarities))[:depth]
        found.append((mine[best], similarities[best]))
    return found


@lru_cache(maxsize=8)
def _steps(count: int) -> Int32:
    """(s, 2) how numpy adds a row of so many values, for `walking.exact`: by halves, down to stretches of 128."""

    def of(start: int, size: int) -> list[tuple[int, int]]:
        if size <= _STRETCH:
            return [(start, size)]
        half = size // 2
        half -= half % 8
        return [*of(start, half), *of(start + half, size - half), (0, 0)]

    return np.array(of(0, count), np.int32)
