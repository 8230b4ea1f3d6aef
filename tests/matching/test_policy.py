"""Dated facts: what holds on a day, and what a wrong file is told."""

from datetime import date
from itertools import combinations_with_replacement

import pytest

from matching.geography import AREAS, DISTRICTS, ZONES
from matching.knowledge.source import KnowledgeError, packaged
from matching.policy import (
    FACTS,
    MINUTES,
    WAGES,
    load_facts,
    load_minimum_wage,
    load_minutes,
    month_shifted,
    policy_on,
)

TODAY = date(2026, 11, 26)
POLICY = policy_on(TODAY)
FACT = "- {name: a, zh: 甲, en: a, value: 1, unit: days, from: 2020-01-01, to: %s, source: s, mark: K, status: proposed}\n"
WAGE = "- {district: '%s', monthly: 2210, hourly: 22, from: %s, to: %s, source: s, mark: K, status: proposed}\n"


def test_a_row_holds_from_its_first_day_to_its_last() -> None:
    (fact,) = load_facts(FACT % "2020-12-31")
    assert [fact.holds(day) for day in (date(2019, 12, 31), date(2020, 1, 1), date(2020, 12, 31), date(2021, 1, 1))] == [
        False,
        True,
        True,
        False,
    ]
    (open_end,) = load_facts(FACT % "null")
    assert open_end.holds(date(2999, 1, 1))


def test_a_fact_knows_whether_it_is_to_be_confirmed() -> None:
    assert POLICY.fact("age.work_minimum").to_confirm
    assert not POLICY.fact("retirement.men.base_age").to_confirm
    assert policy_on(date(2024, 1, 1)).fact("retirement.men.base_age").to_confirm


def test_a_number_is_a_number_and_a_day_is_none() -> None:
    assert POLICY.number("wage.days_per_month") == 21.75
    with pytest.raises(KnowledgeError, match=r"retirement\.men\.first_month: .* is no number; correct the value"):
        POLICY.number("retirement.men.first_month")


def test_a_fact_that_is_not_in_force_is_said_to_be_missing() -> None:
    early = POLICY.on(date(1990, 1, 1))
    assert early.find("age.work_minimum") is None
    with pytest.raises(KnowledgeError, match=r"no row of 'age\.work_minimum' is in force on 1990-01-01; add one"):
        early.number("age.work_minimum")
    with pytest.raises(KnowledgeError, match=r"no row is named 'age\.most'; add it"):
        POLICY.fact("age.most")


def test_the_wage_of_a_day_is_that_of_its_row() -> None:
    floor = POLICY.minimum_wage("420106")
    assert floor is not None
    assert (floor.monthly, floor.hourly, floor.to_confirm, "hbxc" in floor.source) == (2_210, 22, True, True)
    before = POLICY.on(date(2024, 1, 31)).minimum_wage("420106")
    assert before is not None
    assert (before.monthly, before.hourly) == (2_010, 19.5)
    assert POLICY.on(date(2021, 8, 31)).minimum_wage("420106") is None
    assert POLICY.on(date(2021, 8, 31)).lowest_wage() is None


def test_every_district_has_a_floor_today() -> None:
    assert set(POLICY.wages) == set(DISTRICTS)
    assert len(WAGES) == 26


def test_a_zone_has_the_lowest_floor_of_its_districts() -> None:
    rows = load_minimum_wage(
        WAGE % ("420111", "2024-02-01", "null") + (WAGE % ("420115", "2024-02-01", "null")).replace("2210", "2000")
    )
    book = type(POLICY.book)(FACTS, rows, MINUTES)
    floor = book.on(TODAY).minimum_wage("东湖高新区")
    assert floor is not None
    assert floor.monthly == 2_000


@pytest.mark.parametrize(("one", "other"), list(combinations_with_replacement([area.key for area in AREAS], 2)))
def test_every_pair_of_areas_has_its_minutes_both_ways(one: str, other: str) -> None:
    minutes = POLICY.minutes(one, other)
    assert minutes is not None
    assert minutes == POLICY.minutes(other, one)
    assert 15 <= minutes <= 240
    way = POLICY.way(one, other)
    assert way is not None
    assert way.to_confirm


def test_the_minutes_make_sense_of_the_rivers() -> None:
    """新洲 lies far from 江夏; across the Yangtze takes longer than as far on one bank; a way inside a district is the shortest."""
    minutes = POLICY.minutes
    far, home = minutes("420117", "420115"), minutes("420106", "420106")
    over_the_river, on_the_bank = minutes("420103", "420106"), minutes("420103", "420102")
    assert far is not None
    assert home is not None
    assert far > 45 + POLICY.number("commute.margin_minutes")
    assert over_the_river is not None
    assert on_the_bank is not None
    assert over_the_river > on_the_bank
    for area in AREAS:
        own = minutes(area.key, area.key)
        assert own is not None
        assert all(own <= (minutes(area.key, other.key) or 0) for other in AREAS if other.key not in _overlapping(area.key))


def _overlapping(key: str) -> set[str]:
    """The areas that share a district with one, itself included."""
    mine = set(ZONES[key].districts) if key in ZONES else {key}
    return {area.key for area in AREAS if mine & (set(area.districts) or {area.key})}


def test_minutes_are_not_known_before_their_rows() -> None:
    assert POLICY.on(date(2020, 1, 1)).minutes("420102", "420103") is None
    assert POLICY.minutes("420102", "上海") is None


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            FACT % "2020-12-31" + (FACT % "null").replace("2020-01-01", "2020-12-31"),
            "policy.yaml:2: a: holds on the same days as the row in line 1; end one before the other begins",
        ),
        (FACT % "2019-12-31", "policy.yaml:1: a: from 2020-01-01 is after to 2019-12-31; correct one of them"),
        (
            (FACT % "null").replace("unit: days", "unit: days, colour: red"),
            "policy.yaml:1: a: colour: this key is not known here; correct or remove it",
        ),
        ((FACT % "null").replace("mark: K, ", ""), "policy.yaml:1: a: mark: this key is missing; add it"),
        (
            (FACT % "null").replace("source: s", "source: ''"),
            "policy.yaml:1: a: source: string should have at least 1 character, not ''; correct it",
        ),
    ],
)
def test_a_wrong_fact_is_refused_with_file_line_and_reason(text: str, message: str) -> None:
    with pytest.raises(KnowledgeError) as fault:
        load_facts(text)
    assert str(fault.value) == message


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [
        (".inf", "days", "the value inf is no days; write a number above 0"),
        (".nan", "hours", "the value nan is no hours; write a number above 0"),
        ("0", "minutes", "the value 0 is no minutes; write a number above 0"),
        ("-1", "years", "the value -1 is no years; write a number above 0"),
        ("0", "months", "the value 0 is no months; write a whole number of months, 1 or more"),
        ("2.5", "months", "the value 2.5 is no months; write a whole number of months, 1 or more"),
        ("160", "age", "the value 160 is no age; write a whole number of years, 0 to 120"),
        ("16.5", "age", "the value 16.5 is no age; write a whole number of years, 0 to 120"),
        ("sixteen", "age", "the value 'sixteen' is no age; write a whole number of years, 0 to 120"),
        ("5", "level", "the value 5 is no level; write a level, 0 to 4"),
        ("2", "yes=1", "the value 2 is no yes=1; write 1 for yes or 0 for no"),
        ("1.5", "ratio", "the value 1.5 is no ratio; write a number from 0 to 1"),
        (
            "1965-01-02",
            "month",
            "the value datetime.date(1965, 1, 2) is no month; write the first day of a month, such as 1965-01-01",
        ),
        ("'1965-01'", "month", "the value '1965-01' is no month; write the first day of a month, such as 1965-01-01"),
        ("true", "yes=1", "value: true and false are no numbers and no words; write the number or the word"),
        (
            "1",
            "weeks",
            "unit: unknown unit 'weeks'; use age, level, yes=1, ratio, month, years, days, hours, minutes, months, people, times",
        ),
    ],
)
def test_a_value_that_does_not_fit_its_unit_is_refused(value: str, unit: str, said: str) -> None:
    with pytest.raises(KnowledgeError) as fault:
        load_facts((FACT % "null").replace("value: 1, unit: days", f"value: {value}, unit: {unit}"))
    assert str(fault.value) == f"policy.yaml:1: a: {said}"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "value: 18, unit: age, from: 1995",
            "value: 15, unit: age, from: 1995",
            "age.minor_until: 15 is below age.work_minimum, 16 (line 5); correct one of them",
        ),
        (
            "value: 24, unit: age",
            "value: 12, unit: age",
            "internship.age_most: 12 is below internship.age_least, 16 (line 36); correct one of them",
        ),
    ],
)
def test_a_window_whose_end_is_before_its_beginning_is_refused(old: str, new: str, said: str) -> None:
    text = packaged("policy.yaml")
    assert text.count(old) == 1
    line = text[: text.index(old)].count("\n") + 1
    with pytest.raises(KnowledgeError) as fault:
        load_facts(text.replace(old, new))
    assert str(fault.value) == f"policy.yaml:{line}: {said}"


def test_rows_of_one_name_may_follow_each_other() -> None:
    rows = load_facts(FACT % "2020-12-31" + (FACT % "null").replace("2020-01-01", "2021-01-01"))
    assert len(rows) == 2


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            WAGE % ("420106", "2024-02-01", "null") + WAGE % ("420106", "2025-02-01", "null"),
            "minimum_wage.yaml:2: 420106: holds on the same days as the row in line 1; end one before the other begins",
        ),
        (
            WAGE % ("429999", "2024-02-01", "null"),
            "minimum_wage.yaml:1: 429999: unknown district '429999'; use a code of districts.yaml",
        ),
        (
            (WAGE % ("420106", "2024-02-01", "null")).replace("2210", "-1"),
            "minimum_wage.yaml:1: 420106: monthly: input should be greater than 0, not -1; correct it",
        ),
        (
            (WAGE % ("420106", "2024-02-01", "null")).replace("2210", ".inf"),
            "minimum_wage.yaml:1: 420106: monthly: input should be a finite number, not inf; correct it",
        ),
        (
            (WAGE % ("420106", "2024-02-01", "null")).replace("2210", "20"),
            "minimum_wage.yaml:1: 420106: the hourly floor 22 is above the monthly one, 20; correct one of them",
        ),
        (
            (WAGE % ("420106", "2024-02-01", "null")).replace("hourly: 22", "hourly: true"),
            "minimum_wage.yaml:1: 420106: hourly: true and false are no numbers and no words; write the number or the word",
        ),
    ],
)
def test_a_wrong_wage_is_refused(text: str, message: str) -> None:
    with pytest.raises(KnowledgeError) as fault:
        load_minimum_wage(text)
    assert str(fault.value) == message


MINUTES_TEXT = packaged("minutes.yaml")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("'420102': 25, '420103': 30", "'420102': 25", "no minutes for 420102-420103; add them (1 in all)"),
        ("'420102': 25", "'420199': 25, '420102': 25", "unknown area '420199'; use a code or zone of districts.yaml"),
        ("- area: 长江新区", "- area: 长江旧区", "unknown area '长江旧区'; use a code or zone of districts.yaml"),
        (
            "minutes: {'420103': 20",
            "minutes: {'420102': 30, '420103': 20",
            "the way to '420102' is given in that area's row too; keep one",
        ),
        ("'420102': 25", "'420102': 0", "420102: 0 minutes to 420102 are outside 1..600; correct them"),
    ],
)
def test_wrong_minutes_are_refused(old: str, new: str, said: str) -> None:
    with pytest.raises(KnowledgeError) as fault:
        load_minutes(MINUTES_TEXT.replace(old, new, 1))
    assert str(fault.value).startswith("minutes.yaml:")
    assert said in str(fault.value)


def test_assessments_count_for_the_period_in_force() -> None:
    assert POLICY.assessed_since == date(2024, 11, 26)
    assert POLICY.on(date(2020, 1, 1)).assessed_since is None


@pytest.mark.parametrize(
    ("day", "months", "shifted"),
    [
        (date(2026, 11, 26), -24, date(2024, 11, 26)),
        (date(2024, 2, 29), 12, date(2025, 3, 1)),
        (date(2026, 12, 31), 2, date(2027, 3, 1)),
        (date(2026, 1, 31), -2, date(2025, 12, 1)),
    ],
)
def test_months_are_counted_by_the_calendar(day: date, months: int, shifted: date) -> None:
    assert month_shifted(day, months) == shifted


def test_the_policy_of_a_day_is_made_once() -> None:
    assert policy_on(TODAY) is POLICY
    assert POLICY.on(TODAY).date == TODAY
