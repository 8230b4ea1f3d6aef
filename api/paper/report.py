"""What the matching of an event found, in counts: no name, no group of people."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from api.paper.allocation import allocation_part
from api.paper.blocks import Bar, Block, Column, Figures, Heading, Paper, Prose, Stamp, Style, Table, table_of
from api.paper.layout import share_text
from api.paper.left_out import CAUSES
from api.paper.words import EMPLOYER, JOB, OFFICE_ONLY, event_line
from api.schemas import EventView, LeftOutView, PostingSummary
from api.schemas.allocation import AllocationReport
from api.schemas.unlock import ChangeView, UnlockRowView
from matching.knowledge.catalogue import Text
from matching.shortlist import Counts

TITLE: Final = Text(zh="活动匹配报告", en="Event report")
_SHORT: Final = Text(
    zh="{people} 位求职者中，{listed} 位（{share}%）至少在一份面试名单上。",
    en="Of {people} people, {listed} ({share}%) are on at least one interview list.",
)
_PLAIN_SHORT: Final = Text(
    zh="来了 {people} 人。{listed} 人有面试名单。还有 {left} 人没有。",
    en="{people} people take part. {listed} have an interview list. {left} have none yet.",
)
_PEOPLE: Final = Text(zh="求职者", en="people")
_POSTINGS: Final = Text(zh="岗位", en="jobs")
_LISTED: Final = Text(zh="人在名单上", en="people on a list")
_LEFT: Final = Text(zh="人还没有名单", en="people without a list")
_VERDICTS: Final = Text(zh="每位求职者对每个岗位", en="Every person against every job")
_PAIRS: Final = Text(
    zh="一共比对了 {total} 对“人与岗位”。每一对按岗位要求和本人能力判断，不看残疾类别和等级。",
    en="{total} pairs of a person and a job were judged by what the job asks and the person can do, never by category or grade.",
)
_PARTS: Final = (
    Text(zh="可胜任", en="can do it"),
    Text(zh="可胜任，需要安排", en="can do it with an arrangement"),
    Text(zh="要先问清楚", en="something must be asked first"),
    Text(zh="目前不合适", en="not open now"),
)
_BAR: Final = Text(
    zh="{a} 对可胜任，{b} 对有安排可胜任，{c} 对要先问清楚，{d} 对目前不合适。",
    en="{a} pairs can do it, {b} with an arrangement, {c} must be asked about, {d} are not open now.",
)
_CAUSES: Final = Text(zh="还没有名单的人", en="People without a list")
_CAUSE_COLUMNS: Final = (
    Column(Text(zh="原因", en="cause"), 4, 28),
    Column(Text(zh="人数", en="people"), 1, 8, number=True),
    Column(Text(zh="占全部求职者", en="share of all people"), 1, 14, number=True),
)
_UNLOCK: Final = Text(zh="改变一件事，能多开多少门", en="What one change would open")
_UNLOCK_LEAD: Final = Text(
    zh="最有用的一件：{change}。它能为 {people} 人打开 {posts} 个岗位。",
    en="The most useful one: {change}. It would open {posts} jobs to {people} people.",
)
_AT: Final = Text(zh="{change}（{employer}）", en="{change} ({employer})")
_NO_UNLOCK: Final = Text(zh="没有哪一项单独的改变能打开新的岗位。", en="No single change would open a job to anybody.")
_UNLOCK_COLUMNS: Final = (
    Column(Text(zh="改变", en="change"), 5, 40),
    Column(Text(zh="人", en="people"), 1, 8, number=True),
    Column(Text(zh="岗位", en="jobs"), 1, 8, number=True),
    Column(Text(zh="配对", en="pairs"), 1, 8, number=True),
)
_LISTS: Final = Text(zh="各岗位的名单", en="The list of each job")
_LIST_COLUMNS: Final = (
    Column(JOB, 6, 28),
    Column(EMPLOYER, 9, 32),
    Column(Text(zh="可以安排面试", en="ready"), 4, 10, number=True),
    Column(Text(zh="要先问清楚", en="to ask first"), 4, 10, number=True),
    Column(Text(zh="能做的人", en="people who can"), 3, 10, number=True),
)
_EMPTY: Final = Text(zh="{n} 个岗位没有人可以安排面试。", en="{n} jobs have nobody ready for an interview.")
_MOST_LISTED: Final = 60
_MOST_LARGE: Final = 15
_REST: Final = Text(zh="另有 {n} 个岗位见表格文件。", en="{n} more jobs are in the spreadsheet.")


@dataclass(frozen=True, slots=True)
class Findings:
    """What the report is made of. `causes` are the rows of the people left out; `unlocks` the most useful changes, best first.
    `allocation`: of the timetable in force; None where there is none, or it was made elsewhere."""

    event: EventView
    postings: Sequence[PostingSummary]
    causes: Sequence[LeftOutView]
    unlocks: Sequence[UnlockRowView]
    allocation: AllocationReport | None = None


def report_paper(found: Findings, stamp: Stamp, style: Style) -> Paper:
    """The report of an event; in plain words it keeps what everybody can use, in large print only the first of the lists."""
    plain = style.plain
    event, counts = found.event, found.event.counts
    listed = event.candidates - event.left_out
    causes, unlocks, lists = _causes(found), _unlocks(found), _lists(found)
    numbers = {"people": event.candidates, "listed": listed, "left": event.left_out, "share": share_text(listed, event.candidates)}
    blocks: list[Block] = [
        Prose((_PLAIN_SHORT if plain else _SHORT).format(**numbers), "lead"),
        Figures(((event.candidates, _PEOPLE), (event.postings, _POSTINGS), (listed, _LISTED), (event.left_out, _LEFT))),
    ]
    if not plain:
        blocks += [Heading(_VERDICTS), Prose(_PAIRS.format(total=f"{counts.total:,}")), _bar(counts)]
    blocks += [Heading(_UNLOCK), Prose(_lead_of(found), "text")]
    if unlocks.rows:
        blocks.append(unlocks)
    blocks += [Heading(_CAUSES), causes]
    decided = None if found.allocation is None else allocation_part(found.allocation, plain)
    if decided is not None:
        blocks += decided.blocks
    if not plain:
        blocks += [Heading(_LISTS), *_printed(found, lists, _MOST_LARGE if style.large else _MOST_LISTED)]
    return Paper(
        kind="report",
        title=TITLE,
        over=event_line(event),
        on=event.on,
        facts=(),
        blocks=tuple(blocks),
        tables=(lists, causes, unlocks, *(() if decided is None else decided.tables)),
        stamp=stamp,
        names=(TITLE,),
        handling=OFFICE_ONLY,
        whole_text=True,
    )


def _bar(counts: Counts) -> Bar:
    parts = (counts.eligible, counts.eligible_with, counts.review, counts.blocked)
    return Bar(tuple(zip(_PARTS, parts, strict=True)), _BAR.format(**dict(zip("abcd", parts, strict=True))))


def _causes(found: Findings) -> Table:
    counted = Counter(row.cause for row in found.causes)
    people = found.event.candidates
    rows = [(words, counted[cause], f"{share_text(counted[cause], people)}%") for cause, words in CAUSES.items() if counted[cause]]
    return table_of(_CAUSES, _CAUSE_COLUMNS, rows)


def _unlocks(found: Findings) -> Table:
    rows = [(_named(row.change), row.people, row.posts, row.pairs) for row in found.unlocks]
    return table_of(_UNLOCK, _UNLOCK_COLUMNS, rows)


def _named(change: ChangeView) -> Text:
    """A change, with the employer where it is one employer's."""
    return change.text if not change.employer_name else _AT.format(change=change.text, employer=change.employer_name)


def _lists(found: Findings) -> Table:
    rows = [
        (row.title, row.employer, row.fit, row.review, row.counts.eligible + row.counts.eligible_with) for row in found.postings
    ]
    return table_of(_LISTS, _LIST_COLUMNS, rows)


def _printed(found: Findings, lists: Table, most: int) -> list[Block]:
    empty = sum(row.fit == 0 for row in found.postings)
    blocks: list[Block] = [Prose(_EMPTY.format(n=empty))] if empty else []
    blocks.append(Table(lists.title, lists.columns, lists.rows[:most]))
    if len(lists.rows) > most:
        blocks.append(Prose(_REST.format(n=len(lists.rows) - most), "note"))
    return blocks


def _lead_of(found: Findings) -> Text:
    if not found.unlocks:
        return _NO_UNLOCK
    best = found.unlocks[0]
    return _UNLOCK_LEAD.format(change=_named(best.change), people=best.people, posts=best.posts)
