"""The day, the policy and the small helpers that the tests of the rules share."""

from datetime import date

from matching.constraints import RULES, PersonSide, RuleFinding, TermsSide, person_side, rule_findings, terms_side
from matching.policy import policy_on
from matching.records import Candidate, Posting

TODAY = date(2026, 11, 26)
POLICY = policy_on(TODAY)
RULE = {rule.name: rule for rule in RULES}
ADULT = date(1990, 5, 20)


def find(name: str, person: PersonSide, terms: TermsSide) -> RuleFinding | None:
    """What one rule says of a pair."""
    return RULE[name].judge(person, terms, POLICY)


def found(name: str, person: PersonSide, terms: TermsSide) -> RuleFinding:
    """The same where the rule must have something to say."""
    finding = find(name, person, terms)
    assert finding is not None
    assert finding.rule == name
    return finding


def findings(candidate: Candidate, posting: Posting) -> dict[str, RuleFinding]:
    """All that the rules say of two whole records, by rule."""
    return {finding.rule: finding for finding in rule_findings(person_side(candidate), terms_side(posting), POLICY)}
