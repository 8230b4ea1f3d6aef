"""Exploration: each pair's chance is what it is said to be, and nobody comes in from outside."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.exploration import MOST_EXPLORED, exploration_seed, explore

shares = st.floats(0, MOST_EXPLORED)
sizes = st.integers(0, 30)
seeds = st.integers(0, 2**32)


@given(rows=sizes, keep=st.integers(1, 12), share=shares, pool=st.integers(0, 20), seed=seeds)
def test_exploring_only_moves_rows_between_the_list_and_its_pool(rows: int, keep: int, share: float, pool: int, seed: int) -> None:
    order = np.arange(100, 100 + rows)
    found, chance = explore(order, keep, share, pool, seed)
    again, same = explore(order, keep, share, pool, seed)
    assert (found.tolist(), chance.tolist()) == (again.tolist(), same.tolist())
    assert sorted(found.tolist()) == order.tolist()
    assert found[keep + pool :].tolist() == order[keep + pool :].tolist()
    moved = found != order
    # Every change is a swap of one on the list with one below it.
    assert moved[:keep].sum() == moved[keep:].sum()
    assert all(row >= 100 + keep for row in found[:keep][moved[:keep]])


@given(rows=sizes, keep=st.integers(1, 12), share=shares, pool=st.integers(0, 20), seed=seeds)
def test_the_chances_of_a_place_add_up_to_one_and_are_settled_by_the_order(
    rows: int, keep: int, share: float, pool: int, seed: int
) -> None:
    order = np.arange(rows)
    found, chance = explore(order, keep, share, pool, seed)
    _, settled = explore(order, keep, share, pool, seed + 1)
    of_row = dict(zip(found.tolist(), chance.tolist(), strict=True))
    again, _ = explore(order, keep, share, pool, seed + 1)
    assert of_row == dict(zip(again.tolist(), settled.tolist(), strict=True))
    assert sum(of_row.values()) == pytest.approx(min(keep, rows))


def test_chances_worked_by_hand() -> None:
    # Places 0, 1, 2; rows 3, 4, 5, 6 are dealt to places 2, 1, 0, 2; row 7 is out of reach.
    found, chance = explore(np.arange(8), 3, 0.1, 4, seed=1)
    expected = {0: 0.9, 1: 0.9, 2: 0.9, 3: 0.05, 4: 0.1, 5: 0.1, 6: 0.05, 7: 0.0}
    assert dict(zip(found.tolist(), chance.tolist(), strict=True)) == pytest.approx(expected)
    # One row below the list: only the last place is open.
    found, chance = explore(np.arange(4), 3, 0.1, 4, seed=1)
    assert dict(zip(found.tolist(), chance.tolist(), strict=True)) == pytest.approx({0: 1.0, 1: 1.0, 2: 0.9, 3: 0.1})


def test_the_chances_are_those_of_the_draw() -> None:
    keep, rows, draws, share = 4, 12, 40_000, 0.2
    shown = np.zeros((rows, keep))
    together = 0
    for seed in range(draws):
        found, _ = explore(np.arange(rows), keep, share, 6, seed)
        shown[found[:keep], np.arange(keep)] += 1
        together += int(found[0] != 0 and found[1] != 1)
    chance = np.zeros((rows, keep))
    for place in range(keep):
        chance[place, place] = 1 - share
    for row, place, among in ((4, 3, 2), (5, 2, 2), (6, 1, 1), (7, 0, 1), (8, 3, 2), (9, 2, 2)):
        chance[row, place] = share / among
    spread = np.sqrt(chance * (1 - chance) / draws)
    assert (np.abs(shown / draws - chance) <= 5 * spread).all()
    # Places are explored independently of each other.
    assert together / draws == pytest.approx(share**2, abs=5 * (share**2 / draws) ** 0.5)


def test_no_share_changes_nothing() -> None:
    found, chance = explore(np.array([3, 1, 2]), 2, 0.0, 40, seed=1)
    assert (found.tolist(), chance.tolist()) == ([3, 1, 2], [1.0, 1.0, 0.0])


@pytest.mark.parametrize("share", [-0.01, 0.21, float("nan")])
def test_a_share_that_is_no_small_part_is_refused(share: float) -> None:
    with pytest.raises(ValueError, match="cannot be explored"):
        explore(np.arange(3), 2, share, 40, seed=1)


def test_each_posting_draws_for_itself() -> None:
    assert exploration_seed(1, "a") == exploration_seed(1, "a")
    assert len({exploration_seed(seed, posting) for seed in (1, 2) for posting in ("a", "b")}) == 4
