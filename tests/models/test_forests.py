"""Forests: grown along a gradient, kept as text, cut and joined without changing what they say."""

import numpy as np
import pytest

from matching.features import FEATURES
from matching.protocols import Float64
from models.attention import read_gradient
from models.folders import ArtefactError
from models.forests import Forest, can_grow, chance_of, grow, join_forests, logit
from models.settings import Growth
from tests.models.lists import some_lists

GROWTH = Growth(rounds=30, leaves=5, rate=0.1, least_rows=20, columns=0.7)
DATA = some_lists(1)


def grown(seed: int = 1, threads: int = 1, rounds: int = 30, start: Float64 | None = None) -> Forest:
    gradient = read_gradient(DATA.interested, np.ones(len(DATA)))
    return grow(DATA.features, gradient, GROWTH, rounds=rounds, seed=seed, threads=threads, bins=63, start=start)


@pytest.fixture(scope="module")
def forest() -> Forest:
    return grown()


def test_equal_input_gives_equal_text_on_any_number_of_threads(forest: Forest) -> None:
    assert grown().text == forest.text
    assert grown(threads=2).text == forest.text
    assert grown(seed=2).text != forest.text


def test_it_tells_the_outcomes_it_was_grown_on(forest: Forest) -> None:
    margins = forest.margins(DATA.features)
    assert margins[DATA.interested].mean() > margins[~DATA.interested].mean() + 0.5


def test_read_again_it_says_the_same(forest: Forest) -> None:
    np.testing.assert_array_equal(Forest.of(forest.text).margins(DATA.features), forest.margins(DATA.features))


def test_shares_add_up_to_the_margin(forest: Forest) -> None:
    shares = forest.shares(DATA.features)
    assert shares.shape == (len(DATA), len(FEATURES) + 1)
    np.testing.assert_allclose(shares.sum(axis=1), forest.margins(DATA.features), atol=1e-9)
    assert len(set(shares[:, -1].tolist())) == 1


def test_the_first_trees_alone_say_what_they_said_within_the_whole(forest: Forest) -> None:
    short = forest.first(10)
    assert (short.trees, forest.first(99).trees) == (10, 30)
    np.testing.assert_array_equal(short.margins(DATA.features), forest.margins(DATA.features, 10))
    np.testing.assert_array_equal(forest.margins(DATA.features, 0), np.zeros(len(DATA)))


def test_joined_forests_say_the_sum_and_are_kept_as_one(forest: Forest) -> None:
    second = grown(seed=5, rounds=7, start=forest.margins(DATA.features))
    joined = join_forests([forest, second])
    assert joined.trees == 37
    expected = forest.margins(DATA.features) + second.margins(DATA.features)
    np.testing.assert_allclose(joined.margins(DATA.features), expected, atol=1e-12)
    np.testing.assert_allclose(Forest.of(joined.text).first(30).margins(DATA.features), forest.margins(DATA.features), atol=1e-12)
    np.testing.assert_allclose(joined.gain, forest.gain + second.gain)
    np.testing.assert_allclose(joined.shares(DATA.features).sum(axis=1), expected, atol=1e-9)
    with pytest.raises(ValueError, match="no forests to join"):
        join_forests([])


def test_more_of_a_directed_feature_never_turns_the_margin_the_other_way(forest: Forest) -> None:
    before = forest.margins(DATA.features)
    for column, feature in enumerate(FEATURES):
        more = DATA.features.copy()
        more[:, column] += 0.7
        assert ((forest.margins(more) - before) * feature.direction >= -1e-12).all(), feature.name


def test_too_few_rows_or_nothing_to_part_them_by_grow_nothing() -> None:
    assert can_grow(DATA.features[:40], GROWTH)
    assert not can_grow(DATA.features[:39], GROWTH)
    assert not can_grow(np.full((100, len(FEATURES)), np.nan), GROWTH)
    assert not can_grow(np.ones((100, len(FEATURES))), GROWTH)
    half_missing = np.full((100, len(FEATURES)), np.nan)
    half_missing[:50, 0] = 1
    assert can_grow(half_missing, GROWTH)


def test_no_rows_have_no_margins(forest: Forest) -> None:
    empty = np.zeros((0, len(FEATURES)))
    assert (forest.margins(empty).shape, forest.shares(empty).shape) == ((0,), (0, len(FEATURES) + 1))


def test_a_text_that_is_no_forest_of_these_features_is_refused(forest: Forest) -> None:
    with pytest.raises(ArtefactError, match="not readable by LightGBM"):
        Forest.of("tree\nversion=v4\n")
    with pytest.raises(ArtefactError, match="another feature table"):
        Forest.of(forest.text.replace(" skills_covered ", " ability_level ", 1))


def test_a_chance_and_its_margin_belong_together() -> None:
    margins = np.array([-800.0, -3.0, 0.0, 2.0, 800.0])
    np.testing.assert_allclose(chance_of(margins), [0, 1 / (1 + np.exp(3)), 0.5, 1 / (1 + np.exp(-2)), 1], atol=1e-15)
    assert logit(float(chance_of(np.array([1.25]))[0])) == pytest.approx(1.25)
