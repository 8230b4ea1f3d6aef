"""The generator's own tables, read from tables/*.yaml and checked as they are read."""

from collections.abc import Mapping
from functools import lru_cache
from importlib import resources
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, field_validator

from matching.knowledge import CATALOGUE
from matching.knowledge.catalogue import ACCESS_SKILLS, FACTS
from matching.records import Education, EmployerKind, PayUnit, PostingKind

Setting = Literal["office", "plant", "shop", "kitchen", "outdoor", "home", "clinic", "farm", "hall", "workshop", "vehicle"]
Severity = Literal["severe", "mild"]


class TableRow(BaseModel):
    """A row of one of the generator's tables: closed to unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Occupation(TableRow):
    """A line of work: its words, what it asks, where it is done and what it pays (yuan a month of full-time work)."""

    key: str
    code: str
    family: str
    base: str
    setting: Setting
    kinds: dict[PostingKind, int]
    titles: tuple[str, ...]
    said: tuple[str, ...]
    tasks: tuple[str, ...] = Field(min_length=3)
    done: tuple[str, ...]
    skills: tuple[str, ...]
    licences: tuple[str, ...] = ()
    differs: dict[str, int] = Field(default_factory=dict)
    marginal: frozenset[str] = frozenset()
    facts: dict[str, bool]
    pay: tuple[int, int]
    unit: PayUnit = PayUnit.MONTH
    education: Education

    @field_validator("facts")
    @classmethod
    def _known_facts(cls, value: dict[str, bool]) -> dict[str, bool]:
        if unknown := sorted(set(value) - set(FACTS)):
            raise ValueError(f"unknown facts {', '.join(unknown)}")
        return value

    @property
    def demands(self) -> Mapping[str, int]:
        """Usual demand by dimension, 1-4; unlisted is 0."""
        return {name: level for name, level in (bases()[self.base] | self.differs).items() if level}


class EverydayAid(TableRow):
    """An aid or training that changes what a person can do, and for whom."""

    name: str
    impairments: tuple[str, ...] = Field(alias="for")
    share: tuple[float, float, float]
    raises: dict[str, tuple[int, int]]


class OwnedAid(TableRow):
    """A catalogue accommodation people bring along; `skill` comes with it."""

    name: str
    impairments: dict[str, float] = Field(alias="for")
    skill: str | None = Field(default=None, alias="with")


class Impairments(TableRow):
    """How impairments become function."""

    levels: dict[str, dict[str, tuple[int, int, int]]]
    primary: dict[str, dict[Severity, dict[str, int]]]
    beside: dict[str, dict[str, float]]
    aged: dict[str, float]
    everyday: tuple[EverydayAid, ...]
    owned: tuple[OwnedAid, ...]
    access_skills: tuple[OwnedAid, ...]
    mentions: dict[str, tuple[str, ...]]


class EmployerShape(TableRow):
    """One kind of employer: its share, what it offers, how it is named. `only`: words a name needs for a kind of posting."""

    share: float
    postings: dict[PostingKind, int]
    staff: tuple[int, int]
    establishment: bool
    code: str
    industries: tuple[str, ...]
    forms: tuple[str, ...]
    only: dict[PostingKind, tuple[str, ...]] = Field(default_factory=dict)

    def offered_by(self, name: str) -> tuple[PostingKind, ...]:
        """The kinds of posting that an employer of this name may offer."""
        return tuple(kind for kind in self.postings if kind not in self.only or any(word in name for word in self.only[kind]))


class Building(TableRow):
    """Chances of what a workplace of one setting is like."""

    floors: dict[int, int]
    lift: float
    steps: float
    ramp: float
    toilets: tuple[int, int, int, int, int]
    commute: tuple[int, int, int, int, int]
    remote: float


def load_table(name: str) -> Any:
    """The content of tables/NAME.yaml."""
    text = resources.files("data.synthetic").joinpath("tables", f"{name}.yaml").read_text("utf-8")
    return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


@lru_cache(maxsize=1)
def bases() -> dict[str, dict[str, int]]:
    """Usual demands by sort of work."""
    found: dict[str, dict[str, int]] = load_table("demands")
    for demands in found.values():
        _check_levels(demands)
    return found


@lru_cache(maxsize=1)
def occupations() -> tuple[Occupation, ...]:
    """All occupations in the order of the file, which is the order of every draw."""
    rows = tuple(Occupation.model_validate(row) for row in load_table("occupations"))
    for row in rows:
        _check_levels(row.demands)
    return rows


@lru_cache(maxsize=1)
def impairments() -> Impairments:
    found = Impairments.model_validate(load_table("impairments"))
    for levels in found.levels.values():
        for name in levels:
            CATALOGUE.check_dimension(name)
    for aid in found.owned:
        CATALOGUE.check_accommodation(aid.name)
    for skill in found.access_skills:
        if skill.name not in ACCESS_SKILLS:
            raise ValueError(f"impairments.yaml: unknown access skill {skill.name}")
    return found


@lru_cache(maxsize=1)
def employer_shapes() -> dict[EmployerKind, EmployerShape]:
    return {EmployerKind(name): EmployerShape.model_validate(row) for name, row in load_table("employers").items()}


@lru_cache(maxsize=1)
def buildings() -> dict[str, Building]:
    return {name: Building.model_validate(row) for name, row in load_table("workplaces").items()}


@lru_cache(maxsize=1)
def shapes() -> dict[str, Any]:
    """Shares of people: types, ages, districts, education, wanted occupations."""
    found: dict[str, Any] = load_table("shapes")
    keys = {row.key for row in occupations()}
    for wanted in found["wanted"].values():
        if unknown := sorted(set(wanted) - keys):
            raise ValueError(f"shapes.yaml: unknown occupations {', '.join(unknown)}")
    return found


@lru_cache(maxsize=1)
def productions() -> dict[str, Any]:
    """The grammar's productions."""
    found: dict[str, Any] = load_table("grammar")
    for name in found["demand_words"]:
        CATALOGUE.check_dimension(name)
    return found


def _check_levels(demands: Mapping[str, int]) -> None:
    for name, level in demands.items():
        CATALOGUE.check_dimension(name)
        if not 0 <= level <= 4:
            raise ValueError(f"{name}: level {level} is outside 0..4")
