"""What happened after a list: how far a person and a posting came, step by step."""

from datetime import date
from enum import StrEnum
from typing import Literal, Self

from pydantic import Field, model_validator

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

    With `corrects`, it replaces what was recorded before: a step told otherwise changes, and `withdrawn` steps never happened.
    """

    candidate: str
    posting: str
    event: str | None = None
    steps: tuple[Outcome, ...]
    withdrawn: tuple[Step, ...] = ()
    corrects: bool = False

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
