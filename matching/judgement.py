"""The whole verdict of one pair: ability against demand, and every rule beyond ability, with one listed set for both."""

from dataclasses import dataclass, field
from typing import Final

from matching.constraints import PersonSide, RuleFinding, TermsSide, person_side, rule_findings, terms_side
from matching.policy import Policy
from matching.records import Candidate, Posting
from matching.shortlist import VerdictName
from matching.verdicts import CandidateSide, Finding, PostingSide, Standing, candidate_side, evaluate, posting_side
from matching.verdicts.pair import find_open, list_accommodations
from matching.verdicts.ways import Way

_MET: Final = (Standing.MET, Standing.MET_WITH, Standing.SWAPPED)


@dataclass(frozen=True)
class Applicant:
    """A candidate as the rules see them: what ability verdicts read, and what the rules beyond ability read."""

    ability: CandidateSide
    person: PersonSide = field(default_factory=PersonSide)


@dataclass(frozen=True)
class Opening:
    """A posting as the rules see it."""

    ability: PostingSide
    terms: TermsSide = field(default_factory=TermsSide)


def applicant(candidate: Candidate, policy: Policy) -> Applicant:
    """The candidate on the policy's day: on hard dimensions an assessment that is too old counts as unknown."""
    return Applicant(candidate_side(candidate, policy.assessed_since), person_side(candidate))


def opening(posting: Posting) -> Opening:
    return Opening(posting_side(posting), terms_side(posting))


@dataclass(frozen=True)
class Judgement:
    """The verdict of a pair with everything it rests on.

    `abilities` and `rules` name the dimensions and rules of the winning verdict: what blocks, or what needs a look.
    `findings` are those of ability in catalogue order, `rule_findings` those of the rules that have something to say.
    """

    verdict: VerdictName
    accommodations: tuple[str, ...]
    abilities: tuple[str, ...]
    rules: tuple[str, ...]
    findings: tuple[Finding, ...]
    rule_findings: tuple[RuleFinding, ...]

    @property
    def met(self) -> int:
        """How many demanded dimensions are met, with or without an arrangement."""
        return sum(finding.standing in _MET for finding in self.findings)

    @property
    def arranged(self) -> int:
        return sum(finding.standing in (Standing.MET_WITH, Standing.SWAPPED) for finding in self.findings)

    @property
    def to_confirm(self) -> bool:
        """Whether a rule that decides here rests on a fact that nobody has confirmed yet."""
        return any(finding.to_confirm for finding in self.rule_findings if finding.rule in self.rules)


def judge(one: Applicant, other: Opening, policy: Policy) -> Judgement:
    """Decide one pair.

    1. Ability against demand (`matching.verdicts`). 2. Every rule beyond ability. 3. The worst standing of both wins.
    4. The listed set is the smallest from which everything closable is met, on both sides; empty when blocked.
    """
    trace = evaluate(one.ability, other.ability)
    found = rule_findings(one.person, other.terms, policy)
    standings = {finding.standing for finding in found}
    findings, listed = list(trace.findings), frozenset(trace.accommodations)
    if trace.verdict == "blocked" or Standing.BLOCKED in standings:
        verdict, wanted, listed = _verdict("blocked"), Standing.BLOCKED, frozenset[str]()
    else:
        if Standing.MET_WITH in standings:
            findings, listed = list_accommodations(findings, [f.ways for f in found], one.ability, other.ability)
        wanted = Standing.REVIEW
        if trace.verdict == "review" or Standing.REVIEW in standings:
            verdict = _verdict("review")
        else:
            verdict = _verdict("eligible_with" if listed else "eligible")
    return Judgement(
        verdict=verdict,
        accommodations=tuple(sorted(listed)),
        abilities=tuple(sorted(f.requirement.dimension for f in findings if f.standing is wanted)),
        rules=tuple(f.rule for f in found if f.standing is wanted),
        findings=tuple(findings),
        rule_findings=found,
    )


def arrangements(one: Applicant, other: Opening, policy: Policy) -> tuple[str, ...]:
    """The listed set of a pair that is not blocked, equal to that of its judgement, without the trace."""
    ways = [finding.ways for finding in rule_findings(one.person, other.terms, policy)]
    return tuple(sorted(list_accommodations(find_open(one.ability, other.ability), ways, one.ability, other.ability)[1]))


def rule_way(finding: RuleFinding, judgement: Judgement) -> Way:
    """The way of the listed set that closes a rule; empty where nothing of the set does."""
    listed = set(judgement.accommodations)
    return min((way for way in finding.ways if listed.issuperset(way)), key=len, default=())


def _verdict(name: VerdictName) -> VerdictName:
    return name
