"""How the ledgers see a person."""

from datetime import date

import pytest

from matching.ledger import Member, member_of
from matching.policy import policy_on
from matching.records import Candidate, GraduateData, Household, Person, Place, Resume, Wishes
from tests.matching.personas import CHEN

POLICY = policy_on(date(2026, 11, 26))


def _member(**changes: object) -> Member:
    return member_of(CHEN.model_copy(update=changes), POLICY)


def test_chen_wants_work_and_lives_in_wuchang() -> None:
    assert member_of(CHEN, POLICY) == Member(CHEN.id, "420106", None, True, True, False, None)


@pytest.mark.parametrize(
    ("person", "working_age"),
    [
        (Person(birth=date(2010, 11, 26), sex="male"), True),
        (Person(birth=date(2010, 11, 27), sex="male"), False),
        (Person(birth=date(1965, 3, 1), sex="male"), False),
        (Person(birth=date(1975, 6, 1), sex="female"), None),
        (Person(birth=date(1975, 6, 1), sex="female", retirement_track="w55"), True),
        (Person(birth=date(1975, 6, 1), sex="female", retirement_track="w50"), False),
        (Person(birth=date(1975, 6, 1)), None),
        (Person(sex="male"), None),
    ],
)
def test_working_age_is_that_of_the_law_or_unknown(person: Person, working_age: bool | None) -> None:
    """System cases N03 (retired from 2025-04) and N04 (2025-09 or 2031-11, nobody knows which)."""
    assert _member(person=person).working_age is working_age


def test_a_wish_that_nobody_recorded_is_not_a_no() -> None:
    assert _member(wishes=Wishes()).wants_work is None


@pytest.mark.parametrize(
    ("studied", "graduate"),
    [
        (None, False),
        (GraduateData(school="甲"), None),
        (GraduateData(graduated_on=date(2024, 11, 26)), True),
        (GraduateData(graduated_on=date(2024, 11, 25)), False),
        (GraduateData(graduated_on=date(2027, 6, 30)), True),
    ],
)
def test_a_graduate_left_college_within_two_years(studied: GraduateData | None, graduate: bool | None) -> None:
    assert _member(resume=Resume(graduate=studied)).graduate is graduate


def test_only_a_household_without_work_counts_and_only_by_its_id() -> None:
    told = [Household(id="h", zero_employment=True), Household(id="h"), Household(zero_employment=True)]
    assert [_member(household=one).household for one in told] == ["h", None, None]


def test_a_zone_owns_its_people() -> None:
    assert _member(home=Place(district="420111", zone="东湖高新区")).district == "东湖高新区"


def test_the_ledger_sees_no_ability_and_no_certificate() -> None:
    assert {name for name in Member.__dataclass_fields__ if name in Candidate.model_fields} == {"household"}
