"""The numbers of each world, read from tables/world_*.yaml; the hash of the file is the world's name."""

from functools import lru_cache
from hashlib import sha256
from importlib import resources
from typing import Final, Literal

import yaml

from data.synthetic.rows import TableRow
from matching.records import PostingKind

Family = Literal["first", "second"]
FAMILIES: Final[tuple[Family, ...]] = ("first", "second")


class Likeness(TableRow):
    family: float
    skills: float
    base: float
    setting: float
    second_wish: float
    third_wish: float


class CityNumbers(TableRow):
    start: float
    per_km: float
    inside: float
    changjiang: float
    han: float
    detour_shape: float
    detour_scale: float
    walk_shape: float
    walk_scale: float
    shuttle: float
    dormitory: float
    remote: float
    banks: dict[str, tuple[str, ...]]


class PeopleNumbers(TableRow):
    taste: float
    skill: float
    reliability: float
    caution: float
    patience_told: float
    patience: float
    patience_spread: float
    wage_told: float
    wage_low: float
    wage_high: float
    level_error: float


class EmployerNumbers(TableRow):
    openness: float
    refusing: float
    keeps: float
    breaks: float
    known: float
    checks: float
    pay_spread: float


class PostingNumbers(TableRow):
    topic: float
    family_topic: float
    auxiliary_low: float
    auxiliary_high: float


class FunctionNumbers(TableRow):
    slack: float
    power: float
    marginal: float
    promised: float
    possible: float


class OfficeNumbers(TableRow):
    words: float
    area: float
    pay: float
    mood: float
    attention: float


class Numbers(TableRow):
    """What both families have in common; each adds the numbers of its five steps. The file says what every number means."""

    likeness: Likeness
    city: CityNumbers
    people: PeopleNumbers
    employers: EmployerNumbers
    postings: PostingNumbers
    function: FunctionNumbers
    strictness: dict[PostingKind, float]
    safety: dict[PostingKind, float]
    insured: float
    contracted: float
    growth_years: float
    interest: dict[str, float]
    attend: dict[str, float]
    offer: dict[str, float]
    accept: dict[str, float]
    retained: dict[str, float]
    office: OfficeNumbers


@lru_cache(maxsize=len(FAMILIES))
def world_numbers(family: Family) -> Numbers:
    """The numbers of one family. Raises ValueError for an unknown family or a wrong row."""
    return Numbers.model_validate(yaml.safe_load(_file(family)))


def world_hash(family: Family) -> str:
    """sha256 (64 hex digits) of the family's parameter file: whoever changes a number makes another world."""
    return sha256(_file(family)).hexdigest()


def _file(family: Family) -> bytes:
    if family not in FAMILIES:
        raise ValueError(f"unknown world {family!r}; known: {', '.join(FAMILIES)}")
    return resources.files("data.synthetic").joinpath("tables", f"world_{family}.yaml").read_bytes()
