"""How near a header is to the names of a field: known names first, then shared characters and words, the rarer the more."""

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Final, Literal

import yaml

from data.importers.columns import Column
from data.importers.sheets import plain_header

ProposableKind = Literal["candidates", "postings"]

KNOWN: Final = 1.0
"""The nearness of a header that an import takes without a mapping."""
_WORD: Final = 0.95
_BARE: Final = 0.9
_LIKE: Final = 0.85
# A meaning is a whole sentence: what it shares with a header is weak evidence.
_MEANT: Final = 0.45
_SHARED_WITH_HEADER: Final = 0.45
_LATIN: Final = re.compile(r"[a-z]+|\d+")
_CHINESE: Final = re.compile(r"[㐀-鿿]+")
_CAMEL: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_BRACKETS: Final = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】|《[^《》]*》")
_NUMBERING: Final = re.compile(r"^\(?(?:\d{1,2}|[一二三四五六七八九十]{1,3})\)?[.、:)]\s*")
_HEAD: Final = re.compile(r"[^:：_/.·—-]{1,12}[:：_/.·—-]+(?=.)")
_SHARED: Final = 3
_NOISE: Final = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Near:
    """How near a header is to a field, 0 to 1, and the name of the field that is nearest."""

    score: float
    name: str


class HeaderNames:
    """The names of every field of one kind of sheet.

    `near` compares a header in four steps and keeps the best: a known name (1), a word of header_words.yaml (0.95), either of them
    once brackets and numbering are off the header (0.9), else the shared grams (up to 0.85) or those of the meaning (up to 0.45).
    Grams are characters, pairs of them, Latin words and their trigrams; the fewer fields have one in a name, the more it counts.
    """

    def __init__(self, columns: Sequence[Column], words: Mapping[str, Sequence[str]]) -> None:
        self._known: dict[str, dict[str, float]] = {}
        named: list[tuple[str, str, frozenset[str]]] = []
        for column in columns:
            for name in (column.header, *column.aliases):
                self._note(name, column.field, KNOWN)
                named.append((column.field, name, grams(name)))
            for name in words.get(column.field, ()):
                self._note(name, column.field, _WORD)
                named.append((column.field, name, grams(name)))
        fields = {column.field for column in columns}
        holders: dict[str, set[str]] = {}
        for field, _, found in named:
            for gram in found:
                holders.setdefault(gram, set()).add(field)
        scale = math.log1p(len(fields))
        self._weights = {gram: math.log1p(len(fields) / len(held)) / scale for gram, held in holders.items()}
        self._names = tuple((field, name, found, self._weigh(found)) for field, name, found in named)
        self._meanings = tuple(
            (column.field, column.header, grams(f"{column.meaning.zh} {column.meaning.en}")) for column in columns
        )

    def _note(self, name: str, field: str, score: float) -> None:
        found = self._known.setdefault(squeezed(name), {})
        found[field] = max(found.get(field, 0.0), score)

    def _weigh(self, found: Iterable[str]) -> float:
        return sum(self._weights.get(gram, 1.0) for gram in found)

    def near_all(self, headers: Sequence[str]) -> tuple[Mapping[str, Near], ...]:
        """`near` for every header of a sheet. What three headers begin or end with (能力：.., ..等级) is tried without, too."""
        starts = Counter(start for header in set(headers) for start in _starts(header))
        ends = Counter(end for header in set(headers) for end in _ends(header))
        found: list[Mapping[str, Near]] = []
        for header in headers:
            best = dict(self.near(header))
            shorter = [header[len(start) :] for start in _starts(header) if starts[start] >= _SHARED]
            shorter += [header[: -len(end)] for end in _ends(header) if ends[end] >= _SHARED]
            for rest in shorter:
                for field, near in self.near(rest).items():
                    _keep(best, field, Near(min(near.score, _BARE), near.name))
            found.append(best)
        return tuple(found)

    def near(self, header: str) -> Mapping[str, Near]:
        """Every field that the header is near to at all."""
        best: dict[str, Near] = {}
        bare = _NUMBERING.sub("", _BRACKETS.sub("", unicodedata.normalize("NFKC", header)).strip())
        for name, most in ((plain_header(header), KNOWN), (bare, _BARE)):
            for field, score in self._known.get(squeezed(name), {}).items():
                _keep(best, field, Near(min(score, most), name))
        own = grams(bare) or grams(header)
        whole = self._weigh(own)
        if not own:
            return best
        for field, name, found, weight in self._names:
            both = own & found
            if both:
                shared = self._weigh(both)
                likeness = shared / (_SHARED_WITH_HEADER * whole + (1 - _SHARED_WITH_HEADER) * weight)
                _keep(best, field, Near(_LIKE * min(likeness, 1.0), name))
        for field, name, found in self._meanings:
            both = own & found
            if both:
                _keep(best, field, Near(_MEANT * self._weigh(both) / whole, name))
        return best

    def knows(self, header: str) -> bool:
        """Whether some field goes by exactly this name."""
        return squeezed(plain_header(header)) in self._known


def _starts(header: str) -> list[str]:
    """What a header may share with others at its start: up to a sign, or its first two to four characters."""
    found = _HEAD.match(header)
    return ([] if found is None else [found[0]]) + [header[:at] for at in (2, 3, 4) if len(header) > at + 1]


def _ends(header: str) -> list[str]:
    return [header[-at:] for at in (2, 3) if len(header) > at + 1]


def _keep(best: dict[str, Near], field: str, near: Near) -> None:
    if field not in best or near.score > best[field].score:
        best[field] = near


def squeezed(name: str) -> str:
    """Letters, digits and characters only, lower case, half width: "Company_Name" -> "companyname"."""
    return _NOISE.sub("", unicodedata.normalize("NFKC", name)).lower()


@lru_cache(maxsize=16_384)
def grams(name: str) -> frozenset[str]:
    """Characters and pairs of Chinese words, Latin words (parted at case and punctuation) and their trigrams."""
    plain = _CAMEL.sub(" ", unicodedata.normalize("NFKC", name)).lower()
    found: Counter[str] = Counter()
    for run in _CHINESE.findall(plain):
        found.update(run)
        found.update(run[at : at + 2] for at in range(len(run) - 1))
    for word in _LATIN.findall(plain):
        if len(word) > 1:
            found[f"={word}"] += 1
            found.update(word[at : at + 3] for at in range(len(word) - 2))
    return frozenset(found)


@lru_cache(maxsize=1)
def header_words() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """Kind of sheet -> field -> the words of header_words.yaml."""
    content = yaml.safe_load(resources.files("data.importers").joinpath("header_words.yaml").read_text("utf-8"))
    return {
        kind: {field: tuple(str(word) for word in words) for field, words in fields.items()} for kind, fields in content.items()
    }
