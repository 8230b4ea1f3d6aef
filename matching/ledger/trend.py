"""One figure over the years, or over the months of a period where it is counted by month."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from matching.ledger.books import Books
from matching.ledger.figure import Figure
from matching.ledger.figures import figure_of
from matching.ledger.period import Period
from matching.ledger.publish import publish
from matching.quota import Rates

MONTHS_OF_A_YEAR: Final = 12


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """A year (2027) or a month (2027-03). `count` None: kept back. `of`: the denominator of a share, None for none or kept back.

    `so_far`: the period has not ended on the day of the report.
    """

    key: str
    count: int | None
    of: int | None
    so_far: bool

    @property
    def share(self) -> float | None:
        """count / of; None without a denominator, of an empty one, or where a number is kept back."""
        return self.count / self.of if self.count is not None and self.of else None


def yearly(
    name: str, books: Books, years: Sequence[int], as_of: date, rates: Callable[[date], Rates], *, public: bool = False
) -> tuple[TrendPoint, ...]:
    """The figure of each year, as the year report of that year says it. `rates`: the figures of the quota on a day.

    With `public`, as it may leave the house. Raises KnowledgeError for a name that indicators.yaml does not have.
    """
    found = []
    for year in years:
        period = Period.year(year)
        exact = figure_of(name, books, period, as_of, rates(min(period.until, as_of)))
        figure = publish(exact) if public else exact
        found.append(TrendPoint(str(year), figure.count, figure.of, period.until > as_of))
    return tuple(found)


def monthly(figure: Figure, year: int, as_of: date) -> tuple[TrendPoint, ...]:
    """The months of a year up to the day of the report, from the parts of the figure of that year; empty where it has none by
    month, or where they are kept back."""
    parts = {part.key: part.count for part in figure.parts if part.axis == "month"}
    if not parts:
        return ()
    months = [date(year, month, 1) for month in range(1, MONTHS_OF_A_YEAR + 1)]
    return tuple(
        TrendPoint(f"{first:%Y-%m}", parts.get(f"{first:%Y-%m}", 0), None, (first.year, first.month) == (as_of.year, as_of.month))
        for first in months
        if first <= as_of
    )
