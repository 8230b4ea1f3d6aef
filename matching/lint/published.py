"""The figures of a day of the pool, in coarse published groups; every condition is answered from them and from nothing else.

Rounding each answer by itself would not do: of many nearly equal ranges of age, the differences give every single year. So
people are counted once, by category, by grade, by sex and by age in bands of five years, each by itself and never crossed.
Groups under five people are merged, what is left is rounded to five, and that is all that there is to ask. A condition speaks
of whole groups: those it keeps wholly or in part are kept, so that a figure never says more people are kept out than are.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from matching.lint.exclusion import Exclusion
from matching.suppression import SMALLEST, rounded

Attribute = Literal["category", "grade", "age", "sex"]

BAND: Final = 5
YOUNGEST: Final = 15
OLDEST: Final = 85
"""Ages are in bands named by their last year: up to 15, 16-20, 21-25, ..., 76-80, and 85 for all from 81 on."""
VALUES: Final[Mapping[Attribute, tuple[int | str, ...]]] = {
    "age": tuple(range(YOUNGEST, OLDEST + 1, BAND)),
    "category": tuple(range(1, 8)),
    "grade": tuple(range(1, 5)),
    "sex": ("female", "male"),
}
"""Every value that is counted; others are not (grades of veterans and of work injuries run to 10)."""
_ORDERED: Final = frozenset({"age", "grade"})


@dataclass(frozen=True, slots=True)
class Cell:
    """A group that is published whole: its values (of ages, the bands) and its people, at least 5 and rounded to 5."""

    values: tuple[int | str, ...]
    people: int


@dataclass(frozen=True, slots=True)
class ExcludedCount:
    """How many people a condition keeps out, of those of whom the attribute is recorded: both sums of rounded groups.

    `people` is None where no published group is wholly kept out, or none is kept; `of` where the attribute is recorded of fewer
    than 5. `answered` is the condition that the figure is for: the one that was asked, widened to whole groups.
    """

    people: int | None
    of: int | None
    answered: Exclusion


Published = Mapping[Attribute, tuple[Cell, ...]]
"""The groups of each attribute; none where it is recorded of fewer than 5 people."""


def band_of(years: int) -> int:
    """The last year of the band of an age in completed years: 35 of 31 to 35."""
    return min(max(-(-years // BAND) * BAND, YOUNGEST), OLDEST)


def publish(attribute: Attribute, found: Counter[int | str]) -> tuple[Cell, ...]:
    """The groups to publish of people by value (ages: by band). Each holds at least 5 people; together they hold every value.

    Bands and grades are merged with their neighbours, from the least on; of categories and sexes the small ones are put together.
    """
    values = VALUES[attribute]
    merged = _neighbours(values, found) if attribute in _ORDERED else _together(values, found)
    return tuple(Cell(tuple(group), rounded(_people(group, found)) or 0) for group in merged)


def answer(published: Published, asked: Exclusion) -> ExcludedCount:
    """What the published groups say of a condition."""
    cells = published.get(asked.attribute, ())
    kept = [cell for cell in cells if any(_keeps(asked, value) for value in cell.values)]
    out = [cell for cell in cells if cell not in kept]
    answered = _widened(asked, kept) if kept else asked
    people = sum(cell.people for cell in out) if kept and out else None
    return ExcludedCount(people, sum(cell.people for cell in cells) if cells else None, answered)


def _neighbours(values: Sequence[int | str], found: Counter[int | str]) -> list[list[int | str]]:
    groups: list[list[int | str]] = []
    open_: list[int | str] = []
    for value in values:
        open_.append(value)
        if _people(open_, found) >= SMALLEST:
            groups.append(open_)
            open_ = []
    if open_ and groups:
        groups[-1] += open_
    return groups


def _together(values: Sequence[int | str], found: Counter[int | str]) -> list[list[int | str]]:
    small = [value for value in values if found[value] < SMALLEST]
    large = sorted((value for value in values if found[value] >= SMALLEST), key=lambda value: (found[value], values.index(value)))
    if small and _people(small, found) < SMALLEST:
        small += large[:1]
        large = large[1:]
    groups = [[value] for value in large] + ([small] if _people(small, found) >= SMALLEST else [])
    return sorted((sorted(group, key=values.index) for group in groups), key=lambda group: values.index(group[0]))


def _people(values: Iterable[int | str], found: Counter[int | str]) -> int:
    return sum(found[value] for value in values)


def _keeps(asked: Exclusion, value: int | str) -> bool:
    """Whether anybody with this value (of ages: anybody of this band) is kept."""
    if asked.attribute != "age":
        return not asked.excludes(value)
    first, last = _years(int(value))
    low, high = asked.minimum, asked.maximum
    return (low is None or last is None or last >= low) and (high is None or first is None or first <= high)


def _years(band: int) -> tuple[int | None, int | None]:
    return None if band == YOUNGEST else band - BAND + 1, None if band == OLDEST else band


def _widened(asked: Exclusion, kept: Sequence[Cell]) -> Exclusion:
    values = [value for cell in kept for value in cell.values]
    if asked.attribute != "age":
        texts = frozenset(value for value in values if isinstance(value, str))
        return Exclusion(asked.attribute, texts or frozenset(value for value in values if isinstance(value, int)))
    bands = [int(value) for value in values]
    return Exclusion("age", minimum=_years(min(bands))[0], maximum=_years(max(bands))[1])
