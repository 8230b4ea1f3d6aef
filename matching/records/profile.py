"""What a person can do: one assessment a dimension, or none; and what the person brings along."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Self

from pydantic import Field, field_validator

from matching.knowledge import CATALOGUE
from matching.knowledge.catalogue import Level
from matching.records.base import Record


class AssessmentSource(StrEnum):
    """Who says so, strongest first."""

    ASSESSOR = "assessor"
    COUNSELOR = "counselor"
    SELF = "self"
    IMPORT = "import"


class Assessment(Record):
    """One ability, 0-4 with the person's own everyday aids. `confidence` in 0..1; None when the source gives none."""

    level: Level
    source: AssessmentSource = AssessmentSource.IMPORT
    on: date | None = None
    confidence: float | None = Field(default=None, ge=0, le=1)


@lru_cache(maxsize=65_536)
def assessment(
    level: Level,
    source: AssessmentSource = AssessmentSource.IMPORT,
    on: date | None = None,
    confidence: float | None = None,
) -> Assessment:
    """The one shared Assessment of these values: a city holds millions of few kinds."""
    return Assessment(level=level, source=source, on=on, confidence=confidence)


class AbilityProfile(Record):
    """45 assessments in catalogue order; None is "not assessed", which is neither 0 nor 4."""

    assessments: tuple[Assessment | None, ...] = (None,) * len(CATALOGUE.dimensions)

    @field_validator("assessments")
    @classmethod
    def _whole(cls, value: tuple[Assessment | None, ...]) -> tuple[Assessment | None, ...]:
        if len(value) != len(CATALOGUE.dimensions):
            raise ValueError(f"an ability profile has {len(CATALOGUE.dimensions)} places, not {len(value)}")
        return value

    @classmethod
    def of(cls, assessed: Mapping[str, Assessment | Level | None], unlisted: Level | None = None) -> Self:
        """From dimension names; unlisted dimensions are not assessed, or hold `unlisted`. Raises ValueError on an unknown name."""
        slots: list[Assessment | None] = [None if unlisted is None else assessment(unlisted)] * len(CATALOGUE.dimensions)
        for name, value in assessed.items():
            slots[CATALOGUE.position[CATALOGUE.check_dimension(name)]] = assessment(value) if isinstance(value, int) else value
        return cls(assessments=tuple(slots))

    def level(self, dimension: str) -> Level | None:
        """The assessed level, or None when nobody assessed it."""
        found = self.assessments[CATALOGUE.position[dimension]]
        return None if found is None else found.level

    @property
    def levels(self) -> tuple[Level | None, ...]:
        """All 45 levels in catalogue order."""
        return tuple(None if a is None else a.level for a in self.assessments)

    @property
    def assessed(self) -> int:
        """How many of the 45 dimensions are assessed."""
        return sum(a is not None for a in self.assessments)


class Aid(Record):
    """An accommodation that the person owns and brings along, by its catalogue name."""

    name: str
    source: AssessmentSource = AssessmentSource.IMPORT
    on: date | None = None

    @field_validator("name")
    @classmethod
    def _known(cls, value: str) -> str:
        return CATALOGUE.check_accommodation(value)
