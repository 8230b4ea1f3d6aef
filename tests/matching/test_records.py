"""Records: frozen, closed, silent about persons, and strict where a wrong value would mislead."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from matching.knowledge import CATALOGUE
from matching.records import (
    AbilityProfile,
    Aid,
    Candidate,
    CertificateDetails,
    Credential,
    CredentialKind,
    Demand,
    Employer,
    Pay,
    PayUnit,
    Person,
    PlatformTerms,
    Posting,
    PostingKind,
    Provenance,
    Resume,
    Skill,
    SourceRef,
    Viewer,
    Workplace,
    assessment,
    check_credit_code,
)

LIN = Person(name="林小满", phone="13900000000", email="lin@example.org", contact_note="微信 lin-m", guardian="林大伯")


def candidate(**changes: object) -> Candidate:
    values: dict[str, object] = {"id": "c_lin", "person": LIN, "credential": Credential(kind=CredentialKind.CERTIFICATE)}
    return Candidate.model_validate(values | changes)


def test_repr_hides_every_personal_value() -> None:
    papers = CertificateDetails(candidate="c_lin", number="42019919900101123X14", category=1, grade=4)
    posting = Posting(id="p", employer="e", title="t", source=SourceRef(name="s"), contact="赵女士 13811112222")
    shown = f"{candidate()!r} {candidate()!s} {papers!r} {posting!r} {Employer(id='e', name='示范厂', contact='钱先生')!r}"
    for secret in ("林小满", "139000", "lin@", "lin-m", "林大伯", "4201991990", "13811112222", "钱先生", "category=1", "grade=4"):
        assert secret not in shown
    assert "示范厂" in shown


def test_validation_errors_do_not_repeat_the_value() -> None:
    with pytest.raises(ValidationError) as caught:
        Person.model_validate({"name": ["林小满"]})
    assert "林小满" not in str(caught.value)


def test_records_are_frozen_and_closed() -> None:
    with pytest.raises(ValidationError):
        candidate().id = "other"  # type: ignore[misc]
    with pytest.raises(ValidationError):
        candidate(diagnosis="x")


def test_a_candidate_has_no_place_for_category_or_grade() -> None:
    fields = set(Candidate.model_fields) | set(Resume.model_fields) | set(Credential.model_fields) | set(Person.model_fields)
    assert fields & {"category", "grade", "diagnosis", "number"} == set()


def test_access_routes_are_no_ordinary_skills() -> None:
    with pytest.raises(ValidationError, match="access route"):
        candidate(resume=Resume(skills=(Skill(name="screen_reader"),)))
    with pytest.raises(ValidationError, match="unknown access skill"):
        candidate(access_skills=frozenset({"typing"}))


def test_profile_keeps_unknown_apart_from_zero() -> None:
    profile = AbilityProfile.of({"reading": 0, "learning": None, "stairs": assessment(3, confidence=0.5)})
    assert (profile.level("reading"), profile.level("learning"), profile.level("stairs")) == (0, None, 3)
    assert profile.assessed == 2
    assert AbilityProfile.model_validate_json(profile.model_dump_json()) == profile


@pytest.mark.parametrize("level", [-1, 5, 7])
def test_levels_outside_the_scale_are_refused(level: int) -> None:
    with pytest.raises(ValidationError):
        Demand(dimension="reading", level=level, provenance=Provenance.STATED)  # type: ignore[arg-type]


def test_unknown_names_are_refused_with_the_closest_known_one() -> None:
    with pytest.raises(ValueError, match=r"'screen_raeder'.*'screen_reader'"):
        Aid(name="screen_raeder")
    with pytest.raises(ValueError, match=r"'hearing_speach'.*'hearing_speech'"):
        AbilityProfile.of({"hearing_speach": 2})
    with pytest.raises(ValidationError, match="unknown workplace fact"):
        Workplace(facts={"has_garden": True})


def test_a_demand_is_a_level_or_unknown() -> None:
    with pytest.raises(ValidationError, match="a level goes with"):
        Demand(dimension="reading", level=None, provenance=Provenance.STATED)
    with pytest.raises(ValidationError, match="a level goes with"):
        Demand(dimension="reading", level=2, provenance=Provenance.UNKNOWN)


def test_two_demands_on_one_dimension_are_refused() -> None:
    twice = (Demand(dimension="reading", level=2, provenance=Provenance.STATED),) * 2
    with pytest.raises(ValidationError, match="two demands on reading"):
        Posting(id="p", employer="e", title="t", source=SourceRef(name="s"), demands=twice)


def test_platform_terms_belong_to_platform_kinds() -> None:
    source = SourceRef(name="s")
    terms = PlatformTerms(contact_channel="voice")
    assert Posting(id="p", employer="e", title="t", source=source, kind=PostingKind.COURIER, platform=terms).platform == terms
    with pytest.raises(ValidationError, match="platform terms"):
        Posting(id="p", employer="e", title="t", source=source, kind=PostingKind.GOVERNMENT, platform=terms)


@pytest.mark.parametrize(
    ("pay", "month"),
    [
        (Pay(minimum=6000, maximum=8000, unit=PayUnit.MONTH, months=13), (6500.0, 8666.667)),
        (Pay(minimum=300_000, maximum=600_000, unit=PayUnit.YEAR), (25_000.0, 50_000.0)),
        (Pay(minimum=100, maximum=100, unit=PayUnit.DAY), (2175.0, 2175.0)),
        (Pay(minimum=22, unit=PayUnit.HOUR), (3828.0, 3828.0)),
        (Pay(minimum=0.5, unit=PayUnit.PIECE), None),
        (Pay(text="面议"), None),
    ],
)
def test_pay_a_month(pay: Pay, month: tuple[float, float] | None) -> None:
    assert pay.monthly() == (None if month is None else pytest.approx(month, abs=0.01))


def test_pay_bounds_are_ordered() -> None:
    with pytest.raises(ValidationError, match="above the upper"):
        Pay(minimum=9000, maximum=6000, unit=PayUnit.MONTH)


CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"


@given(st.text(CHARACTERS, min_size=17, max_size=17))
def test_each_code_body_has_exactly_one_check_character(body: str) -> None:
    def fits(code: str) -> bool:
        try:
            return check_credit_code(code) == code
        except ValueError:
            return False

    assert sum(fits(body + character) for character in CHARACTERS) == 1


@given(st.text(CHARACTERS, min_size=17, max_size=17), st.integers(0, 16), st.sampled_from(CHARACTERS))
def test_one_wrong_character_is_noticed(body: str, place: int, character: str) -> None:
    right = next(body + c for c in CHARACTERS if _fits(body + c))
    wrong = right[:place] + character + right[place + 1 :]
    assert _fits(wrong) == (wrong == right)


def _fits(code: str) -> bool:
    try:
        check_credit_code(code)
    except ValueError:
        return False
    return True


def test_codes_name_what_is_wrong() -> None:
    with pytest.raises(ValueError, match="18 characters, this one has 3"):
        check_credit_code("914")
    with pytest.raises(ValueError, match="never holds 'O'"):
        check_credit_code("9142010OMA4KABCD1X")


def test_every_dimension_and_accommodation_has_both_languages() -> None:
    for row in (*CATALOGUE.dimensions, *CATALOGUE.accommodations):
        assert row.zh
        assert row.en


def test_viewer_defaults_to_seeing_least() -> None:
    assert Viewer(account="a", role="employer").stage == "counts"  # type: ignore[arg-type]
