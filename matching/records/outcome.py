"""What happened after a list: how far a person and a posting came, step by step."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Final, Literal, Self

from pydantic import Field, model_validator

from matching.knowledge.catalogue import Text
from matching.records.base import Record


class Step(StrEnum):
    """How far it came, in order; `declined` (by the person), `rejected` (by the employer) and `left` (a job begun) end it."""

    SHOWN = "shown"
    INTERESTED = "interested"
    INVITED = "invited"
    ATTENDED = "attended"
    INTERVIEWED = "interviewed"
    OFFERED = "offered"
    HIRED = "hired"
    RETAINED_1 = "retained_1"
    RETAINED_3 = "retained_3"
    RETAINED_6 = "retained_6"
    DECLINED = "declined"
    REJECTED = "rejected"
    LEFT = "left"


class Mistake(StrEnum):
    """Why a recorded step is taken back: a code, since what is told of somebody's health or family is nobody's outcome."""

    MISTYPED = "mistyped"
    OTHER_PAIR = "other_pair"
    DECIDED_ANEW = "decided_anew"


MISTAKE_TEXTS: Final[Mapping[Mistake, Text]] = {
    Mistake.MISTYPED: Text(zh="登记时录错了", en="it was mistyped"),
    Mistake.OTHER_PAIR: Text(zh="是另一个人或另一个岗位的", en="it was of another person or posting"),
    Mistake.DECIDED_ANEW: Text(zh="单位或本人改了决定", en="the employer or the person decided anew"),
}


class Outcome(Record):
    """One step reached. `rank` is the place on the list at the time; `reason` a code; `origin` tells what is synthetic."""

    candidate: str
    posting: str
    step: Step
    event: str | None = None
    on: date | None = None
    rank: int | None = Field(default=None, ge=1, le=1_000_000)
    reason: str = Field(default="", max_length=120)
    origin: Literal["recorded", "synthetic"] = "recorded"


class Story(Record):
    """What somebody told of one pair at one event: the steps that were reached.

    With `corrects`, it replaces what was recorded before: a step told otherwise changes, and `withdrawn` steps never happened;
    `why` says why they were recorded, where somebody told.
    """

    candidate: str
    posting: str
    event: str | None = None
    steps: tuple[Outcome, ...]
    withdrawn: tuple[Step, ...] = ()
    corrects: bool = False
    why: Mistake | None = None

    @model_validator(mode="after")
    def _of_one_pair(self) -> Self:
        if any((one.candidate, one.posting, one.event) != (self.candidate, self.posting, self.event) for one in self.steps):
            raise ValueError("a story holds a step of another pair; keep one story a pair")
        names = [*(one.step for one in self.steps), *self.withdrawn]
        if len(names) != len(set(names)):
            raise ValueError("a story tells a step twice; keep one")
        if self.withdrawn and not self.corrects:
            raise ValueError("a story that corrects nothing cannot withdraw a step; set corrects")
        return self
