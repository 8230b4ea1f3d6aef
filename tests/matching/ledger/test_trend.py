"""A figure over time says what the reports of the same periods say."""

from datetime import date

import pytest

from matching.indicators import INDICATORS
from matching.knowledge.source import KnowledgeError
from matching.ledger import Period, figure_of, publish, year_report
from matching.ledger.trend import TrendPoint, monthly, yearly
from matching.quota import rates_on
from tests.matching.ledger.city import BOOKS, YEAR_END

AUGUST = date(2024, 8, 15)


@pytest.mark.parametrize("public", [False, True])
@pytest.mark.parametrize("name", INDICATORS)
def test_each_year_is_that_of_its_year_report(name: str, public: bool) -> None:
    points = yearly(name, BOOKS, (2023, 2024), YEAR_END, rates_on, public=public)
    for point, year in zip(points, (2023, 2024), strict=True):
        period = Period.year(year)
        figure = year_report(BOOKS, period, YEAR_END, rates_on(period.until), public=public).figures.get(name)
        if figure is not None:
            assert (point.count, point.of, point.share) == (figure.count, figure.of, figure.share)
        assert (point.key, point.so_far) == (str(year), False)


def test_a_year_that_goes_on_is_told() -> None:
    assert [one.so_far for one in yearly("employment.times", BOOKS, (2023, 2024), AUGUST, rates_on)] == [False, True]


def test_months_are_those_of_the_year_up_to_the_day_and_add_up() -> None:
    year = figure_of("employment.times", BOOKS, Period.year(2024), AUGUST, rates_on(AUGUST))
    months = monthly(year, 2024, AUGUST)
    assert [one.key for one in months] == [f"2024-{month:02}" for month in range(1, 9)]
    assert [one.so_far for one in months] == [False] * 7 + [True]
    assert sum(one.count or 0 for one in months) == year.count


def test_published_months_keep_small_groups_back() -> None:
    year = publish(figure_of("employment.times", BOOKS, Period.year(2024), YEAR_END, rates_on(YEAR_END)))
    assert year.count is None
    assert monthly(year, 2024, YEAR_END) == ()


def test_what_is_not_counted_by_month_has_no_months() -> None:
    assert monthly(figure_of("events.held", BOOKS, Period.year(2024), YEAR_END, rates_on(YEAR_END)), 2024, YEAR_END) == ()


def test_the_share_of_nobody_is_none() -> None:
    assert [TrendPoint("2024", *both, so_far=False).share for both in ((1, 4), (0, 0), (None, 4), (3, None))] == [
        0.25,
        None,
        None,
        None,
    ]


def test_an_unknown_figure_is_refused() -> None:
    with pytest.raises(KnowledgeError):
        yearly("employment.nobody", BOOKS, (2024,), YEAR_END, rates_on)
