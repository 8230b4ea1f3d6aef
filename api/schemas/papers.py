"""The documents of an event: one as JSON, which of them a job is to make, and the file that it made."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Final, Literal

from pydantic import Field

from api.schemas.base import Input, View
from api.schemas.calls import AddresseeName
from matching.knowledge.catalogue import Text

PaperKind = Literal["shortlist", "call-list", "left-out", "report", "guide", "booths", "people", "hall", "wall", "calendar"]
PaperFormat = Literal["pdf", "xlsx", "csv", "json", "ics"]
PaperAudience = Literal["staff", "employer"]
PAPERS: Final[Mapping[PaperKind, Text]] = {
    "shortlist": Text(zh="面试名单", en="Interview lists"),
    "call-list": Text(zh="问询清单", en="Call list"),
    "left-out": Text(zh="还没有名单的人", en="People without a list"),
    "report": Text(zh="活动匹配报告", en="Event report"),
    "guide": Text(zh="服务指南", en="Service guide"),
    "booths": Text(zh="展位面试安排", en="Interviews at the booths"),
    "people": Text(zh="个人面试安排", en="Interviews of each person"),
    "hall": Text(zh="全场面试时间表（签到台）", en="Timetable of the hall, for the desk"),
    "wall": Text(zh="全场面试时间表", en="Timetable of the hall, for the wall"),
    "calendar": Text(zh="面试日历", en="Calendars"),
}
"""The documents of an event, in the order in which they are made."""
_Name = Annotated[str, Field(min_length=1, max_length=120, pattern=r"^[^\x00-\x1f\x7f]+$")]


class PaperTableView(View):
    """Rows under headers; a cell is words in the asked language, or a number."""

    title: Text
    columns: tuple[Text, ...]
    rows: tuple[tuple[str | int, ...], ...]


class PaperView(View):
    """A document. `file` is the name that its PDF has; `version` is equal for equal words, whenever they were printed.

    `handling` says who may have it. `run` and `run_at`: the matching that it rests on, null where there is none.
    """

    kind: str
    title: Text
    event: str
    on: date | None
    file: str
    version: str
    made_at: datetime
    run: str | None
    run_at: datetime | None
    software: str
    handling: Text
    tables: tuple[PaperTableView, ...]


class PapersInput(Input):
    """Which documents of an event are to be made. `papers` empty: every one that there is something to say in.

    `form` None: PDF; calendars are always ICS. `posting`, `booth` and `candidate` limit lists, sheets and calendars to one.
    `contacts` are (what, where) lines of the guide; `addressee` limits the call list.
    """

    event: _Name
    papers: tuple[PaperKind, ...] = Field(default=(), max_length=len(PAPERS))
    form: PaperFormat | None = None
    language: Literal["zh", "en"] = "zh"
    large: bool = False
    plain: bool = False
    audience: PaperAudience = "staff"
    posting: _Name | None = None
    booth: _Name | None = None
    candidate: _Name | None = None
    addressee: AddresseeName | None = None
    contacts: tuple[tuple[str, str], ...] = Field(default=(), max_length=20)


class LeftPaper(View):
    """A document that was not made, and why."""

    paper: PaperKind
    text: Text
    why: Text


class ExportView(View):
    """The file that a job made: for whoever asked for it alone, until the end of the day `until`.

    `bytes` is its size, `documents` how many there are in it; `left` names what could not be made.
    """

    job: str
    event: str
    file: str
    media_type: str
    bytes: int
    documents: int
    made_at: datetime
    until: date
    left: tuple[LeftPaper, ...] = ()
