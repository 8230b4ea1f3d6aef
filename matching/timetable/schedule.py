"""A made timetable with what it is worth, how good it can be, and what did not fit."""

from dataclasses import dataclass
from enum import StrEnum

from matching.timetable.addition import Addition
from matching.timetable.timetable import Timetable
from matching.timetable.unplaced import Unplaced


class Method(StrEnum):
    """Edge colouring, the search with chains, or the search and a constraint model of all or of the bound interviews."""

    COLOURING = "colouring"
    SEARCH = "search"
    MODEL = "model"


@dataclass(frozen=True, slots=True, eq=False)
class Schedule:
    """`value`: of the interviews that have a place, the headline; no timetable that covers as much is worth more than `bound`.

    `covered`: people with an interview; no timetable covers more than `covered_bound`. `waits`: slots between the interviews of
    people, all together. `proven`: coverage is the best there is, and so is value with that coverage. `unplaced`: each interview
    without a place and what would give it one. `additions`: what to add, the most interviews first.
    """

    timetable: Timetable
    method: Method
    value: float
    bound: float
    covered: int
    covered_bound: int
    waits: int
    proven: bool
    unplaced: tuple[Unplaced, ...]
    additions: tuple[Addition, ...]

    @property
    def gap(self) -> float:
        """The share of the bound that the value may miss, 0 to 1."""
        return 0.0 if self.bound <= 0 else max(0.0, 1 - self.value / self.bound)
