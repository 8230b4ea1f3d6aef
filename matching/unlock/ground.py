"""Everything that unlock analysis stands on: the people, the postings as sites, and the changes about people."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from matching.bitmaps import VerdictIndex
from matching.constraints.licence import LICENCE, LICENCES
from matching.knowledge import CATALOGUE
from matching.unlock.change import PERSONAL, STATUSES
from matching.unlock.people import Offer, PersonalChange, aid, assessment, licence, status, training
from matching.unlock.site import Site

AIDS: Final = tuple(row.name for row in CATALOGUE.accommodations if not PERSONAL.isdisjoint(row.provider))
"""What a person can bring along, or public service can give them."""


@dataclass(frozen=True, eq=False)
class Ground:
    """A state of people and postings, and what could change about people. Rows of people are those of the index."""

    index: VerdictIndex
    sites: tuple[Site, ...]
    personal: tuple[PersonalChange, ...]


def survey(index: VerdictIndex, employers: Mapping[str, str], offers: Iterable[Offer] = ()) -> Ground:
    """The ground of the postings in `employers` (posting -> employer), all of them in the index."""
    sites = tuple(Site.of(index, posting, employer) for posting, employer in employers.items())
    personal = (
        *map(aid, AIDS),
        *(training(index, offer) for offer in offers),
        *map(licence, _licences(sites)),
        *map(status, STATUSES),
        *(one for row in CATALOGUE.dimensions if (one := assessment(index, row.name)).asked is not None and one.asked.any()),
    )
    return Ground(index, sites, personal)


def _licences(sites: Iterable[Site]) -> list[str]:
    """The licences that some posting asks for, in order of name."""
    names: set[str] = set()
    for site in sites:
        read = LICENCE.reads_terms(site.opening.terms)
        names.update(read.licences, () if read.implied is None else (read.implied,))
    return sorted(names & set(LICENCES))
