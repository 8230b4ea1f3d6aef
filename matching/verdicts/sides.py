"""The two sides of a pair as the rules read them, made once for each candidate and each posting."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Final

from matching.knowledge import CATALOGUE
from matching.records import AccommodationStatus, Candidate, Posting
from matching.verdicts.requirements import BUILDING_FACTS, Requirements, requirements

_HARD: Final = tuple((row.name, position) for position, row in enumerate(CATALOGUE.dimensions) if row.gap == "hard")


@dataclass(frozen=True, slots=True)
class CandidateSide:
    """Levels in catalogue order (None: not assessed), access skills, own aids, refused arrangements. Nothing else is read.

    `outdated` names dimensions whose assessment is too old to count; their level is None.
    """

    levels: tuple[int | None, ...]
    skills: frozenset[str] = frozenset()
    aids: frozenset[str] = frozenset()
    refuses: frozenset[str] = frozenset()
    outdated: frozenset[str] = frozenset()


@dataclass(frozen=True)
class PostingSide:
    """Derived demands, gate facts (absent: unknown) and the status of each accommodation at the posting."""

    requirements: Requirements
    facts: Mapping[str, bool]
    statuses: Mapping[str, AccommodationStatus]

    @cached_property
    def building(self) -> frozenset[str]:
        """Facilities in place that already removed their part."""
        return frozenset(n for n in BUILDING_FACTS if self.statuses.get(n) is AccommodationStatus.IN_PLACE)

    @cached_property
    def offered(self) -> frozenset[str]:
        """What the employer has or promised, less the facts of the building."""
        usable = (AccommodationStatus.IN_PLACE, AccommodationStatus.COMMITTED)
        return frozenset(n for n, status in self.statuses.items() if status in usable) - self.building

    @cached_property
    def refused(self) -> frozenset[str]:
        return frozenset(n for n, status in self.statuses.items() if status is AccommodationStatus.REFUSED)

    @cached_property
    def possible(self) -> frozenset[str]:
        return frozenset(n for n, status in self.statuses.items() if status is AccommodationStatus.POSSIBLE)

    def available(self, candidate: CandidateSide) -> frozenset[str]:
        """What this person can count on here: offered and own aids, less what the person refuses."""
        return (self.offered | candidate.aids) - candidate.refuses


def candidate_side(candidate: Candidate, valid_since: date | None = None) -> CandidateSide:
    """The person as the rules see them. On a hard dimension an assessment from before `valid_since` no longer counts.

    One without a date counts: nobody can say that it is old.
    """
    outdated = _outdated(candidate, valid_since) if valid_since is not None else frozenset()
    levels = candidate.profile.levels
    if outdated:
        rows = zip(CATALOGUE.dimensions, levels, strict=True)
        levels = tuple(None if row.name in outdated else level for row, level in rows)
    return CandidateSide(
        levels=levels,
        outdated=outdated,
        skills=candidate.access_skills,
        aids=frozenset(aid.name for aid in candidate.aids),
        refuses=candidate.refusals.accommodations,
    )


def _outdated(candidate: Candidate, valid_since: date) -> frozenset[str]:
    assessed = candidate.profile.assessments
    return frozenset(
        name for name, position in _HARD if (one := assessed[position]) is not None and one.on is not None and one.on < valid_since
    )


def posting_side(posting: Posting) -> PostingSide:
    return PostingSide(requirements(posting), posting.workplace.facts, posting.workplace.statuses)
