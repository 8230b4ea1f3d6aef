"""One pass over people by blocks of words: every expression of a program once a block, then the verdicts of its postings.

Compiled by numba on first use and kept on disk; it holds no lock while it runs, so that threads share the work.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from matching.bitmaps.expression import EVERYBODY, NOBODY, Node, Operation, Pool

Words = NDArray[np.uint64]
Int64 = NDArray[np.int64]

BLOCK: Final = 128
"""Words a block, 8,192 people: enough to make the cost of an operation small beside its work."""

_ALL, _ANY, _NOT = (int(one) for one in (Operation.ALL, Operation.ANY, Operation.NOT))


@dataclass(frozen=True)
class Program:
    """Expressions in order of evaluation. Slots 0..len(literals)-1 are rows of literals, the others results.

    `operations` (n,) with arguments `parts[starts[i]:starts[i + 1]]` as slots. Posting p gathers three unions, `gathered`
    between consecutive `bounds[3 p .. 3 p + 3]`: open, blocked, arranged. All operands come in groups of four.
    """

    literals: Int64
    operations: Int64
    starts: Int64
    parts: Int64
    bounds: Int64
    gathered: Int64

    @property
    def postings(self) -> int:
        return (len(self.bounds) - 1) // 3


def assemble(pool: Pool, rows: Callable[[Node], int], wanted: list[tuple[list[Node], list[Node], list[Node]]]) -> Program:
    """The program of some postings, each given as its open, blocked and arranged expressions.

    `rows` gives the row of a literal, and that of everybody for the constant.
    """
    roots = [node for three in wanted for part in three for node in part if node != NOBODY]
    nodes = pool.needed(roots)
    leaves = [n for n in nodes if n == EVERYBODY or pool.expressions[n].operation is Operation.LITERAL]
    inner = [n for n in nodes if pool.expressions[n].operation in (Operation.ALL, Operation.ANY, Operation.NOT)]
    slot = {node: place for place, node in enumerate((*leaves, *inner))}
    parts: list[int] = []
    starts = [0]
    for node in inner:
        parts.extend(_in_fours([slot[part] for part in pool.expressions[node].parts]))
        starts.append(len(parts))
    bounds = [0]
    gathered: list[int] = []
    for three in wanted:
        for part in three:
            gathered.extend(_in_fours([slot[node] for node in dict.fromkeys(part) if node != NOBODY]))
            bounds.append(len(gathered))
    return Program(
        literals=np.array([rows(node) for node in leaves], np.int64),
        operations=np.array([pool.expressions[node].operation for node in inner], np.int64),
        starts=np.array(starts, np.int64),
        parts=np.array(parts, np.int64),
        bounds=np.array(bounds, np.int64),
        gathered=np.array(gathered, np.int64),
    )


def _in_fours(slots: list[int]) -> list[int]:
    """Operands in groups of four; the last one stands in for those that are missing, which changes no union and no section."""
    return slots + slots[-1:] * (-len(slots) % 4)


def run(program: Program, bits: Words, everybody: Words, planes: Words, first: int, last: int) -> None:
    """Write the verdicts of words [first, last) into `planes`.

    `bits` (rows, words) are the literals, `everybody` (words,) who is there. `planes` (postings, 2, words) get the high and
    the low bit of each code: 0 eligible, 1 eligible with, 2 review, 3 blocked; whoever is not there gets 0.
    """
    _compiled()(
        bits,
        everybody,
        program.literals,
        program.operations,
        program.starts,
        program.parts,
        program.bounds,
        program.gathered,
        planes,
        first,
        last,
    )


@lru_cache(maxsize=1)
def _compiled() -> Callable[..., None]:
    from numba import njit, types

    # One signature: two processes that compile for two kinds of arrays at once would write one file of the cache.
    table, row = types.Array(types.uint64, 2, "C", readonly=True), types.Array(types.uint64, 1, "C", readonly=True)
    numbers = types.Array(types.int64, 1, "C", readonly=True)
    signature = types.void(table, row, *[numbers] * 6, types.uint64[:, :, ::1], types.int64, types.int64)
    made: Callable[..., None] = njit(signature, nogil=True, cache=True, boundscheck=False)(_evaluate)
    return made


def _evaluate(
    bits: Any,
    everybody: Any,
    literals: Any,
    operations: Any,
    starts: Any,
    parts: Any,
    bounds: Any,
    gathered: Any,
    planes: Any,
    first: int,
    last: int,
) -> None:
    leaves = literals.shape[0]
    scratch = np.empty((leaves + operations.shape[0], BLOCK), np.uint64)
    union = np.empty((3, BLOCK), np.uint64)
    for base in range(first, last, BLOCK):
        width = min(BLOCK, last - base)
        for slot in range(leaves):
            row = literals[slot]
            for k in range(width):
                scratch[slot, k] = bits[row, base + k]
        for i in range(operations.shape[0]):
            begin, end = starts[i], starts[i + 1]
            out, a = scratch[leaves + i], scratch[parts[begin]]
            if operations[i] == _NOT:
                for k in range(BLOCK):
                    out[k] = ~a[k]
                continue
            # Operands come in fours: a load each and one store for four is what makes this fast.
            b, c, d = scratch[parts[begin + 1]], scratch[parts[begin + 2]], scratch[parts[begin + 3]]
            if operations[i] == _ALL:
                for k in range(BLOCK):
                    out[k] = a[k] & b[k] & c[k] & d[k]
            else:
                for k in range(BLOCK):
                    out[k] = a[k] | b[k] | c[k] | d[k]
            for j in range(begin + 4, end, 4):
                a, b, c, d = scratch[parts[j]], scratch[parts[j + 1]], scratch[parts[j + 2]], scratch[parts[j + 3]]
                if operations[i] == _ALL:
                    for k in range(BLOCK):
                        out[k] &= a[k] & b[k] & c[k] & d[k]
                else:
                    for k in range(BLOCK):
                        out[k] |= a[k] | b[k] | c[k] | d[k]
        for p in range(planes.shape[0]):
            for kind in range(3):
                out = union[kind]
                out[:] = np.uint64(0)
                for j in range(bounds[3 * p + kind], bounds[3 * p + kind + 1], 4):
                    a, b = scratch[gathered[j]], scratch[gathered[j + 1]]
                    c, d = scratch[gathered[j + 2]], scratch[gathered[j + 3]]
                    for k in range(BLOCK):
                        out[k] |= a[k] | b[k] | c[k] | d[k]
            opened, blocked, arranged = union[0], union[1], union[2]
            high, low = planes[p, 0], planes[p, 1]
            for k in range(width):
                there = everybody[base + k]
                high[base + k] = opened[k] & there
                low[base + k] = (blocked[k] | (arranged[k] & ~opened[k])) & there
