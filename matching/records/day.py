"""What somebody tells on the day of a fair: who came, who did not, and what went otherwise than planned."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Final, Literal, Self

from pydantic import Field, field_validator, model_validator

from matching.records.base import Personal, Record
from matching.records.hall import SupportKind


class DayAct(StrEnum):
    CHECK_IN = "check_in"
    LATE = "late"
    NO_SHOW = "no_show"
    WITHDRAWN = "withdrawn"
    WALK_IN = "walk_in"
    HELD = "held"
    EMPLOYER_LEFT = "employer_left"
    BOOTH_LOST = "booth_lost"
    OVERRUN = "overrun"
    SUPPORT_GONE = "support_gone"


NEEDED: Final[Mapping[DayAct, tuple[str, ...]]] = {
    DayAct.CHECK_IN: ("candidate",),
    DayAct.LATE: ("candidate", "slots"),
    DayAct.NO_SHOW: ("candidate",),
    DayAct.WITHDRAWN: ("candidate",),
    DayAct.WALK_IN: ("candidate",),
    DayAct.HELD: ("interview",),
    DayAct.EMPLOYER_LEFT: ("booth",),
    DayAct.BOOTH_LOST: ("booth",),
    DayAct.OVERRUN: ("booth", "slots"),
    DayAct.SUPPORT_GONE: ("support", "unit"),
}
"""What an entry of each act cannot do without."""


class DayEntry(Record):
    """One thing that happened, at a moment with its time zone. What an act needs: a candidate, an interview's number, a booth.

    Who withdraws wants one interview no more (its number), or none of those still to come; who did not come, or went home without
    a word, is a no-show. `slots`: how late, how much longer, or for how long (a support without it: for the day). `to`: the booth
    that takes over a lost one's interviews. `postings`: which ones a walk-in would meet (none: whichever may be met). `origin` is
    `paper` for what was written down first and entered later. `note` says why, in the words of whoever was there.
    """

    act: DayAct
    at: datetime
    candidate: str | None = None
    interview: int | None = Field(default=None, ge=1)
    booth: str | None = None
    to: str | None = None
    support: SupportKind | None = None
    unit: int | None = Field(default=None, ge=0, le=1_000)
    slots: int | None = Field(default=None, ge=1, le=2_000)
    postings: tuple[str, ...] = ()
    origin: Literal["screen", "paper"] = "screen"
    note: Personal[str] = Field(default="", max_length=400)

    @field_validator("at")
    @classmethod
    def _aware(cls, value: datetime) -> datetime:
        if value.tzinfo is None:
            raise ValueError("the moment has no time zone; write 2027-03-20T10:15:00+08:00")
        return value

    @model_validator(mode="after")
    def _complete(self) -> Self:
        missing = [name for name in NEEDED[self.act] if getattr(self, name) is None]
        if missing:
            raise ValueError(f"{self.act} needs {' and '.join(missing)}; say which")
        return self
