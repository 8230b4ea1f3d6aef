"""What a posting demands, dimension by dimension: the stated part and the parts derived from the workplace (rules 1 and 2)."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Final, Literal

from matching.knowledge import CATALOGUE
from matching.knowledge.catalogue import Gap
from matching.records import AccommodationStatus, Posting, Provenance, Workplace

PartName = Literal["task", "entrance", "floor", "toilet", "commute"]

ENTRANCE_LEVEL: Final = 1
FLOOR_LEVEL: Final = 3
TOILET_LEVELS: Final = {"accessible": 0, "rails": 1, "seat": 2, "squat": 3, "none": 4}
AWAY_FROM_PREMISES: Final = ("level_mobility", "stairs", "toilet_self_care", "commute")
FROM_WORKPLACE: Final = ("stairs", "toilet_self_care", "commute")
BUILDING_FACTS: Final = ("ramp", "lift", "accessible_toilet")
"""In place these are facts of the building: they remove their part of the demand and are never listed."""

_GROUND_FLOOR: Final = 1


@dataclass(frozen=True, slots=True)
class Part:
    """One source of a demand on one dimension; the demand is the maximum of its parts."""

    name: PartName
    level: int
    provenance: Provenance
    marginal: bool = False
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Requirement:
    """The demand on one dimension. `unasked` names the parts nobody stated, read or derived: they are unknown, not 0 and not 4."""

    dimension: str
    position: int
    gap: Gap
    parts: tuple[Part, ...]
    unasked: tuple[PartName, ...] = ()
    unasked_marginal: bool = False
    level: int = field(init=False)
    """The demand after derivation, over the known parts."""
    _firm: "Requirement | None" = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        # Every pair reads the level, so it is worked out once.
        object.__setattr__(self, "level", max((part.level for part in self.parts), default=0))
        object.__setattr__(self, "_firm", None)

    @property
    def task_level(self) -> int:
        return max((part.level for part in self.parts if part.name == "task"), default=0)

    @property
    def derived_level(self) -> int:
        return max((part.level for part in self.parts if part.name != "task"), default=0)

    @property
    def provenance(self) -> Provenance:
        """That of the part that sets the level; a firm part wins a tie."""
        top = [part for part in self.parts if part.level == self.level]
        firm = [part for part in top if part.provenance.firm]
        chosen = (firm or top)[:1]
        return chosen[0].provenance if chosen else Provenance.UNKNOWN

    def firm_parts(self) -> "Requirement":
        """The same requirement as far as the employer or a stated workplace fact stands behind it."""
        if self._firm is None:
            firm = tuple(part for part in self.parts if part.provenance.firm)
            object.__setattr__(self, "_firm", Requirement(self.dimension, self.position, self.gap, firm))
        assert self._firm is not None
        return self._firm

    def without_marginal(self) -> "Requirement":
        """The same requirement once the marginal task is given to somebody else."""
        return Requirement(self.dimension, self.position, self.gap, tuple(part for part in self.parts if not part.marginal))

    @property
    def marginal(self) -> bool:
        return self.unasked_marginal or any(part.marginal for part in self.parts)


@dataclass(frozen=True)
class Requirements:
    """All demands of a posting that are not a known 0, in catalogue order."""

    rows: tuple[Requirement, ...]

    @cached_property
    def levels(self) -> dict[str, int]:
        """Dimension -> demand after derivation and before any accommodation, for `demand_at_most`."""
        return {row.dimension: row.level for row in self.rows}


def requirements(posting: Posting) -> Requirements:
    """Derive the demands of a posting: the maximum of the stated part and the parts that the workplace adds.

    A core dimension that nobody stated, read or derived is unknown. The fact `remote` sets moving, stairs, toilet and
    commute to 0, stated values included.
    """
    stated = {demand.dimension: demand for demand in posting.demands}
    remote = posting.workplace.remote is True
    perhaps_away = remote and "remote" in posting.workplace.assumed
    away = remote and not perhaps_away
    rows = []
    for position, dimension in enumerate(CATALOGUE.dimensions):
        if away and dimension.name in AWAY_FROM_PREMISES:
            continue
        parts, unasked = _derived(dimension.name, posting.workplace)
        demand = stated.get(dimension.name)
        if demand is not None and demand.level is not None:
            parts.append(Part("task", demand.level, demand.provenance, demand.marginal, demand.evidence))
            if dimension.name != "stairs":
                unasked = []
        elif dimension.name not in FROM_WORKPLACE and (dimension.core or demand is not None):
            unasked = ["task"]
        if perhaps_away and dimension.name in AWAY_FROM_PREMISES:
            # That the post is remote is only a default, but no block may rest on its being on site.
            parts = [replace(part, provenance=Provenance.ASSUMED) for part in parts]
        known = tuple(part for part in parts if part.level > 0)
        marginal = demand is not None and demand.level is None and demand.marginal and unasked == ["task"]
        if known or unasked:
            rows.append(Requirement(dimension.name, position, dimension.gap, known, tuple(unasked), marginal))
    return Requirements(tuple(rows))


def _derived(dimension: str, workplace: Workplace) -> tuple[list[Part], list[PartName]]:
    if dimension == "stairs":
        entrance = _part("entrance", workplace.entrance_steps, _entrance_level, workplace, "entrance_steps", "ramp")
        floor = _part("floor", workplace.floor, _floor_level, workplace, "floor", "lift")
        return [*entrance[0], *floor[0]], [*entrance[1], *floor[1]]
    if dimension == "toilet_self_care":
        level = None if workplace.toilet is None else TOILET_LEVELS[workplace.toilet]
        return _part("toilet", level, int, workplace, "toilet", "accessible_toilet")
    if dimension == "commute":
        return _part("commute", workplace.commute, int, workplace, "commute", None)
    return [], []


def _part(
    name: PartName,
    value: int | None,
    level: Callable[[int], int],
    workplace: Workplace,
    field: str,
    facility: str | None,
) -> tuple[list[Part], list[PartName]]:
    if facility is not None and workplace.statuses.get(facility) is AccommodationStatus.IN_PLACE:
        return [], []
    if value is None:
        return [], [name]
    provenance = Provenance.ASSUMED if field in workplace.assumed else Provenance.DERIVED
    return [Part(name, level(value), provenance)], []


def _entrance_level(steps: int) -> int:
    return ENTRANCE_LEVEL if steps > 0 else 0


def _floor_level(floor: int) -> int:
    # There is no floor 0 in Chinese buildings; a basement is reached by stairs like an upper floor.
    return FLOOR_LEVEL if floor not in (0, _GROUND_FLOOR) else 0
