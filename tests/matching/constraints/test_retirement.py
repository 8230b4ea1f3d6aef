"""The retirement formula against the official examples, and what it does to a pair."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.constraints import Addressee, PersonSide, TermsSide
from matching.constraints.retirement import Track, retirement_month
from matching.policy import policy_on
from matching.verdicts import Standing
from tests.matching.constraints.shared import POLICY, find, found

LABOUR = TermsSide(contract="labour")


@pytest.mark.parametrize(
    ("birth", "track", "month"),
    [
        (date(1964, 12, 31), "men", date(2024, 12, 1)),
        (date(1965, 1, 1), "men", date(2025, 2, 1)),
        (date(1965, 3, 20), "men", date(2025, 4, 1)),
        (date(1965, 4, 30), "men", date(2025, 5, 1)),
        (date(1965, 5, 1), "men", date(2025, 7, 1)),
        (date(1976, 9, 1), "men", date(2039, 9, 1)),
        (date(1990, 1, 31), "men", date(2053, 1, 1)),
        (date(1971, 4, 9), "w55", date(2026, 8, 1)),
        (date(1975, 6, 9), "w55", date(2031, 11, 1)),
        (date(1990, 6, 9), "w55", date(2048, 6, 1)),
        (date(1974, 12, 9), "w50", date(2024, 12, 1)),
        (date(1975, 6, 9), "w50", date(2025, 9, 1)),
        (date(1990, 6, 9), "w50", date(2045, 6, 1)),
    ],
)
def test_the_month_follows_the_decision(birth: date, track: Track, month: date) -> None:
    assert retirement_month(birth, track, POLICY) == month


def test_before_the_reform_there_is_no_delay() -> None:
    assert retirement_month(date(1965, 5, 1), "men", policy_on(date(2024, 12, 31))) == date(2025, 5, 1)
    assert retirement_month(date(1965, 5, 1), "men", policy_on(date(2025, 1, 1))) == date(2025, 7, 1)


@given(st.integers(0, 12 * 70), st.sampled_from(["men", "w50", "w55"]))
@settings(deadline=None)
def test_who_is_born_later_never_retires_earlier_and_the_delay_has_its_cap(place: int, track: Track) -> None:
    first = date(1940 + place // 12, place % 12 + 1, 1)
    later = date(1940 + (place + 1) // 12, (place + 1) % 12 + 1, 1)
    month, base = retirement_month(first, track, POLICY), int(POLICY.number(f"retirement.{track}.base_age"))
    assert month <= retirement_month(later, track, POLICY)
    delay = (month.year - first.year - base) * 12 + month.month - first.month
    assert 0 <= delay <= POLICY.number(f"retirement.{track}.most_months")


def somebody(year: int, month: int, **more: Any) -> PersonSide:
    return PersonSide(birth=date(year, month, 28), **more)


@pytest.mark.parametrize(
    ("contract", "standing", "addressee"),
    [
        ("labour", Standing.BLOCKED, None),
        (None, Standing.REVIEW, Addressee.EMPLOYER),
        ("gig", Standing.REVIEW, Addressee.COUNSELOR),
        ("agreement", Standing.REVIEW, Addressee.COUNSELOR),
        ("internship", Standing.REVIEW, Addressee.COUNSELOR),
    ],
)
def test_only_a_labour_contract_blocks_after_retirement(contract: Any, standing: Standing, addressee: Addressee | None) -> None:
    finding = found("retirement", somebody(1960, 1, sex="male"), TermsSide(contract=contract))
    assert (finding.standing, finding.addressee, finding.until) == (standing, addressee, None)


@pytest.mark.parametrize(
    ("who", "standing"),
    [
        (somebody(1975, 6, sex="female"), Standing.REVIEW),
        (somebody(1975, 6, sex="female", retirement_track="w50"), Standing.BLOCKED),
        (somebody(1975, 6, sex="female", retirement_track="w55"), None),
        (somebody(1975, 6, sex="male", retirement_track="w50"), None),
        (somebody(1960, 6, sex="female"), Standing.BLOCKED),
        (somebody(1967, 6), Standing.REVIEW),
        (somebody(1950, 6), Standing.BLOCKED),
        (somebody(1990, 6), None),
        (PersonSide(sex="male"), None),
    ],
)
def test_a_rule_that_nobody_named_is_asked_and_never_assumed(who: PersonSide, standing: Standing | None) -> None:
    finding = find("retirement", who, LABOUR)
    assert (None if finding is None else finding.standing) == standing


def test_the_month_of_retirement_itself_is_past() -> None:
    reached = PersonSide(birth=date(1966, 5, 1), sex="male")
    assert retirement_month(date(1966, 5, 1), "men", POLICY) == date(2026, 10, 1)
    assert found("retirement", reached, LABOUR).standing is Standing.BLOCKED
    assert find("retirement", PersonSide(birth=date(1966, 7, 1), sex="male"), LABOUR) is None
    assert retirement_month(date(1966, 7, 1), "men", POLICY) == date(2026, 12, 1)


def test_who_told_no_sex_is_asked_for_it() -> None:
    finding = found("retirement", somebody(1967, 6), LABOUR)
    assert finding.question is not None
    assert "性别" in finding.question.zh
