"""The position bias: found where it is, not found where it is not, although the best stand on top."""

from dataclasses import replace

import numpy as np
import pytest

from models.attention import (
    FULL_ATTENTION,
    Attention,
    estimate_attention,
    expected_interest,
    learnable,
    read_gradient,
)
from models.forests import chance_of
from models.lists import Lists
from tests.models.lists import lists_and_truth, some_lists


def naive_fall(lists: Lists) -> float:
    """What one would read off who showed interest where: the slope of log interest against log place."""
    places = np.arange(1, 11)
    rates = np.array([lists.interested[lists.position == place].mean() for place in places])
    return float(-np.polyfit(np.log(places), np.log(rates), 1)[0])


@pytest.mark.parametrize(("eta", "seed"), [(0.0, 1), (0.4, 2), (0.4, 3), (1.0, 4)])
def test_the_fall_of_attention_is_found_although_the_best_stand_on_top(eta: float, seed: int) -> None:
    lists = some_lists(seed, lists=900, eta=eta)
    found = estimate_attention(lists, seed=1)
    assert found.eta == pytest.approx(eta, abs=0.1)
    assert naive_fall(lists) > eta + 0.2
    truth = np.arange(1, 16) ** -eta
    np.testing.assert_allclose(found.curve, truth, atol=0.12)
    assert found.rows == len(lists)


def test_the_curve_starts_at_one_and_never_rises() -> None:
    curve = np.array(estimate_attention(some_lists(5, lists=300), seed=1).curve)
    assert curve[0] == 1
    assert (np.diff(curve) <= 0).all()
    assert (curve > 0).all()


def test_equal_lists_and_seed_give_equal_bytes() -> None:
    lists = some_lists(6, lists=150)
    once = estimate_attention(lists, seed=1)
    assert estimate_attention(lists, seed=1, threads=2).to_bytes() == once.to_bytes()
    assert Attention.from_bytes(once.to_bytes()) == once


def test_of_very_many_pairs_a_part_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    lists = some_lists(7, lists=300)
    monkeypatch.setattr("models.attention._MOST", len(lists) // 2 + 100)
    rows = lists.list_of % 2 == 0
    part = lists._keep(rows)
    found = estimate_attention(lists, seed=1)
    assert found == estimate_attention(part, seed=1)
    assert found.rows == int(rows.sum())


def test_a_place_has_its_chance_and_no_place_is_surely_read() -> None:
    attention = Attention((1.0, 0.5, 0.25), 1.0, 10)
    assert attention.at(np.array([1, 2, 3, 99, 0])).tolist() == [1.0, 0.5, 0.25, 0.25, 1.0]
    assert FULL_ATTENTION.at(np.array([0, 1, 50])).tolist() == [1.0, 1.0, 1.0]


def test_too_few_outcomes_or_no_places_are_not_guessed_from() -> None:
    assert estimate_attention(some_lists(1, lists=5), seed=1) == FULL_ATTENTION
    lists = some_lists(1)
    assert estimate_attention(replace(lists, position=np.zeros_like(lists.position)), seed=1) == FULL_ATTENTION


def test_only_pairs_that_were_shown_can_tell_anything() -> None:
    lists = some_lists(1, lists=3)
    position = lists.position.copy()
    first = lists.list_of == 0
    position[first] = 0
    hidden = np.flatnonzero(lists.list_of == 1)[:2]
    position[hidden] = 0
    expected = np.ones(len(lists), np.bool_)
    expected[hidden] = False
    np.testing.assert_array_equal(learnable(replace(lists, position=position)), expected)


def test_the_gradient_is_the_slope_of_the_likelihood() -> None:
    _, truth = lists_and_truth(3, lists=20)
    generator = np.random.Generator(np.random.PCG64(1))
    interested, margins = generator.random(len(truth.read)) < 0.4, generator.normal(size=len(truth.read))

    def loss(at: np.ndarray) -> np.ndarray:
        p = truth.read * chance_of(at)
        return -np.log(np.where(interested, p, 1 - p))

    slope, curvature = read_gradient(interested, truth.read)(margins)
    np.testing.assert_allclose(slope, (loss(margins + 1e-6) - loss(margins - 1e-6)) / 2e-6, atol=1e-6)
    assert (curvature > 0).all()


def test_silence_means_less_where_little_is_read() -> None:
    theta, gamma = np.array([1.0, 0.5, 0.01, 0.5]), np.full(4, 0.5)
    expected = expected_interest(np.array([False, False, False, True]), theta, gamma)
    np.testing.assert_allclose(expected, [0.0, 1 / 3, 0.495 / 0.995, 1.0])
