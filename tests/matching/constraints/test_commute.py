"""The way to work against the person's own limit."""

from dataclasses import replace
from typing import Any

import pytest

from matching.constraints import PersonSide, TermsSide
from matching.constraints.commute import out_of_reach
from matching.constraints.terms import Chance
from matching.verdicts import Standing
from tests.matching.constraints.shared import POLICY, RULE, find, found

WUCHANG, HONGSHAN, QIAOKOU, CAIDIAN = "420106", "420111", "420104", "420114"
OPTICS = "东湖高新区"


def who(**more: Any) -> PersonSide:
    return PersonSide(home=WUCHANG, **({"minutes_max": 30} | more))


def site(area: str | None, **more: Any) -> TermsSide:
    return TermsSide(area=area, here=None if area is None else True, remote=False, **more)


def standing(person: PersonSide, terms: TermsSide) -> Standing | None:
    finding = find("travel_time", person, terms)
    return None if finding is None else finding.standing


def test_a_way_within_the_error_of_the_estimate_is_never_held_against_anybody() -> None:
    minutes, margin = POLICY.minutes(WUCHANG, QIAOKOU), POLICY.number("commute.margin_minutes")
    assert (minutes, margin) == (45, 10)
    assert standing(who(minutes_max=35), site(QIAOKOU)) is None
    assert standing(who(minutes_max=34), site(QIAOKOU)) is Standing.BLOCKED


@pytest.mark.parametrize(
    ("person", "terms"),
    [
        (who(minutes_max=None), site(CAIDIAN)),
        (PersonSide(minutes_max=20), site(CAIDIAN)),
        (who(), site(None)),
        (who(), TermsSide(area=CAIDIAN, here=True, remote=True)),
        (who(districts=frozenset({CAIDIAN})), site(CAIDIAN)),
        (who(districts=frozenset({HONGSHAN})), site(OPTICS)),
        (who(districts=frozenset({OPTICS}), minutes_max=1), site(HONGSHAN)),
    ],
    ids=["no limit", "no home", "no place", "remote", "named district", "zone on a named district", "district of a named zone"],
)
def test_nothing_is_held_against_the_pair(person: PersonSide, terms: TermsSide) -> None:
    assert find("travel_time", person, terms) is None


def test_a_near_district_that_was_not_named_is_within_the_minutes() -> None:
    """Either is enough: the named districts or the minutes."""
    assert standing(who(districts=frozenset({CAIDIAN})), site(HONGSHAN)) is None


def test_without_a_limit_in_minutes_the_named_districts_are_the_limit() -> None:
    finding = found("travel_time", who(minutes_max=None, districts=frozenset({HONGSHAN})), site(QIAOKOU))
    assert (finding.standing, finding.reason.zh) == (Standing.BLOCKED, "岗位在硚口区，不在求职者想去的区域")


def test_another_city_is_out_of_reach_for_who_set_a_limit() -> None:
    elsewhere = TermsSide(here=False, remote=False)
    assert found("travel_time", who(), elsewhere).reason.zh.startswith("岗位不在本市")
    assert find("travel_time", who(minutes_max=None), elsewhere) is None


@pytest.mark.parametrize(
    ("dormitory", "remote", "expected"),
    [
        (Chance.AVAILABLE, Chance.COULD, (Standing.MET_WITH, (("dormitory",),))),
        (Chance.AVAILABLE, Chance.AVAILABLE, (Standing.MET_WITH, (("dormitory",), ("remote",)))),
        (Chance.COULD, Chance.AVAILABLE, (Standing.MET_WITH, (("remote",),))),
        (Chance.COULD, Chance.UNSURE, (Standing.REVIEW, ())),
        (Chance.COULD, Chance.COULD, (Standing.BLOCKED, ())),
        (Chance.NO, Chance.NO, (Standing.BLOCKED, ())),
    ],
)
def test_a_dormitory_or_home_work_closes_the_way(dormitory: Chance, remote: Chance, expected: tuple[Any, ...]) -> None:
    terms = site(CAIDIAN, arrangements={"dormitory": dormitory, "remote": remote})
    finding = found("travel_time", who(), terms)
    assert (finding.standing, finding.ways) == expected


def test_who_does_not_want_to_work_at_home_is_not_offered_it() -> None:
    terms = site(CAIDIAN, arrangements={"remote": Chance.AVAILABLE})
    assert standing(who(), terms) is Standing.MET_WITH
    assert found("travel_time", who(remote="no"), terms).would == (("dormitory",),)
    both = who(remote="no", refuses=frozenset({"dormitory"}))
    finding = found("travel_time", both, terms)
    assert finding.would == ()
    assert finding.until is not None
    assert finding.until.change == "wish:minutes_max"


def test_a_post_that_is_remote_by_default_only_is_asked_not_blocked() -> None:
    assert standing(who(), replace(site(CAIDIAN), remote=None, perhaps_remote=True)) is Standing.REVIEW


def test_people_with_the_same_reach_are_one_kind() -> None:
    rule = RULE["travel_time"]
    keys = {limit: rule.alike_people(rule.reads_person(who(minutes_max=limit)), POLICY) for limit in (30, 31, 34, 90, 400)}
    assert keys[30] == keys[31] == keys[34] != keys[90]


def test_reach_grows_with_the_limit() -> None:
    reached = [
        sum(not out_of_reach(WUCHANG, limit, frozenset(), area, True, POLICY) for area in POLICY.wages)
        for limit in range(10, 200, 10)
    ]
    assert reached == sorted(reached)
    assert reached[-1] == 13
