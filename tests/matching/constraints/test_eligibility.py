"""The posting's own conditions, stated or by its kind."""

from datetime import date
from typing import Any

import pytest

from matching.constraints import Addressee, PersonSide, TermsSide
from matching.constraints.rows import CONDITION_ROWS
from matching.records import CredentialKind, Education, PostingKind
from matching.verdicts import Standing
from tests.matching.constraints.shared import find, found

BY_KIND = {
    PostingKind.PUBLIC_WELFARE: {"recognition"},
    PostingKind.INTERNSHIP: {"internship_window"},
    PostingKind.GRADUATE: {"graduation"},
    PostingKind.RURAL_HOUSEHOLD: {"rural"},
    PostingKind.SOE_TARGETED: {"reserved"},
    PostingKind.PRIVATE_TARGETED: {"reserved"},
    PostingKind.GOVERNMENT: {"reserved"},
    PostingKind.PUBLIC_INSTITUTION: {"reserved"},
}
OUTSIDER = PersonSide(
    birth=date(1970, 1, 1),
    credential=CredentialKind.HOUSEHOLD_MEMBER,
    residence=frozenset(),
    zero_employment=False,
    rural=False,
    recognised=False,
    registered_unemployed=False,
    education=Education.JUNIOR,
)
CONDITIONS = ("recognition", "household", "residence", "graduation", "internship_window", "registration", "rural", "reserved")


def standing(name: str, person: PersonSide, terms: TermsSide) -> Standing | None:
    finding = find(name, person, terms)
    return None if finding is None else finding.standing


@pytest.mark.parametrize("kind", list(PostingKind))
def test_a_kind_asks_what_the_table_says_and_nothing_else(kind: PostingKind) -> None:
    asked = {name for name in CONDITIONS if find(name, OUTSIDER, TermsSide(kind=kind)) is not None}
    assert asked == BY_KIND.get(kind, set())


def test_every_kind_has_its_row() -> None:
    assert [row.kind for row in CONDITION_ROWS] == list(PostingKind)


STATED: list[tuple[str, dict[str, Any]]] = [
    ("recognition", {"recognised_only": True}),
    ("household", {"zero_employment_household_only": True}),
    ("residence", {"residence": ("420107",)}),
    ("registration", {"unemployed_only": True}),
    ("graduation", {"graduated_within": 3}),
]


@pytest.mark.parametrize(("name", "condition"), STATED)
def test_a_stated_condition_asks_whom_it_does_not_know(name: str, condition: dict[str, Any]) -> None:
    finding = found(name, PersonSide(), TermsSide(**condition))
    assert (finding.standing, finding.addressee) == (Standing.REVIEW, Addressee.CANDIDATE)


@pytest.mark.parametrize(("name", "condition"), STATED[:4])
def test_a_stated_condition_blocks_who_does_not_meet_it(name: str, condition: dict[str, Any]) -> None:
    assert standing(name, OUTSIDER, TermsSide(**condition)) is Standing.BLOCKED


@pytest.mark.parametrize(
    ("recognised", "zero", "expected"),
    [
        (True, None, None),
        (None, True, None),
        (False, True, None),
        (False, None, Standing.BLOCKED),
        (False, False, Standing.BLOCKED),
        (None, None, Standing.REVIEW),
        (None, False, Standing.REVIEW),
    ],
)
def test_recognition_is_met_by_the_person_or_the_household(recognised: Any, zero: Any, expected: Standing | None) -> None:
    who = PersonSide(recognised=recognised, zero_employment=zero)
    assert standing("recognition", who, TermsSide(kind=PostingKind.PUBLIC_WELFARE)) is expected


@pytest.mark.parametrize(
    ("residence", "expected"),
    [
        (frozenset({"420107"}), None),
        (frozenset({"420106", "420111"}), Standing.BLOCKED),
        (frozenset({"420107", "420111"}), Standing.REVIEW),
        (frozenset(), Standing.BLOCKED),
        (None, Standing.REVIEW),
    ],
)
def test_a_zone_on_two_districts_leaves_the_register_open(residence: frozenset[str] | None, expected: Standing | None) -> None:
    assert standing("residence", PersonSide(residence=residence), TermsSide(residence=("420107",))) is expected


@pytest.mark.parametrize(
    ("graduated_on", "expected"), [(date(2024, 11, 26), None), (date(2024, 11, 25), Standing.BLOCKED), (date(2027, 6, 30), None)]
)
def test_the_window_of_a_graduate_post_ends_two_years_after_graduation(graduated_on: date, expected: Standing | None) -> None:
    assert standing("graduation", PersonSide(graduated_on=graduated_on), TermsSide(kind=PostingKind.GRADUATE)) is expected


def test_a_window_that_the_posting_states_goes_before_that_of_the_kind() -> None:
    longer = TermsSide(kind=PostingKind.GRADUATE, graduated_within=5)
    who = PersonSide(graduated_on=date(2022, 6, 30))
    assert standing("graduation", who, longer) is None
    assert (
        found("graduation", who, TermsSide(kind=PostingKind.GRADUATE)).reason.zh
        == "这个岗位面向毕业 2 年内的人；2022-06 毕业，已超过"
    )


def test_schooling_below_college_settles_a_graduate_post_but_not_a_stated_window() -> None:
    """A posting's own window may be meant for vocational schools too."""
    who = PersonSide(education=Education.SENIOR)
    assert standing("graduation", who, TermsSide(kind=PostingKind.GRADUATE)) is Standing.BLOCKED
    assert standing("graduation", who, TermsSide(graduated_within=2)) is Standing.REVIEW
    assert standing("graduation", PersonSide(education=Education.COLLEGE), TermsSide(kind=PostingKind.GRADUATE)) is Standing.REVIEW


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        (PersonSide(birth=date(2001, 11, 27)), None),
        (PersonSide(birth=date(2001, 11, 26), education=Education.SENIOR), Standing.BLOCKED),
        (PersonSide(birth=date(1990, 1, 1), graduated_on=date(2025, 6, 30)), None),
        (PersonSide(birth=date(1990, 1, 1), graduated_on=date(2015, 6, 30)), Standing.BLOCKED),
        (PersonSide(birth=date(1990, 1, 1)), Standing.REVIEW),
        (PersonSide(education=Education.SENIOR), Standing.REVIEW),
        (PersonSide(graduated_on=date(2026, 6, 30)), None),
    ],
)
def test_an_internship_is_for_the_young_or_the_newly_graduated(who: PersonSide, expected: Standing | None) -> None:
    assert standing("internship_window", who, TermsSide(kind=PostingKind.INTERNSHIP)) is expected


def test_a_member_of_the_household_at_a_reserved_post_is_for_a_person_to_decide() -> None:
    for kind in CredentialKind:
        expected = Standing.REVIEW if kind is CredentialKind.HOUSEHOLD_MEMBER else None
        assert standing("reserved", PersonSide(credential=kind), TermsSide(kind=PostingKind.GOVERNMENT)) is expected


def test_rural_work_asks_about_townspeople_and_lets_silence_pass() -> None:
    terms = TermsSide(kind=PostingKind.RURAL_HOUSEHOLD)
    assert standing("rural", PersonSide(rural=True), terms) is None
    assert standing("rural", PersonSide(), terms) is None
    assert found("rural", PersonSide(rural=False), terms).addressee is Addressee.EMPLOYER


def test_what_rests_on_an_unverified_row_says_so() -> None:
    """A public-welfare post rests on found rows; an internship's window is from knowledge alone."""
    assert not found("recognition", OUTSIDER, TermsSide(kind=PostingKind.PUBLIC_WELFARE)).to_confirm
    assert found("internship_window", OUTSIDER, TermsSide(kind=PostingKind.INTERNSHIP)).to_confirm
