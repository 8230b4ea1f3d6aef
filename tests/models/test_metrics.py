"""Each measure against a slow, obvious second version."""

from math import isnan, log2, nan

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.metrics import bootstrap_interval, ndcg_at, recall_at, reciprocal_rank

grades = st.lists(st.integers(0, 4), max_size=25)
depths = st.integers(1, 30)


def slow_dcg(relevance: list[int], k: int) -> float:
    total = 0.0
    for rank, grade in enumerate(relevance, start=1):
        if rank <= k:
            total += (2**grade - 1) / log2(rank + 1)
    return total


@given(relevance=grades, k=depths)
def test_ndcg_equals_the_slow_version(relevance: list[int], k: int) -> None:
    best = slow_dcg(sorted(relevance, reverse=True), k)
    expected = slow_dcg(relevance, k) / best if best else nan
    assert ndcg_at(np.array(relevance, np.int64), k) == pytest.approx(expected, nan_ok=True)


@given(relevance=grades, least=st.integers(1, 4))
def test_reciprocal_rank_equals_the_slow_version(relevance: list[int], least: int) -> None:
    expected = nan
    for rank in range(len(relevance), 0, -1):
        if relevance[rank - 1] >= least:
            expected = 1 / rank
    assert reciprocal_rank(np.array(relevance, np.int64), least) == pytest.approx(expected, nan_ok=True)


@given(relevance=grades, k=depths, least=st.integers(1, 4))
def test_recall_equals_the_slow_version(relevance: list[int], k: int, least: int) -> None:
    wanted = [rank for rank, grade in enumerate(relevance) if grade >= least]
    expected = len([rank for rank in wanted if rank < k]) / len(wanted) if wanted else nan
    assert recall_at(np.array(relevance, np.int64), k, least) == pytest.approx(expected, nan_ok=True)


def test_measures_of_a_list_worked_by_hand() -> None:
    relevance = np.array([0, 3, 1])
    assert ndcg_at(relevance, 3) == pytest.approx((7 / log2(3) + 1 / 2) / (7 + 1 / log2(3)))
    assert (reciprocal_rank(relevance), reciprocal_rank(relevance, 4)) == (0.5, pytest.approx(nan, nan_ok=True))
    assert (recall_at(relevance, 2), recall_at(relevance, 2, 3)) == (0.5, 1.0)


def test_a_bootstrap_interval_holds_the_mean_and_narrows_with_more_lists() -> None:
    generator = np.random.Generator(np.random.PCG64(1))
    few, many = generator.random(30), generator.random(3_000)
    intervals = [bootstrap_interval(values, seed=2) for values in (few, many)]
    for values, (low, high) in zip((few, many), intervals, strict=True):
        assert low < values.mean() < high
    assert intervals[0][1] - intervals[0][0] > 5 * (intervals[1][1] - intervals[1][0])
    assert bootstrap_interval(few, seed=2) == intervals[0]
    assert bootstrap_interval(np.concatenate([few, [np.nan] * 5]), seed=2) == intervals[0]
    assert all(isnan(bound) for bound in bootstrap_interval(np.array([np.nan]), seed=2))
