"""Effect evaluation: who of those placed was still employed some months later, with those of whom nobody knows kept apart."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from matching.ledger.placements import Placement
from matching.policy import month_shifted
from matching.records import Outcome, Step

Months = Literal[3, 6]
_REACHED: Final[Mapping[Months, frozenset[Step]]] = {
    3: frozenset({Step.RETAINED_3, Step.RETAINED_6}),
    6: frozenset({Step.RETAINED_6}),
}


@dataclass(frozen=True, slots=True)
class Retention:
    """Placements some months on. `retained` + `left` + `unknown` are those whose day has come; `waiting` those whose has not,
    and `undated` those without a first day: nothing can be due for them."""

    months: Months
    retained: int
    left: int
    unknown: int
    waiting: int
    undated: int

    @property
    def due(self) -> int:
        return self.retained + self.left + self.unknown

    @property
    def bounds(self) -> tuple[float, float] | None:
        """The share retained if nobody, and if everybody, of the unknown stayed; None where nothing is due."""
        return (self.retained / self.due, (self.retained + self.unknown) / self.due) if self.due else None


def retention(placements: Iterable[Placement], outcomes: Iterable[Outcome], months: Months, as_of: date) -> Retention:
    """How the placements stand `months` after their first day, by what was recorded.

    Retained: a follow-up of that month or a later one says so, or the person left on or after the day. Left: they left before it.
    Otherwise unknown: an undated leaving tells nothing about the day, and a follow-up at one month neither.
    """
    told: dict[tuple[str, str], list[Outcome]] = {}
    for one in outcomes:
        told.setdefault((one.candidate, one.posting), []).append(one)
    counts = {"retained": 0, "left": 0, "unknown": 0, "waiting": 0, "undated": 0}
    for placement in placements:
        rows = told.get((placement.candidate, placement.posting), [])
        counts[_standing(placement, rows, months, as_of)] += 1
    return Retention(months, **counts)


def _standing(placement: Placement, rows: Iterable[Outcome], months: Months, as_of: date) -> str:
    if placement.on is None:
        return "undated"
    day = month_shifted(placement.on, months)
    if day > as_of:
        return "waiting"
    own = [row for row in rows if row.on is None or row.on >= placement.on]
    if any(row.step in _REACHED[months] for row in own):
        return "retained"
    left = [row.on for row in own if row.step is Step.LEFT and row.on is not None and row.on <= as_of]
    if left:
        return "retained" if min(left) >= day else "left"
    return "unknown"
