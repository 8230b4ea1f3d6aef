"""The lottery that breaks ties: drawn from a recorded seed and the ids alone, so that anybody can draw it again."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from matching.allocation.problem import Problem

UInt64 = NDArray[np.uint64]
Int64 = NDArray[np.int64]

BITS: Final = 40
RULE: Final = "blake2b-64 of seed and id on both sides, mixed by splitmix64, top 40 bits; the larger number comes first"


@dataclass(frozen=True, slots=True)
class Lottery:
    """What must be recorded to draw again: the seed of the event and the rule."""

    seed: int
    rule: str = RULE


def draw_lottery(problem: "Problem") -> Int64:
    """(pairs,) a number in 1..2**40 for each pair. It depends on the seed and the two ids, never on the order of the rows.

    Drawn for the pair and not for the person: who is unlucky at one posting is not unlucky at all of them.
    """
    person, posting = draw_sides(problem)
    return pair_numbers(person, posting, problem.pairs.person, problem.pairs.posting)


def draw_sides(problem: "Problem") -> tuple[UInt64, UInt64]:
    """(people,) and (posts,) numbers of each side."""
    return (
        _hashes(problem.seed, "person", [p.name for p in problem.people]),
        _hashes(problem.seed, "posting", [p.name for p in problem.posts]),
    )


def pair_numbers(person: UInt64, posting: UInt64, persons: Int64, postings: Int64) -> Int64:
    """(n,) the numbers of these meetings, mixed from the numbers of both sides."""
    mixed = _splitmix(person[persons] ^ _splitmix(posting[postings]))
    return ((mixed >> np.uint64(64 - BITS)) + np.uint64(1)).astype(np.int64)


def _hashes(seed: int, side: str, names: Sequence[str]) -> UInt64:
    drawn = [int.from_bytes(blake2b(f"{seed}\0{side}\0{name}".encode(), digest_size=8).digest(), "little") for name in names]
    return np.array(drawn, dtype=np.uint64)


def _splitmix(state: UInt64) -> UInt64:
    """The output function of splitmix64 (Steele, Lea, Flood 2014): every bit of the state moves every bit of the result."""
    with np.errstate(over="ignore"):
        mixed = state + np.uint64(0x9E3779B97F4A7C15)
        mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        return mixed ^ (mixed >> np.uint64(31))
