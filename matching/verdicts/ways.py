"""How a gap on one dimension can be closed: single accommodations and the pairs that may combine.

What an effect does to ability and demand is the arithmetic of `matching.knowledge.effects`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from matching.knowledge import CATALOGUE, Accommodation, Effect
from matching.knowledge import effects as arithmetic
from matching.verdicts.requirements import Requirement
from matching.verdicts.sides import CandidateSide, PostingSide

Way = tuple[str, ...]
TWO_LOWERS: Final = "hearing_signals"

EFFECTS: Final[Mapping[str, tuple[tuple[Accommodation, Effect], ...]]] = {
    dimension.name: tuple(
        (accommodation, effect)
        for accommodation in CATALOGUE.accommodations
        for effect in accommodation.effects
        if effect.ability == dimension.name
    )
    for dimension in CATALOGUE.dimensions
}


@dataclass(frozen=True, slots=True)
class Reading:
    """How unknowns count: certain (abilities 0, facts false) or optimistic (abilities 4, facts true).

    `assume_changes` also takes each changeable fact as true and each skill as learnable: the reading of a hint.
    """

    unknown_ability: int
    unknown_fact: bool
    assume_changes: bool = False


CERTAIN: Final = Reading(unknown_ability=0, unknown_fact=False)
OPTIMISTIC: Final = Reading(unknown_ability=4, unknown_fact=True)
HINT: Final = Reading(unknown_ability=0, unknown_fact=False, assume_changes=True)
FACTS_CERTAIN: Final = Reading(OPTIMISTIC.unknown_ability, CERTAIN.unknown_fact)
"""Unknown abilities may turn out well, unknown facts not: what an assessment alone could settle."""


def ability(candidate: CandidateSide, position: int, reading: Reading) -> int:
    """The assessed level, or what the reading makes of an unknown one."""
    level = candidate.levels[position]
    return reading.unknown_ability if level is None else level


def met(requirement: Requirement, candidate: CandidateSide, reading: Reading) -> bool:
    """Whether the ability alone reaches the demand. A demand of 0 needs no assessment."""
    return ability(candidate, requirement.position, reading) >= requirement.level


def closing_ways(
    requirement: Requirement, candidate: CandidateSide, posting: PostingSide, names: frozenset[str], reading: Reading
) -> list[Way]:
    """All minimal ways to meet the requirement with accommodations from `names`, in catalogue order.

    A way is one name or two; no way contains another.
    """
    usable = [
        (accommodation, effect)
        for accommodation, effect in EFFECTS[requirement.dimension]
        if accommodation.name in names and _works(accommodation, effect, requirement, candidate, posting, reading)
    ]
    level = ability(candidate, requirement.position, reading)
    singles = [accommodation.name for accommodation, effect in usable if closes(requirement, level, (effect,))]
    ways: list[Way] = [(name,) for name in singles]
    for (one, first), (other, second) in combinations(usable, 2):
        if one.name in singles or other.name in singles:
            continue
        if combine(requirement.dimension, first, second) and closes(requirement, level, (first, second)):
            ways.append((one.name, other.name))
    return ways


def _works(
    accommodation: Accommodation,
    effect: Effect,
    requirement: Requirement,
    candidate: CandidateSide,
    posting: PostingSide,
    reading: Reading,
) -> bool:
    """Whether every condition of the effect holds, on assessed abilities and on the demand before any accommodation."""
    if accommodation.needs_fact is not None and not fact_holds(accommodation, posting, reading):
        return False
    if effect.skill is not None and effect.skill not in candidate.skills and not reading.assume_changes:
        return False
    if accommodation.needs_residual_ability and ability(candidate, requirement.position, reading) < 1:
        return False
    for name, least in (*accommodation.ability_at_least.items(), *effect.needs.items()):
        if ability(candidate, CATALOGUE.position[name], reading) < least:
            return False
    for name, most in accommodation.demand_at_most.items():
        demand = requirement.level if name == requirement.dimension else posting.requirements.levels.get(name, 0)
        if demand > most:
            return False
    return True


def fact_holds(accommodation: Accommodation, posting: PostingSide, reading: Reading) -> bool:
    """Whether the fact that gates the accommodation is true, or may be taken as true in this reading."""
    if accommodation.needs_fact is None:
        return True
    if reading.assume_changes and accommodation.fact_can_change:
        return True
    return posting.facts.get(accommodation.needs_fact, reading.unknown_fact)


def combine(dimension: str, one: Effect, other: Effect) -> bool:
    """Whether two effects on the dimension may be used together."""
    raises = (one.raise_by is not None) + (other.raise_by is not None)
    lowers = (one.lower_by is not None) + (other.lower_by is not None)
    if raises == 1 and lowers == 1:
        return True
    if lowers == 2:
        return dimension == TWO_LOWERS
    return one.removes is not None and other.removes is not None and one.removes != other.removes


def closes(requirement: Requirement, level: int, effects: tuple[Effect, ...]) -> bool:
    """Whether somebody at `level` meets the requirement once the effects are there; monotone in `level`."""
    return arithmetic.closes(effects, level, requirement.parts)
