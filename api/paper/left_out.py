"""Who has no fitting entry at an event, and why: for the staff who will do something about it."""

from collections.abc import Sequence
from typing import Final

from api.paper.blocks import Block, Card, Column, Figures, Heading, Paper, Prose, Stamp, Words, table_of
from api.paper.words import NAME, NUMBER, STAFF_ONLY, event_line
from api.schemas import EventView, LeftOutView
from matching.knowledge.catalogue import Text
from matching.shortlist import Cause

TITLE: Final = Text(zh="还没有名单的人", en="People without a list")
CAUSES: Final[dict[Cause, Text]] = {
    "review": Text(zh="问清楚后可能合适", en="May fit once something is asked"),
    "cut": Text(zh="能做，名单已满", en="Can do the work, the lists are full"),
    "blocked": Text(zh="目前没有合适的岗位", en="No job is open to them now"),
    "none": Text(zh="本场没有岗位", en="The event has no job"),
}
_LEAD: Final = Text(
    zh="下面的人还没有面试名单。原因在岗位和名单，不在人。请从第一组开始联系。",
    en="The people below are on no list yet. The reasons lie in the jobs and the lists. Start with the first group.",
)
_PLAIN_LEAD: Final = Text(
    zh="这些人还没有面试。一个一个想办法。先看第一组。", en="These people have no interview yet. Start with the first group."
)
_PLAIN: Final[dict[Cause, Text]] = {
    "review": Text(zh="有 {review} 个岗位，问清楚就知道能不能做。", en="{review} jobs: ask, and we know."),
    "cut": Text(zh="能做 {fit} 个岗位，但名单满了。请帮忙加进去。", en="Can do {fit} jobs, but the lists are full. Please help."),
    "blocked": Text(zh="{total} 个岗位现在都不合适。看看改什么能行。", en="None of {total} jobs fits now. See what can change."),
    "none": Text(zh="这场没有岗位。", en="There is no job at this event."),
}
_COUNT: Final = Text(zh="人还没有名单", en="people without a list")
_GROUP: Final = Text(zh="{cause}（{n} 人）", en="{cause} ({n})")
_TRIED: Final = Text(
    zh="能做 {fit} 个岗位，要问 {review} 个，不合适 {blocked} 个", en="jobs: {fit} can do, {review} to ask, {blocked} not open"
)
_DONE: Final = Text(zh="怎么办", en="What to do")
_COLUMNS: Final = (
    Column(Text(zh="原因", en="cause"), 2, 20),
    Column(NAME, 2, 14),
    Column(NUMBER, 2, 16),
    Column(Text(zh="说明", en="explanation"), 5, 64),
    Column(Text(zh="能做的岗位", en="jobs open"), 1, 10, number=True),
    Column(Text(zh="要问的岗位", en="jobs to ask about"), 1, 10, number=True),
    Column(Text(zh="不合适的岗位", en="jobs not open"), 1, 10, number=True),
)


def left_out_paper(event: EventView, rows: Sequence[LeftOutView], stamp: Stamp, plain: bool = False) -> Paper:
    """Everybody without a fitting entry, by cause: what an answer may open comes first."""
    blocks: list[Block] = [Prose(_PLAIN_LEAD if plain else _LEAD, "lead"), Figures(((len(rows), _COUNT),))]
    ordered = [row for cause in CAUSES for row in rows if row.cause == cause]
    for cause, words in CAUSES.items():
        group = [row for row in ordered if row.cause == cause]
        if group:
            blocks.append(Heading(_GROUP.format(cause=words, n=len(group))))
            blocks += [_card(row, plain) for row in group]
    return Paper(
        kind="left-out",
        title=TITLE,
        over=event_line(event),
        on=event.on,
        facts=(),
        blocks=tuple(blocks),
        tables=(table_of(TITLE, _COLUMNS, [_row(row) for row in ordered], heads=2),),
        stamp=stamp,
        names=(TITLE,),
        handling=STAFF_ONLY,
    )


def _card(row: LeftOutView, plain: bool) -> Card:
    numbers = _numbers(row)
    lines: tuple[Words, ...] = (
        (_PLAIN[row.cause].format(**numbers, total=row.counts.total),) if plain else (row.text, _TRIED.format(**numbers))
    )
    return Card(title=row.name, lines=lines, box=True, write_in=(_DONE,))


def _row(row: LeftOutView) -> tuple[Words | int, ...]:
    numbers = _numbers(row)
    return (CAUSES[row.cause], row.name, row.candidate, row.text, numbers["fit"], numbers["review"], numbers["blocked"])


def _numbers(row: LeftOutView) -> dict[str, int]:
    counts = row.counts
    return {"fit": counts.eligible + counts.eligible_with, "review": counts.review, "blocked": counts.blocked}
