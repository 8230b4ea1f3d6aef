"""The year report on paper and as a workbook: the figures in the order of the plan, district by district."""

from collections.abc import Iterator, Mapping
from typing import Final

from api.paper.blocks import Block, Column, Heading, NewPage, Paper, Prose, Stamp, Words, table_of
from api.paper.words import OFFICE_ONLY, OPEN, day_text
from api.schemas.year_reports import FigureView, ReportView, YearReportView
from matching.knowledge.catalogue import Text

TITLE: Final = Text(zh="残疾人就业年度报告", en="Year report on employment of persons with disabilities")
_OF_YEARS: Final = Text(zh="{since} 至 {until}，数据截至 {day}", en="{since} to {until}, as counted on {day}")
_EXACT: Final = Text(
    zh="这是内部的准确数字：人数少的也写着，不能公开。",
    en="Exact numbers for the office, small groups among them: do not publish this.",
)
_ROUNDED: Final = Text(
    zh="可以公开的数字：少于 5 人的不显示，其余按 5 取整。",
    en="Numbers to publish: groups under 5 are kept back, the rest is rounded to 5.",
)
_PUBLIC: Final = Text(zh="公开版", en="public")
_INTERNAL: Final = Text(zh="内部", en="internal")
_EACH: Final = Text(zh="分区", en="by-district")
_FIGURES: Final = Text(zh="指标", en="Figures")
_PARTS: Final = Text(zh="分项", en="Parts")
_PLACE: Final = Column(Text(zh="范围", en="area"), 3, 14)
_ITEM: Final = Column(Text(zh="条目", en="item"), 5, 30)
_NAME: Final = Column(Text(zh="指标", en="figure"), 8, 44)
_NUMBER: Final = Column(Text(zh="数", en="number"), 2, 10, number=True)
_FIGURE_COLUMNS: Final = (
    _PLACE,
    _ITEM,
    _NAME,
    _NUMBER,
    Column(Text(zh="分母", en="out of"), 2, 10, number=True),
    Column(Text(zh="情况不明", en="not known"), 2, 10, number=True),
    Column(Text(zh="目标", en="target"), 2, 10),
    Column(Text(zh="是否达到", en="reached"), 2, 12),
    Column(Text(zh="说明", en="in words"), 8, 60),
)
_PART_COLUMNS: Final = (
    _PLACE,
    _NAME,
    Column(Text(zh="按", en="by"), 2, 10),
    Column(Text(zh="项", en="part"), 4, 24),
    _NUMBER,
)
_AXES: Final = {
    "kind": Text(zh="种类", en="kind"),
    "district": Text(zh="区", en="district"),
    "month": Text(zh="月", en="month"),
    "standing": Text(zh="状态", en="standing"),
}
_HIDDEN: Final = Text(zh="不显示", en="kept back")
_REACHED: Final[Mapping[bool | None, Words]] = {True: Text(zh="达到", en="yes"), False: Text(zh="未达到", en="no"), None: ""}


def year_paper(view: YearReportView, stamp: Stamp) -> Paper:
    """The report as a document; equal views give equal words."""
    over = _OF_YEARS.format(since=view.since, until=view.until, day=day_text(view.as_of))
    return Paper(
        kind="year-report",
        title=TITLE,
        over=over,
        on=view.until if view.until <= view.as_of else view.as_of,
        facts=(),
        blocks=(Prose(_ROUNDED if view.published else _EXACT, "lead"), *_blocks(view)),
        tables=(
            table_of(_FIGURES, _FIGURE_COLUMNS, [row for one in view.reports for row in _figure_rows(one)]),
            table_of(_PARTS, _PART_COLUMNS, [row for one in view.reports for row in _part_rows(one)]),
        ),
        stamp=stamp,
        names=(TITLE, _PUBLIC if view.published else _INTERNAL, *_which(view)),
        handling=OPEN if view.published else OFFICE_ONLY,
    )


def _which(view: YearReportView) -> tuple[Words, ...]:
    """What the name of the file says of the reports in it."""
    if len(view.reports) > 1:
        return (_EACH,)
    return () if view.reports[0].whole else (view.reports[0].name,)


def _blocks(view: YearReportView) -> Iterator[Block]:
    for place, report in enumerate(view.reports):
        if place:
            yield NewPage()
        yield Heading(report.name)
        for section in report.sections:
            yield Heading(section.title, 2)
            for figure in section.figures:
                yield Prose(figure.text)


def _figure_rows(report: ReportView) -> Iterator[tuple[Words | int, ...]]:
    for section in report.sections:
        for one in section.figures:
            yield (
                report.name,
                section.title,
                one.name,
                _number(one.count),
                "" if one.of is None and one.unit != "share" else _number(one.of),
                "" if one.unknown is None else one.unknown,
                _target(one),
                _REACHED[one.reached],
                one.text,
            )


def _part_rows(report: ReportView) -> Iterator[tuple[Words | int, ...]]:
    for section in report.sections:
        for one in section.figures:
            for part in one.parts:
                yield report.name, one.name, _AXES[part.axis], part.text, _number(part.count)


def _number(value: int | None) -> Words | int:
    return _HIDDEN if value is None else value


def _target(one: FigureView) -> str:
    if one.target is None:
        return ""
    return f"{100 * one.target:g}%" if one.unit == "share" else f"{one.target:g}"
