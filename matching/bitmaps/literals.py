"""What is plainly true of each person, as rows of bits: bit i of a row is person i."""

from collections.abc import Hashable, Iterable, Sequence
from itertools import chain
from typing import Final

import numpy as np
from numpy.typing import NDArray

from matching.knowledge import CATALOGUE
from matching.knowledge.catalogue import ACCESS_SKILLS
from matching.verdicts.sides import CandidateSide

Words = NDArray[np.uint64]
Bool = NDArray[np.bool_]
Int8 = NDArray[np.int8]

WORD: Final = 64
_DIMENSIONS: Final = len(CATALOGUE.dimensions)
_NAMES: Final = tuple(row.name for row in CATALOGUE.accommodations)
_NOT_ASSESSED: Final = -1
_CODES: Final[dict[int | None, int]] = {None: _NOT_ASSESSED, **{level: level for level in range(5)}}
_CHUNK: Final = 65_536
_GROWTH: Final = 1.5

KEYS: Final[tuple[Hashable, ...]] = (
    *(
        ("at_least", position, level, hopeful)
        for position in range(_DIMENSIONS)
        for level in range(1, 5)
        for hopeful in (False, True)
    ),
    *(("known", position) for position in range(_DIMENSIONS)),
    *(("skill", name) for name in ACCESS_SKILLS),
    *(("aid", name) for name in _NAMES),
    *(("refuses", name) for name in _NAMES),
    "everybody",
)
"""The literals that every index has, in the order of their rows; literals of rules come behind them."""

_EVERYBODY: Final = len(KEYS) - 1


class Literals:
    """Bit rows of up to `capacity` people: `bits` (rows, words) uint64, `everybody` (words,) who is there.

    A row of a person that left is empty and may be given to another.
    """

    def __init__(self, people: int = 0, spare_rows: int = 64) -> None:
        words = max(1, -(-people // WORD))
        self.bits: Words = np.zeros((len(KEYS) + spare_rows, words), np.uint64)
        self.bits[_EVERYBODY] = ~np.uint64(0)
        self.everybody: Words = np.zeros(words, np.uint64)
        self.rows: dict[Hashable, int] = {key: row for row, key in enumerate(KEYS)}
        self.people = 0

    @property
    def words(self) -> int:
        return int(self.bits.shape[1])

    def fill(self, sides: Sequence[CandidateSide]) -> None:
        """Put these people into rows 0, 1, ... of an empty table."""
        self._reserve(len(sides))
        levels, kits, kinds = columns_of(sides)
        for start in range(0, len(sides), _CHUNK):
            chunk = slice(start, start + _CHUNK)
            values = _values(levels[chunk], kits[chunk], kinds)
            packed = pack(values)
            self.bits[:_EVERYBODY, start // WORD : start // WORD + packed.shape[1]] = packed[:_EVERYBODY]
        self.everybody[: -(-len(sides) // WORD)] = pack(np.ones((1, len(sides)), np.bool_))[0]
        self.people = len(sides)

    def of_others(self, sides: Sequence[CandidateSide]) -> "Literals":
        """The same literals in the same rows, of other people; those of rules hold of nobody yet."""
        made = Literals(len(sides), len(self.bits) - len(KEYS))
        made.rows = dict(self.rows)
        made.fill(sides)
        return made

    def put(self, row: int, side: CandidateSide) -> None:
        """Write one person into a row that is there or the next one."""
        self._reserve(row + 1)
        levels, kits, kinds = columns_of([side])
        self.set_column(row, range(len(KEYS)), _values(levels, kits, kinds)[:, 0])
        self.everybody[row // WORD] |= np.uint64(1 << row % WORD)
        self.people = max(self.people, row + 1)

    def remove(self, row: int) -> None:
        """Nobody is in this row any more."""
        self.everybody[row // WORD] &= ~np.uint64(1 << row % WORD)

    def set_column(self, row: int, rows: Iterable[int], values: Bool) -> None:
        """Set the bits of one person in some rows of literals; `values` (len(rows),)."""
        where = np.fromiter(rows, np.int64)
        word, bit = row // WORD, np.uint64(1 << row % WORD)
        column = self.bits[where, word] & ~bit
        self.bits[where, word] = np.where(values, column | bit, column)

    def set_row(self, key: Hashable, values: Bool) -> None:
        """A literal of its own, over all people; `values` (people,)."""
        row = self.rows.get(key)
        if row is None:
            row = self.rows[key] = len(self.rows)
            if row >= len(self.bits):
                self.bits = np.concatenate([self.bits, np.zeros((len(self.bits) // 2 + 1, self.words), np.uint64)])
        packed = pack(values[None, :])[0]
        self.bits[row] = 0
        self.bits[row, : len(packed)] = packed

    def _reserve(self, people: int) -> None:
        words = -(-people // WORD)
        if words > self.words:
            wider = max(words, int(self.words * _GROWTH) if self.people else words)
            more = wider - self.words
            self.bits = np.pad(self.bits, ((0, 0), (0, more)))
            self.bits[_EVERYBODY] = ~np.uint64(0)
            self.everybody = np.pad(self.everybody, (0, more))


def pack(values: Bool) -> Words:
    """(rows, people) booleans as (rows, words): person i is bit i % 64 of word i // 64."""
    rows, people = values.shape
    words = -(-people // WORD)
    packed = np.zeros((rows, words * 8), np.uint8)
    eights = np.packbits(values, axis=1, bitorder="little")
    packed[:, : eights.shape[1]] = eights
    return packed.view("<u8").astype(np.uint64, copy=False)


def unpack(words: Words, people: int) -> Bool:
    """(people,) booleans of one row of words."""
    return np.unpackbits(words.astype("<u8", copy=False).view(np.uint8), count=people, bitorder="little").view(np.bool_)


def count(words: Words) -> int:
    """How many people are in a set."""
    return int(np.bitwise_count(words).sum())


def columns_of(sides: Sequence[CandidateSide]) -> tuple[Int8, NDArray[np.int64], Bool]:
    """Levels (n, 45), -1 for not assessed; the kit of each person (n,); what each kit holds (kits, skills + aids + refusals)."""
    told = chain.from_iterable(side.levels for side in sides)
    levels = np.fromiter(map(_CODES.__getitem__, told), np.int8, len(sides) * _DIMENSIONS).reshape(len(sides), _DIMENSIONS)
    numbers: dict[tuple[frozenset[str], ...], int] = {}
    kits = np.fromiter(
        (numbers.setdefault((side.skills, side.aids, side.refuses), len(numbers)) for side in sides), np.int64, len(sides)
    )
    held = [
        [*(name in skills for name in ACCESS_SKILLS), *(name in aids for name in _NAMES), *(name in refuses for name in _NAMES)]
        for skills, aids, refuses in numbers
    ]
    return levels, kits, np.array(held, np.bool_).reshape(len(numbers), len(ACCESS_SKILLS) + 2 * len(_NAMES))


def _values(levels: Int8, kits: NDArray[np.int64], kinds: Bool) -> Bool:
    """(len(KEYS), n): the truth of every literal for these people."""
    across = np.ascontiguousarray(levels.T)
    people = across.shape[1]
    reached = np.empty((_DIMENSIONS, 4, 2, people), np.bool_)
    unknown = across == _NOT_ASSESSED
    for level in range(1, 5):
        np.greater_equal(across, level, out=reached[:, level - 1, 0])
        np.logical_or(reached[:, level - 1, 0], unknown, out=reached[:, level - 1, 1])
    return np.concatenate([reached.reshape(-1, people), ~unknown, kinds.T[:, kits], np.ones((1, people), np.bool_)])
