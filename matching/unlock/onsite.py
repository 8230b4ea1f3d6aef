"""Changes at one posting: arrangements promised, facts changed, and questions answered."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from matching.bitmaps import VerdictIndex
from matching.bitmaps.compiling import Open, make_open
from matching.constraints import RULES, Addressee
from matching.judgement import Opening
from matching.knowledge import CATALOGUE
from matching.unlock.change import (
    Change,
    ChangeKind,
    accommodation_change,
    demand_answer,
    fact_answer,
    fact_change,
    rule_answer,
)
from matching.unlock.openings import (
    GATED,
    answered,
    committed,
    demands_to_ask,
    facts_to_ask,
    facts_to_change,
    offers_left,
    with_fact,
)
from matching.unlock.people import EFFECT_ROWS
from matching.unlock.readings import Readings
from matching.unlock.site import Site

_RULES: Final = frozenset(rule.name for rule in RULES)
_LIMITED_BY: Final[Mapping[str, frozenset[str]]] = {
    dimension.name: frozenset(
        effect.ability for row in CATALOGUE.accommodations if dimension.name in row.demand_at_most for effect in row.effects
    )
    for dimension in CATALOGUE.dimensions
}
"""Dimension -> the dimensions with an arrangement that works only up to some demand on it."""

accommodation = lru_cache(maxsize=None)(accommodation_change)
changed_fact = lru_cache(maxsize=None)(fact_change)
asked_fact = lru_cache(maxsize=None)(fact_answer)
asked_demand = lru_cache(maxsize=None)(demand_answer)
asked_rule = lru_cache(maxsize=None)(rule_answer)


@dataclass(frozen=True, slots=True)
class OnSite:
    """A change at a posting, and the dimensions and rules that it can touch there."""

    change: Change
    rows: frozenset[str]

    def apply(self, one: Opening) -> Opening:
        """The posting after it. A rule's question leaves the posting as it is: what is answered is the rule."""
        kind, name = self.change.kind, self.change.name
        if kind is ChangeKind.ACCOMMODATION:
            return committed(one, name)
        if kind is ChangeKind.FACT:
            return with_fact(one, name)
        what, _, asked = name.partition(".")
        if what == "demand":
            return answered(one, asked)
        return with_fact(one, asked) if what == "fact" else one

    def reopen(self, index: VerdictIndex, site: Site) -> list[Open]:
        """The touched dimensions and rules as they then are."""
        what, _, asked = self.change.name.partition(".")
        if self.change.kind is ChangeKind.ANSWER and what == "rule":
            rule, _, addressee = asked.partition(".")
            return [_settled(index, site.opens[site.places[rule]], addressee)]
        return index.reopen(self.apply(site.opening), self.rows)


def on_site(site: Site) -> Iterator[OnSite]:
    """Every change that the employer could be asked for or about at the posting."""
    one, readings = site.opening, site.readings
    for name in offers_left(one):
        row = CATALOGUE.accommodation(name)
        facts = (row.needs_fact,) if row.needs_fact is not None and row.fact_can_change else ()
        yield OnSite(accommodation(name), _rows_of_offer(name, facts, readings))
    for fact in facts_to_change(one):
        yield OnSite(changed_fact(fact), _rows_of_offer(None, (fact,), readings))
    for fact in facts_to_ask(one):
        yield OnSite(asked_fact(fact), _rows_of_offer(None, (fact,), readings))
    for dimension in demands_to_ask(one):
        rows = {dimension} | _LIMITED_BY[dimension] | readings.demands.get(dimension, frozenset())
        yield OnSite(asked_demand(dimension), frozenset(rows))
    for opened in site.opens:
        if opened.name in _RULES:
            for addressee, _ in opened.review:
                yield OnSite(asked_rule(opened.name, Addressee(addressee)), frozenset({opened.name}))


def _rows_of_offer(name: str | None, facts: tuple[str, ...], readings: Readings) -> frozenset[str]:
    names = {row.name for fact in facts for row in GATED[fact]} | ({name} if name is not None else set())
    parts = [part for one in names for part in (EFFECT_ROWS[one], readings.arrangements.get(one, frozenset()))]
    return frozenset[str]().union(*parts)


def _settled(index: VerdictIndex, one: Open, addressee: str) -> Open:
    """A rule once one of those it asks has answered as well as they can."""
    review = {name: node for name, node in one.review if name != addressee}
    return make_open(index.pool, one.name, one.blocked, review, one.arranged)
