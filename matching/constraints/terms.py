"""All that a rule beyond ability may read of a posting: its terms, its own conditions, and the demands that the law looks at."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, Literal, NamedTuple

from matching.geography import area_of
from matching.knowledge import CATALOGUE, Accommodation
from matching.records import WUHAN, AccommodationStatus, Pay, Posting, PostingKind

DEMANDS_READ: Final = (
    "climate",
    "driving",
    "dust_chemicals",
    "hazard_exposure",
    "hours_per_day",
    "lifting",
    "night_shift",
    "public_contact",
)
"""The demands of a posting that rules beyond ability read."""

_NO_PAY: Final = Pay()

Shift = Literal["day", "evening", "night", "rotating"]


class Asked(NamedTuple):
    """What a posting asks on one dimension. `level` None: nobody knows. `firm`: the employer stands behind it, else inferred."""

    level: int | None
    firm: bool = True
    marginal: bool = False


class Chance(StrEnum):
    """Whether an accommodation can be counted on at a posting.

    AVAILABLE: there or promised, and it works. UNSURE: there or promised, but the fact that it needs is not known. COULD: not
    there, but nobody ruled it out. NO: refused, or ruled out by a fact that cannot change.
    """

    AVAILABLE = "available"
    UNSURE = "unsure"
    COULD = "could"
    NO = "no"

    def unless(self, refused: bool) -> "Chance":
        """The same for a person who refuses the accommodation, or not."""
        return Chance.NO if refused else self


@dataclass(frozen=True)
class TermsSide:
    """One posting as the rules read it. None is "nobody said".

    `area` is a zone's name or a district's code; `here` whether the place is in the city at all. `remote` is None too where it is
    only a default; `perhaps_remote`: the default says that it is; `not_remote`: the work cannot be done at home. `arrangements`
    hold what is known of accommodations; of a missing name nothing is. `residence`, `graduated_within` and the three `*_only` are
    the posting's own conditions.
    """

    kind: PostingKind | None = None
    title: str = ""
    employer: str = ""
    contract: Literal["labour", "gig", "agreement", "internship"] | None = None
    area: str | None = None
    here: bool | None = None
    pay: Pay = _NO_PAY
    hours_per_day: float | None = None
    days_per_week: float | None = None
    shift: Shift | None = None
    licences: tuple[str, ...] = ()
    remote: bool | None = None
    perhaps_remote: bool = False
    arrangements: Mapping[str, Chance] = field(default_factory=dict)
    not_remote: bool = False
    demands: Mapping[str, Asked] = field(default_factory=dict)
    residence: tuple[str, ...] = ()
    graduated_within: int | None = None
    recognised_only: bool = False
    unemployed_only: bool = False
    zero_employment_household_only: bool = False

    def asked(self, dimension: str) -> Asked:
        """What is asked on one of `DEMANDS_READ`. A core dimension nobody mentioned is unknown, another one is not asked."""
        found = self.demands.get(dimension)
        if found is not None:
            return found
        return Asked(None) if CATALOGUE.dimension(dimension).core else Asked(0)

    def arrangement(self, name: str) -> Chance:
        """How an accommodation stands here, for a person who does not refuse it."""
        return self.arrangements.get(name, Chance.COULD)


def terms_side(posting: Posting) -> TermsSide:
    """What the rules read of a posting."""
    workplace, eligibility = posting.workplace, posting.eligibility
    area = area_of(posting.place)
    remote = None if "remote" in workplace.assumed else workplace.remote
    stated = {demand.dimension: demand for demand in posting.demands}
    return TermsSide(
        kind=posting.kind,
        title=posting.title,
        employer=posting.employer,
        contract=posting.contract,
        area=None if area is None else area.key,
        here=True if area is not None else None if posting.place.city is None else posting.place.city == WUHAN,
        pay=posting.pay,
        hours_per_day=posting.hours.per_day,
        days_per_week=posting.hours.days_per_week,
        shift=posting.hours.shift,
        licences=tuple(sorted(set(posting.licences))),
        remote=remote,
        perhaps_remote=remote is None and workplace.remote is True,
        arrangements=_arrangements(posting),
        not_remote=workplace.facts.get("remote_possible") is False,
        demands={
            name: Asked(stated[name].level, stated[name].provenance.firm, stated[name].marginal)
            for name in DEMANDS_READ
            if name in stated
        },
        residence=eligibility.residence,
        graduated_within=eligibility.graduated_within_years,
        recognised_only=eligibility.recognised_only is True,
        unemployed_only=eligibility.unemployed_only is True,
        zero_employment_household_only=eligibility.zero_employment_household_only is True,
    )


def _arrangements(posting: Posting) -> dict[str, Chance]:
    """What is known of each accommodation, other than that it could be arranged."""
    workplace = posting.workplace
    names = dict.fromkeys((*workplace.statuses, *_RULED_OUT_BY_FACT))
    found = {name: chance_of(CATALOGUE.accommodation(name), workplace.statuses, workplace.facts) for name in names}
    return {name: chance for name, chance in found.items() if chance is not Chance.COULD}


_RULED_OUT_BY_FACT: Final = tuple(r.name for r in CATALOGUE.accommodations if r.needs_fact is not None and not r.fact_can_change)


def chance_of(row: Accommodation, statuses: Mapping[str, AccommodationStatus], facts: Mapping[str, bool]) -> Chance:
    """How one accommodation stands at a workplace with these statuses and facts."""
    status = statuses.get(row.name)
    works = True if row.needs_fact is None else facts.get(row.needs_fact)
    if status is AccommodationStatus.REFUSED:
        return Chance.NO
    if status in (AccommodationStatus.IN_PLACE, AccommodationStatus.COMMITTED) and works is not False:
        return Chance.AVAILABLE if works else Chance.UNSURE
    return Chance.COULD if works is not False or row.fact_can_change else Chance.NO
