"""Draws are seeded, independent of each other and keep their shares."""

import numpy as np
import pytest

from data.synthetic.draws import Dice, choose, choose_by, fill, stream


def test_stream_depends_on_seed_and_purpose_alone() -> None:
    def first(seed: int, purpose: str) -> int:
        return int(stream(seed, purpose).integers(0, 1 << 62))

    assert first(3, "people") == first(3, "people")
    assert len({first(3, "people"), first(3, "postings"), first(4, "people")}) == 3


def test_choose_never_takes_what_has_no_weight_and_keeps_shares() -> None:
    counts = np.bincount(choose(stream(1, "t"), [0, 3, 0, 1], 40_000), minlength=4) / 40_000
    assert (counts[0], counts[2]) == (0.0, 0.0)
    assert counts[1] == pytest.approx(0.75, abs=0.01)


def test_choose_by_draws_each_row_with_its_own_weights() -> None:
    rows = np.repeat([0, 1], 5_000)
    found = choose_by(stream(1, "t"), [[1, 0, 0], [0, 1, 3]], rows)
    assert set(found[:5_000].tolist()) == {0}
    assert (found[5_000:] == 2).mean() == pytest.approx(0.75, abs=0.03)


@pytest.mark.parametrize(
    ("shares", "size", "counts"),
    [([0.5, 0.3, 0.2], 10, [5, 3, 2]), ([0.98, 0.01, 0.01], 10, [8, 1, 1]), ([0.5, 0.3, 0.2], 2, [1, 1, 0])],
)
def test_fill_is_near_the_shares_with_one_each_where_size_allows(shares: list[float], size: int, counts: list[int]) -> None:
    assert np.bincount(fill(stream(2, "t"), shares, size), minlength=3).tolist() == counts


def test_dice_pick_in_range_and_draw_different_options() -> None:
    dice = Dice(stream(5, "t"), block=16)
    assert {dice.between(2, 4) for _ in range(200)} == {2, 3, 4}
    assert sorted(dice.several("abc", 5)) == ["a", "b", "c"]
    assert len(set(dice.several("abcdefgh", 4))) == 4
    assert {dice.chance(0.0) for _ in range(50)} == {False}
    assert {dice.chance(1.0) for _ in range(50)} == {True}
