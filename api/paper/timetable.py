"""The timetable on paper: for a booth, for a person, and for the wall of the hall. The fair hands in plain rows.

The wall carries check-in codes, never names. What a booth's own sheet says of people is what their stage allows: no resource is
named there, since who comes with an interpreter is nobody's business before the person says so.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final, Literal

from api.paper.blocks import Block, Card, Code, Column, Heading, NewPage, Paper, Prose, Stamp, Words, table_of
from api.paper.layout import CHINA
from api.paper.words import EMPLOYER, EMPLOYER_ONLY, JOB, LIST, NAME, OPEN, OWN_COPY, STAFF_ONLY, joined
from matching.knowledge.catalogue import Text

Audience = Literal["staff", "employer"]


@dataclass(frozen=True, slots=True)
class Meeting:
    """One interview. `code` is the check-in code of the person, `alias` what the employer calls them, `name` what staff do.

    `named`: the employer may know the name. `booth` and `place` say where (the number on the wall, and how to find it);
    `resources` what is booked for it. `key` is stable for the interview, for calendars.
    """

    key: str
    starts: datetime
    ends: datetime
    booth: str
    place: str
    employer: str
    job: str
    code: str
    alias: str
    name: str
    named: bool = False
    resources: tuple[Words, ...] = ()

    def called(self, audience: Audience) -> str:
        """What this reader may call the person."""
        return self.name if audience == "staff" or self.named else self.alias


@dataclass(frozen=True, slots=True)
class Fair:
    """What stands above every sheet."""

    name: str
    line: Words
    venue: str
    on: date


BOOTH_TITLE: Final = Text(zh="展位面试安排", en="Interviews at the booth")
PERSON_TITLE: Final = Text(zh="我的面试安排", en="My interviews")
HALL_TITLE: Final = Text(zh="全场面试时间表", en="Timetable of the hall")
_TIME: Final = Text(zh="时间", en="Time")
_WHERE: Final = Text(zh="地点", en="Place")
_BOOTH: Final = Text(zh="展位", en="Booth")
_CODE: Final = Text(zh="签到号", en="Check-in code")
_WHO: Final = Text(zh="求职者", en="Person")
_BOOKED: Final = Text(zh="已预约", en="Booked")
_NOTES: Final = Text(zh="记录", en="Notes")
_BOOTH_LEAD: Final = Text(
    zh="请按时间面试。到时间没有人来，等 5 分钟，再告诉服务台。",
    en="Please keep to the times. If nobody comes, wait 5 minutes, then tell the desk.",
)
_PERSON_LEAD: Final = Text(
    zh="您有 {n} 场面试。请提前 10 分钟到签到台，报签到号。有人带您去展位。",
    en="Interviews for you: {n}. Come to the check-in desk 10 minutes before and say your code. We show you the way.",
)
_PLAIN_PERSON_LEAD: Final = Text(
    zh="您有 {n} 场面试。先去签到台，说签到号。有人带您去。",
    en="Interviews for you: {n}. Go to the desk. Say your code. We take you there.",
)
_SCAN: Final = Text(zh="签到二维码，内容是签到号 {code}", en="Square code for the check-in desk; it holds the code {code}")
_NOTHING: Final = Text(zh="没有安排。", en="Nothing is planned.")
_AT: Final = Text(zh="{booth} 号展位　{place}", en="Booth {booth}, {place}")
_AT_BOOTH: Final = Text(zh="{booth} 号展位", en="Booth {booth}")
_LATE: Final = Text(
    zh="来晚了也没关系：到签到台，我们重新排。来不了，请打电话或发短信告诉我们。",
    en="If you are late, come to the desk and we find another time. If you cannot come, call or text us.",
)
_PLAIN_LATE: Final = Text(zh="来晚了，来签到台。来不了，告诉我们。", en="Late? Come to the desk. Cannot come? Tell us.")
_BOOKED_FOR: Final = Text(zh="已为您预约：{names}", en="Booked for you: {names}")
_HALL_LEAD: Final = Text(
    zh="格子里是签到号。找到您的号，看左边的时间、上面的展位。",
    en="The cells show check-in codes. Find yours: the time is at the left, the booth above.",
)
_BOOTHS: Final = Text(zh="展位 {first} 至 {last}", en="Booths {first} to {last}")
_EMPTY: Final = "–"
_ACROSS: Final = 8
_ACROSS_LARGE: Final = 4
"""Booths side by side on one page of the wall, and in large print."""

_BOOTH_COLUMNS: Final = (Column(_TIME, 3, 14), Column(_CODE, 3, 12), Column(_WHO, 3, 18), Column(JOB, 4, 24), Column(_NOTES, 5, 40))
_STAFF_COLUMNS: Final = (*_BOOTH_COLUMNS[:-1], Column(_BOOKED, 4, 28), _BOOTH_COLUMNS[-1])
_PERSON_COLUMNS: Final = (
    Column(_TIME, 2, 14),
    Column(_BOOTH, 1, 10),
    Column(_WHERE, 3, 24),
    Column(EMPLOYER, 4, 28),
    Column(JOB, 4, 24),
)
_ALL_COLUMNS: Final = (
    Column(_TIME, 2, 14), Column(_BOOTH, 1, 10), Column(EMPLOYER, 4, 28), Column(JOB, 4, 24), Column(_CODE, 2, 12),
)  # fmt: skip


def booth_paper(fair: Fair, meetings: Sequence[Meeting], audience: Audience, stamp: Stamp, plain: bool = False) -> Paper:
    """The sheet of one booth, in order of time. Raises ValueError for none, or for meetings at more than one booth."""
    booth = _only({one.booth for one in meetings}, "booth")
    rows = _ordered(meetings)
    employer = "、".join(dict.fromkeys(one.employer for one in rows))
    head: list[Block] = [Prose(_BOOTH_LEAD, "lead")]
    columns = _STAFF_COLUMNS if audience == "staff" else _BOOTH_COLUMNS
    table = table_of(BOOTH_TITLE, columns, [_booth_row(one, audience) for one in rows], heads=2)
    return Paper(
        kind="booth",
        title=BOOTH_TITLE,
        over=fair.line,
        on=fair.on,
        facts=((EMPLOYER, employer), (_BOOTH, booth), (_WHERE, _place(fair, rows[0]))),
        blocks=(*head, table),
        tables=(table,),
        stamp=stamp,
        names=(BOOTH_TITLE, booth, employer, *(() if audience == "staff" else (Text(zh="给单位", en="for the employer"),))),
        handling=STAFF_ONLY if audience == "staff" else EMPLOYER_ONLY,
    )


def person_paper(fair: Fair, name: str, meetings: Sequence[Meeting], stamp: Stamp, plain: bool = False) -> Paper:
    """The sheet of one person, in order of time. Raises ValueError for none, or for meetings of more than one person."""
    code = _only({one.code for one in meetings}, "person")
    rows = _ordered(meetings)
    blocks: list[Block] = [Prose((_PLAIN_PERSON_LEAD if plain else _PERSON_LEAD).format(n=len(rows)), "lead")]
    blocks.append(Code(code, _SCAN.format(code=code)))
    for number, one in enumerate(rows, start=1):
        lines: list[Words] = [(_AT if one.place else _AT_BOOTH).format(booth=one.booth, place=one.place), one.employer, one.job]
        if one.resources:
            lines.append(_BOOKED_FOR.format(names=joined(one.resources, LIST)))
        blocks.append(Card(_span(one), tuple(lines), mark=str(number)))
    blocks.append(Prose(_PLAIN_LATE if plain else _LATE))
    return Paper(
        kind="my-day",
        title=PERSON_TITLE,
        over=fair.line,
        on=fair.on,
        facts=((NAME, name), (_CODE, code), (_WHERE, fair.venue or _EMPTY)),
        blocks=tuple(blocks),
        tables=(
            table_of(
                PERSON_TITLE,
                _PERSON_COLUMNS,
                [(_span(one), one.booth, _place(fair, one), one.employer, one.job) for one in rows],
                heads=2,
            ),
        ),
        stamp=stamp,
        names=(PERSON_TITLE, name),
        handling=OWN_COPY,
        size="reading",
    )


def hall_paper(fair: Fair, meetings: Sequence[Meeting], stamp: Stamp, large: bool = False) -> Paper:
    """The whole day for the wall: times down, booths across, check-in codes in the cells. No name."""
    rows = _ordered(meetings)
    booths = sorted({one.booth for one in rows}, key=_natural)
    times = sorted({one.starts for one in rows})
    blocks: list[Block] = [Prose(_HALL_LEAD if rows else _NOTHING, "lead")]
    across = _ACROSS_LARGE if large else _ACROSS
    for start in range(0, len(booths), across):
        part = booths[start : start + across]
        if start:
            blocks.append(NewPage())
        title = _BOOTHS.format(first=part[0], last=part[-1])
        blocks += [Heading(title), _grid(title, part, times, rows)]
    return Paper(
        kind="hall",
        title=HALL_TITLE,
        over=fair.line,
        on=fair.on,
        facts=((_WHERE, fair.venue or _EMPTY),),
        blocks=tuple(blocks),
        tables=(
            table_of(HALL_TITLE, _ALL_COLUMNS, [(_span(one), one.booth, one.employer, one.job, one.code) for one in rows], heads=2),
        ),
        stamp=stamp,
        names=(HALL_TITLE,),
        handling=OPEN,
        landscape=True,
    )


def _grid(title: Text, booths: Sequence[str], times: Sequence[datetime], rows: Sequence[Meeting]) -> Block:
    cells: dict[tuple[datetime, str], list[str]] = {}
    for one in rows:
        cells.setdefault((one.starts, one.booth), []).append(one.code)
    hosts = {booth: "、".join(dict.fromkeys(one.employer for one in rows if one.booth == booth)) for booth in booths}
    heads = [f"{booth}\n{hosts[booth]}" for booth in booths]
    columns = (Column(_TIME, 2, 10), *(Column(Text(zh=head, en=head), 3, 10) for head in heads))
    body = [
        (clock(at), *(" ".join(sorted(cells.get((at, booth), [_EMPTY]))) for booth in booths))
        for at in times
        if any((at, booth) in cells for booth in booths)
    ]
    return replace(table_of(title, columns, body), grid=True)


def _booth_row(one: Meeting, audience: Audience) -> tuple[Words | int, ...]:
    row: tuple[Words | int, ...] = (_span(one), one.code, one.called(audience), one.job)
    return (*row, joined(one.resources, LIST), "") if audience == "staff" else (*row, "")


def clock(at: datetime) -> str:
    """The time of day on the clock of the country: 09:40."""
    return f"{at.astimezone(CHINA):%H:%M}"


def _span(one: Meeting) -> str:
    return f"{clock(one.starts)}–{clock(one.ends)}"


def _place(fair: Fair, one: Meeting) -> str:
    return f"{fair.venue} {one.place}".strip() or _EMPTY


def _ordered(meetings: Sequence[Meeting]) -> list[Meeting]:
    return sorted(meetings, key=lambda one: (one.starts, _natural(one.booth), one.code))


def _natural(booth: str) -> tuple[str, int, str]:
    """A2 before A10."""
    head = booth.rstrip("0123456789")
    tail = booth[len(head) :]
    return head, int(tail) if tail else 0, booth


def _only(values: set[str], what: str) -> str:
    if len(values) != 1:
        raise ValueError(f"a sheet of one {what} was asked for, and the meetings are of {len(values)}")
    return next(iter(values))
