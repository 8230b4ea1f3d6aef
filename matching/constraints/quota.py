"""What to mind about the quota. It has no say in the verdict: an expired certificate or a work injury blocks nobody."""

from datetime import date
from typing import Final

from matching.constraints.finding import RuleFinding
from matching.constraints.person import PersonSide
from matching.constraints.rule import Rule
from matching.constraints.voice import voice
from matching.knowledge.catalogue import Text
from matching.policy import Policy
from matching.records import CredentialKind

CREDENTIALS: Final = {
    CredentialKind.CERTIFICATE: Text(zh="残疾人证", en="disability certificate"),
    CredentialKind.VETERAN: Text(zh="残疾军人证", en="disabled veteran's certificate"),
    CredentialKind.WORK_INJURY: Text(zh="工伤伤残", en="work injury"),
    CredentialKind.HOUSEHOLD_MEMBER: Text(zh="残疾人家庭成员", en="member of the household"),
}
_EXPIRY: Final = voice("certificate_expiry", reasons={"expired": "day"})
_SCOPE: Final = voice("quota_scope", reasons={"not_counted": "credential"})


def _read_end(person: PersonSide) -> date | None:
    return person.credential_until if person.credential is CredentialKind.CERTIFICATE else None


def _find_expiry(end: date | None, terms: None, policy: Policy) -> RuleFinding | None:
    return _EXPIRY.warning(policy, "expired", {"day": end}) if end is not None and end < policy.date else None


CERTIFICATE_EXPIRY: Final = Rule(
    "certificate_expiry",
    _read_end,
    lambda terms: None,
    _find_expiry,
    alike_people=lambda end, policy: end is not None and end < policy.date,
)


def _find_scope(credential: CredentialKind, terms: None, policy: Policy) -> RuleFinding | None:
    fact = policy.find(f"quota.counts.{credential.value}")
    if fact is None or fact.number > 0:
        return None
    return _SCOPE.warning(policy, "not_counted", {"credential": CREDENTIALS[credential]}, doubt=fact.to_confirm)


QUOTA_SCOPE: Final = Rule("quota_scope", lambda person: person.credential, lambda terms: None, _find_scope)
