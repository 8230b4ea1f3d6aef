"""Courses on offer, trainings taken, and the services of the 四个一."""

from datetime import date
from enum import StrEnum
from typing import Literal

from pydantic import Field, field_validator

from matching.knowledge import CATALOGUE
from matching.knowledge.catalogue import Level
from matching.records.base import Record
from matching.records.place import Place


class Course(Record):
    """A training offer. `raises` gives the ability level reached by dimension; `teaches` skills; `licences` what it leads to."""

    id: str
    name: str
    provider: str
    place: Place = Place()
    starts_on: date | None = None
    ends_on: date | None = None
    seats: int | None = Field(default=None, ge=0)
    cost: float | None = Field(default=None, ge=0)
    subsidy: Literal["full", "part", "none"] | None = None
    raises: dict[str, Level] = Field(default_factory=dict)
    teaches: tuple[str, ...] = ()
    licences: tuple[str, ...] = ()

    @field_validator("raises")
    @classmethod
    def _known(cls, value: dict[str, Level]) -> dict[str, Level]:
        return {CATALOGUE.check_dimension(name): level for name, level in value.items()}


class Training(Record):
    """One person's part in one course."""

    candidate: str
    course: str
    state: Literal["registered", "attending", "completed", "dropped"]
    on: date | None = None


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
