"""The year report: every figure of the plan, for the city, a district or all of them, exact or as it may leave the house."""

from collections.abc import Iterator
from datetime import date
from importlib.metadata import version
from typing import Final

from api.actions.books import open_books
from api.actions.errors import BadInput, NotFound
from api.paper.blocks import Stamp, Style
from api.paper.files import Format, PaperFile, paper_file
from api.paper.year import year_paper
from api.schemas.year_reports import FigureView, PartView, ReportSectionView, ReportView, YearReportView
from api.wiring import Application
from matching.geography import DISTRICTS, ZONES
from matching.kinds import KINDS
from matching.knowledge.catalogue import Text
from matching.ledger import Books, Figure, Part, Period, ReportLine, YearReport, by_district, year_report
from matching.ledger.figure import UNTOLD
from matching.quota import rates_on
from matching.records import EventKind, PostingKind, Role, Viewer

FIRST_YEAR: Final = 2023
"""The year in which the plan begins; its figures are not in force before."""
CITY: Final = Text(zh="全市", en="The city")
NO_DISTRICT: Final = Text(zh="不属于任何区", en="No known district")
DISTRICT: Final = Text(zh="区（请用区划代码或功能区名）", en="district (give its code, or the name of a zone)")
STANDINGS: Final = {
    "school": Text(zh="缺学校和毕业日期", en="school or day not told"),
    "plan": Text(zh="缺一人一策", en="no plan"),
    "service": Text(zh="缺服务", en="no service"),
    "served": Text(zh="已服务", en="served"),
    "refused": Text(zh="本人拒绝", en="refused"),
    "missing": Text(zh="未服务", en="not served"),
    "retained": Text(zh="仍在岗", en="still employed"),
    "left": Text(zh="已离开", en="left"),
    "unknown": Text(zh="去向不明", en="not known"),
    "waiting": Text(zh="未到时间", en="not due yet"),
}
_NOT_TOLD: Final = Text(zh="未写明", en="not told")
_WRONG_YEARS: Final = Text(
    zh="报告的年份是 {since} 至 {year}；请给 {first} 至 {last} 之间、先后有序的年份。",
    en="The report is asked for {since} to {year}; give years between {first} and {last}, in order.",
)


def year_view(
    app: Application,
    viewer: Viewer,
    year: int,
    *,
    since: int | None = None,
    district: str | None = None,
    each_district: bool = False,
    public: bool = False,
) -> YearReportView:
    """The report of a year, or of the years from `since` to it. `each_district`: one report a district after that of the whole.

    An auditor gets it as it may leave the house, whatever `public` says. Raises BadInput (years), NotFound (district), NotAllowed.
    """
    period = _period(app, since or year, year)
    public = public or viewer.role is Role.AUDITOR
    books = open_books(app, viewer, f"year report {year}").books
    reports = tuple(map(_report_view, _reports(app, books, period, district, each_district=each_district, public=public)))
    return YearReportView(since=period.since, until=period.until, as_of=app.today, published=public, reports=reports)


def year_file(app: Application, viewer: Viewer, view: YearReportView, form: Format, style: Style | None = None) -> PaperFile:
    """The report as a file; that it was exported is in the log. Raises TypesettingError."""
    with app.database.read(viewer) as stores:
        detail = {"what": "year report", "kind": form, "published": view.published}
        stores.log.append(viewer, "export", "ledger", str(view.until.year), detail, access=True)
    paper = year_paper(view, Stamp(version("tongtu"), None, None, app.clock()))
    return paper_file(paper, "", style or Style(), form)


def district_name(key: str | None) -> Text:
    """What a district or zone is called."""
    if key is None:
        return NO_DISTRICT
    area = ZONES.get(key) or DISTRICTS.get(key)
    return Text(zh=key, en=key) if area is None else area.text


def _period(app: Application, since: int, year: int) -> Period:
    if not FIRST_YEAR <= since <= year <= app.today.year:
        raise BadInput(_WRONG_YEARS.format(since=since, year=year, first=FIRST_YEAR, last=app.today.year))
    return Period(date(since, 1, 1), date(year, 12, 31))


def _reports(
    app: Application, books: Books, period: Period, district: str | None, *, each_district: bool, public: bool
) -> Iterator[YearReport]:
    """The figures of the quota are those of the period's end."""
    rates = rates_on(min(period.until, app.today))
    if district is None:
        yield year_report(books, period, app.today, rates, public=public)
    elif district not in ZONES and district not in DISTRICTS:
        raise NotFound(DISTRICT, district)
    if district is not None or each_district:
        found = by_district(books, period, app.today, rates, public=public)
        if district is not None and all(one.district != district for one in found):
            yield year_report(books.of_district(district), period, app.today, rates, public=public)
        yield from (one for one in found if district is None or one.district == district)


def _report_view(report: YearReport) -> ReportView:
    return ReportView(
        whole=report.whole,
        district=report.district,
        name=CITY if report.whole else district_name(report.district),
        sections=tuple(
            ReportSectionView(item=one.item.number, title=one.title, figures=tuple(map(figure_view, one.lines)))
            for one in report.sections
        ),
    )


def figure_view(line: ReportLine) -> FigureView:
    figure: Figure = line.figure
    return FigureView(
        indicator=figure.indicator.name,
        name=figure.indicator.text,
        unit=figure.indicator.unit,
        count=figure.count,
        of=figure.of,
        share=figure.share,
        unknown=figure.unknown,
        parts=tuple(PartView(axis=one.axis, key=one.key, text=_part_text(one), count=one.count) for one in figure.parts),
        target=None if line.target is None else line.target.value,
        reached=line.reached,
        text=line.text,
    )


def _part_text(part: Part) -> Text:
    if part.key == UNTOLD:
        return _NOT_TOLD
    if part.axis == "district":
        return district_name(part.key)
    if part.axis == "standing":
        return STANDINGS[part.key]
    if part.axis == "kind" and part.key in set(PostingKind):
        return KINDS[PostingKind(part.key)].text
    if part.axis == "kind" and part.key in set(EventKind):
        return Text(zh=part.key, en=EventKind(part.key).name.lower().replace("_", " "))
    return Text(zh=part.key, en=part.key)
