"""What a dimension under review waits for: the abilities to assess and the facts to ask, of the ways at hand and of no other."""

from matching.knowledge import CATALOGUE, Accommodation
from matching.knowledge.catalogue import FACTS
from matching.verdicts.requirements import Requirement
from matching.verdicts.sides import CandidateSide, PostingSide
from matching.verdicts.ways import FACTS_CERTAIN, OPTIMISTIC, Reading, closing_ways

_FACTS_KNOWN = Reading(unknown_ability=0, unknown_fact=True)
"""Unknown facts may turn out well, unknown abilities not: what an answer of the employer alone could settle."""


def abilities_awaited(row: Requirement, candidate: CandidateSide, posting: PostingSide) -> tuple[str, ...]:
    """The abilities to assess where assessments alone could settle the dimension: itself, or those that its ways need."""
    if candidate.levels[row.position] is None:
        return (row.dimension,)
    return _needed(row, candidate, posting, FACTS_CERTAIN)


def facts_awaited(row: Requirement, candidate: CandidateSide, posting: PostingSide) -> tuple[str, ...]:
    """The facts to ask the employer where no assessment alone could settle the dimension."""
    facts = {way.needs_fact for way in _ways_if_known(row, candidate, posting, OPTIMISTIC)}
    return tuple(fact for fact in FACTS if fact in facts and fact not in posting.facts)


def abilities_beside_facts(row: Requirement, candidate: CandidateSide, posting: PostingSide) -> tuple[str, ...]:
    """The abilities to assess as well, where the facts alone would not settle the dimension either."""
    if _ways_if_known(row, candidate, posting, _FACTS_KNOWN):
        return ()
    return _needed(row, candidate, posting, OPTIMISTIC)


def _needed(row: Requirement, candidate: CandidateSide, posting: PostingSide, reading: Reading) -> tuple[str, ...]:
    needed = {
        name
        for accommodation in _ways_if_known(row, candidate, posting, reading)
        for effect in accommodation.effects
        if effect.ability == row.dimension
        for name in (*effect.needs, *accommodation.ability_at_least)
    }
    return tuple(d.name for i, d in enumerate(CATALOGUE.dimensions) if d.name in needed and candidate.levels[i] is None)


def _ways_if_known(row: Requirement, candidate: CandidateSide, posting: PostingSide, reading: Reading) -> list[Accommodation]:
    """The accommodations at hand that would close the dimension once the unknowns that `reading` takes for good turn out so."""
    ways = closing_ways(row.without_marginal(), candidate, posting, posting.available(candidate), reading)
    return [CATALOGUE.accommodation(name) for way in ways for name in way]
