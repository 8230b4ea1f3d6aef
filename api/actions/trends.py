"""One figure of the plan over the years of the plan, or over the months of a year."""

from datetime import date
from typing import Final, Literal

from api.actions.books import open_books
from api.actions.errors import NotFound
from api.actions.year_reports import CITY, DISTRICT, FIRST_YEAR, district_name
from api.schemas.trends import TrendPointView, TrendView
from api.wiring import Application
from matching.geography import DISTRICTS, ZONES
from matching.indicators import INDICATORS
from matching.knowledge.catalogue import Text
from matching.ledger import Period, figure_of, publish
from matching.ledger.trend import TrendPoint, monthly, yearly
from matching.plan import TARGETS
from matching.quota import rates_on
from matching.records import Role, Viewer

By = Literal["year", "month"]
INDICATOR: Final = Text(zh="指标", en="indicator")
_YEAR: Final = Text(zh="{key}年", en="{key}")
_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_SO_FAR: Final = Text(zh="{text}（截至今天）", en="{text} (so far)")
_KEPT: Final = Text(zh="{text}不显示", en="{text} kept back")
_COUNTED: Final = Text(zh="{text} {value}", en="{text} {value}")
_ALL: Final = Text(zh="{name}，{place}：{points}", en="{name}, {place}: {points}")


def trend_view(app: Application, viewer: Viewer, indicator: str, *, by: By = "year", district: str | None = None) -> TrendView:
    """The figure by year from the first year of the plan to this one; by month of this year where it is counted by month, else by
    year all the same.

    An auditor gets it as it may leave the house. Raises NotFound (indicator, district), NotAllowed.
    """
    if indicator not in INDICATORS:
        raise NotFound(INDICATOR, indicator)
    if district is not None and district not in ZONES and district not in DISTRICTS:
        raise NotFound(DISTRICT, district)
    public = viewer.role is Role.AUDITOR
    books = open_books(app, viewer, f"trend of {indicator}").books
    if district is not None:
        books = books.of_district(district)
    this_year = Period.year(app.today.year)
    exact = figure_of(indicator, books, this_year, app.today, rates_on(app.today))
    months = monthly(publish(exact) if public else exact, app.today.year, app.today)
    monthwise = by == "month" and bool(months)
    points = months if monthwise else yearly(indicator, books, _years(app.today), app.today, rates_on, public=public)
    row, target = INDICATORS[indicator], TARGETS.get(indicator)
    name = Text(zh=row.zh, en=row.en[:1].upper() + row.en[1:])
    place = CITY if district is None else district_name(district)
    views = tuple(_point(one) for one in points)
    return TrendView(
        indicator=indicator,
        name=name,
        unit=row.unit,
        by="month" if monthwise else "year",
        by_month=bool(months),
        place=place,
        points=views,
        target=target.value if target is not None and row.unit == "share" else None,
        published=public,
        as_of=app.today,
        summary=_summary(name, place, views),
    )


def _years(today: date) -> range:
    return range(FIRST_YEAR, today.year + 1)


def _point(one: TrendPoint) -> TrendPointView:
    year, _, month = one.key.partition("-")
    text = Text(zh=f"{int(month)}月", en=_MONTHS[int(month) - 1]) if month else _YEAR.format(key=year)
    return TrendPointView(key=one.key, text=text, count=one.count, of=one.of, share=one.share, so_far=one.so_far)


def _summary(name: Text, place: Text, points: tuple[TrendPointView, ...]) -> Text:
    said = []
    for one in points:
        when = _SO_FAR.format(text=one.text) if one.so_far else one.text
        said.append(_KEPT.format(text=when) if one.count is None else _COUNTED.format(text=when, value=one.value))
    joined = Text(zh="，".join(text.zh for text in said), en="; ".join(text.en for text in said))
    return _ALL.format(name=name, place=place, points=joined)
