"""The verdict of one pair (rules 3 to 7): every demanded dimension is found met, closable, to be looked at, or blocking."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from matching.shortlist import VerdictName
from matching.verdicts.requirements import Requirement
from matching.verdicts.selection import SWAP_TASK, smallest_set, tie_key
from matching.verdicts.sides import CandidateSide, PostingSide
from matching.verdicts.ways import CERTAIN, OPTIMISTIC, Reading, Way, closing_ways, met


class Standing(StrEnum):
    MET = "met"
    MET_WITH = "met_with"
    SWAPPED = "swapped"
    REVIEW = "review"
    BLOCKED = "blocked"


class Cause(StrEnum):
    """Why a dimension needs a look, or blocks."""

    UNKNOWN_DEMAND = "unknown_demand"
    UNKNOWN_ABILITY = "unknown_ability"
    UNKNOWN_FACT = "unknown_fact"
    INFERRED_GAP = "inferred_gap"
    ONE_STEP = "one_step"
    SWAP_REFUSED = "swap_refused"
    GAP = "gap"


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found on one dimension. `ways` are all minimal ways that close it; `used` is the one in the listed set.

    `outdated`: there is an assessment, but it is too old to count.
    """

    requirement: Requirement
    ability: int | None
    standing: Standing
    cause: Cause | None = None
    ways: tuple[Way, ...] = ()
    used: Way = ()
    outdated: bool = False


@dataclass(frozen=True, slots=True)
class Trace:
    """The verdict of a pair with everything it rests on, in catalogue order of the dimensions."""

    verdict: VerdictName
    accommodations: tuple[str, ...]
    abilities: tuple[str, ...]
    findings: tuple[Finding, ...]

    @property
    def met(self) -> int:
        """How many demanded dimensions are met, with or without an arrangement."""
        return sum(f.standing in (Standing.MET, Standing.MET_WITH, Standing.SWAPPED) for f in self.findings)

    @property
    def arranged(self) -> int:
        return sum(f.standing in (Standing.MET_WITH, Standing.SWAPPED) for f in self.findings)


def evaluate(candidate: CandidateSide, posting: PostingSide) -> Trace:
    """Decide one pair.

    1. Find each demanded dimension met, closable, swappable, under review or blocking.
    2. Any blocking dimension blocks; otherwise any under review asks; otherwise anything listed is named.
    3. List the smallest set that closes every closable dimension; nothing when blocked.
    """
    available = posting.available(candidate)
    findings = [
        Finding(row, candidate.levels[row.position], Standing.MET)
        if plainly_met(row, candidate)
        else find(row, candidate, posting, available)
        for row in posting.requirements.rows
    ]
    if candidate.outdated:
        findings = [replace(one, outdated=True) if one.requirement.dimension in candidate.outdated else one for one in findings]
    standings = {finding.standing for finding in findings}
    if Standing.BLOCKED in standings:
        return Trace("blocked", (), _named(findings, Standing.BLOCKED), tuple(findings))
    listed: frozenset[str] = frozenset()
    if Standing.MET_WITH in standings or Standing.SWAPPED in standings:
        findings, listed = list_accommodations(findings, (), candidate, posting)
    accommodations = tuple(sorted(listed))
    if Standing.REVIEW in standings:
        return Trace("review", accommodations, _named(findings, Standing.REVIEW), tuple(findings))
    return Trace("eligible_with" if listed else "eligible", accommodations, (), tuple(findings))


def _named(findings: list[Finding], standing: Standing) -> tuple[str, ...]:
    return tuple(sorted(finding.requirement.dimension for finding in findings if finding.standing is standing))


def plainly_met(row: Requirement, candidate: CandidateSide) -> bool:
    """Whether the assessed ability alone settles it; an unknown demand is met by 4 only."""
    level = candidate.levels[row.position]
    return level is not None and level >= (4 if row.unasked else row.level)


def find(row: Requirement, candidate: CandidateSide, posting: PostingSide, available: frozenset[str]) -> Finding:
    """One demanded dimension of a pair: met, closable from `available`, swapped, under review or blocking."""
    level = candidate.levels[row.position]
    if plainly_met(row, candidate):
        return Finding(row, level, Standing.MET)
    if row.unasked:
        if row.unasked_marginal:
            return _find_marginal(row, candidate, posting, available)
        firm = row.firm_parts()
        if firm.parts and _blocks(firm, candidate, posting, available):
            return Finding(row, level, Standing.BLOCKED, Cause.GAP)
        return Finding(row, level, Standing.REVIEW, Cause.UNKNOWN_DEMAND)
    ways = closing_ways(row, candidate, posting, available, CERTAIN)
    if ways:
        return Finding(row, level, Standing.MET_WITH, ways=tuple(ways))
    if row.marginal:
        return _find_marginal(row, candidate, posting, available)
    return _find_open(row, row, candidate, posting, available)


def _find_marginal(row: Requirement, candidate: CandidateSide, posting: PostingSide, available: frozenset[str]) -> Finding:
    """A marginal task that stays open is swapped; what the building adds to it is not part of the task."""
    level = candidate.levels[row.position]
    rest = row.without_marginal()
    ways: tuple[Way, ...] = ((SWAP_TASK,),)
    if not met(rest, candidate, CERTAIN):
        ways = tuple((SWAP_TASK, *way) for way in closing_ways(rest, candidate, posting, available, CERTAIN))
        if not ways:
            return _find_open(row, rest, candidate, posting, available)
    if SWAP_TASK in posting.refused or SWAP_TASK in candidate.refuses:
        return Finding(row, level, Standing.REVIEW, Cause.SWAP_REFUSED)
    return Finding(row, level, Standing.SWAPPED, ways=ways)


def _find_open(
    row: Requirement, essential: Requirement, candidate: CandidateSide, posting: PostingSide, available: frozenset[str]
) -> Finding:
    level = candidate.levels[row.position]
    if _met_or_closed(essential, candidate, posting, available, OPTIMISTIC):
        known_facts = Reading(OPTIMISTIC.unknown_ability, CERTAIN.unknown_fact)
        by_ability = _met_or_closed(essential, candidate, posting, available, known_facts)
        return Finding(row, level, Standing.REVIEW, Cause.UNKNOWN_ABILITY if by_ability else Cause.UNKNOWN_FACT)
    firm = essential.firm_parts()
    if _blocks(firm, candidate, posting, available):
        return Finding(row, level, Standing.BLOCKED, Cause.GAP)
    one_step = firm.level == essential.level
    return Finding(row, level, Standing.REVIEW, Cause.ONE_STEP if one_step else Cause.INFERRED_GAP)


def _met_or_closed(
    row: Requirement, candidate: CandidateSide, posting: PostingSide, available: frozenset[str], reading: Reading
) -> bool:
    return met(row, candidate, reading) or bool(closing_ways(row, candidate, posting, available, reading))


def _blocks(firm: Requirement, candidate: CandidateSide, posting: PostingSide, available: frozenset[str]) -> bool:
    """Gap policy on the assessed gap before any accommodation: any hard gap, or a firm one of two or more."""
    level = candidate.levels[firm.position]
    if level is None or _met_or_closed(firm, candidate, posting, available, OPTIMISTIC):
        return False
    return firm.gap == "hard" or firm.level - level >= 2


def list_accommodations(
    findings: list[Finding], more: Sequence[Sequence[Way]], candidate: CandidateSide, posting: PostingSide
) -> tuple[list[Finding], frozenset[str]]:
    """The listed set of a pair, and the findings with the way of it that closes each.

    `more` are the ways of whatever else must be closed by the same set, one row each (rules beyond ability).
    """
    options = {i: finding.ways for i, finding in enumerate(findings) if finding.ways}
    rows = [*options.values(), *(ways for ways in more if ways)]
    if not rows:
        return findings, frozenset()
    listed = smallest_set(rows, lambda names: tie_key(names, candidate, posting))
    for i, ways in options.items():
        findings[i] = replace(findings[i], used=used_way(ways, listed, candidate, posting))
    return findings, listed


def used_way(ways: Sequence[Way], listed: frozenset[str], candidate: CandidateSide, posting: PostingSide) -> Way:
    """The way of a listed set that closes one dimension."""
    return min(
        (way for way in ways if listed.issuperset(way)),
        key=lambda way: (len(way), tie_key(way, candidate, posting)),
    )


def find_open(candidate: CandidateSide, posting: PostingSide) -> list[Finding]:
    """The findings of a pair without those that the assessed ability meets alone."""
    available = posting.available(candidate)
    return [find(row, candidate, posting, available) for row in posting.requirements.rows if not plainly_met(row, candidate)]
