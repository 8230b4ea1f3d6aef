"""The whole day of a hall on paper: for the check-in desk with check-in codes, and for the wall with the number of each interview.

The wall hangs where every employer passes. It carries no check-in code, which is the same at every booth, but what the person is
called at that one booth; it stands on their own sheet, so that they find their place.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from api.paper.blocks import Block, Column, Heading, NewPage, Paper, Prose, Stamp, table_of
from api.paper.timetable import BOOTH, CODE, EMPTY, OWN_NUMBER, TIME, WHERE, Fair, Meeting, in_order, natural, span
from api.paper.words import EMPLOYER, JOB, OPEN, STAFF_ONLY
from matching.china_time import time_in_china
from matching.knowledge.catalogue import Text

DESK_TITLE: Final = Text(zh="全场面试时间表（签到台）", en="Timetable of the hall, for the desk")
WALL_TITLE: Final = Text(zh="全场面试时间表", en="Timetable of the hall")
_DESK_LEAD: Final = Text(
    zh="格子里是签到码。左边是时间，上面是展位。",
    en="The cells show check-in codes: the time is at the left, the booth above.",
)
_WALL_LEAD: Final = Text(
    zh="格子里是面试号，在您的面试安排上。找到它，看左边的时间、上面的展位。",
    en="The cells show interview numbers; yours are on your own sheet. The time is at the left, the booth above.",
)
_NOTHING: Final = Text(zh="没有安排。", en="Nothing is planned.")
_BOOTHS: Final = Text(zh="展位 {first} 至 {last}", en="Booths {first} to {last}")
_ACROSS: Final = 8
_ACROSS_LARGE: Final = 4
"""Booths side by side on one page, and in large print."""


@dataclass(frozen=True, slots=True)
class _Reader:
    """What the cells hold for the desk, or for everybody who passes the wall."""

    kind: str
    title: Text
    lead: Text
    mark: Text
    of: Callable[[Meeting], str]
    when: Callable[[Meeting], str]
    handling: Text


_DESK: Final = _Reader("hall", DESK_TITLE, _DESK_LEAD, CODE, lambda one: one.code, span, STAFF_ONLY)
_WALL: Final = _Reader(
    "wall", WALL_TITLE, _WALL_LEAD, OWN_NUMBER, lambda one: one.alias, lambda one: time_in_china(one.starts), OPEN
)
"""On the wall no interview has an end: how much longer somebody's is would tell what they need."""


def desk_paper(fair: Fair, meetings: Sequence[Meeting], stamp: Stamp, large: bool = False) -> Paper:
    """The whole day for the check-in desk: times down, booths across, check-in codes in the cells. No name."""
    return _hall_paper(fair, meetings, stamp, large, _DESK)


def wall_paper(fair: Fair, meetings: Sequence[Meeting], stamp: Stamp, large: bool = False) -> Paper:
    """The whole day for the wall: times down, booths across, the number of each interview in the cells. No name, no code."""
    return _hall_paper(fair, meetings, stamp, large, _WALL)


def _hall_paper(fair: Fair, meetings: Sequence[Meeting], stamp: Stamp, large: bool, reader: _Reader) -> Paper:
    rows = in_order(meetings)
    booths = sorted({one.booth for one in rows}, key=natural)
    times = sorted({one.starts for one in rows})
    blocks: list[Block] = [Prose(reader.lead if rows else _NOTHING, "lead")]
    across = _ACROSS_LARGE if large else _ACROSS
    for start in range(0, len(booths), across):
        part = booths[start : start + across]
        if start:
            blocks.append(NewPage())
        title = _BOOTHS.format(first=part[0], last=part[-1])
        blocks += [Heading(title), _grid(title, part, times, rows, reader)]
    columns = (Column(TIME, 2, 14), Column(BOOTH, 1, 10), Column(EMPLOYER, 4, 28), Column(JOB, 4, 24), Column(reader.mark, 2, 12))
    cells = [(reader.when(one), one.booth, one.employer, one.job, reader.of(one)) for one in rows]
    return Paper(
        kind=reader.kind,
        title=reader.title,
        over=fair.line,
        on=fair.on,
        facts=((WHERE, fair.venue or EMPTY),),
        blocks=tuple(blocks),
        tables=(table_of(reader.title, columns, cells, heads=2),),
        stamp=stamp,
        names=(reader.title,),
        handling=reader.handling,
        landscape=True,
    )


def _grid(title: Text, booths: Sequence[str], times: Sequence[datetime], rows: Sequence[Meeting], reader: _Reader) -> Block:
    cells: dict[tuple[datetime, str], list[str]] = {}
    for one in rows:
        cells.setdefault((one.starts, one.booth), []).append(reader.of(one))
    hosts = {booth: "、".join(dict.fromkeys(one.employer for one in rows if one.booth == booth)) for booth in booths}
    heads = [f"{booth}\n{hosts[booth]}" for booth in booths]
    columns = (Column(TIME, 2, 10), *(Column(Text(zh=head, en=head), 3, 10) for head in heads))
    body = [
        (time_in_china(at), *(" ".join(sorted(cells.get((at, booth), [EMPTY]))) for booth in booths))
        for at in times
        if any((at, booth) in cells for booth in booths)
    ]
    return replace(table_of(title, columns, body), grid=True)
