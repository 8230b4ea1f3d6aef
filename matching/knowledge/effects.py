"""What an accommodation does to one dimension, and its arithmetic: here once, for the check at load and for the verdicts."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Final, Literal, Protocol, Self

from pydantic import Field, model_validator

from matching.knowledge.source import Row

StairsPart = Literal["entrance", "floor"]
SCALE: Final = range(5)
"""The levels of abilities and demands."""


class Effect(Row):
    """What an accommodation does to one dimension: exactly one of raise, lower, set, route, remove."""

    ability: str
    raise_by: int | None = Field(default=None, ge=-4, le=4)
    cap: int | None = Field(default=None, ge=1, le=4)
    lower_by: int | None = Field(default=None, ge=-4, le=4)
    floor: int | None = Field(default=None, ge=0, le=4)
    set_demand: int | None = Field(default=None, ge=0, le=4)
    route_up_to: int | None = Field(default=None, ge=1, le=4)
    removes: StairsPart | None = None
    needs: dict[str, int] = Field(default_factory=dict)
    skill: str | None = None

    @model_validator(mode="after")
    def _one_kind(self) -> Self:
        kinds = [self.raise_by, self.lower_by, self.set_demand, self.route_up_to, self.removes]
        if sum(kind is not None for kind in kinds) != 1:
            raise ValueError(f"effect on {self.ability}: give exactly one of raise_by, lower_by, set_demand, route_up_to, removes")
        if (self.raise_by is None) != (self.cap is None):
            raise ValueError(f"effect on {self.ability}: raise_by and cap belong together; give both")
        if (self.lower_by is None) != (self.floor is None):
            raise ValueError(f"effect on {self.ability}: lower_by and floor belong together; give both")
        if self.removes is not None and self.ability != "stairs":
            raise ValueError(f"effect on {self.ability}: only stairs has an entrance and a floor to remove; name stairs")
        return self


class DemandPart(Protocol):
    """One source of a demand: the task itself, or what the building adds (an entrance, a floor)."""

    @property
    def name(self) -> str: ...

    @property
    def level(self) -> int: ...


def closes(effects: Sequence[Effect], ability: int, parts: Iterable[DemandPart]) -> bool:
    """Whether somebody with the ability (0..4) meets the demand, the highest of its parts, once the effects are there.

    The formulas of the header of accommodations.yaml, all effects on one dimension, their conditions taken as fulfilled.
    """
    removed = {effect.removes for effect in effects}
    demand = max((part.level for part in parts if part.name not in removed), default=0)
    for effect in effects:
        if effect.route_up_to is not None and demand <= effect.route_up_to:
            return True
        if effect.set_demand is not None:
            demand = min(demand, effect.set_demand)
        if effect.raise_by is not None and effect.cap is not None:
            ability = min(ability + effect.raise_by, max(ability, effect.cap))
        if effect.lower_by is not None and effect.floor is not None:
            demand = max(demand - effect.lower_by, min(demand, effect.floor))
    return ability >= demand


@dataclass(frozen=True, slots=True)
class _Part:
    name: str
    level: int


def fault_of(effect: Effect, least: int, most: int) -> str | None:
    """What is wrong with an effect, tried at every ability and demand; None when it helps somebody and harms nobody.

    It is used from the assessed ability `least` and up to the demand `most` of its own dimension.
    """

    def met(ability: int, parts: Sequence[_Part]) -> bool:
        used = ability >= least and _demand(parts) <= most
        return closes((effect,) if used else (), ability, parts)

    helps = False
    for parts in _all_demands(effect):
        demand = _demand(parts)
        for ability in SCALE:
            if ability > 0 and met(ability - 1, parts) and not met(ability, parts):
                return (
                    f"more ability is held against the person: with it a demand of {demand} is met at ability {ability - 1} "
                    f"and not at {ability}; correct the effect or its needs"
                )
            if ability >= demand and not met(ability, parts):
                return (
                    f"makes a match worse: at ability {ability} a demand of {demand} is met without it and not with it; "
                    "correct the sign"
                )
            helps = helps or (ability < demand and met(ability, parts))
    return None if helps else "changes nothing at any ability and demand; correct it or take it out"


def _all_demands(effect: Effect) -> Iterator[tuple[_Part, ...]]:
    names = ("task",) if effect.removes is None else ("entrance", "floor", "task")
    for levels in product(SCALE, repeat=len(names)):
        yield tuple(map(_Part, names, levels))


def _demand(parts: Iterable[_Part]) -> int:
    return max(part.level for part in parts)
