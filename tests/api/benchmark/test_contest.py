"""Everybody on the same lists: the all-knowing oracle is first in what it knows, and each name is what it says."""

import numpy as np
import pytest

from api.benchmark.contest import (
    ALL_KNOWING,
    HAND,
    OBSERVABLES,
    SHIPPED,
    Contestant,
    Result,
    contest,
    matcher_contestant,
    oracles,
    plain_contestants,
)
from api.benchmark.tables import Tables
from models.baselines import HandWeightedRanker
from tests.api.benchmark.conftest import SEED
from tests.models.small import small_ranker

PLAIN = ["random", "popularity", "similarity", "the peer's published formula", SHIPPED, HAND]
ORACLES = [OBSERVABLES, ALL_KNOWING]


@pytest.fixture(scope="module")
def entered(tables: Tables) -> list[Contestant]:
    return [*plain_contestants(tables, {HAND: HandWeightedRanker.load()}, SEED), *oracles(tables)]


@pytest.fixture(scope="module")
def result(tables: Tables, entered: list[Contestant]) -> Result:
    return contest(entered, tables.test, tables.truth, SEED)


def test_who_takes_part_in_the_order_of_the_table(result: Result) -> None:
    assert list(result.employer.rows) == list(result.candidate.rows) == PLAIN + ORACLES
    assert (result.employer.side, result.candidate.side) == ("employer", "candidate")
    assert result.employer.pairs == result.candidate.pairs


def test_nobody_expects_more_than_the_all_knowing_oracle(result: Result) -> None:
    """For employers it orders by the chance of a hire, for people by that of a job that lasts: just what is counted."""
    for side, measure in ((result.employer, "hires"), (result.candidate, "kept")):
        best = side.rows[ALL_KNOWING][measure].mean
        others = {name: row[measure].mean for name, row in side.rows.items() if name != ALL_KNOWING}
        assert {name: value for name, value in others.items() if value > best + 1e-12} == {}
        assert max(others, key=lambda name: others[name]) == OBSERVABLES


def test_a_draw_is_worse_than_nearness_hand_weights_and_both_oracles(result: Result) -> None:
    hires = {name: row["hires"].mean for name, row in result.employer.rows.items()}
    assert hires["random"] < min(hires[name] for name in ("similarity", SHIPPED, HAND, *ORACLES))


def test_the_weights_as_shipped_and_the_same_weights_as_tuned_are_equal(result: Result) -> None:
    for side in (result.employer, result.candidate):
        assert side.rows[SHIPPED] == side.rows[HAND]
        assert {measure: one.mean for measure, one in side.against(SHIPPED).rows[HAND].items() if one.mean == one.mean} == {
            measure: 0.0 for measure, one in side.against(SHIPPED).rows[HAND].items() if one.mean == one.mean
        }


def test_popularity_reads_earlier_fairs_alone_and_nobody_has_a_past_at_the_first_one(
    tables: Tables, entered: list[Contestant]
) -> None:
    """People and employers of the test fairs were at no fair before those."""
    popular = next(one for one in entered if one.name == "popularity")
    first = tables.test.event == tables.test.event.min()
    assert set(popular.employer[first]) == set(popular.candidate[first]) == {0.0}
    assert popular.employer[~first].max() > 0


def test_a_matcher_orders_people_by_its_score_and_posts_by_worth_and_tells_chances_only_if_calibrated(tables: Tables) -> None:
    features = tables.test.features
    learned, table = small_ranker(1), HandWeightedRanker.load()
    one, other = matcher_contestant("learned", learned, features), matcher_contestant("table", table, features)
    np.testing.assert_array_equal(one.employer, learned.score(features))
    np.testing.assert_array_equal(one.candidate, learned.worth(features))
    assert one.chances is not None
    np.testing.assert_array_equal(one.chances, learned.chances(features))
    assert other.chances is None


def test_calibration_is_measured_for_whoever_tells_chances(tables: Tables) -> None:
    found = contest(
        [matcher_contestant("ours", small_ranker(1), tables.test.features), *oracles(tables)], tables.test, tables.truth, 1
    )
    told = {name: not np.isnan(row["ece interest"].mean) for name, row in found.employer.rows.items()}
    assert told == {"ours": True, OBSERVABLES: False, ALL_KNOWING: False}


def test_equal_input_gives_equal_tables(tables: Tables, entered: list[Contestant], result: Result) -> None:
    assert contest(entered, tables.test, tables.truth, SEED).employer.table() == result.employer.table()
