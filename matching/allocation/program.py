"""A fair as a linear program over whole numbers: who meets, and how far the guarantee is kept.

x(pair) in {0, 1}; every capacity a row; for every step of coverage one y a person, at most the person's interviews and at most what
the step promises. With x whole, y is whole by itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from matching.allocation.capacity import CapacityKind
from matching.allocation.usage import limits_of, usage_of

if TYPE_CHECKING:
    from matching.allocation.problem import Problem

Int64 = NDArray[np.int64]
Float64 = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Held:
    """A step of coverage that later steps keep: (people,) interviews that count for each, and how many must be given in all."""

    promise: Int64
    least: int


@dataclass(frozen=True, slots=True, eq=False)
class Program:
    """`free` (columns,): the pairs neither pinned nor excluded. `matrix` (capacities, columns) and `limit` (capacities,), in the
    order people, postings, booths, resources, less what pins take. `pinned` (people,): interviews that pins give.
    """

    free: Int64
    matrix: Any
    limit: Int64
    pinned: Int64

    @property
    def meets(self) -> Any:
        """(people, columns): whose pair it is."""
        return self.matrix[: len(self.pinned)]


@dataclass(frozen=True, slots=True, eq=False)
class Maximum:
    """Maximise gain . z where matrix z <= limit and 0 <= z <= most. The first `pairs` of z are x, the rest y."""

    gain: Float64
    matrix: Any
    limit: Float64
    most: Float64
    pairs: int


def program_of(problem: "Problem") -> Program:
    """The capacities of a problem as rows over its free pairs."""
    from scipy.sparse import csr_matrix, vstack

    free = np.flatnonzero(~problem.pinned & ~problem.excluded)
    person, posting = problem.pairs.person[free], problem.pairs.posting[free]
    takes, ones = problem.takes[person], np.ones(len(free), dtype=np.int64)

    def rows(of: Int64, amount: Int64, size: int) -> Any:
        return csr_matrix((amount, (of, np.arange(len(free)))), shape=(size, len(free)))

    everybody = np.zeros(len(free), dtype=np.int64)
    lent = [rows(everybody, takes * problem.uses(r, person, posting), 1) for r in range(len(problem.resources))]
    meets, at_posting = rows(person, ones, len(problem.people)), rows(posting, ones, len(problem.posts))
    at_booth = rows(problem.booth_of[posting], takes, len(problem.booths))
    limits = limits_of(problem)
    pins = np.flatnonzero(problem.pinned)
    taken = usage_of(problem.pairs.person[pins], problem.pairs.posting[pins], problem)
    left = [limits.of(kind) - taken.of(kind) for kind in CapacityKind]
    return Program(free, vstack([meets, at_posting, at_booth, *lent]).tocsr(), np.concatenate(left), taken.person)


def promises_of(problem: "Problem", program: Program) -> list[Int64]:
    """For t = 1 ... k, (people,) how many interviews count for each person beside those pinned."""
    steps = range(1, problem.guaranteed + 1)
    return [np.maximum(0, np.minimum(problem.promised, t) - program.pinned) for t in steps]


def maximum_of(program: Program, worth: Float64, held: Sequence[Held], *, cover: bool = False) -> Maximum:
    """Maximise the worth of the pairs, (columns,), where every step held is kept; with `cover` also the last step's y."""
    from scipy.sparse import bmat, csr_matrix, identity

    people, steps = len(program.pinned), len(held)
    blocks: list[list[Any]] = [[program.matrix, *([None] * steps)]]
    limit = [program.limit.astype(np.float64)]
    for step, kept in enumerate(held):
        given = [identity(people) if k == step else None for k in range(steps)]
        total = [csr_matrix(np.full((1, people), -1.0)) if k == step else None for k in range(steps)]
        blocks += [[-program.meets, *given], [csr_matrix((1, len(program.free))), *total]]
        limit += [np.zeros(people), np.array([-float(kept.least)])]
    gain = np.concatenate([worth, np.zeros(people * steps)])
    if cover:
        gain[-people:] = 1.0
    most = np.concatenate([np.ones(len(program.free)), *(kept.promise.astype(np.float64) for kept in held)])
    return Maximum(gain, bmat(blocks, format="csr"), np.concatenate(limit), most, len(program.free))
