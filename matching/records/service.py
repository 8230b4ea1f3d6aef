"""Courses on offer, trainings taken, and the services of the 四个一."""

from datetime import date
from enum import StrEnum
from typing import Final, Literal, Self

from pydantic import Field, field_validator, model_validator

from matching.knowledge import CATALOGUE
from matching.knowledge.catalogue import Level
from matching.records.base import Personal, Record
from matching.records.place import Place


class Course(Record):
    """A training offer, shown to everybody: it holds no contact and nobody's name.

    `raises` gives the ability level reached by dimension, `teaches` skills (access skills by their catalogue names), `licences`
    what it leads to. `needs` gives the levels without which nobody can take it, `arrangements` the accommodations that are in
    place there: both are read as a posting's demands and arrangements are (`matching.courses`). `conditions` are the provider's
    own words on who may come, for people to read. `register_by` is the last day to join; `cost` is in yuan; None is "not told".
    """

    id: str
    external_id: str | None = None
    name: str
    provider: str
    place: Place = Place()
    online: bool = False
    starts_on: date | None = None
    ends_on: date | None = None
    register_by: date | None = None
    seats: int | None = Field(default=None, ge=0)
    cost: float | None = Field(default=None, ge=0)
    subsidy: Literal["full", "part", "none"] | None = None
    raises: dict[str, Level] = Field(default_factory=dict)
    teaches: tuple[str, ...] = ()
    licences: tuple[str, ...] = ()
    needs: dict[str, Level] = Field(default_factory=dict)
    arrangements: frozenset[str] = frozenset()
    conditions: str = ""

    @field_validator("raises", "needs")
    @classmethod
    def _known_dimensions(cls, value: dict[str, Level]) -> dict[str, Level]:
        return {CATALOGUE.check_dimension(name): level for name, level in value.items()}

    @field_validator("arrangements")
    @classmethod
    def _known_arrangements(cls, value: frozenset[str]) -> frozenset[str]:
        return frozenset(CATALOGUE.check_accommodation(name) for name in value)

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.starts_on is not None and self.ends_on is not None and self.ends_on < self.starts_on:
            raise ValueError(f"course {self.id} ends on {self.ends_on}, before it starts on {self.starts_on}")
        return self

    @property
    def last_day(self) -> date | None:
        """The last day on which somebody can join; None when no date is known.

        A course in progress that names no end of registration can still be asked for until it is over.
        """
        known = [day for day in (self.register_by, self.ends_on or self.starts_on) if day is not None]
        return min(known, default=None)

    def seats_left(self, taken: int) -> int | None:
        """Free seats when `taken` people are registered or attend; None when nobody said how many there are."""
        return None if self.seats is None else max(self.seats - taken, 0)

    def open_on(self, day: date, taken: int = 0) -> bool:
        """Whether somebody can still join on that day: it is not over, registration has not ended, and a seat is free."""
        last = self.last_day
        return (last is None or day <= last) and self.seats_left(taken) != 0


TrainingState = Literal["registered", "attending", "completed", "dropped"]
TAKES_A_SEAT: Final[tuple[TrainingState, ...]] = ("registered", "attending")


class Training(Record):
    """One person's part in one course. A completed one is a fact: it changes no assessed ability by itself."""

    candidate: str
    course: str
    state: TrainingState
    on: date | None = None


class GraduateTold(Record):
    """What somebody told of one graduate for the graduates' ledger. `entered_on` None: on the day on which it is told.

    `refused_on`: the day on which the person refused to be served, and why in their own words; `refuses` False: no longer. None
    there says nothing about a refusal.
    """

    candidate: str
    entered_on: date | None = None
    refuses: bool | None = None
    refused_on: date | None = None
    reason: Personal[str] = ""

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if (self.refused_on is not None) != (self.refuses is True):
            raise ValueError("a refusal has a day, and a day is that of a refusal")
        if self.reason and self.refuses is not True:
            raise ValueError("a reason is that of a refusal; leave it out")
        return self


class ServiceKind(StrEnum):
    """The four services every person with a wish to work gets at least once (四个一)."""

    VERIFICATION = "信息核对"
    ASSESSMENT = "能力评估"
    NEEDS = "需求登记"
    EMPLOYMENT = "就业服务"


class Service(Record):
    """One dated service to one person."""

    candidate: str
    kind: ServiceKind
    on: date
    by: str
    note: str = ""
