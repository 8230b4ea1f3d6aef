"""What an allocation decided, for the report of an event: figures that name no person, beside other ways to decide."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from api.paper.blocks import Block, Column, Heading, Prose, Table, Words, table_of
from api.schemas.allocation import METHODS, ORDERS, AllocationReport
from matching.knowledge.catalogue import Text

TITLE: Final = Text(zh="谁和谁面试：分配结果", en="Who meets whom: the allocation")
_SERVED: Final = Text(
    zh="{people} 人里 {met} 人有排好时间的面试，共 {interviews} 场；展位、时间和支持最多能让 {servable} 人有面试（最大流）。",
    en="{met} of {people} people have an interview with a time, {interviews} in all; booths, hours and supports allow {servable} "
    "at most (the maximum flow).",
)
_FIGURE_COLUMNS: Final = (
    Column(Text(zh="指标", en="figure"), 6, 40),
    Column(Text(zh="数值", en="value"), 3, 20, number=True),
)
_WAYS: Final = Text(zh="排好时间以后，和别的办法比", en="After the timetable, beside other ways")
_WAY_COLUMNS: Final = (
    Column(Text(zh="办法", en="way"), 5, 36),
    Column(Text(zh="有面试的人", en="people with an interview"), 2, 14, number=True),
    Column(Text(zh="面试场数", en="interviews"), 2, 12, number=True),
    Column(Text(zh="价值", en="value"), 2, 12, number=True),
)
_STANDINGS: Final = Text(zh="排时间以前，用同一把尺子量", en="Before the timetable, all measured alike")
_STANDING_COLUMNS: Final = (
    Column(Text(zh="办法", en="way"), 5, 36),
    Column(Text(zh="有面试的人", en="people"), 2, 12, number=True),
    Column(Text(zh="场数", en="interviews"), 2, 10, number=True),
    Column(Text(zh="目标值", en="objective"), 2, 12, number=True),
    Column(Text(zh="不均（基尼）", en="uneven (Gini)"), 2, 12, number=True),
    Column(Text(zh="拥挤", en="congestion"), 2, 10, number=True),
    Column(Text(zh="想互换的配对", en="blocking pairs"), 2, 12, number=True),
    Column(Text(zh="羡慕别人的人", en="envious people"), 2, 12, number=True),
)
_ORDERS: Final = Text(zh="组织者的决定", en="What the organizer decided")
_ORDER_COLUMNS: Final = (
    Column(Text(zh="决定", en="order"), 3, 16),
    Column(Text(zh="涉及人数", en="people"), 2, 10, number=True),
    Column(Text(zh="加多少", en="adds"), 2, 10, number=True),
    Column(Text(zh="理由", en="reason"), 6, 40),
)
_WITHOUT: Final = Text(zh="没有面试的人和缘由", en="Who has no interview, and why")
_WITHOUT_COLUMNS: Final = (
    Column(Text(zh="人数", en="people"), 1, 8, number=True),
    Column(Text(zh="缘由", en="why"), 8, 60),
)


@dataclass(frozen=True, slots=True)
class AllocationPart:
    """Blocks for paper, and every table for the other formats."""

    blocks: tuple[Block, ...]
    tables: tuple[Table, ...]


def allocation_part(report: AllocationReport, plain: bool) -> AllocationPart:
    """The part of a report about its allocation; in plain words the sentence and who has no interview."""
    figures = table_of(TITLE, _FIGURE_COLUMNS, list(_figures(report)))
    ways = table_of(
        _WAYS, _WAY_COLUMNS, [(METHODS[one.method], one.people, one.interviews, f"{one.value:.2f}") for one in report.ways]
    )
    standings = table_of(
        _STANDINGS,
        _STANDING_COLUMNS,
        [
            (
                METHODS[one.method],
                one.first,
                one.interviews,
                f"{one.objective:.3f}",
                f"{one.gini_interviews:.3f}",
                f"{one.congestion:.3f}",
                one.blocking,
                one.envious,
            )
            for one in report.standings
        ],
    )
    orders = table_of(
        _ORDERS,
        _ORDER_COLUMNS,
        [(ORDERS[one.kind], one.people, "" if one.amount is None else f"{one.amount:g}", one.reason) for one in report.orders],
    )
    without = table_of(_WITHOUT, _WITHOUT_COLUMNS, _without(report))
    told = {name: getattr(report, name) for name in ("people", "met", "interviews", "servable")}
    shown = (without,) if plain else (figures, ways, standings, orders, without)
    blocks: list[Block] = [Heading(TITLE), Prose(_SERVED.format(**told))]
    blocks += [table for table in shown if table.rows]
    return AllocationPart(tuple(blocks), (figures, ways, standings, orders, without))


def _without(report: AllocationReport) -> list[tuple[int, Text]]:
    found = [(one.people, one.text) for one in report.not_invited]
    return found + [(one.people, one.text) for one in report.shortages]


def _figures(report: AllocationReport) -> Iterator[tuple[Words, Words | int]]:
    yield Text(zh="目标值（配对价值与优先之和）", en="objective (value of the pairs and priorities)"), f"{report.objective:.3f}"
    yield Text(zh="其中优先所加", en="of it, what priorities add"), f"{report.priority:.3f}"
    yield Text(zh="目标值的上限", en="bound of the objective"), f"{report.bound:.3f}"
    yield Text(zh="离上限至多", en="gap at most"), f"{100 * report.gap:.2f} %"
    yield Text(zh="排好时间后的价值", en="value after the timetable"), f"{report.value:.3f}"
    yield Text(zh="时间表离上限至多", en="gap of the timetable at most"), f"{100 * report.timetable_gap:.2f} %"
    yield Text(zh="保证每人几场", en="interviews guaranteed to everybody"), report.guaranteed
    yield Text(zh="每人最多几场", en="interviews of one person at most"), report.most
    yield Text(zh="最多能服务的人（最大流）", en="people who can be served (the maximum flow)"), report.servable
    yield Text(zh="分配到面试的人", en="people with an allocated interview"), report.chosen_people
    yield Text(zh="有排好时间的面试的人", en="people with an interview that has a time"), report.met
    yield Text(zh="抽签的种子", en="seed of the lottery"), report.seed
    yield Text(zh="抽签的指纹", en="digest of the lottery"), report.lottery[:16]
