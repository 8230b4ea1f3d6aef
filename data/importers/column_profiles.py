"""What stands in a column: its distinct texts with their shares, its figures, and what they look like as a whole."""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from itertools import pairwise
from typing import Final

from data.importers.sheets import Cell, cell_text
from data.importers.words import NOTHING

SAMPLE: Final = 120
"""The most distinct texts of a column that are read closely: half of them the most frequent, the others spread over the rest."""
CELL: Final = 80
"""The most characters of a cell that is no running text."""
_LONGEST: Final = 400
_NUMBER: Final = re.compile(r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d{1,15})(?:\.\d{1,6})?")
_HAN: Final = re.compile(r"[㐀-鿿]")
SAYS_LITTLE: Final = NOTHING | {
    *(
        "不限",
        "无要求",
        "没有要求",
        "不要求",
        "待定",
        "未知",
        "其他",
        "未填写",
        "未说明",
        "暂无数据",
        "未公布",
        "none",
        "#n/a",
        "?",
        "？",
    )
}
"""Words that several fields know, or none: they say nothing about which field a column feeds."""


@dataclass(frozen=True)
class Profile:
    """A column of a table. `cells` has one entry a row; `position` is 0-based; `most` bounds the texts that are read closely."""

    position: int
    header: str
    cells: tuple[Cell, ...]
    most: int = SAMPLE

    @cached_property
    def filled(self) -> int:
        return sum(cell is not None for cell in self.cells)

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """The text of each row, empty where the cell is."""
        return tuple("" if cell is None else cell_text(cell)[:_LONGEST] for cell in self.cells)

    @cached_property
    def counts(self) -> Counter[str]:
        """How often each text stands there that says something."""
        return Counter(text for text in self.texts if text and text.lower() not in SAYS_LITTLE)

    @cached_property
    def told(self) -> int:
        """Rows that say something."""
        return self.counts.total()

    @cached_property
    def sample(self) -> tuple[tuple[str, float], ...]:
        """Up to `most` distinct texts with the number of rows that each stands for."""
        ranked = self.counts.most_common()
        if len(ranked) <= self.most:
            return tuple((text, float(count)) for text, count in ranked)
        top, rest = ranked[: self.most // 2], ranked[self.most // 2 :]
        step = len(rest) / (self.most - len(top))
        others = [rest[int(at * step)][0] for at in range(self.most - len(top))]
        weight = sum(count for _, count in rest) / len(others)
        return (*((text, float(count)) for text, count in top), *((text, weight) for text in others))

    def share(self, accepts: Callable[[str], bool], longest: int = CELL) -> float:
        """The share of the rows that say something whose text is accepted, 0..1; 0 where no row does.

        A text of more than `longest` characters is running text, which no reader of cells accepts.
        """
        whole = sum(weight for _, weight in self.sample)
        return sum(weight for text, weight in self.sample if len(text) <= longest and accepts(text)) / whole if whole else 0.0

    def parts(self, split: Callable[[str], Sequence[str]]) -> dict[str, float]:
        """The parts of the sampled texts, with the number of rows that each stands for."""
        found: dict[str, float] = {}
        for text, weight in self.sample:
            for part in split(text):
                found[part] = found.get(part, 0.0) + weight
        return found

    @cached_property
    def distinct(self) -> float:
        """Distinct texts as a share of the rows that say something."""
        return len(self.counts) / self.told if self.told else 0.0

    @cached_property
    def length(self) -> float:
        """The mean length of a text that says something."""
        return sum(len(text) * weight for text, weight in self.sample) / sum(w for _, w in self.sample) if self.sample else 0.0

    @cached_property
    def numbers(self) -> tuple[float | None, ...]:
        """The number in each row, None where the cell is no bare number."""
        return tuple(_number(cell) for cell in self.cells)

    @cached_property
    def numeric(self) -> float:
        """The share of the rows that say something that hold a bare number."""
        return sum(n is not None for n in self.numbers) / self.told if self.told else 0.0

    @cached_property
    def median(self) -> float | None:
        """The median of the numbers; None where there is none."""
        found = sorted(number for number in self.numbers if number is not None)
        return found[len(found) // 2] if found else None

    @cached_property
    def is_counter(self) -> bool:
        """Whether the rows are numbered one by one, as in a column 序号."""
        found = [number for number in self.numbers if number is not None]
        if len(found) < 2 or len(found) < self.filled:
            return False
        steps = sum(later - earlier == 1 for earlier, later in pairwise(found))
        return found[0] in (0, 1) and steps >= 0.95 * (len(found) - 1)

    @cached_property
    def chinese(self) -> float:
        """The share of texts that hold a Chinese character."""
        return self.share(lambda text: _HAN.search(text) is not None)


def _number(cell: Cell) -> float | None:
    if cell is None or isinstance(cell, bool | date | datetime):
        return None
    if isinstance(cell, int | float):
        return float(cell) if abs(cell) < 1e15 else None
    text = unicodedata.normalize("NFKC", cell).strip()
    return float(text.replace(",", "")) if _NUMBER.fullmatch(text) else None


def never_above(lower: Profile, upper: Profile) -> bool:
    """Whether two columns of figures are the bounds of ranges: never the first above the second, and mostly below it."""
    pairs = [(low, high) for low, high in zip(lower.numbers, upper.numbers, strict=True) if low is not None and high is not None]
    if len(pairs) < 3 or len(pairs) < 0.5 * max(lower.told, upper.told):
        return False
    ordered = sum(low <= high for low, high in pairs)
    below = sum(low < high for low, high in pairs)
    spread = sum(high <= 20 * max(low, 1.0) for low, high in pairs)
    return ordered >= 0.97 * len(pairs) and below >= 0.5 * len(pairs) and spread >= 0.9 * len(pairs)
