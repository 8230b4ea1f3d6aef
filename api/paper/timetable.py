"""The timetable on paper, for a booth and for a person. The fair hands in plain rows.

What an employer's sheet says of people is what their stage allows. No resource is named there, since who comes with an interpreter
is nobody's business before the person says so; and no check-in code, since two employers who compare theirs must not find that
they met the same person. What the person says at a booth is the number that they have there and nowhere else (`alias`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, Literal

from api.paper.blocks import Block, Card, Code, Column, Paper, Prose, Stamp, Words, table_of
from api.paper.layout import in_language
from api.paper.words import EMPLOYER, EMPLOYER_ONLY, JOB, LIST, NAME, OWN_COPY, STAFF_ONLY, joined
from matching.china_time import time_in_china
from matching.knowledge.catalogue import Text
from matching.privacy import WHY

Audience = Literal["staff", "employer"]


@dataclass(frozen=True, slots=True)
class Meeting:
    """One interview. `code` is the check-in code of the person, `alias` what the employer calls them, `name` what staff do.

    `when` and `turn`: for an employer before the day, the half of the day in words, with the number of the interview in it at the
    booth (from 1); `starts` and `ends` are those of the half then. Empty and 0 where the times are exact.
    `named`: the employer may know the name. `booth` and `place` say where (the number of the booth, and how to find it; empty
    where nobody wrote it down); `resources` what is booked for it. `key` is stable for the interview, for calendars.
    """

    key: str
    starts: datetime
    ends: datetime
    booth: str
    place: Words
    employer: str
    job: str
    code: str
    alias: str
    name: str
    named: bool = False
    resources: tuple[Words, ...] = ()
    when: Words = ""
    turn: int = 0

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
TIME: Final = Text(zh="时间", en="Time")
WHERE: Final = Text(zh="地点", en="Place")
BOOTH: Final = Text(zh="展位", en="Booth")
CODE: Final = Text(zh="签到码", en="Check-in code")
OWN_NUMBER: Final = Text(zh="面试号", en="Interview number")
"""What the person is called at one booth: the alias. It stands on their own sheet, on the wall, and with that employer."""
_WHO: Final = Text(zh="求职者", en="Person")
_BOOKED: Final = Text(zh="已预约", en="Booked")
_NOTES: Final = Text(zh="记录", en="Notes")
_BOOTH_LEAD: Final = Text(
    zh="请按时间面试。到时间没有人来，等 5 分钟，再告诉服务台。",
    en="Please keep to the times. If nobody comes, wait 5 minutes, then tell the desk.",
)
_PERSON_LEAD: Final = Text(
    zh="您有 {n} 场面试。请提前 10 分钟到签到台，报签到码。有人带您去展位。",
    en="Interviews for you: {n}. Come to the check-in desk 10 minutes before and say your code. We show you the way.",
)
_PLAIN_PERSON_LEAD: Final = Text(
    zh="您有 {n} 场面试。先去签到台，说签到码。有人带您去。",
    en="Interviews for you: {n}. Go to the desk. Say your code. We take you there.",
)
_SCAN: Final = Text(zh="签到二维码，内容是签到码 {code}", en="Square code for the check-in desk; it holds the code {code}")
_SAY: Final = Text(
    zh="面试号 {alias}：墙上的表里找这个号，到展位说这个号",
    en="Interview number {alias}: find it on the wall, and say it at the booth",
)
_AT: Final = Text(zh="{booth} 号展位　{place}", en="Booth {booth}, {place}")
_AT_BOOTH: Final = Text(zh="{booth} 号展位", en="Booth {booth}")
_LATE: Final = Text(
    zh="来晚了也没关系：到签到台，我们重新排。来不了，请打电话或发短信告诉我们。",
    en="If you are late, come to the desk and we find another time. If you cannot come, call or text us.",
)
_PLAIN_LATE: Final = Text(zh="来晚了，来签到台。来不了，告诉我们。", en="Late? Come to the desk. Cannot come? Tell us.")
_BOOKED_FOR: Final = Text(zh="已为您预约：{names}", en="Booked for you: {names}")
EMPTY: Final = "–"

_EMPLOYER_COLUMNS: Final = (Column(TIME, 3, 18), Column(_WHO, 3, 18), Column(JOB, 4, 24), Column(_NOTES, 5, 40))
_STAFF_COLUMNS: Final = (
    Column(TIME, 3, 14),
    Column(CODE, 3, 12),
    Column(_WHO, 3, 18),
    Column(JOB, 4, 24),
    Column(_BOOKED, 4, 28),
    Column(_NOTES, 5, 40),
)
_PERSON_COLUMNS: Final = (
    Column(TIME, 2, 14),
    Column(BOOTH, 1, 10),
    Column(WHERE, 3, 24),
    Column(EMPLOYER, 4, 28),
    Column(JOB, 4, 24),
    Column(OWN_NUMBER, 2, 12),
    Column(CODE, 2, 12),
)


def booth_paper(fair: Fair, meetings: Sequence[Meeting], audience: Audience, stamp: Stamp, plain: bool = False) -> Paper:
    """The sheet of one booth, in order of time. Raises ValueError for none, or for meetings at more than one booth."""
    booth = _only({one.booth for one in meetings}, "booth")
    rows = in_order(meetings)
    employer = "、".join(dict.fromkeys(one.employer for one in rows))
    head: list[Block] = [Prose(WHY if any(one.turn for one in rows) else _BOOTH_LEAD, "lead")]
    columns = _STAFF_COLUMNS if audience == "staff" else _EMPLOYER_COLUMNS
    table = table_of(BOOTH_TITLE, columns, [_booth_row(one, audience) for one in rows], heads=2)
    return Paper(
        kind="booth",
        title=BOOTH_TITLE,
        over=fair.line,
        on=fair.on,
        facts=((EMPLOYER, employer), (BOOTH, booth), (WHERE, place_of(fair, rows[0]))),
        blocks=(*head, table),
        tables=(table,),
        stamp=stamp,
        names=(BOOTH_TITLE, booth, employer, *(() if audience == "staff" else (Text(zh="给单位", en="for the employer"),))),
        handling=STAFF_ONLY if audience == "staff" else EMPLOYER_ONLY,
    )


def person_paper(fair: Fair, name: str, meetings: Sequence[Meeting], stamp: Stamp, plain: bool = False) -> Paper:
    """The sheet of one person, in order of time. Raises ValueError for none, or for meetings of more than one person."""
    code = _only({one.code for one in meetings}, "person")
    rows = in_order(meetings)
    blocks: list[Block] = [Prose((_PLAIN_PERSON_LEAD if plain else _PERSON_LEAD).format(n=len(rows)), "lead")]
    blocks.append(Code(code, _SCAN.format(code=code)))
    for number, one in enumerate(rows, start=1):
        lines: list[Words] = [(_AT if one.place else _AT_BOOTH).format(booth=one.booth, place=one.place), one.employer, one.job]
        lines.append(_SAY.format(alias=one.alias))
        if one.resources:
            lines.append(_BOOKED_FOR.format(names=joined(one.resources, LIST)))
        blocks.append(Card(span(one), tuple(lines), mark=str(number)))
    blocks.append(Prose(_PLAIN_LATE if plain else _LATE))
    return Paper(
        kind="my-day",
        title=PERSON_TITLE,
        over=fair.line,
        on=fair.on,
        facts=((NAME, name), (CODE, code), (WHERE, fair.venue or EMPTY)),
        blocks=tuple(blocks),
        tables=(
            table_of(
                PERSON_TITLE,
                _PERSON_COLUMNS,
                [(span(one), one.booth, place_of(fair, one), one.employer, one.job, one.alias, one.code) for one in rows],
                heads=2,
            ),
        ),
        stamp=stamp,
        names=(PERSON_TITLE, name),
        handling=OWN_COPY,
        size="reading",
    )


def _booth_row(one: Meeting, audience: Audience) -> tuple[Words | int, ...]:
    if audience == "employer":
        return one.when or span(one), one.called(audience), one.job, ""
    return span(one), one.code, one.called(audience), one.job, joined(one.resources, LIST), ""


def span(one: Meeting) -> str:
    """From when to when: 09:40–09:55."""
    return f"{time_in_china(one.starts)}–{time_in_china(one.ends)}"


def place_of(fair: Fair, one: Meeting) -> Text:
    """The venue and how to find the booth in it."""
    words = [f"{fair.venue} {in_language(one.place, language)}".strip() or EMPTY for language in ("zh", "en")]
    return Text(zh=words[0], en=words[1])


def in_order(meetings: Sequence[Meeting]) -> list[Meeting]:
    """By time and booth; of several at once in the order of their aliases, which say nothing of who is who elsewhere."""
    return sorted(meetings, key=lambda one: (one.starts, natural(one.booth), one.turn, one.alias))


def natural(booth: str) -> tuple[str, int, str]:
    """A2 before A10."""
    head = booth.rstrip("0123456789")
    tail = booth[len(head) :]
    return head, int(tail) if tail else 0, booth


def _only(values: set[str], what: str) -> str:
    if len(values) != 1:
        raise ValueError(f"a sheet of one {what} was asked for, and the meetings are of {len(values)}")
    return next(iter(values))
