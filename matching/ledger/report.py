"""The year report, in the order of the plan: every figure with its denominator, what was aimed at, and whether it was reached."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from matching.knowledge.catalogue import Text
from matching.ledger.books import Books
from matching.ledger.figure import Figure, with_unit
from matching.ledger.figures import figures
from matching.ledger.period import Period
from matching.ledger.publish import publish
from matching.plan import NUMBERS, PLAN, TARGETS, PlanItem, Target
from matching.quota import Rates


@dataclass(frozen=True)
class ReportLine:
    """One figure. `reached` is None where nothing was aimed at, the period does not hold the whole term of a counted target, or
    it turns on what is not known."""

    figure: Figure
    target: Target | None
    reached: bool | None
    text: Text


@dataclass(frozen=True)
class ReportSection:
    """One item of the plan with its figures."""

    item: PlanItem
    lines: tuple[ReportLine, ...]

    @property
    def title(self) -> Text:
        number = _NUMBERS.get(self.item.number, f"{self.item.number} ")
        return Text(zh="{number}{title}", en="{number}{title}").format(number=number, title=self.item.title)


@dataclass(frozen=True)
class YearReport:
    """The report of a period for the whole city (`whole`), or for one district (`district` None then: what belongs to none)."""

    period: Period
    as_of: date
    whole: bool
    district: str | None
    published: bool
    sections: tuple[ReportSection, ...]

    @property
    def figures(self) -> Mapping[str, Figure]:
        """Every figure of the report by its indicator."""
        return {line.figure.indicator.name: line.figure for section in self.sections for line in section.lines}


_NUMBERS: Final[Mapping[str, str]] = {number: "" for number in NUMBERS if not number.isdigit()}
"""Parts of the plan that are no numbered items are called by their titles."""


def year_report(books: Books, period: Period, as_of: date, rates: Rates, *, public: bool = False) -> YearReport:
    """The report of everything in the books. With `public`, as it may leave the house (`publish`)."""
    return _report(books, period, as_of, rates, public=public, whole=True, district=None)


def by_district(books: Books, period: Period, as_of: date, rates: Rates, *, public: bool = False) -> tuple[YearReport, ...]:
    """One report a district, in the order of their keys, and one of what belongs to none."""
    return tuple(
        _report(books.of_district(name), period, as_of, rates, public=public, whole=False, district=name)
        for name in books.districts()
    )


def _report(
    books: Books, period: Period, as_of: date, rates: Rates, *, public: bool, whole: bool, district: str | None
) -> YearReport:
    exact = figures(books, period, as_of, rates)
    sections = tuple(
        ReportSection(item, tuple(_line(exact[name], period, public) for name in item.reports)) for item in PLAN if item.reports
    )
    return YearReport(period, as_of, whole, district, public, sections)


def _line(exact: Figure, period: Period, public: bool) -> ReportLine:
    """Whether a target was reached is read from the exact figure, and not told where that figure is kept back."""
    figure = publish(exact) if public else exact
    target = TARGETS.get(exact.indicator.name)
    if target is None:
        return ReportLine(figure, None, None, figure.text)
    standing = _Standing.APART if figure.count is None else _standing(exact, target, period)
    text = Text(zh="{figure}（目标 {target}{verdict}）", en="{figure} (target {target}{verdict})")
    told = text.format(figure=figure.text, target=_aim(exact, target), verdict=_VERDICTS[standing])
    return ReportLine(figure, target, _REACHED[standing], told)


class _Standing(StrEnum):
    """How a figure stands against its target. `untold`: it turns on what is not known; `apart`: they are not compared."""

    REACHED = "reached"
    MISSED = "missed"
    UNTOLD = "untold"
    APART = "apart"


def _standing(exact: Figure, target: Target, period: Period) -> _Standing:
    """Reached only if it is so whatever the unknown are, and missed likewise."""
    if exact.count is None or exact.unknown is None:
        return _Standing.APART
    if exact.indicator.unit == "share":
        everybody = (exact.of or 0) + (0 if exact.unknown_reports else exact.unknown)
        if not everybody:
            return _Standing.APART
        least = exact.count / everybody
        most = (exact.count + exact.unknown) / everybody
    else:
        if target.since is None or target.by is None or not period.covers(target.since, target.by):
            return _Standing.APART
        least, most = exact.count, exact.count + exact.unknown
    if exact.unknown and exact.unknown_reports:
        return _Standing.UNTOLD
    if least >= target.value:
        return _Standing.REACHED
    return _Standing.MISSED if most < target.value else _Standing.UNTOLD


_REACHED: Final[Mapping[_Standing, bool | None]] = {
    _Standing.REACHED: True,
    _Standing.MISSED: False,
    _Standing.UNTOLD: None,
    _Standing.APART: None,
}
_VERDICTS: Final[Mapping[_Standing, Text]] = {
    _Standing.REACHED: Text(zh="，达到", en=": reached"),
    _Standing.MISSED: Text(zh="，未达到", en=": not reached"),
    _Standing.UNTOLD: Text(zh="，查清不明的情况才知道是否达到", en=": open until the rest is known"),
    _Standing.APART: Text(zh="", en=""),
}


def _aim(exact: Figure, target: Target) -> Text:
    text = with_unit(target.value, exact.indicator.unit)
    if target.since is None or target.by is None:
        return text
    return Text(zh="{text}，{since} 至 {by}", en="{text}, {since} to {by}").format(text=text, since=target.since, by=target.by)
