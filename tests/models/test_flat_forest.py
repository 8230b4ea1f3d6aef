"""Forests of small trees as tables, against LightGBM: margins to the last bit, contributions to the rounding of a sum."""

from functools import lru_cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.features import FEATURES
from matching.protocols import Float64
from models.baselines import HandWeightedRanker
from models.flat_forest import FlatForest, flatten
from models.forests import Forest, grow
from models.settings import Growth

F = len(FEATURES)


@lru_cache(maxsize=4)
def forest(leaves: int, rounds: int = 12) -> Forest:
    """Grown on features of which some are missing, many are 0 and all have other scales."""
    draw = np.random.Generator(np.random.PCG64(leaves))
    rows = draw.random((600, F)) * draw.choice([0.01, 1.0, 90.0], F) - draw.choice([0.0, 0.5], F)
    rows[draw.random(rows.shape) < 0.2] = np.nan
    rows[draw.random(rows.shape) < 0.2] = 0.0
    aim = np.nan_to_num(rows[:, :6]).sum(axis=1) + draw.random(600)
    growth = Growth(rounds=rounds, leaves=leaves, rate=0.1, least_rows=5, columns=0.6)
    return grow(rows, lambda m: (m - aim, np.ones(600)), growth, rounds=rounds, seed=3, threads=1, bins=63)


def flat(leaves: int) -> FlatForest:
    found = forest(leaves).flat
    assert found is not None
    return found


EDGES = st.sampled_from([np.nan, 0.0, -0.0, 1e-35, -1e-35, 1e-36, 2e-35, np.inf, -np.inf, 1e300])


@settings(max_examples=40, deadline=None)
@given(leaves=st.sampled_from([2, 4, 7, 8]), seed=st.integers(0, 10_000), edges=st.lists(EDGES, min_size=1, max_size=40))
def test_the_tables_say_what_lightgbm_says(leaves: int, seed: int, edges: list[float]) -> None:
    draw = np.random.Generator(np.random.PCG64(seed))
    one, table = forest(leaves), flat(leaves)
    rows = draw.normal(size=(160, F)) * draw.choice([0.01, 1.0, 90.0], F)
    rows[draw.random(rows.shape) < 0.2] = np.nan
    for value in edges:
        rows[draw.integers(160), draw.integers(F)] = value
    for split in draw.integers(len(table.feature), size=80):
        limit = table.threshold[split]
        beside = (limit, np.nextafter(limit, -np.inf), np.nextafter(limit, np.inf))
        rows[draw.integers(160), table.feature[split]] = beside[draw.integers(3)]
    assert np.array_equal(table.margins(rows), one.plain_margins(rows))
    assert np.array_equal(table.margins(rows, 5), one.plain_margins(rows, 5))
    shares = one.plain_shares(rows)
    np.testing.assert_allclose(table.shares(rows), shares, rtol=0, atol=1e-12 * max(1.0, float(np.abs(shares).max())))


def test_a_row_is_read_alone() -> None:
    rows = np.random.Generator(np.random.PCG64(1)).normal(size=(300, F))
    together = flat(7).shares(rows), flat(7).margins(rows)
    for row in (0, 127, 128, 299):
        assert np.array_equal(flat(7).shares(rows[row : row + 1])[0], together[0][row])
        assert flat(7).margins(rows[row : row + 1])[0] == together[1][row]


def test_larger_trees_are_left_to_lightgbm() -> None:
    one = forest(12)
    assert one.flat is None
    rows = np.zeros((300, F))
    assert np.array_equal(one.margins(rows), one.plain_margins(rows))
    assert np.array_equal(one.shares(rows), one.plain_shares(rows))


def test_it_can_be_done_without() -> None:
    assert forest(7).by_lightgbm().flat is None


@pytest.mark.parametrize(
    ("old", "new"), [("num_cat=0", "num_cat=1"), ("is_linear=0", "is_linear=1"), ("decision_type=", "decision_type=6 ")]
)
def test_trees_that_split_otherwise_are_left_to_lightgbm(old: str, new: str) -> None:
    assert flatten(forest(7).text.replace(old, new, 1), F) is None


def test_a_table_of_another_width_is_refused() -> None:
    with pytest.raises(ValueError, match=rf"takes \(n, {F}\)"):
        flat(7).margins(np.zeros((2, F + 1)))


def test_many_rows_of_the_hand_weights_are_added_as_few_are() -> None:
    hand = HandWeightedRanker.load()
    rows: Float64 = np.random.Generator(np.random.PCG64(2)).random((400, F)) * 40
    rows[::3, ::2] = np.nan
    assert np.array_equal(hand.score(rows), np.concatenate([hand.score(rows[place : place + 1]) for place in range(400)]))
