"""What was read put into a posting: only where nobody stated anything, and marked so that it asks and never blocks."""

from functools import lru_cache
from typing import Any, Final

from matching.knowledge import CATALOGUE
from matching.records import AccommodationStatus, Demand, Posting, Provenance, Workplace
from models.demands.reading import ReadDemand, Reading

_BY_READER: Final = (Provenance.READ, Provenance.TYPICAL)


def apply_reading(posting: Posting, reading: Reading) -> Posting:
    """The posting with what was read, each demand with its provenance, confidence and quote.

    1. Stated, confirmed and derived demands stay. What an earlier reading left is replaced; a default or an outright unknown is
       replaced where something was read.
    2. Workplace fields are filled where they are empty and marked `assumed`: they were read, so they may ask and not block.
    3. An arrangement that was read is possible, never in place: a word in a text opens no door that the employer has not confirmed.
       Gate facts and hours stay in the reading, since the record has no mark for those that nobody stated.
    """
    return posting.model_copy(
        update={
            "demands": _demands(posting, reading),
            "workplace": _workplace(posting.workplace, reading),
        }
    )


def _demands(posting: Posting, reading: Reading) -> tuple[Demand, ...]:
    """In the order of the catalogue, as a reading is."""
    if not posting.demands:
        return tuple(map(_demand, reading.demands, reading.demands.values()))
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


@lru_cache(maxsize=65_536)
def _demand(name: str, read: ReadDemand) -> Demand:
    """The one shared demand of these values: a city's postings hold few kinds of them."""
    return Demand(
        dimension=name,
        level=read.level,
        provenance=read.provenance,
        marginal=read.marginal,
        evidence=read.evidence,
        confidence=read.confidence,
    )


def _workplace(workplace: Workplace, reading: Reading) -> Workplace:
    fields: dict[str, Any] = {}
    statuses = dict(workplace.statuses)
    for name, fact in reading.facts.items():
        part, _, field = name.partition(".")
        if part == "workplace" and getattr(workplace, field) is None:
            fields[field] = fact.value
        elif part == "statuses":
            statuses.setdefault(field, AccommodationStatus.POSSIBLE)
    if not fields and statuses == workplace.statuses:
        return workplace
    return Workplace.model_validate(
        {**workplace.model_dump(), **fields, "assumed": workplace.assumed | fields.keys(), "statuses": statuses}
    )
