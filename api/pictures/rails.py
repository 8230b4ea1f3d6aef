"""Rows of a picture that each have a name, a rail from none to all, and a value: where everything of a row stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from api.pictures.canvas import LETTERS, WIDTHS, Row, Size
from api.pictures.lettering import fold

_NAME, _VALUE, _GAP = 200, 190, 14
_EDGE: Final = 3
_LINE: Final = round(LETTERS * 1.25)


@dataclass(frozen=True, slots=True)
class Rail:
    """One row: its name (folded), where its words begin, where its value ends, and its rail from `left` to `right` around `y`."""

    name: str
    name_y: float
    value_x: float
    value_y: float
    left: float
    right: float
    y: float

    def at(self, share: float) -> float:
        """The place of a share in 0..1 on the rail."""
        return round(self.left + share * (self.right - self.left), 2)


@dataclass(frozen=True, slots=True)
class Rails:
    """Rows one under another. On a wide picture name, rail and value stand side by side; on a narrow one the words stand over the
    rail."""

    rows: tuple[Rail, ...]
    bottom: int


def lay(names: Sequence[str], size: Size, top: int) -> Rails:
    """Rails for rows of these names."""
    rows: list[Rail] = []
    for name in names:
        rail, top = (_wide if size == "wide" else _narrow)(name, top)
        rows.append(rail)
    return Rails(tuple(rows), top)


def names_of(rails: Sequence[Rail]) -> list[Row]:
    """The names as rows of text."""
    return [{"x": 0, "y": rail.name_y, "text": rail.name} for rail in rails]


def _wide(name: str, top: int) -> tuple[Rail, int]:
    folded = fold(name, _NAME - _GAP, LETTERS)
    lines = folded.count("\n") + 1
    height = max(36, 16 + lines * _LINE)
    middle = top + height / 2
    width = WIDTHS["wide"]
    first = middle - (lines - 1) * _LINE / 2
    return Rail(folded, first, width - _EDGE, middle, _NAME, width - _VALUE, middle), top + height


def _narrow(name: str, top: int) -> tuple[Rail, int]:
    width = WIDTHS["narrow"]
    folded = fold(name, width * 0.5, LETTERS)
    lines = folded.count("\n") + 1
    bar = top + 10 + lines * _LINE + 8
    return Rail(folded, top + 14, width - _EDGE, top + 14, _EDGE, width - _EDGE, bar), bar + 18
