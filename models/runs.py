"""The tokenizer of the default encoder: characters, and the frequent runs of two and three of them, each where it stands.

Chinese has no blanks between words, and a title is too short for a dictionary that does not know it: 会计助理 is read as its
characters, as 会计, 计助, 助理 and so on, as far as these runs are in the vocabulary. Runs overlap on purpose; training decides
what each is worth. Latin words and digits are read the same way ("java", "3d"), but a single letter or digit says nothing and
is no token.
"""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from matching.texts import simplified

LONGEST: Final = 3
_CODE_POINTS: Final = 0x10000
_SIGNS: Final = "+#"

Int32 = NDArray[np.int32]


class RunTokenizer:
    """Tokens by number: `runs` in the order of the numbers, each of one to three characters."""

    def __init__(self, runs: Sequence[str]) -> None:
        if any(not 1 <= len(run) <= LONGEST for run in runs) or len(set(runs)) != len(runs):
            raise ValueError(f"a vocabulary holds runs of 1 to {LONGEST} characters, each once")
        known = set(runs)
        if any(len(run) == LONGEST and not {run[:2], run[1:]} <= known for run in runs):
            raise ValueError("a run of three characters is in the vocabulary without both of its pairs")
        self.runs = tuple(runs)

    def __len__(self) -> int:
        return len(self.runs)

    def occurrences(self, texts: Sequence[str]) -> tuple[Int32, Int32]:
        """(text, token) of every known run in every text, repeats kept, in no particular order; two arrays of one length."""
        stream, row_of = _read(texts, self._character_numbers)
        if not len(stream):
            return np.zeros(0, np.int32), np.zeros(0, np.int32)
        singles, pairs, keys, triples, base = self._tables
        rows: list[Int32] = []
        tokens: list[Int32] = []
        known = singles[stream]
        _collect(known, row_of, rows, tokens)
        pair = pairs[stream[:-1] * base + stream[1:]]
        _collect(pair, row_of, rows, tokens)
        # A triple is looked for only where both of its pairs are known: a frequent run has frequent parts.
        at = np.flatnonzero((pair[:-1] > 0) & (pair[1:] > 0))
        key = pair[at].astype(np.int64) * base + stream[at + 2]
        place = np.minimum(np.searchsorted(keys, key), len(keys) - 1)
        found = keys[place] == key
        rows.append(row_of[at[found]])
        tokens.append(triples[place[found]])
        return np.concatenate(rows), np.concatenate(tokens)

    @cached_property
    def _characters(self) -> dict[str, int]:
        """Character -> 1, 2, ...; 0 stands for all others."""
        return {character: number for number, character in enumerate(sorted(set("".join(self.runs))), start=1)}

    @cached_property
    def _character_numbers(self) -> NDArray[np.int64]:
        """(65536,) code point -> number of the character it is read as."""
        number = self._characters
        table = np.zeros(_CODE_POINTS, np.int64)
        for code, character in _readings().items():
            table[code] = number.get(character, 0)
        return table

    @cached_property
    def _tables(self) -> tuple[Int32, Int32, NDArray[np.int64], Int32, int]:
        """Token + 1 by character; by pair of characters (base x base, flat); sorted keys of triples and their tokens; the base."""
        number = self._characters
        base = len(number) + 1
        singles, pairs = np.zeros(base, np.int32), np.zeros(base * base, np.int32)
        for token, run in enumerate(self.runs, start=1):
            if len(run) == 1:
                singles[number[run]] = token
            elif len(run) == 2:
                pairs[number[run[0]] * base + number[run[1]]] = token
        triples = [
            (int(pairs[number[run[0]] * base + number[run[1]]]) * base + number[run[2]], token)
            for token, run in enumerate(self.runs)
            if len(run) == LONGEST
        ]
        # A key that no text has keeps the table of triples from being empty.
        ordered = sorted(triples) or [(-1, 0)]
        keys = np.array([key for key, _ in ordered], np.int64)
        return singles, pairs, keys, np.array([token for _, token in ordered], np.int32), base


def fit_runs(texts: Iterable[str], size: int, least: tuple[int, int, int] = (2, 2, 3)) -> RunTokenizer:
    """The tokenizer of the `size` runs that stand in the most texts; a run of n characters stands in at least `least[n - 1]`.

    Three characters make a run only if both pairs in them do. Runs of digits alone are none. Equal texts give equal runs.
    """
    numbers = _reading_numbers()
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(set(_runs(text, numbers)))
    kept = {run for run, count in counts.items() if len(run) < LONGEST and count >= least[len(run) - 1]}
    kept |= {
        run for run, count in counts.items() if len(run) == LONGEST and count >= least[2] and run[:2] in kept and run[1:] in kept
    }
    ordered = sorted(kept, key=lambda run: (-counts[run], run))[:size]
    whole = set(ordered)
    return RunTokenizer([run for run in ordered if len(run) < LONGEST or (run[:2] in whole and run[1:] in whole)])


def _runs(text: str, numbers: NDArray[np.int64]) -> Iterable[str]:
    stream, _ = _read([text], numbers)
    characters = "".join(map(chr, stream))
    for size in range(1, LONGEST + 1):
        for start in range(len(characters) - size + 1):
            run = characters[start : start + size]
            if "\0" not in run and not run.isdigit() and (size > 1 or run > "㏿"):
                yield run


def _collect(known: Int32, row_of: Int32, rows: list[Int32], tokens: list[Int32]) -> None:
    at = np.flatnonzero(known)
    rows.append(row_of[at])
    tokens.append(known[at] - 1)


def _read(texts: Sequence[str], numbers: NDArray[np.int64]) -> tuple[NDArray[np.int64], Int32]:
    """All texts as one stream of numbers, zeros between them, and the text each place belongs to."""
    joined = "\n\n".join([*texts, ""])
    codes = np.frombuffer(joined.encode("utf-32-le", "replace"), np.uint32)
    sizes = np.fromiter(map(len, texts), np.int64, len(texts)) + 2
    return numbers[np.where(codes < _CODE_POINTS, codes, 0)], np.repeat(np.arange(len(texts), dtype=np.int32), sizes)


@lru_cache(maxsize=1)
def _reading_numbers() -> NDArray[np.int64]:
    """(65536,) code point -> code point it is read as, 0 for a break."""
    table = np.zeros(_CODE_POINTS, np.int64)
    for code, character in _readings().items():
        table[code] = ord(character)
    return table


@lru_cache(maxsize=1)
def _readings() -> dict[int, str]:
    """Code point -> the character it is read as: full width as half width, upper case as lower, traditional as simplified."""
    found = {}
    for code in (*range(0x21, 0x7F), *range(0x3400, 0xA000), *range(0xF900, 0xFB00), *range(0xFF01, 0xFF5F)):
        character = unicodedata.normalize("NFKC", chr(code)).lower()
        if len(character) == 1 and (character > "㏿" or character.isalnum() or character in _SIGNS):
            found[code] = simplified(character)
    return found
