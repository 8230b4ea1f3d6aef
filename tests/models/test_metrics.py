"""Each measure against a slow, obvious second version."""

from itertools import product
from math import isnan, log2, nan

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.metrics import (
    calibration_bins,
    calibration_error,
    calibration_table,
    cluster_interval,
    ndcg_at,
    recall_at,
    reciprocal_rank,
    resampled,
    sum_at,
)

lists_of_grades = st.lists(st.lists(st.integers(0, 4), min_size=1, max_size=25), min_size=1, max_size=5)
lists_of_marks = st.lists(st.lists(st.booleans(), min_size=1, max_size=25), min_size=1, max_size=5)
depths = st.integers(1, 30)


def joined(lists: list[list[int]] | list[list[bool]]) -> np.ndarray:
    return np.array([value for one in lists for value in one])


def sizes_of(lists: list[list[int]] | list[list[bool]]) -> np.ndarray:
    return np.array([len(one) for one in lists], np.int64)


def slow_dcg(relevance: list[int], k: int) -> float:
    total = 0.0
    for rank, grade in enumerate(relevance, start=1):
        if rank <= k:
            total += (2**grade - 1) / log2(rank + 1)
    return total


def slow_ndcg(relevance: list[int], k: int) -> float:
    best = slow_dcg(sorted(relevance, reverse=True), k)
    return slow_dcg(relevance, k) / best if best else nan


@given(lists=lists_of_grades, k=depths)
def test_ndcg_equals_the_slow_version(lists: list[list[int]], k: int) -> None:
    expected = [slow_ndcg(one, k) for one in lists]
    assert ndcg_at(joined(lists), sizes_of(lists), k) == pytest.approx(expected, nan_ok=True)


@given(lists=lists_of_grades, k=depths)
def test_the_best_order_has_ndcg_1_and_moving_a_higher_grade_up_never_lowers_it(lists: list[list[int]], k: int) -> None:
    best = [sorted(one, reverse=True) for one in lists]
    found = ndcg_at(joined(best), sizes_of(best), k)
    assert found == pytest.approx([1.0 if max(one) else nan for one in best], nan_ok=True)
    for one in lists:
        for place in range(len(one) - 1):
            if one[place] < one[place + 1]:
                better = [*one[:place], one[place + 1], one[place], *one[place + 2 :]]
                both = ndcg_at(np.array(better + one), np.array([len(one)] * 2), k)
                assert isnan(both[0]) or both[0] >= both[1]


@given(lists=lists_of_marks)
def test_reciprocal_rank_equals_the_slow_version(lists: list[list[bool]]) -> None:
    expected = []
    for one in lists:
        value = nan
        for rank in range(len(one), 0, -1):
            if one[rank - 1]:
                value = 1 / rank
        expected.append(value)
    assert reciprocal_rank(joined(lists), sizes_of(lists)) == pytest.approx(expected, nan_ok=True)


@given(lists=lists_of_marks, k=depths)
def test_recall_equals_the_slow_version(lists: list[list[bool]], k: int) -> None:
    expected = [sum(one[:k]) / sum(one) if any(one) else nan for one in lists]
    assert recall_at(joined(lists), sizes_of(lists), k) == pytest.approx(expected, nan_ok=True)
    assert sum_at(joined(lists), sizes_of(lists), k).tolist() == [sum(one[:k]) for one in lists]


def test_measures_of_two_lists_worked_by_hand() -> None:
    relevance, sizes = np.array([0, 3, 1, 0, 0]), np.array([3, 2])
    hired = relevance >= 3
    assert ndcg_at(relevance, sizes, 3) == pytest.approx([(7 / log2(3) + 1 / 2) / (7 + 1 / log2(3)), nan], nan_ok=True)
    assert reciprocal_rank(hired, sizes) == pytest.approx([0.5, nan], nan_ok=True)
    assert recall_at(relevance >= 1, sizes, 2) == pytest.approx([0.5, nan], nan_ok=True)
    assert sum_at(np.array([0.5, 0.25, 0.125, 0.5, 0.25]), sizes, 2).tolist() == [0.75, 0.75]


def test_resampling_equals_every_draw_of_two_units() -> None:
    parts = np.array([[1.0, 10.0], [2.0, 40.0]])
    drawn = resampled(parts, seed=3, draws=4_000)
    every = {tuple((parts[i] + parts[j]).tolist()) for i, j in product(range(2), repeat=2)}
    assert set(map(tuple, drawn.tolist())) == every
    assert float((drawn[:, 0] == 3.0).mean()) == pytest.approx(0.5, abs=0.03)
    assert np.array_equal(drawn, resampled(parts, seed=3, draws=4_000))
    assert np.array_equal(drawn[:, :1], resampled(parts[:, :1], seed=3, draws=4_000))


def test_resampling_in_portions_has_the_spread_of_a_mean() -> None:
    values = np.random.Generator(np.random.PCG64(1)).normal(0, 1, 3_000)
    means = resampled(values[:, None], seed=2, draws=2_000)[:, 0] / len(values)
    assert float(means.std()) == pytest.approx(float(values.std()) / len(values) ** 0.5, rel=0.1)
    assert float(means.mean()) == pytest.approx(float(values.mean()), abs=0.002)


def test_an_interval_over_whole_units_holds_the_mean_and_widens_when_lists_share_their_luck() -> None:
    generator = np.random.Generator(np.random.PCG64(1))
    luck = np.repeat(generator.normal(0, 1, 40), 10)
    alone = cluster_interval(luck, np.arange(400), seed=2)
    together = cluster_interval(luck, np.repeat(np.arange(40), 10), seed=2)
    for low, high in (alone, together):
        assert low < luck.mean() < high
    assert together[1] - together[0] > 2 * (alone[1] - alone[0])
    assert cluster_interval(np.r_[luck, nan], np.r_[np.arange(400), 7], seed=2) == alone
    assert all(isnan(bound) for bound in cluster_interval(np.array([nan]), np.array([0]), seed=2))


@given(st.lists(st.sampled_from([0.0, 0.1, 0.1, 0.4, 0.5, 0.9, 1.0]), min_size=1, max_size=60), st.integers(1, 15))
def test_bins_keep_the_order_and_equal_forecasts_together(told: list[float], bins: int) -> None:
    chance = np.array(told)
    found = calibration_bins(chance, bins)
    assert 0 <= found.min() <= found.max() < bins
    order = np.argsort(chance)
    assert (np.diff(found[order]) >= 0).all()
    assert all(len(set(found[chance == value].tolist())) == 1 for value in set(told))


def test_bins_of_different_forecasts_are_of_equal_mass() -> None:
    found = calibration_bins(np.random.Generator(np.random.PCG64(2)).random(1_500), 15)
    assert np.bincount(found).tolist() == [100] * 15


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), max_size=60), st.integers(1, 12))
def test_calibration_table_sums_up_to_the_error(pairs: list[tuple[float, bool]], bins: int) -> None:
    chance, happened = np.array([one for one, _ in pairs]), np.array([came for _, came in pairs], np.bool_)
    table = calibration_table(chance, happened, bins)
    rows = sum(of for _, _, of in table)
    assert rows == len(pairs)
    assert [told for told, _, _ in table] == sorted(told for told, _, _ in table)
    if pairs:
        gaps = sum(of * abs(told - came) for told, came, of in table)
        assert gaps / rows == pytest.approx(calibration_error(chance, happened, bins))


def test_calibration_table_leaves_unknown_forecasts_out() -> None:
    chance, happened = np.array([0.2, 0.2, 0.8, nan]), np.array([True, False, True, True])
    assert calibration_table(chance, happened, 2) == ((pytest.approx(0.2), 0.5, 2), (pytest.approx(0.8), 1.0, 1))
    assert calibration_table(np.array([nan]), np.array([True])) == ()


def test_calibration_error_worked_by_hand() -> None:
    chance = np.array([0.2, 0.2, 0.2, 0.2, 0.8, 0.8, nan])
    happened = np.array([True, False, False, False, True, False, True])
    assert calibration_error(chance, happened, bins=2) == pytest.approx((4 * 0.05 + 2 * 0.3) / 6)
    assert isnan(calibration_error(np.array([nan]), np.array([True])))
