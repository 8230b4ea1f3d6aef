"""Lists drawn by lot."""

from itertools import combinations, product

import numpy as np
import pytest

from matching.audit.lot import Lot, draw_lots

ALLOWED = [[0, 1, 2], [1, 2, 3, 4], [4], []]
LENGTHS = [1, 2, 1, 3]


def lots(seed: int = 7, draws: int = 4_000) -> Lot:
    return draw_lots(lambda posting: np.array(ALLOWED[posting], np.int64), np.array(LENGTHS, np.int64), 6, seed, draws)


def test_chance_is_that_of_all_possible_lists() -> None:
    choices = [list(combinations(rows, min(length, len(rows)))) for rows, length in zip(ALLOWED, LENGTHS, strict=True)]
    outcomes = [set().union(*map(set, chosen)) for chosen in product(*choices)]
    wanted = [sum(person in listed for listed in outcomes) / len(outcomes) for person in range(6)]
    assert lots().chance == pytest.approx(wanted)


def test_draws_come_near_the_chance_and_are_repeated_by_the_seed() -> None:
    found = lots()
    assert found.drawn.mean(axis=0) == pytest.approx(found.chance, abs=0.03)
    assert np.array_equal(found.drawn, lots().drawn)
    assert not np.array_equal(found.drawn, lots(seed=8).drawn)


def test_every_draw_keeps_to_the_rules_and_the_lengths() -> None:
    found = lots(draws=50)
    assert not found.drawn[:, 5].any()
    assert found.drawn[:, 4].all()
    assert found.drawn[:, :4].sum(axis=1).max() <= 3


def test_shares_and_their_usual_range() -> None:
    found = lots()
    among = np.array([True, True, False, False, False, False])
    low, high = found.usual(among)
    assert found.share(among) == pytest.approx(found.chance[:2].mean())
    assert low <= found.share(among) <= high
