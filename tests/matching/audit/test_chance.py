"""Exact figures against other ways to work them out."""

from itertools import combinations
from math import comb

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binomtest, fisher_exact, nchypergeom_fisher
from scipy.stats.contingency import odds_ratio

from matching.audit.chance import Pool, difference_interval, holm, share_interval


@st.composite
def pools(draw: st.DrawFn) -> tuple[int, int, int, int]:
    group, others = draw(st.integers(1, 40)), draw(st.integers(1, 40))
    count, rest = draw(st.integers(0, group)), draw(st.integers(0, others))
    return count, group, count + rest, group + others


@given(st.integers(1, 60).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))))
@settings(deadline=None)
def test_share_interval_is_that_of_the_exact_binomial_test(case: tuple[int, int]) -> None:
    wanted = binomtest(*case).proportion_ci(method="exact")
    assert share_interval(*case) == pytest.approx((wanted.low, wanted.high), abs=1e-9)


@given(pools())
@settings(deadline=None)
def test_p_value_is_fishers(case: tuple[int, int, int, int]) -> None:
    count, group, selected, pool = case
    rest = selected - count
    wanted = fisher_exact([[count, group - count], [rest, pool - group - rest]]).pvalue
    assert Pool(*case).p_value() == pytest.approx(wanted, abs=1e-9)


def test_p_value_counts_the_ways_to_choose() -> None:
    # Of 4 women and 4 men 4 are chosen; only 1 woman is. Of all 70 choices 34 are at least as rare.
    rare = sum(sum(person < 4 for person in chosen) in (0, 1, 3, 4) for chosen in combinations(range(8), 4))
    assert Pool(1, 4, 4, 8).p_value() == pytest.approx(rare / comb(8, 4))


@given(pools())
@settings(deadline=None)
def test_usual_counts_hold_all_but_the_rarest(case: tuple[int, int, int, int]) -> None:
    _, group, selected, pool = case
    low, high = Pool(*case).usual()
    ways = {
        x: comb(group, x) * comb(pool - group, selected - x)
        for x in range(max(0, selected - pool + group), min(group, selected) + 1)
    }
    total = comb(pool, selected)
    assert sum(ways[x] for x in ways if low <= x <= high) >= 0.95 * total - 1e-9 * total
    assert sum(ways[x] for x in ways if x < low) <= 0.025 * total + 1e-9 * total
    assert sum(ways[x] for x in ways if x > high) <= 0.025 * total + 1e-9 * total


@given(pools())
@settings(deadline=None)
def test_ratio_interval_holds_the_ratio_and_agrees_with_the_test(case: tuple[int, int, int, int]) -> None:
    found = Pool(*case)
    low, high = found.ratio_interval()
    if found.ratio is not None:
        assert low <= found.ratio + 1e-4
        assert high is None or found.ratio <= high + 1e-4
    # An interval that leaves out 1 means that one tail alone is under half of five in a hundred.
    if low > 1 + 1e-4 or (high is not None and high < 1 - 1e-4):
        assert found.p_value() < 0.05 + 1e-9


@pytest.mark.parametrize("case", [(10, 40, 40, 100), (3, 12, 20, 50), (25, 30, 60, 90)])
def test_ratio_interval_is_that_of_the_odds_told_as_ratios(case: tuple[int, int, int, int]) -> None:
    count, group, selected, pool = case
    rest, others = selected - count, pool - group
    odds = odds_ratio([[count, rest], [group - count, others - rest]]).confidence_interval()
    means = [float(nchypergeom_fisher.mean(pool, group, selected, odd)) for odd in odds]
    wanted = [mean / group / ((selected - mean) / others) for mean in means]
    found = Pool(*case)
    assert found.ratio == pytest.approx(count / group / (rest / others))
    assert found.ratio_interval() == pytest.approx(wanted, rel=1e-4)


def test_ratio_has_no_end_where_the_rest_may_be_none() -> None:
    assert Pool(5, 10, 5, 20).ratio is None
    assert Pool(5, 10, 5, 20).ratio_interval()[1] is None


@pytest.mark.parametrize("case", [(5, 4, 5, 10), (1, 4, 0, 10), (0, 0, 1, 2), (0, 5, 5, 5), (0, 4, 5, 8)])
def test_impossible_counts_are_refused(case: tuple[int, int, int, int]) -> None:
    with pytest.raises(ValueError, match=r"\d+ of "):
        Pool(*case)


def test_difference_interval_of_equal_shares_holds_zero() -> None:
    low, high = difference_interval((20, 50), (40, 100))
    assert low < 0 < high
    assert difference_interval((45, 50), (10, 50))[0] > 0


def test_difference_interval_turns_round_with_its_sides() -> None:
    low, high = difference_interval((12, 40), (33, 60))
    assert difference_interval((33, 60), (12, 40)) == pytest.approx((-high, -low))


def test_holm_stops_at_the_first_that_falls() -> None:
    assert holm([0.04, 0.001, 0.02]) == [True, True, True]
    assert holm([0.04, 0.001, 0.03]) == [False, True, False]
    assert holm([]) == []
