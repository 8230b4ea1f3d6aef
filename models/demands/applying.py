"""What was read put into a posting: only where nobody stated anything, and marked so that it asks and never blocks."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, Final

from matching.knowledge import CATALOGUE
from matching.records import AccommodationStatus, Demand, Posting, Provenance, Workplace
from models.demands.reading import FactValue, ReadDemand, Reading

_BY_READER: Final = (Provenance.READ, Provenance.TYPICAL)
_NOTHING_SAID: Final = Workplace()
_MOST_KEPT: Final = 4_096
_USUAL: Final[dict[int, tuple[Mapping[str, ReadDemand], Mapping[str, Demand]]]] = {}
"""By identity, with the mapping itself, so that no other takes its place in memory."""


def apply_reading(posting: Posting, reading: Reading) -> Posting:
    """The posting with what was read, each demand with its provenance, confidence and quote.

    1. Stated, confirmed and derived demands stay. What an earlier reading left is replaced; a default or an outright unknown is
       replaced where something was read.
    2. Workplace fields are filled where they are empty and marked `assumed`: they were read, so they may ask and not block.
    3. An arrangement that was read is possible, never in place: a word in a text opens no door that the employer has not confirmed.
       Gate facts and hours stay in the reading, since the record has no mark for those that nobody stated.
    """
    values = dict(posting.__dict__)
    values["demands"] = _demands(posting, reading)
    values["workplace"] = _workplace(posting.workplace, reading)
    return Posting.known(values)


def _demands(posting: Posting, reading: Reading) -> tuple[Demand, ...]:
    """In the order of the catalogue, as a reading is."""
    if not posting.demands:
        if reading.usual is None:
            return tuple(map(_demand, reading.demands, reading.demands.values()))
        usual = _usual(reading.usual)
        return tuple(
            [_demand(name, one) if one.provenance is Provenance.READ else usual[name] for name, one in reading.demands.items()]
        )
    stays = {
        demand.dimension: demand
        for demand in posting.demands
        if demand.provenance.firm or (demand.provenance not in _BY_READER and demand.dimension not in reading.demands)
    }
    swappable = {demand.dimension for demand in posting.demands if demand.marginal}
    read = [
        _demand(name, one._replace(marginal=True) if name in swappable else one)
        for name, one in reading.demands.items()
        if name not in stays
    ]
    return tuple(sorted((*stays.values(), *read), key=lambda demand: CATALOGUE.position[demand.dimension]))


def _usual(typical: Mapping[str, ReadDemand]) -> Mapping[str, Demand]:
    """The typical demands of an occupation as a posting holds them, kept by the identity of the mapping that readings share."""
    known = _USUAL.get(id(typical))
    if known is None:
        if len(_USUAL) >= _MOST_KEPT:
            _USUAL.clear()
        known = _USUAL[id(typical)] = typical, {name: _made(name, one) for name, one in typical.items()}
    return known[1]


@lru_cache(maxsize=65_536)
def _demand(name: str, read: ReadDemand) -> Demand:
    """The one shared demand of these values: a city's postings hold few kinds of them."""
    return _made(name, read)


def _made(name: str, read: ReadDemand) -> Demand:
    return Demand.known(
        {
            "dimension": name,
            "level": read.level,
            "provenance": read.provenance,
            "marginal": read.marginal,
            "evidence": read.evidence,
            "confidence": read.confidence,
        }
    )


def _workplace(workplace: Workplace, reading: Reading) -> Workplace:
    if not reading.facts:
        return workplace
    if workplace == _NOTHING_SAID:
        return _filled(tuple((name, fact.value) for name, fact in reading.facts.items()))
    return _with_facts(workplace, [(name, fact.value) for name, fact in reading.facts.items()])


@lru_cache(maxsize=16_384, typed=True)
def _filled(facts: tuple[tuple[str, FactValue], ...]) -> Workplace:
    """The one shared workplace of which nothing but these facts is known."""
    return _with_facts(_NOTHING_SAID, facts)


def _with_facts(workplace: Workplace, facts: Iterable[tuple[str, FactValue]]) -> Workplace:
    fields: dict[str, Any] = {}
    statuses = dict(workplace.statuses)
    for name, value in facts:
        part, _, field = name.partition(".")
        if part == "workplace" and getattr(workplace, field) is None:
            fields[field] = value
        elif part == "statuses":
            statuses.setdefault(field, AccommodationStatus.POSSIBLE)
    if not fields and statuses == workplace.statuses:
        return workplace
    return Workplace.model_validate(
        {**workplace.model_dump(), **fields, "assumed": workplace.assumed | fields.keys(), "statuses": statuses}
    )
