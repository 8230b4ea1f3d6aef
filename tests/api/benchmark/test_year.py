"""A small year under every policy."""

from dataclasses import asdict
from datetime import date
from typing import Any

import numpy as np
import pytest

from api.benchmark.year import SMALL, FairOutcome, Policy, play_year
from api.benchmark.years import YearOrder, paired_interval, play_years, summary, year_lines
from models.encoder import load_encoder

TODAY = date(2026, 11, 1)
Year = dict[Policy, tuple[FairOutcome, ...]]


@pytest.fixture(scope="module")
def year() -> Year:
    return play_year(3, "first", load_encoder(), TODAY, SMALL)


def test_every_policy_holds_every_fair(year: Year) -> None:
    assert list(year) == list(Policy)
    assert {policy: [fair.number for fair in fairs] for policy, fairs in year.items()} == {policy: [0, 1, 2] for policy in Policy}


def test_the_same_year_again_is_the_same(year: Year) -> None:
    policies = (Policy.LEARNING, Policy.LISTS)
    again = play_year(3, "first", load_encoder(), TODAY, SMALL, policies)
    assert again == {policy: year[policy] for policy in policies}


def test_the_first_fair_is_held_with_hand_weights_and_the_next_with_what_was_learnt(year: Year) -> None:
    learning, hand = year[Policy.LEARNING], year[Policy.HAND]
    assert learning[0] == hand[0]
    assert [fair.ranker.split("-")[0] for fair in learning] == ["hand", "learned", "learned"]
    assert [fair.learnt_from for fair in learning] == [0, learning[0].planned, learning[0].planned + learning[1].planned]
    assert {fair.learnt_from for policy in (Policy.HAND, Policy.LISTS) for fair in year[policy]} == {0}


def test_everybody_starts_with_the_same_people(year: Year) -> None:
    assert len({(fairs[0].people, fairs[0].servable) for fairs in year.values()}) == 1


def test_each_step_is_taken_by_no_more_than_the_one_before(year: Year) -> None:
    for fairs in year.values():
        for fair in fairs:
            assert fair.planned >= fair.held >= fair.offered >= fair.hired >= fair.retained
            assert fair.people >= fair.servable >= fair.covered >= fair.met >= fair.hired
            assert fair.met >= fair.first_met


def test_coverage_first_covers_no_fewer_than_lists_do(year: Year) -> None:
    assert [a.covered >= b.covered for a, b in zip(year[Policy.HAND][:1], year[Policy.LISTS][:1], strict=True)] == [True]


@pytest.fixture(scope="module")
def reports() -> list[dict[str, Any]]:
    return list(play_years([YearOrder(seed, "first", TODAY, SMALL, (Policy.HAND, Policy.LISTS)) for seed in (3, 4)]))


def test_a_report_holds_every_fair_of_every_policy(year: Year, reports: list[dict[str, Any]]) -> None:
    assert reports[0]["years"] == {str(p): [asdict(fair) for fair in year[p]] for p in (Policy.HAND, Policy.LISTS)}
    assert [(report["seed"], report["world"]) for report in reports] == [(3, "first"), (4, "first")]


def test_reports_are_added_up_and_compared_seed_by_seed(reports: list[dict[str, Any]]) -> None:
    hand, lists = (
        np.array([[fair["hired"] for fair in report["years"][str(policy)]] for report in reports], np.float64)
        for policy in (Policy.HAND, Policy.LISTS)
    )
    found = summary(reports)
    told = found["policies"][str(Policy.HAND)]
    assert told["totals"]["hired"] == round(float(hand.sum(axis=1).mean()), 1)
    assert told["against"]["hired"] == paired_interval(hand.sum(axis=1) - lists.sum(axis=1))
    assert told["hired_by_fair_against"] == [paired_interval(column) for column in (hand - lists).T]
    assert "against" not in found["policies"][str(Policy.LISTS)]
    assert next(iter(year_lines(found))).startswith("2 seeds (3, 4); means a year")


def test_what_learning_alone_brings_is_told_apart(year: Year) -> None:
    told = [{"seed": 3, "years": {str(policy): [asdict(fair) for fair in fairs] for policy, fairs in year.items()}}]
    hired = [sum(fair.hired for fair in year[policy]) for policy in (Policy.LEARNING, Policy.HAND)]
    assert summary(told)["learning_against_hand"]["hired"] == (float(hired[0] - hired[1]), None, None)


def test_one_seed_says_nothing_of_the_spread(reports: list[dict[str, Any]]) -> None:
    found = summary(reports[:1])
    mean, low, high = found["policies"][str(Policy.HAND)]["against"]["hired"]
    assert (isinstance(mean, float), low, high) == (True, None, None)
    assert not any("[" in line for line in year_lines(found))


def test_the_interval_is_that_of_students_t() -> None:
    # t of three degrees of freedom at 97.5 %: 3.1824.
    assert paired_interval(np.array([1.0, 2.0, 3.0, 6.0])) == (
        3.0,
        round(3 - 3.182446 * 2.160247 / 2, 2),
        round(3 + 3.182446 * 2.160247 / 2, 2),
    )
