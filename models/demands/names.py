"""All names and titles of occupations, what each means, and what each meaning demands; made ready for comparison."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import chain
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from matching.knowledge import CATALOGUE
from matching.occupation_names import occupations_by_code
from matching.occupation_profiles import Levels, profiles, typical
from matching.occupation_titles import titles_by_code
from matching.protocols import Float32
from matching.records import PostingKind
from models.demands.characters import readable
from models.demands.likeness import Likeness

RANKS: Final = re.compile(
    r"专员|助理|经理|主管|总监|主任|学徒|管理|项目|工程师|技术员|代表|组长|领班|顾问|讲师|教师|老师|市场|主编|副总|产品|设计|开发|研发"
    r"|运营|执行|店长|技术|其他|人员|[员师工]"
)
"""Words of rank and of work in general: alone they name no occupation."""

_PERSON: Final = re.compile(r"(?:专员|助理|人员|学徒|师傅|工人|工程师|技术员|[工员师岗匠])$")
_UNITS: Final = re.compile(r"[a-z0-9+#.]+|[^a-z0-9+#.]")
_LATIN: Final = re.compile(r"[a-z0-9]")
_SIZES: Final = (1, 2, 3)
_UNSEEN: Final = 4.0
"""The weight of an n-gram that stands in no name; known ones weigh 1 to 9."""


@dataclass(frozen=True, slots=True)
class Target:
    """What a name can mean: an occupation, or one variant of it with demands of its own. `kinds`: see `Profile.kinds`."""

    code: str
    name: str
    kinds: frozenset[PostingKind] = frozenset()


class Names:
    """`means`: readable name -> number of its target. `levels` (targets, 45), `marginal` of equal shape, `target_of` (names,).

    `scores`: by part of a title what it was found to resemble, so far; `likenesses`: the same by all parts of a title together
    and how many targets are kept of it; see `recognition`.
    """

    def __init__(self) -> None:
        self.scores: dict[str, dict[int, float]] = {}
        self.likenesses: dict[tuple[tuple[str, ...], int], Likeness] = {}
        self.targets: list[Target] = []
        self.means: dict[str, int] = {}
        levels: list[Levels] = []
        marginal: list[frozenset[str]] = []
        variants: dict[str, list[int]] = {}
        runs: list[set[str]] = []
        for row in profiles():
            variants.setdefault(row.code, []).append(len(self.targets))
            spelled = [readable(title) for title in (row.name, *row.titles)]
            self.means.update(dict.fromkeys(spelled, len(self.targets)))
            self.targets.append(Target(row.code, row.name, row.kinds))
            levels.append(row.demands)
            marginal.append(row.marginal)
            runs.append({gram for name in spelled for gram in grams(name)})
        for code, named in occupations_by_code().items():
            if code not in variants:
                variants[code] = [len(self.targets)]
                self.targets.append(Target(code, named.name))
                levels.append(typical(code).levels)
                marginal.append(typical(code).marginal)
            main = next((at for at in variants[code] if self.targets[at].name == named.name), variants[code][0])
            for name in titles_by_code()[code]:
                for spelling in _spellings(name):
                    # The titles of the profiles are right where a job board lists the same words under another code.
                    self.means.setdefault(spelling, _nearest_variant(spelling, main, variants[code], runs))
        self.levels: NDArray[np.int8] = np.array(levels, dtype=np.int8)
        self.marginal: NDArray[np.bool_] = np.array([[row.name in names for row in CATALOGUE.dimensions] for names in marginal])

    @cached_property
    def target_of(self) -> NDArray[np.int32]:
        return np.fromiter(self.means.values(), dtype=np.int32)

    @cached_property
    def stems(self) -> tuple[tuple[str, ...], ...]:
        """What is done or made in the names of each target: the names without the ending of a person (拉坯工 -> 拉坯)."""
        found: list[dict[str, None]] = [{} for _ in self.targets]
        for name, target in self.means.items():
            stem = _PERSON.sub("", name)
            if len(stem) > 1 and RANKS.fullmatch(stem) is None:
                found[target][stem] = None
        return tuple(map(tuple, found))

    @cached_property
    def columns(self) -> Mapping[str, int]:
        """Character n-gram -> column."""
        found: dict[str, int] = {}
        for gram in chain.from_iterable(self._grams):
            found.setdefault(gram, len(found))
        return found

    @cached_property
    def rarity(self) -> list[float]:
        """Inverse document frequency of each gram, smoothed: ln((1 + names) / (1 + names with it)) + 1."""
        seen = np.zeros(len(self.columns))
        for gram, times in Counter(chain.from_iterable(map(set, self._grams))).items():
            seen[self.columns[gram]] = times
        weights: list[float] = (np.log((1 + len(self.means)) / (1 + seen)) + 1).tolist()
        return weights

    @cached_property
    def by_gram(self) -> Any:
        """(grams, names) sparse, each column of length 1."""
        return self._weighted(self._grams).T.tocsr()

    @cached_property
    def held(self) -> Any:
        """(grams, targets) sparse: 1 where any name of the target holds the gram."""
        from scipy.sparse import csr_matrix

        known = self.columns
        held = np.array([known[gram] for found in self._grams for gram in found], dtype=np.int64)
        holders = np.repeat(self.target_of.astype(np.int64), [len(found) for found in self._grams])
        pairs = np.unique(held * len(self.targets) + holders)
        rows, columns = (side.astype(np.int32) for side in np.divmod(pairs, len(self.targets)))
        return csr_matrix((np.ones(len(rows), dtype=np.float32), (rows, columns)), shape=(len(self.columns), len(self.targets)))

    def weighted(self, texts: Sequence[str]) -> Any:
        """(texts, grams) sparse TF-IDF rows of length 1, grams in no name counted in the length; zeros without a known gram."""
        return self._weighted([tuple(grams(text)) for text in texts])

    @cached_property
    def _grams(self) -> list[tuple[str, ...]]:
        return [tuple(grams(name)) for name in self.means]

    def _weighted(self, texts: Sequence[Sequence[str]]) -> Any:
        from scipy.sparse import csr_matrix

        columns: list[int] = []
        values: list[float] = []
        starts = [0]
        known, rarity = self.columns, self.rarity
        for found in texts:
            counts: dict[int, float] = {}
            unseen = 0
            for gram in found:
                column = known.get(gram)
                if column is None:
                    unseen += 1
                else:
                    counts[column] = counts.get(column, 0.0) + rarity[column]
            norm = (sum(value * value for value in counts.values()) + unseen * _UNSEEN**2) ** 0.5 or 1.0
            columns += counts
            values += [value / norm for value in counts.values()]
            starts.append(len(columns))
        data: Float32 = np.array(values, dtype=np.float32)
        return csr_matrix((data, np.array(columns, dtype=np.int32), np.array(starts)), shape=(len(texts), len(known)))


@lru_cache(maxsize=1)
def names() -> Names:
    """The table of all names, made at the first use, which takes a second."""
    return Names()


def grams(text: str) -> Iterator[str]:
    """All runs of one, two and three characters, in their order by length; a Latin word or a number counts as one character."""
    if _LATIN.search(text) is None:
        yield from text
        for size in _SIZES[1:]:
            yield from [text[begin : begin + size] for begin in range(len(text) - size + 1)]
        return
    units: Sequence[str] = _UNITS.findall(text)
    yield from units
    for size in _SIZES[1:]:
        # Run by run side by side: the shortest of the shifted rows ends where the last run does.
        yield from map("".join, zip(*(units[begin:] for begin in range(size)), strict=False))


def _spellings(name: str) -> Iterator[str]:
    """The whole name, and its sides where it names two things by a stroke (导购/促销员)."""
    whole = readable(name)
    yield whole
    if "/" in whole:
        yield from (side for side in whole.split("/") if len(side) > 1 and RANKS.fullmatch(side) is None)


def _nearest_variant(name: str, main: int, variants: Sequence[int], runs: Sequence[set[str]]) -> int:
    """The variant whose own titles share most runs of two and three characters with a name; the main one where none does."""
    if len(variants) == 1:
        return main
    telling = {gram for gram in grams(name) if len(gram) > 1 and RANKS.search(gram) is None}
    shared = {target: len(telling & runs[target]) for target in variants}
    best = max(variants, key=lambda target: (shared[target], target == main))
    return best if shared[best] else main
