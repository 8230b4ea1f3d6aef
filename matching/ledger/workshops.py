"""Sheltered work: the places of each workshop, and the batches of work that were sent to it."""

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Workshop:
    """A provider of sheltered work (阳光家园, 阳光驿站): its places, how many are taken (None: not reported), the kinds of
    work that it can do, and the person-days of the coming period that it can still take on."""

    id: str
    places: int
    taken: int | None = None
    district: str | None = None
    work: frozenset[str] = field(default=frozenset())
    free_days: int = 0

    def __post_init__(self) -> None:
        if self.places < 0 or self.free_days < 0 or (self.taken or 0) < 0:
            raise ValueError(f"workshop {self.id}: places, taken and free days are at least 0; correct them")
        if self.taken is not None and self.taken > self.places:
            raise ValueError(f"workshop {self.id}: {self.taken} of {self.places} places taken; correct one of them")


@dataclass(frozen=True, slots=True)
class Batch:
    """A batch of work to be done in one workshop: its kind, and how many person-days it takes."""

    id: str
    work: str
    days: int
    district: str | None = None

    def __post_init__(self) -> None:
        if self.days < 1:
            raise ValueError(f"batch {self.id}: {self.days} person-days; give at least 1")


@dataclass(frozen=True, slots=True)
class Dispatch:
    """A batch that was sent to a workshop on a day."""

    batch: str
    workshop: str
    days: int
    on: date
    district: str | None = None
