"""One advertised job: its terms, what it demands, the workplace, and which arrangements exist there."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Literal, Self

from pydantic import Field, field_validator, model_validator

from matching.knowledge import CATALOGUE
from matching.knowledge.catalogue import FACTS, Level
from matching.records.base import Personal, Record
from matching.records.candidate import Education
from matching.records.place import Place


class PostingKind(StrEnum):
    """The 18 kinds of the Wuhan plan 武残工〔2023〕4号."""

    SOE_TARGETED = "soe_targeted"
    PLATFORM_GIG = "platform_gig"
    ECOMMERCE = "ecommerce"
    COURIER = "courier"
    PUBLIC_WELFARE = "public_welfare"
    GOVERNMENT = "government"
    PUBLIC_INSTITUTION = "public_institution"
    PRIVATE_TARGETED = "private_targeted"
    INTERNSHIP = "internship"
    AUXILIARY = "auxiliary"
    RURAL_BASE = "rural_base"
    RURAL_HOUSEHOLD = "rural_household"
    DPO_PROJECT = "dpo_project"
    CULTURAL_CRAFT = "cultural_craft"
    HEALTH_MASSAGE = "health_massage"
    MEDICAL_MASSAGE = "medical_massage"
    START_UP = "start_up"
    GRADUATE = "graduate"


PLATFORM_KINDS = frozenset({PostingKind.PLATFORM_GIG, PostingKind.ECOMMERCE, PostingKind.COURIER})


class Provenance(StrEnum):
    """Where a demand comes from. The first three are firm; the rest are inferred: they ask, they never block."""

    STATED = "stated"
    CONFIRMED = "confirmed"
    DERIVED = "derived"
    READ = "read"
    TYPICAL = "typical"
    ASSUMED = "assumed"
    UNKNOWN = "unknown"

    @property
    def firm(self) -> bool:
        return self in (Provenance.STATED, Provenance.CONFIRMED, Provenance.DERIVED)


class Demand(Record):
    """What the posting asks on one dimension. `evidence` quotes the posting's own words; `marginal` tasks can be swapped.

    Level None with provenance `unknown` says outright that nobody knows.
    """

    dimension: str
    level: Level | None
    provenance: Provenance
    marginal: bool = False
    evidence: str = ""
    confidence: float | None = Field(default=None, ge=0, le=1)

    @field_validator("dimension")
    @classmethod
    def _known(cls, value: str) -> str:
        return CATALOGUE.check_dimension(value)

    @model_validator(mode="after")
    def _level_or_unknown(self) -> Self:
        if (self.level is None) != (self.provenance is Provenance.UNKNOWN):
            raise ValueError(f"demand on {self.dimension}: a level goes with every provenance but unknown")
        return self


class AccommodationStatus(StrEnum):
    IN_PLACE = "in_place"
    COMMITTED = "committed"
    POSSIBLE = "possible"
    REFUSED = "refused"


Toilet = Literal["accessible", "rails", "seat", "squat", "none"]


class Workplace(Record):
    """The building and the way to it; None is "nobody said". Names in `assumed` hold a default nobody confirmed.

    `facts` maps the gate facts of the accommodations to True or False; an absent name is unknown.
    `commute` is the travel demand 0-4 of the place itself. `statuses` maps accommodation names to their status here.
    """

    remote: bool | None = None
    floor: int | None = Field(default=None, ge=-5, le=200)
    entrance_steps: int | None = Field(default=None, ge=0, le=200)
    toilet: Toilet | None = None
    commute: Level | None = None
    assumed: frozenset[Literal["remote", "floor", "entrance_steps", "toilet", "commute"]] = frozenset()
    facts: Mapping[str, bool] = Field(default_factory=dict)
    statuses: Mapping[str, AccommodationStatus] = Field(default_factory=dict)

    @field_validator("facts")
    @classmethod
    def _known_facts(cls, value: Mapping[str, bool]) -> Mapping[str, bool]:
        for name in sorted(set(value) - set(FACTS)):
            raise ValueError(f"unknown workplace fact {name!r}; known: {', '.join(FACTS)}")
        return dict(sorted(value.items()))

    @field_validator("statuses")
    @classmethod
    def _known_statuses(cls, value: Mapping[str, AccommodationStatus]) -> Mapping[str, AccommodationStatus]:
        return {CATALOGUE.check_accommodation(name): value[name] for name in sorted(value)}


class PayUnit(StrEnum):
    MONTH = "month"
    DAY = "day"
    HOUR = "hour"
    YEAR = "year"
    PIECE = "piece"


class Pay(Record):
    """What is paid, in yuan for `unit`; both bounds None when only words were given (面议). `months` counts 13薪 and the like."""

    minimum: float | None = Field(default=None, ge=0)
    maximum: float | None = Field(default=None, ge=0)
    unit: PayUnit | None = None
    months: float = Field(default=12, ge=1, le=36)
    text: str = ""

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.minimum is not None and self.maximum is not None and self.minimum > self.maximum:
            raise ValueError(f"pay from {self.minimum} to {self.maximum}: the lower bound is above the upper")
        return self

    def monthly(self, days: float = 21.75, hours: float = 8.0) -> tuple[float, float] | None:
        """(minimum, maximum) in yuan a month of full-time work, or None when the unit does not say.

        21.75 paid days a month: 劳社部发〔2008〕3号. Extra months (13薪) are spread over the year.
        """
        factors = {PayUnit.MONTH: self.months / 12, PayUnit.YEAR: 1 / 12, PayUnit.DAY: days, PayUnit.HOUR: days * hours}
        if self.unit is None or self.unit not in factors:
            return None
        low = self.minimum if self.minimum is not None else self.maximum
        high = self.maximum if self.maximum is not None else self.minimum
        if low is None or high is None:
            return None
        factor = factors[self.unit]
        return low * factor, high * factor


class AgeClause(Record):
    """An age range as the posting states it: kept for the linter and the law, never used to rank."""

    minimum: int | None = Field(default=None, ge=0, le=120)
    maximum: int | None = Field(default=None, ge=0, le=120)
    text: str = ""


class Hours(Record):
    """Working time: hours a day, days a week, shift words; None is "not stated"."""

    per_day: float | None = Field(default=None, ge=0, le=24)
    days_per_week: float | None = Field(default=None, ge=0, le=7)
    shift: Literal["day", "evening", "night", "rotating"] | None = None
    text: str = ""


class PlatformTerms(Record):
    """What the plan asks of platforms and e-commerce: 减免加盟费, 派单倾斜, 免费培训, and how customers reach the worker."""

    fee_waiver: bool | None = None
    dispatch_priority: bool | None = None
    free_training: bool | None = None
    contact_channel: Literal["text", "voice", "both"] | None = None


class Eligibility(Record):
    """Whom the posting itself admits, as its programme or its employer states it. None and empty: no such condition.

    `residence` are districts of the household register (户籍), any of which admits; `graduated_within_years` counts back from the
    day of matching; `zero_employment_household_only` is met by any member of such a household.
    """

    residence: tuple[str, ...] = ()
    graduated_within_years: int | None = Field(default=None, ge=0, le=50)
    recognised_only: bool | None = None
    unemployed_only: bool | None = None
    zero_employment_household_only: bool | None = None

    @field_validator("residence")
    @classmethod
    def _sorted_codes(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for code in value:
            if len(code) != 6 or not code.isdigit():
                raise ValueError(f"residence {code!r} is no six-digit district code; write it like 420107")
        return tuple(sorted(set(value)))


class SourceRef(Record):
    """Where a record came from: file or system, and its id there. `intermediary` passed it on; the employer stays the employer."""

    name: str
    external_id: str | None = None
    intermediary: str | None = None
    url: str | None = None


class PostingStatus(StrEnum):
    OPEN = "open"
    CLOSED = "closed"
    FILLED = "filled"
    REJECTED = "rejected"


class Posting(Record):
    """One advertised job of one employer. A core dimension without a demand is unknown; a missing workplace value too."""

    id: str
    employer: str
    kind: PostingKind | None = None
    title: str
    text: str = ""
    source: SourceRef
    status: PostingStatus = PostingStatus.OPEN
    headcount: int | None = Field(default=None, ge=1, le=100_000)
    pay: Pay = Pay()
    place: Place = Place()
    hours: Hours = Hours()
    education: Education | None = None
    experience_years: float | None = Field(default=None, ge=0, le=70)
    age: AgeClause | None = None
    skills: tuple[str, ...] = ()
    licences: tuple[str, ...] = ()
    welfare: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    contract: Literal["labour", "gig", "agreement", "internship"] | None = None
    eligibility: Eligibility = Eligibility()
    platform: PlatformTerms | None = None
    contact: Personal[str | None] = None
    demands: tuple[Demand, ...] = ()
    workplace: Workplace = Workplace()
    published_on: date | None = None
    closes_on: date | None = None

    @field_validator("demands")
    @classmethod
    def _one_each(cls, value: tuple[Demand, ...]) -> tuple[Demand, ...]:
        names = [demand.dimension for demand in value]
        for name in sorted({n for n in names if names.count(n) > 1}):
            raise ValueError(f"two demands on {name}; keep one")
        return tuple(sorted(value, key=lambda demand: CATALOGUE.position[demand.dimension]))

    @model_validator(mode="after")
    def _platform_only(self) -> Self:
        if self.platform is not None and self.kind is not None and self.kind not in PLATFORM_KINDS:
            raise ValueError(f"platform terms belong to {', '.join(sorted(PLATFORM_KINDS))}, not to {self.kind}")
        return self
