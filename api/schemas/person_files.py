"""The file of one person as their counselor reads and changes it; category, grade and diagnosis are no part of it."""

from datetime import date, datetime
from typing import Literal

from pydantic import Field

from api.schemas.base import Input, View
from api.schemas.caseload import OneView
from api.schemas.consents import RefusedEmployer
from matching.knowledge.catalogue import Text
from matching.ledger import NextStep
from matching.records import ServiceKind

Remote = Literal["only", "welcome", "no"]


class ContactView(View):
    """How to reach the person, and who speaks with them; null where nothing is known."""

    phone: str | None
    email: str | None
    note: str | None
    born: date | None
    guardian: str | None
    home: str


class ServiceView(View):
    """A service that was given. `note` was written by whoever gave it."""

    kind: ServiceKind
    on: date
    by: str
    note: str


class TrainingView(View):
    """The person's part in a course."""

    course: str
    name: str
    state: Literal["registered", "attending", "completed", "dropped"]
    on: date | None


class WishesView(View):
    """What the person is looking for, and what they do not accept. Null is "did not say"."""

    occupations: tuple[str, ...]
    text: str
    kinds: tuple[str, ...]
    pay_min: int | None
    minutes_max: int | None
    hours_max: float | None
    districts: tuple[str, ...]
    remote: Remote | None
    conditions: tuple[str, ...]
    version: str


class AidsView(View):
    """The person's own aids and access skills, and the arrangements they refuse, by their names in the catalogue."""

    aids: tuple[str, ...]
    skills: tuple[str, ...]
    refused: tuple[str, ...]
    version: str


class PersonView(View):
    """A file at a glance. `assessed` counts abilities of 45, `outdated` those too old to count for hard demands; `handed` the
    employers that have a copy of the certificate."""

    candidate: str
    external_id: str | None
    name: str
    contact: ContactView
    credential: Text
    credential_until: date | None
    brings: tuple[Text, ...]
    services: tuple[OneView, ...]
    given: tuple[ServiceView, ...]
    trainings: tuple[TrainingView, ...]
    steps: tuple[NextStep, ...]
    assessed: int
    outdated: int
    assessed_on: date | None
    consents: int
    handed: int
    wishes: WishesView
    aids: AidsView
    refused_employers: tuple[RefusedEmployer, ...]
    profiling: bool
    settled_at: datetime | None
    changed_at: datetime


class ServiceInput(Input):
    """A service as it was given. `by`: who gave it; without it, the account."""

    kind: ServiceKind
    on: date
    by: str | None = Field(default=None, max_length=120)
    note: str = Field(default="", max_length=2_000)


class WishesInput(Input):
    """Wishes whole; what is left out was not said. With a `version` they must still be as they were shown."""

    occupations: tuple[str, ...] = Field(default=(), max_length=20)
    text: str = Field(default="", max_length=2_000)
    kinds: tuple[str, ...] = Field(default=(), max_length=18)
    pay_min: int | None = Field(default=None, ge=0, le=1_000_000)
    minutes_max: int | None = Field(default=None, ge=0, le=1_440)
    hours_max: float | None = Field(default=None, ge=0, le=24)
    districts: tuple[str, ...] = Field(default=(), max_length=30)
    remote: Remote | None = None
    conditions: tuple[str, ...] = Field(default=(), max_length=10)
    version: str | None = Field(default=None, max_length=40)


class AidsInput(Input):
    """Aids, access skills and refused arrangements whole. With a `version` they must still be as they were shown."""

    aids: tuple[str, ...] = Field(default=(), max_length=60)
    skills: tuple[str, ...] = Field(default=(), max_length=10)
    refused: tuple[str, ...] = Field(default=(), max_length=60)
    version: str | None = Field(default=None, max_length=40)


class ProfilingInput(Input):
    """Whether a computer may order the person's lists. Without it a seeded draw among the allowed gives the place."""

    profiling: bool
