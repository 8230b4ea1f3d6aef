"""A fair's hall on its day: hours, booths, and what the fair lends to an interview."""

from collections.abc import Mapping
from datetime import time
from enum import StrEnum
from typing import Any, Final, Self

from pydantic import Field, FiniteFloat, field_validator, model_validator
from pydantic_core import PydanticCustomError

from matching.knowledge.catalogue import Text
from matching.records.base import Record
from matching.records.place import Place
from matching.records.posting import Workplace

_DAY: Final = 24 * 60


class TimeWindow(Record):
    """From one time of the day to a later one, to the minute, in local time.

    A whole number is read as minutes after midnight: that is what 10:30 without quotes means in a YAML file.
    """

    starts: time
    ends: time

    @field_validator("starts", "ends", mode="before")
    @classmethod
    def _minutes(cls, value: Any) -> Any:
        if isinstance(value, int) and not isinstance(value, bool):
            if not 0 <= value < _DAY:
                raise PydanticCustomError(
                    "outside_the_day",
                    "{minutes} minutes after midnight lies outside the day; write a time such as 09:30",
                    {"minutes": value},
                )
            return time(value // 60, value % 60)
        return value

    @field_validator("starts", "ends")
    @classmethod
    def _whole(cls, value: time) -> time:
        if value.second or value.microsecond or value.tzinfo is not None:
            raise PydanticCustomError(
                "more_than_a_minute", "{time} is more exact than a minute; write a time such as 09:30", {"time": str(value)}
            )
        return value

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.ends <= self.starts:
            raise PydanticCustomError(
                "end_before_start",
                "{starts} to {ends}: the end is not after the start; correct one of them",
                {"starts": f"{self.starts:%H:%M}", "ends": f"{self.ends:%H:%M}"},
            )
        return self

    @property
    def minutes(self) -> tuple[int, int]:
        """Start and end in minutes after midnight."""
        return self.starts.hour * 60 + self.starts.minute, self.ends.hour * 60 + self.ends.minute


class SupportKind(StrEnum):
    """What a fair lends to an interview. The value is the name that needs, arrangements and timetables use."""

    SIGN_INTERPRETER = "sign_interpreter"
    GUIDE = "guide"
    QUIET_ROOM = "quiet_room"
    JOB_COACH = "job_coach"


SUPPORT_TEXTS: Final[Mapping[SupportKind, Text]] = {
    SupportKind.SIGN_INTERPRETER: Text(zh="手语翻译", en="sign-language interpreter"),
    SupportKind.GUIDE: Text(zh="引导员", en="guide"),
    SupportKind.QUIET_ROOM: Text(zh="安静室", en="quiet room"),
    SupportKind.JOB_COACH: Text(zh="就业辅导员", en="job coach"),
}
SHARED: Final = frozenset({SupportKind.SIGN_INTERPRETER, SupportKind.QUIET_ROOM})
"""What serves everybody in one group interview at once; a guide and a coach are with one person."""


class Support(Record):
    """`count` units of one kind, there in these windows (none named: all the hours). Several rows of one kind add up."""

    kind: SupportKind
    count: int = Field(default=1, ge=0, le=1_000)
    windows: tuple[TimeWindow, ...] = ()


class Booth(Record):
    """A booth in the hall. `position` is (x, y) in metres; `place` says how to find it, in plain words ("一楼东厅，入口左边");
    `interviewers`: how many interviews it holds at once.

    `windows`: when interviews are held there (none named: all the hours). Without `postings` it is for all of the employer's.
    `brings`: what the employer has of its own, so that interviews here take none of the fair's.
    """

    number: str = Field(min_length=1, max_length=20)
    employer: str | None = None
    postings: tuple[str, ...] = ()
    position: tuple[FiniteFloat, FiniteFloat] | None = None
    place: str = Field(default="", max_length=80)
    interviewers: int = Field(default=1, ge=0, le=100)
    windows: tuple[TimeWindow, ...] = ()
    brings: frozenset[SupportKind] = frozenset()

    @field_validator("place")
    @classmethod
    def _one_line(cls, value: str) -> str:
        if not value.isprintable():
            raise PydanticCustomError(
                "more_than_a_line",
                "the place of a booth holds a line break or another character that cannot be printed; write one line",
            )
        return value.strip()


class Hall(Record):
    """`hours` of the fair, cut into slots of `slot_minutes` from the opening on; nothing is held in a break.

    `pause_minutes`: at the end of each slot no interview is held; people stand up, take leave and walk the first metres to the
    next booth. `guaranteed`: how many interviews everybody gets who can be served, before anybody gets more.
    """

    hours: TimeWindow | None = None
    breaks: tuple[TimeWindow, ...] = ()
    slot_minutes: int = Field(default=15, ge=0, le=240)
    pause_minutes: FiniteFloat = Field(default=2.0, ge=0, le=240)
    guaranteed: int = Field(default=1, ge=0, le=100)
    booths: tuple[Booth, ...] = ()
    supports: tuple[Support, ...] = ()


class Venue(Record):
    """Where an event is held. `building` tells of it in the words for a workplace: floor, entrance steps, toilet, lift, ramp."""

    name: str
    place: Place = Place()
    building: Workplace = Workplace()

    @model_validator(mode="after")
    def _is_a_place(self) -> Self:
        if self.building.remote:
            raise PydanticCustomError("remote_venue", "a venue is a place people come to; leave `remote` out")
        return self
