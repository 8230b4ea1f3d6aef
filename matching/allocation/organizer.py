"""What the organizer decides about an allocation, each with a reason that everybody concerned may read."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Priority:
    """Adds `amount` (above 0, in the unit of the pairs' value) to the value of every interview of these people (rows).

    It decides between people where room is short; it never opens a pair that the rules closed and never comes before coverage.
    The report shows what priorities added apart from the value.
    """

    people: tuple[int, ...]
    amount: float
    reason: str


@dataclass(frozen=True, slots=True)
class Pin:
    """This person (row) must meet this posting (row). The pair must be one that the rules allow."""

    person: int
    posting: int
    reason: str


@dataclass(frozen=True, slots=True)
class Exclusion:
    """This person (row) must not meet this posting (row)."""

    person: int
    posting: int
    reason: str
