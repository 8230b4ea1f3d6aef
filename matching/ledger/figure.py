"""One counted figure: the number, what it is a part of, and what could not be counted."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

from matching.indicators import UNIT_TEXTS, Indicator, Unit
from matching.knowledge.catalogue import Text

Axis = Literal["kind", "district", "month", "standing"]
UNTOLD: Final = "-"
"""The key of what nobody told: a placement at a posting without a kind, a person without a district."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a figure along one axis: a kind, a district's key, a month as 2027-03, or how people of the denominator stand;
    `count` None where it is kept back."""

    axis: Axis
    key: str
    count: int | None


@dataclass(frozen=True)
class Figure:
    """One indicator. `of` is the denominator of a share, None where the figure is no share. `unknown` counts those about whom it
    cannot be told: they are in neither number.
    Parts of one axis sum to `count`, if there are any; those that say how people stand sum to more.

    `unknown_reports`: what is not known are missing reports, each of any size, and not single members of the denominator.
    None stands for a number that is kept back; `published` says that small groups were.
    """

    indicator: Indicator
    count: int | None
    of: int | None = None
    unknown: int | None = 0
    parts: tuple[Part, ...] = ()
    published: bool = False
    unknown_reports: bool = False

    @property
    def share(self) -> float | None:
        """count / of; None without a denominator, of an empty one, or where a number is kept back."""
        return self.count / self.of if self.count is not None and self.of else None

    @property
    def text(self) -> Text:
        """The figure as a phrase, with both numbers of a share and what is not known."""
        return _with_unknown(self, _number(self))


def parts_of(axis: Axis, keys: Iterable[tuple[str | None, int]]) -> tuple[Part, ...]:
    """One part a key with the sum of its numbers, sorted by key, what nobody told last."""
    counted: Counter[str] = Counter()
    for key, number in keys:
        counted[UNTOLD if key is None else key] += number
    return tuple(Part(axis, key, counted[key]) for key in sorted(counted, key=lambda key: (key == UNTOLD, key)))


_KEPT_BACK: Final = Text(zh="少于 5 人或相差不到 5 人，不显示", en="kept back (a group under 5)")


def _number(figure: Figure) -> Text:
    if figure.count is None:
        return Text(zh="{name}：{why}", en="{name}: {why}").format(name=_name(figure), why=_KEPT_BACK)
    if figure.indicator.unit != "share":
        return Text(zh="{name}：{n}", en="{name}: {n}").format(name=_name(figure), n=with_unit(figure.count, figure.indicator.unit))
    if not figure.of:
        return Text(zh="{name}：没有可数的人或单位", en="{name}: nobody to count").format(name=_name(figure))
    text = Text(zh="{name}：{n}/{of}，{percent}%", en="{name}: {n} of {of}, {percent} %")
    return text.format(
        name=_name(figure), n=f"{figure.count:,}", of=f"{figure.of:,}", percent=f"{100 * figure.count / figure.of:.1f}"
    )


def with_unit(value: float, unit: Unit) -> Text:
    """A number with its unit; a share (0 to 1) in percent."""
    if unit == "share":
        return Text(zh=f"{100 * value:g}%", en=f"{100 * value:g} %")
    words = UNIT_TEXTS[unit]
    return Text(zh=f"{value:,g} {words.zh}", en=f"{value:,g} {words.en}".strip())


def _name(figure: Figure) -> Text:
    english = figure.indicator.en
    return Text(zh=figure.indicator.zh, en=english[:1].upper() + english[1:])


def _with_unknown(figure: Figure, text: Text) -> Text:
    if not figure.unknown:
        return text
    return Text(zh="{text}；另有 {n} 项情况不明", en="{text}; {n} more not known").format(text=text, n=f"{figure.unknown:,}")
