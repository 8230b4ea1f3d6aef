"""The call list of an event on paper: one call after another, with boxes to tick and lines to write the answers on."""

from typing import Final

from api.actions.call_sheets import ADDRESSEES
from api.paper.blocks import Block, Card, Column, Figures, Heading, Paper, Prose, Stamp, Words, table_of
from api.paper.words import LIST, NUMBER, STAFF_ONLY, event_line, joined
from api.schemas import EventView
from api.schemas.calls import CallListView, CallView, PostingRef
from matching.knowledge.catalogue import Text

TITLE: Final = Text(zh="问询清单", en="Call list")
_LEAD: Final = Text(
    zh="先打前面的电话：问清楚一次，能定下的配对最多。", en="Start at the top: those calls settle most pairs of a person and a job."
)
_PLAIN_LEAD: Final = Text(zh="从上往下打电话。问完一个，打一个勾。", en="Call from the top down. Tick each question.")
_WAITING: Final = Text(zh="个配对在等回答", en="pairs wait for an answer")
_CALLS: Final = Text(zh="个电话", en="calls")
_GROUPS: Final = Text(zh="打给{whom}（{n} 个）", en="Calls to each {whom} ({n})")
_SETTLES: Final = Text(zh="问完可定 {settles} 对，涉及 {pairs} 对", en="settles {settles} of {pairs} pairs")
_OF: Final = Text(zh="（{titles}）", en=" ({titles})")
_ANSWER: Final = Text(zh="回答", en="Answer")
_COLUMNS: Final = (
    Column(Text(zh="序号", en="no."), 1, 6, number=True),
    Column(Text(zh="问谁", en="whom"), 2, 10),
    Column(Text(zh="单位或求职者", en="employer or person"), 3, 24),
    Column(NUMBER, 2, 16),
    Column(Text(zh="岗位", en="jobs"), 3, 28),
    Column(Text(zh="问题", en="question"), 5, 48),
    Column(Text(zh="只等这一问的配对", en="pairs that wait for this alone"), 1, 12, number=True),
    Column(Text(zh="等这一问的配对", en="pairs that wait for this"), 1, 12, number=True),
    Column(Text(zh="完成", en="done"), 1, 6),
    Column(Text(zh="回答", en="answer"), 4, 40),
)
_MOST_TITLES: Final = 3
_MOST_QUESTIONS: Final = 12
_MOST_CALLS: Final = 60
"""Most calls printed of each kind, most questions of one, most jobs named of one: the spreadsheet has them all."""
_MORE_QUESTIONS: Final = Text(zh="另有 {n} 问，见表格文件", en="{n} more questions: see the spreadsheet")
_MORE_CALLS: Final = Text(zh="另有 {n} 个电话，见表格文件。", en="{n} more calls are in the spreadsheet.")


def call_paper(event: EventView, found: CallListView, stamp: Stamp, plain: bool = False) -> Paper:
    """Every call of the list, by addressee; those that settle most come first."""
    blocks: list[Block] = [Prose(_PLAIN_LEAD if plain else _LEAD, "lead")]
    if not plain:
        blocks.append(Figures(((len(found.items), _CALLS), (found.review, _WAITING))))
    for addressee, whom in ADDRESSEES.items():
        calls = [call for call in found.items if call.addressee == addressee]
        if calls:
            blocks.append(Heading(_GROUPS.format(whom=whom, n=len(calls))))
            blocks += [_card(number, call, plain) for number, call in enumerate(calls[:_MOST_CALLS], start=1)]
            if len(calls) > _MOST_CALLS:
                blocks.append(Prose(_MORE_CALLS.format(n=len(calls) - _MOST_CALLS), "note"))
    names: tuple[Words, ...] = (TITLE,) if found.addressee is None else (TITLE, ADDRESSEES[found.addressee])
    rows = [
        (
            number,
            ADDRESSEES[call.addressee],
            call.name,
            call.employer or call.candidate or "",
            _titles(asked.postings, len(asked.postings)),
            asked.text,
            asked.settles,
            asked.pairs,
            "☐",
            "",
        )
        for number, call in enumerate(found.items, start=1)
        for asked in call.questions
    ]
    return Paper(
        kind="call-list",
        title=TITLE,
        over=event_line(event),
        on=event.on,
        facts=(),
        blocks=tuple(blocks),
        tables=(table_of(TITLE, _COLUMNS, rows, heads=3),),
        stamp=stamp,
        names=names,
        handling=STAFF_ONLY,
    )


def _card(number: int, call: CallView, plain: bool) -> Card:
    lines: list[Words] = []
    for asked in call.questions[:_MOST_QUESTIONS]:
        of = _titles(asked.postings, _MOST_TITLES)
        lines.append(joined([asked.text, _OF.format(titles=of)], Text(zh="", en="")) if of and not plain else asked.text)
    if len(call.questions) > _MOST_QUESTIONS:
        lines.append(_MORE_QUESTIONS.format(n=len(call.questions) - _MOST_QUESTIONS))
    aside = "" if plain else _SETTLES.format(settles=call.settles, pairs=call.pairs)
    return Card(title=call.name, lines=tuple(lines), mark=str(number), aside=aside, ticks=True, write_in=(_ANSWER,))


def _titles(postings: tuple[PostingRef, ...], most: int) -> Words:
    titles = list(dict.fromkeys(one.title for one in postings))
    shown = joined(tuple(titles[:most]), LIST)
    if len(titles) > most:
        return Text(zh="{shown}等 {n} 个岗位", en="{shown} and {more} more").format(
            shown=shown, n=len(titles), more=len(titles) - most
        )
    return shown if titles else ""
