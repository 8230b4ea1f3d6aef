"""The alternatives: real rivals that learn from the same lists, and one suite for all of them."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest

from matching.features import FEATURES, POSITION
from models.alternatives import Plain, Scorer, fit_alternatives
from models.attention import Attention
from models.baselines import HandWeightedRanker
from models.choosing import Judge
from tests.models.lists import MISLEADING, some_lists

NAMES = ("logistic regression", "pointwise LightGBM", "scikit-learn histogram boosting", "pairwise linear")
CURVE = Attention(tuple((np.arange(1, 16) ** -1.0).tolist()), 1.0, 1)
LISTS = some_lists(1, lists=400, eta=1.0, misled=True)


@pytest.fixture(scope="module")
def fitted() -> Mapping[str, Scorer]:
    return fit_alternatives(LISTS, seed=1)


@pytest.fixture(scope="module")
def again() -> Mapping[str, Scorer]:
    return fit_alternatives(LISTS, seed=1)


@pytest.fixture(scope="module")
def corrected() -> Mapping[str, Scorer]:
    return fit_alternatives(LISTS, CURVE, seed=1)


def test_there_are_four(fitted: Mapping[str, Scorer]) -> None:
    assert tuple(fitted) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_each_orders_unseen_lists_better_than_the_hand_weights_do(fitted: Mapping[str, Scorer], name: str) -> None:
    judge = Judge.of(some_lists(99, lists=300, eta=0.0))
    assert judge.ndcg(fitted[name].score(judge.features)) > judge.ndcg(HandWeightedRanker.load().score(judge.features)) + 0.03


@pytest.mark.parametrize("name", NAMES)
def test_what_only_put_people_on_top_weighs_less_when_it_is_known_how_attention_falls(
    fitted: Mapping[str, Scorer], corrected: Mapping[str, Scorer], name: str
) -> None:
    features = some_lists(98, lists=100).features
    more = features.copy()
    features[:, POSITION[MISLEADING]], more[:, POSITION[MISLEADING]] = 0.2, 0.8
    weighs = [
        float(np.mean(one.score(more) - one.score(features)) / one.score(features).std()) for one in (corrected[name], fitted[name])
    ]
    assert weighs[1] > 0.3
    assert abs(weighs[0]) < 0.5 * weighs[1]


@pytest.mark.parametrize("name", NAMES)
def test_each_gives_equal_scores_for_equal_input_and_for_a_row_alone(
    fitted: Mapping[str, Scorer], again: Mapping[str, Scorer], name: str
) -> None:
    features = some_lists(7, lists=10).features
    scores = fitted[name].score(features)
    assert np.isfinite(scores).all()
    np.testing.assert_array_equal(again[name].score(features), scores)
    np.testing.assert_array_equal(fitted[name].score(features[3:4]), scores[3:4])
    assert fitted[name].score(np.zeros((0, len(FEATURES)))).shape == (0,)
    with pytest.raises(ValueError, match="a ranker takes"):
        fitted[name].score(features[:, :3])


def test_one_outcome_is_refused() -> None:
    none = np.zeros(len(LISTS), np.bool_)
    silent = replace(LISTS, interested=none, interviewed=none, offered=none, hired=none, retained=none)
    with pytest.raises(ValueError, match="one outcome only"):
        fit_alternatives(silent, seed=1)


def test_a_feature_that_nobody_has_is_no_hindrance_and_moves_nothing() -> None:
    features = LISTS.features.copy()
    features[:, POSITION["kind_wished"]] = np.nan
    other = features.copy()
    other[:, POSITION["kind_wished"]] = 1.0
    fitted = fit_alternatives(replace(LISTS, features=features), seed=1)
    for scorer in fitted.values():
        assert np.isfinite(scorer.score(features)).all()
    for name in ("pointwise LightGBM", "scikit-learn histogram boosting"):
        np.testing.assert_array_equal(fitted[name].score(features), fitted[name].score(other))


def test_a_missing_value_becomes_the_middle_one_and_is_told_apart() -> None:
    features = np.zeros((4, len(FEATURES)))
    features[:, 0] = [1, 2, 3, np.nan]
    features[:, 1] = np.nan
    plain = Plain.of(features)
    wide = plain.of_rows(features)
    assert wide.shape == (4, 2 * len(FEATURES))
    assert wide[1, 0] == wide[3, 0] == pytest.approx(0)
    assert wide[3, len(FEATURES)] > 0 > wide[1, len(FEATURES)]
    assert np.isfinite(wide).all()
