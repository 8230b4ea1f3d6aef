"""All lists of some postings in one walk over people: who is allowed, how near they are, and the nearest of them.

A block of people stays in the cache of a core while every posting is compared with it (`walking`). Float32 sums only choose a few
more rows than are wanted; those are compared again in double precision (`weighing`) before any is cut.
"""

from dataclasses import dataclass
from functools import lru_cache
from math import ceil
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
_ROUNDING: Final = 2.0**-24
"""The most by which rounding to float32 changes a number, as a share of it."""
_BATCH: Final = 128
"""Postings whose sums are made at once: what kinds of people add to them stays in the cache of a core."""
_LANES: Final = 32
"""A few sums fewer than this, left over from whole vectors of a processor, take as long as all of them."""
_NOWHERE: Final = -2.0
"""Less than any product of two directions: there is none."""
_HALVINGS: Final = 5
_SAMPLED: Final = 0.5**_HALVINGS
"""The share of the people from whom is guessed what a list will reach."""
_SURE: Final = 3
"""Standard deviations, and people besides, by which more of the sample are asked for than the list will have of it."""


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

    def told(self, job: int) -> tuple[bytes, bool, bytes, bytes]:
        """All that retrieval knows of a posting."""
        return self.wanted[job].tobytes(), bool(self.silent[job]), self.tables[job].tobytes(), self.meanings[job].tobytes()


def walk(
    crowd: Crowd, wants: Wants, leaning: Leaning, planes: Words, among: Words, depth: int
) -> list[tuple[Int32, Float32, Float32] | None]:
    """For list `2 * job + band` its `depth` nearest allowed rows with similarities and nearness, of equal ones the lower row first.

    planes (jobs, 2, words) are the verdict bits, among (words,) says who takes part. None for a list in which so many tie with the
    last one that they found no room: weigh all of its rows.

    What the last one of a list will reach is guessed from a few of the people. Who does not reach it is left out at once; a list
    that then proves too short is made again without.
    """
    bits = np.ascontiguousarray(planes)
    crew = _Crew(crowd, wants, leaning, bits)
    share, enough = _SAMPLED * depth, _SURE * (_SAMPLED * depth) ** 0.5
    guess = crew.gather(among & _few(len(among)), ceil(share + enough + _SURE)).least
    lists = crew.gather(among, depth, guess)
    short = np.flatnonzero((lists.sizes >= 0) & (lists.least < guess))
    if len(short):
        again = np.unique(short // 2)
        numbers = (2 * again[:, None] + np.arange(2)).ravel()
        lists.replace(numbers, _Crew(crowd, wants.some(again), leaning, bits[again]).gather(among, depth))
    return _nearest(crowd, wants, leaning, lists, depth)


@dataclass(frozen=True, eq=False)
class _Lists:
    """What `walking.run` fills: of list i the first `sizes[i]` of `rows[i]`, -1 where it was given up; `least` as it left it."""

    rows: Int32
    sizes: Int32
    least: Float32

    def replace(self, numbers: Int64, others: "_Lists") -> None:
        self.rows[numbers], self.sizes[numbers], self.least[numbers] = others.rows, others.sizes, others.least


class _Crew:
    """Some postings, ready to be walked to."""

    def __init__(self, crowd: Crowd, wants: Wants, leaning: Leaning, planes: Words) -> None:
        lines = _lines(leaning)
        slope, start = lines[:, 0] / (lines[:, 2] - lines[:, 1]), lines[:, 1]
        half = lines[:, 0] / 2
        bent = np.stack([slope, -slope * start - half, -np.abs(half), np.abs(half)], axis=1)
        self._jobs = len(wants.wanted)
        speaks, named = ~wants.silent & bool(half[0]), ~np.isnan(wants.meanings[:, 0]) & bool(half[2])
        self._people = crowd.people
        self._asked = (
            wants.wanted,
            wants.meanings,
            speaks,
            named,
            _batched(wants.tables, 0.0),
            _batched(np.nan_to_num(wants.wishes, nan=_NOWHERE), _NOWHERE),
            bent.astype(np.float32),
            planes,
        )
        # Sums and products of d numbers, added in any order, are off by less than (d + 16) roundings of what they are made of:
        # products at most 1 times their slope, everything else at most its weight. Two are compared, each off by that much.
        size = (np.abs(slope) * (1 + np.abs(start))).sum() + leaning.size
        self._margin = np.float32(2 * (crowd.vectors.shape[1] + 16) * _ROUNDING * size)

    def gather(self, among: Words, depth: int, least: Float32 | None = None) -> _Lists:
        """The rows that may be among the `depth` nearest of each list; those below `least` (lists,) are left out at once.

        The `least` returned is what a list of `depth` rows would have let be left out, -inf where there are fewer.
        """
        from matching.prematch import walking

        lists, room = 2 * self._jobs, _ROOM * depth + _SPARE
        found = _Lists(
            rows=np.empty((lists, room), np.int32),
            sizes=np.zeros(lists, np.int32),
            least=np.full(lists, -np.inf, np.float32) if least is None else least.copy(),
        )
        near = np.empty((lists, room), np.float32)
        walking.run(*self._people, *self._asked, among, depth, self._margin, found.least, found.rows, near, found.sizes)
        return found


def _nearest(
    crowd: Crowd, wants: Wants, leaning: Leaning, lists: _Lists, depth: int
) -> list[tuple[Int32, Float32, Float32] | None]:
    """All lists weighed exactly at once and cut to `depth`."""
    sizes = np.maximum(lists.sizes, 0)
    numbers = np.repeat(np.arange(len(sizes)), sizes)
    rows = lists.rows[np.arange(lists.rows.shape[1]) < sizes[:, None]]
    similarities, nearness = weigh(crowd, wants, leaning, numbers // 2, rows)
    best = np.lexsort((rows, -nearness, numbers))
    found: list[tuple[Int32, Float32, Float32] | None] = []
    for size, end in zip(lists.sizes.tolist(), np.cumsum(sizes).tolist(), strict=True):
        mine = best[end - size : end][:depth]
        found.append(None if size < 0 else (rows[mine], similarities[mine], nearness[mine]))
    return found


def nearest_of(crowd: Crowd, wants: Wants, leaning: Leaning, job: int, rows: Int32, depth: int) -> tuple[Int32, Float32, Float32]:
    """The `depth` nearest of some rows to one posting, as `walk` gives a list."""
    similarities, nearness = weigh(crowd, wants, leaning, np.full(len(rows), job), rows)
    best = np.lexsort((rows, -nearness))[:depth]
    return rows[best], similarities[best], nearness[best]


def weigh(crowd: Crowd, wants: Wants, leaning: Leaning, jobs: Int64, rows: Int32) -> tuple[Float32, Float32]:
    """(r,) twice: similarities and nearness of some rows with a posting each; of a pair they do not depend on the others at all."""
    from matching.prematch import weighing

    similarities, nearness = np.empty(len(rows), np.float32), np.empty(len(rows), np.float32)
    steps = _steps(crowd.vectors.shape[1])
    asked = (wants.wanted, crowd.occupations, wants.tables, wants.meanings, wants.silent, _lines(leaning))
    pairs = np.ascontiguousarray(jobs, np.int64), np.ascontiguousarray(rows, np.int32)
    weighing.exact(*crowd.people, *asked, *pairs, steps, similarities, nearness)
    return similarities, nearness


def _batched(values: Float64 | Float32, nothing: float) -> Float32:
    """(jobs, k) as (batches, k, width): postings beside each other, in batches of one width, filled up with `nothing`."""
    jobs, count = values.shape
    batches = -(-jobs // _BATCH)
    width = _BATCH if batches > 1 else -(-jobs // _LANES) * _LANES
    filled = np.full((batches * width, count), nothing, np.float32)
    filled[:jobs] = values
    return np.ascontiguousarray(filled.reshape(batches, width, count).transpose(0, 2, 1))


def _few(words: int) -> Words:
    """One person of 32, drawn."""
    draw = np.random.Generator(np.random.PCG64(words))
    drawn = draw.integers(0, 2**64, (_HALVINGS, words), np.uint64)
    return np.asarray(np.bitwise_and.reduce(drawn, axis=0), np.uint64)


def _lines(leaning: Leaning) -> Float64:
    return np.array([leaning.line(name) for name in (TEXT, WISH, EXPERIENCE)], np.float64)


@lru_cache(maxsize=8)
def _steps(count: int) -> Int32:
    """(s, 2) how numpy adds a row of so many values, for `weighing.exact`: by halves, down to stretches of 128."""

    def of(start: int, size: int) -> list[tuple[int, int]]:
        if size <= _STRETCH:
            return [(start, size)]
        half = size // 2
        half -= half % 8
        return [*of(start, half), *of(start + half, size - half), (0, 0)]

    return np.array(of(0, count), np.int32)
