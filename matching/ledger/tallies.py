"""What is only counted: talent pools that were saved, incubated projects, pairings, training bases, evaluations."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class TallyKind(StrEnum):
    """Each is the name of the indicator that it counts for."""

    POOL = "talent.pools"
    PROJECT = "incubation.projects"
    PAIRING = "pairing.contacts"
    BASE = "training.bases"
    EVALUATION = "evaluations.made"


@dataclass(frozen=True, slots=True)
class Tally:
    """One thing to count, by its id; it counts in the period in which it began."""

    id: str
    kind: TallyKind
    on: date | None
    district: str | None = None
