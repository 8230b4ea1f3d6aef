"""The rules beyond ability: age, retirement, licence, the posting's own conditions, travel, hours, refusals, status, wage.

Each rule is a row of rules.yaml (what it says, its source, its words) and a function that reads two small tuples. None of them
sees an ability, a category, a grade or a score.
"""

from typing import Final

from matching.constraints.age import MINOR_PROTECTION, WORK_AGE
from matching.constraints.commute import COMMUTE
from matching.constraints.eligibility import (
    GRADUATION,
    HOUSEHOLD,
    INTERNSHIP_WINDOW,
    RECOGNITION,
    REGISTRATION,
    RESERVED,
    RESIDENCE,
    RURAL,
)
from matching.constraints.finding import Addressee, RuleFinding, Until
from matching.constraints.licence import LICENCE
from matching.constraints.person import PersonSide, person_side
from matching.constraints.quota import CERTIFICATE_EXPIRY, QUOTA_SCOPE
from matching.constraints.refusals import (
    EXCLUDED_EMPLOYER,
    LIVE_VIDEO,
    OUTDOOR,
    PIECE_RATE,
    PUBLIC_CONTACT,
    REMOTE_ONLY,
)
from matching.constraints.retirement import RETIREMENT
from matching.constraints.rows import RULE_ROWS
from matching.constraints.rule import Rule, in_order
from matching.constraints.terms import TermsSide, terms_side
from matching.constraints.wage import PostingFault, faults_of, posting_faults
from matching.constraints.working_time import HOURS, NIGHT_WORK
from matching.policy import Policy

RULES: Final[tuple[Rule, ...]] = in_order(
    RULE_ROWS,
    (
        WORK_AGE,
        MINOR_PROTECTION,
        RETIREMENT,
        LICENCE,
        RECOGNITION,
        HOUSEHOLD,
        RESIDENCE,
        GRADUATION,
        INTERNSHIP_WINDOW,
        REGISTRATION,
        RURAL,
        RESERVED,
        EXCLUDED_EMPLOYER,
        REMOTE_ONLY,
        COMMUTE,
        HOURS,
        NIGHT_WORK,
        PUBLIC_CONTACT,
        OUTDOOR,
        PIECE_RATE,
        LIVE_VIDEO,
        CERTIFICATE_EXPIRY,
        QUOTA_SCOPE,
    ),
)
"""All rules of a pair, in the order of rules.yaml."""


def rule_findings(person: PersonSide, terms: TermsSide, policy: Policy) -> tuple[RuleFinding, ...]:
    """What the rules have to say of a pair on the policy's day, in their order; a rule that is plainly met says nothing."""
    found = (rule.judge(person, terms, policy) for rule in RULES)
    return tuple(finding for finding in found if finding is not None)


__all__ = [
    "RULES",
    "Addressee",
    "PersonSide",
    "PostingFault",
    "Rule",
    "RuleFinding",
    "TermsSide",
    "Until",
    "faults_of",
    "person_side",
    "posting_faults",
    "rule_findings",
    "terms_side",
]
