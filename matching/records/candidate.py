"""The person looking for work, in separate parts: who they are, what they can do, what they know, what they want.

Rules read `profile`, `aids`, `access_skills`, `refusals` and `person`; the ranker is handed `resume` and `wishes` alone.
Category, grade and certificate number are no part of a candidate: `CertificateDetails` is stored and read apart.
"""

from datetime import date
from enum import StrEnum
from typing import Final, Literal, Self

from pydantic import Field, field_validator, model_validator

from matching.knowledge import CATALOGUE
from matching.knowledge.catalogue import ACCESS_SKILLS
from matching.records.base import Personal, Record
from matching.records.place import Place
from matching.records.profile import AbilityProfile, Aid


class CredentialKind(StrEnum):
    """Why the person is within the plan's scope."""

    CERTIFICATE = "certificate"
    VETERAN = "veteran"
    WORK_INJURY = "work_injury"
    HOUSEHOLD_MEMBER = "household_member"


class Education(StrEnum):
    NONE = "none"
    PRIMARY = "primary"
    JUNIOR = "junior"
    SENIOR = "senior"
    COLLEGE = "college"
    BACHELOR = "bachelor"
    MASTER = "master"
    DOCTOR = "doctor"

    @property
    def rank(self) -> int:
        """0 (none) .. 7 (doctor)."""
        return _RANKS[self]


_RANKS: Final = {level: rank for rank, level in enumerate(Education)}


class Refusal(StrEnum):
    """A condition of work that the person does not accept."""

    NIGHT = "night"
    PUBLIC_CONTACT = "public_contact"
    ON_SITE = "on_site"
    OUTDOOR = "outdoor"
    PIECE_RATE = "piece_rate"
    LIVE_VIDEO = "live_video"


class Person(Record):
    """Identity and contact. Everything here is personal; birth, sex and track serve legal rules only, never a feature.

    `retirement_track` says which statutory age of women applies (w50: workers, w55: managers and technicians); None: nobody said.
    """

    name: Personal[str] = ""
    phone: Personal[str | None] = None
    email: Personal[str | None] = None
    contact_note: Personal[str | None] = None
    birth: Personal[date | None] = None
    sex: Personal[Literal["male", "female"] | None] = None
    retirement_track: Personal[Literal["w50", "w55"] | None] = None
    guardian: Personal[str | None] = None
    registered_residence: str | None = None


class Credential(Record):
    """The kind of proof and its validity; its number, category and grade live in `CertificateDetails`."""

    kind: CredentialKind
    valid_until: date | None = None


class CertificateDetails(Record):
    """What only the quota, the fairness audit and suppressed aggregates may read. Never joined to a candidate in memory."""

    candidate: str
    number: Personal[str | None] = None
    category: Personal[Literal[1, 2, 3, 4, 5, 6, 7] | None] = None
    grade: Personal[int | None] = Field(default=None, ge=1, le=10)


class Household(Record):
    """The family the person belongs to, as far as a programme asks."""

    id: str | None = None
    zero_employment: bool | None = None
    poverty_watch: bool | None = None
    rural: bool | None = None


class GraduateData(Record):
    school: str = ""
    major: str = ""
    graduated_on: date | None = None


class Skill(Record):
    """A thing the person knows how to do, by its plain name, with what shows it."""

    name: str
    evidence: str = ""


class Licence(Record):
    """A right to practise or drive: `medical_massage`, `car`, `health_certificate`, ..."""

    name: str
    valid_until: date | None = None


class Resume(Record):
    """Skills and experience as the person tells them. `experience` is free text; `experience_years` None when not told."""

    skills: tuple[Skill, ...] = ()
    certificates: tuple[str, ...] = ()
    licences: tuple[Licence, ...] = ()
    education: Education | None = None
    experience_years: float | None = Field(default=None, ge=0, le=70)
    experience: str = ""
    graduate: GraduateData | None = None


class Wishes(Record):
    """What the person is looking for. Money in yuan a month, time in minutes one way and hours a day; None is "did not say"."""

    occupations: tuple[str, ...] = ()
    text: str = ""
    kinds: frozenset[str] = frozenset()
    pay_min: int | None = Field(default=None, ge=0)
    minutes_max: int | None = Field(default=None, ge=0, le=1_440)
    hours_max: float | None = Field(default=None, ge=0, le=24)
    districts: frozenset[str] = frozenset()
    remote: Literal["only", "welcome", "no"] | None = None


class Refusals(Record):
    """What the person does not accept: arrangements, employers, conditions. Their own word stands."""

    accommodations: frozenset[str] = frozenset()
    employers: frozenset[str] = frozenset()
    conditions: frozenset[Refusal] = frozenset()

    @field_validator("accommodations")
    @classmethod
    def _known(cls, value: frozenset[str]) -> frozenset[str]:
        return frozenset(CATALOGUE.check_accommodation(name) for name in value)


class Candidate(Record):
    """One person looking for work. `id` is opaque and stable; it never holds a number of a document."""

    id: str
    external_id: str | None = None
    person: Person
    credential: Credential
    home: Place = Place()
    household: Household = Household()
    employment_aid_recognised: bool | None = None
    registered_unemployed: bool | None = None
    profile: AbilityProfile = AbilityProfile()
    aids: tuple[Aid, ...] = ()
    access_skills: frozenset[str] = frozenset()
    refusals: Refusals = Refusals()
    resume: Resume = Resume()
    wishes: Wishes = Wishes()
    profiling: bool = True

    @field_validator("access_skills")
    @classmethod
    def _known(cls, value: frozenset[str]) -> frozenset[str]:
        for name in sorted(value - set(ACCESS_SKILLS)):
            raise ValueError(f"unknown access skill {name!r}; known: {', '.join(ACCESS_SKILLS)}")
        return value

    @model_validator(mode="after")
    def _skills_apart(self) -> Self:
        for skill in self.resume.skills:
            if skill.name in ACCESS_SKILLS:
                raise ValueError(f"{skill.name!r} is an access route: list it under access_skills, not among the skills")
        return self
