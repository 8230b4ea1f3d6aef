"""All lists of some postings in one walk over people: who is allowed, how near they are, and the nearest of them.

A block of people stays in the cache of a core while every posting is compared with it. Float32 sums only choose a few more rows
than are wanted; those are compared again in double precision before any is cut.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from matching.features.leaning import EXPERIENCE, TEXT, WISH, Leaning
from matching.protocols import Float32, Float64

Int32 = NDArray[np.int32]
Int64 = NDArray[np.int64]
Bool = NDArray[np.bool_]
Words = NDArray[np.uint64]

_ROOM: Final = 2
_SPARE: Final = 64
_STRETCH: Final = 128
_ROUNDING: Final = 2e-5
"""Float32 sums over rows of length 1 differ by less, in whatever order they are added."""


@dataclass(frozen=True, eq=False)
class Crowd:
    """The people of a block as a walk sees them.

    `vectors` (n, d) of their texts, of length 1 or 0; `kinds` (n, groups) of `matching.features.leaning`; the occupations they
    wish for, `members[bounds[i]:bounds[i + 1]]`, rows of `occupations` (v, d); `told` (n,) who has a text; `experiences` (n, d) and
    `known` (n,), whose experience has a direction.
    """

    vectors: Float32
    kinds: Int32
    members: Int32
    bounds: Int64
    occupations: Float32
    told: Bool
    experiences: Float32
    known: Bool

    @classmethod
    def of_texts(cls, vectors: Float32) -> Self:
        """People of whom nothing but the texts is known."""
        count, nobody = len(vectors), np.zeros((1, vectors.shape[1]), np.float32)
        return cls(
            vectors=np.ascontiguousarray(vectors, np.float32),
            kinds=np.zeros((count, 0), np.int32),
            members=np.zeros(0, np.int32),
            bounds=np.zeros(count + 1, np.int64),
            occupations=nobody,
            told=np.asarray(vectors.any(axis=1), np.bool_),
            experiences=nobody,
            known=np.zeros(count, np.bool_),
        )

    @property
    def people(self) -> tuple[Float32, Int32, Int32, Int64, Bool, Float32, Bool]:
        return self.vectors, self.kinds, self.members, self.bounds, self.told, self.experiences, self.known


@dataclass(frozen=True, eq=False)
class Wants:
    """Some postings as a walk sees them.

    `wanted` (jobs, d) of their texts, `silent` (jobs,) which have none; `tables` (jobs, kinds) what each kind of person adds;
    `meanings` (jobs, d) of their titles, NaN where there is no direction; `wishes` (jobs, v) their
    products with each occupation, in float32.
    """

    wanted: Float32
    silent: Bool
    tables: Float64
    meanings: Float32
    wishes: Float32

    @classmethod
    def of_texts(cls, wanted: Float32) -> Self:
        """Postings of which nothing but the texts is known."""
        wanted = np.ascontiguousarray(wanted, np.float32)
        return cls(
            wanted,
            np.asarray(~wanted.any(axis=1), np.bool_),
            np.zeros((len(wanted), 0)),
            np.full_like(wanted, np.nan),
            np.full((len(wanted), 1), np.nan, np.float32),
        )

    def some(self, jobs: Int64) -> "Wants":
        return Wants(self.wanted[jobs], self.silent[jobs], self.tables[jobs], self.meanings[jobs], self.wishes[jobs])

    def told(self, job: int) -> tuple[bytes, bytes, bytes]:
        """All that retrieval knows of a posting."""
        return self.wanted[job].tobytes(), self.tables[job].tobytes(), self.meanings[job].tobytes()


def walk(
    crowd: Crowd, wants: Wants, leaning: Leaning, planes: Words, among: Words, depth: int
) -> list[tuple[Int32, Float32, Float32] | None]:
    """For list `2 * job + band` its `depth` nearest allowed rows with similarities and nearness, of equal ones the lower row first.

    planes (jobs, 2, words) are the verdict bits, among (words,) says who takes part. None for a list in which so many tie with the
    last one that they found no room: weigh all of its rows.
    """
    from matching.prematch import walking

    lists, room = 2 * len(wants.wanted), _ROOM * depth + _SPARE
    rows, near = np.empty((lists, room), np.int32), np.empty((lists, room), np.float32)
    sizes = np.zeros(lists, np.int32)
    lines = _lines(leaning)
    tables = np.ascontiguousarray(wants.tables, np.float32)
    steep = np.abs(lines[:, 0] / (lines[:, 2] - lines[:, 1])).sum() + np.abs(leaning.weight).sum() / 10
    walking.run(
        *crowd.people,
        wants.wanted,
        tables,
        wants.wishes,
        wants.meanings,
        wants.silent,
        lines,
        np.ascontiguousarray(planes),
        np.ascontiguousarray(among),
        depth,
        np.float32(_ROUNDING * steep),
        rows,
        near,
        sizes,
    )
    return [
        None if size < 0 else nearest_of(crowd, wants, leaning, number // 2, rows[number, :size], depth)
        for number, size in enumerate(sizes.tolist())
    ]


def nearest_of(crowd: Crowd, wants: Wants, leaning: Leaning, job: int, rows: Int32, depth: int) -> tuple[Int32, Float32, Float32]:
    """The `depth` nearest of some rows to one posting, as `walk` gives a list."""
    similarities, nearness = weigh(crowd, wants, leaning, job, rows)
    best = np.lexsort((rows, -nearness))[:depth]
    return rows[best], similarities[best], nearness[best]


def weigh(crowd: Crowd, wants: Wants, leaning: Leaning, job: int, rows: Int32) -> tuple[Float32, Float32]:
    """(r,) twice: similarities and nearness of some rows; those of a row do not depend on the others, to the last bit."""
    from matching.prematch import walking

    rows = np.ascontiguousarray(rows, np.int32)
    similarities, nearness = np.empty(len(rows), np.float32), np.empty(len(rows), np.float32)
    steps = _steps(crowd.vectors.shape[1])
    asked = (wants.wanted, crowd.occupations, wants.tables, wants.meanings, wants.silent, _lines(leaning))
    walking.exact(*crowd.people, *asked, job, rows, steps, similarities, nearness)
    return similarities, nearness


def _lines(leaning: Leaning) -> Float64:
    return np.array([leaning.line(name) for name in (TEXT, WISH, EXPERIENCE)], np.float64)


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
