"""A posting as it would be after a change: equal to reading the changed record anew, without deriving its demands again."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

from matching.constraints.terms import DEMANDS_READ, Asked, Chance, TermsSide, chance_of
from matching.judgement import Opening
from matching.knowledge import CATALOGUE, Accommodation
from matching.knowledge.catalogue import FACTS, SWAP_TASK
from matching.records import AccommodationStatus
from matching.unlock.change import FACT_CHANGES, ON_SITE
from matching.verdicts.requirements import AWAY_FROM_PREMISES, Requirement, Requirements

HOME_FACT: Final = "remote_possible"

OFFERABLE: Final = tuple(
    row.name for row in CATALOGUE.accommodations if row.name != SWAP_TASK and not ON_SITE.isdisjoint(row.provider)
)
"""What an employer or a platform may be asked to arrange. A task is swapped wherever nobody refuses: it needs no arrangement."""

GATED: Final[Mapping[str, tuple[Accommodation, ...]]] = {
    fact: tuple(row for row in CATALOGUE.accommodations if row.needs_fact == fact) for fact in FACTS
}
"""The accommodations that work only where a fact of the job holds."""


def offers_left(one: Opening) -> tuple[str, ...]:
    """The accommodations that are not there, not promised, not refused, and that the job lets be arranged."""
    said = one.ability.statuses
    left = (name for name in OFFERABLE if said.get(name, AccommodationStatus.POSSIBLE) is AccommodationStatus.POSSIBLE)
    return tuple(name for name in left if name != "remote" or not _bound_to_place(one))


def facts_to_change(one: Opening) -> tuple[str, ...]:
    """The facts that do not hold and that the employer may be asked to change."""
    lacking = (fact for fact in FACT_CHANGES if one.ability.facts.get(fact) is False)
    return tuple(fact for fact in lacking if fact != HOME_FACT or not _bound_to_place(one))


def facts_to_ask(one: Opening) -> tuple[str, ...]:
    """The facts that nobody told."""
    lacking = (fact for fact in FACTS if fact not in one.ability.facts)
    return tuple(fact for fact in lacking if fact != HOME_FACT or not _bound_to_place(one))


def _bound_to_place(one: Opening) -> bool:
    """Whether the task itself, not the building or the way to it, means moving about: as in a hint, home work is no answer then."""
    rows = one.ability.requirements.rows
    return any(row.task_level > row.derived_level for row in rows if row.dimension in AWAY_FROM_PREMISES)


def demands_to_ask(one: Opening) -> tuple[str, ...]:
    """The dimensions on which a demand is not known, or was only inferred."""
    return tuple(row.dimension for row in one.ability.requirements.rows if row.unasked or not _all_firm(row))


def committed(one: Opening, name: str) -> Opening:
    """The posting once the accommodation is promised, and the changeable fact that it needs holds."""
    row = CATALOGUE.accommodation(name)
    if row.needs_fact is not None and row.fact_can_change and not one.ability.facts.get(row.needs_fact):
        one = with_fact(one, row.needs_fact)
    statuses = {**one.ability.statuses, name: AccommodationStatus.COMMITTED}
    return Opening(replace(one.ability, statuses=statuses), _arranged(one.terms, (row,), statuses, one.ability.facts))


def with_fact(one: Opening, fact: str) -> Opening:
    """The posting once the fact holds."""
    facts = {**one.ability.facts, fact: True}
    terms = _arranged(one.terms, GATED[fact], one.ability.statuses, facts)
    if fact == HOME_FACT:
        terms = replace(terms, not_remote=False)
    return Opening(replace(one.ability, facts=facts), terms)


def _arranged(
    terms: TermsSide, rows: Iterable[Accommodation], statuses: Mapping[str, AccommodationStatus], facts: Mapping[str, bool]
) -> TermsSide:
    known = {**terms.arrangements, **{row.name: chance_of(row, statuses, facts) for row in rows}}
    return replace(terms, arrangements={name: chance for name, chance in known.items() if chance is not Chance.COULD})


def answered(one: Opening, dimension: str) -> Opening:
    """The posting once the employer said that it asks nothing on the dimension but what is firm already."""
    rows = [_firm(row) if row.dimension == dimension else row for row in one.ability.requirements.rows]
    kept = Requirements(tuple(row for row in rows if row.parts or row.unasked))
    return Opening(replace(one.ability, requirements=kept), _asking_nothing(one.terms, dimension))


def _asking_nothing(terms: TermsSide, dimension: str) -> TermsSide:
    if dimension not in DEMANDS_READ:
        return terms
    asked = terms.asked(dimension)
    if asked.firm and asked.level is not None:
        return terms
    return replace(terms, demands={**terms.demands, dimension: Asked(0)})


def _firm(row: Requirement) -> Requirement:
    return row if not row.unasked and _all_firm(row) else row.firm_parts()


def _all_firm(row: Requirement) -> bool:
    return all(part.provenance.firm for part in row.parts)
