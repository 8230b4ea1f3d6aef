"""What to mind about the quota, without a say in any verdict."""

from datetime import date

import pytest

from matching.constraints import PersonSide, TermsSide
from matching.records import CredentialKind
from matching.verdicts import Standing
from tests.matching.constraints.shared import find, found


@pytest.mark.parametrize(
    ("kind", "counted"),
    [
        (CredentialKind.CERTIFICATE, True),
        (CredentialKind.VETERAN, True),
        (CredentialKind.WORK_INJURY, False),
        (CredentialKind.HOUSEHOLD_MEMBER, False),
    ],
)
def test_only_certificates_count(kind: CredentialKind, counted: bool) -> None:
    finding = find("quota_scope", PersonSide(credential=kind), TermsSide())
    assert (finding is None) == counted
    assert finding is None or (finding.standing, finding.to_confirm) == (Standing.MET, True)


def test_only_a_disability_certificate_has_the_warning_of_its_end() -> None:
    ended = date(2020, 1, 1)
    assert found("certificate_expiry", PersonSide(credential_until=ended), TermsSide()).standing is Standing.MET
    others = [kind for kind in CredentialKind if kind is not CredentialKind.CERTIFICATE]
    assert [find("certificate_expiry", PersonSide(credential=kind, credential_until=ended), TermsSide()) for kind in others] == [
        None
    ] * 3
    assert find("certificate_expiry", PersonSide(), TermsSide()) is None
