"""A leaning stands in for a ranker: it finds a weighted sum that is there, is told and read again, or is that of the text."""

import numpy as np
import orjson
import pytest

from matching.features import FEATURES, POSITION
from matching.features.leaning import OF_SIDES, TEXT_ALONE
from matching.protocols import Float64
from models.baselines import HandWeightedRanker
from models.leaning import leaning_of, learn_leaning, plain
from tests.models.lists import some_lists

HAND = HandWeightedRanker.load()


def test_a_weighted_sum_is_found_again() -> None:
    lists = some_lists(7)
    found = learn_leaning(lambda features: HAND.leaning.terms(features).sum(axis=1), lists)
    sums, wanted = found.terms(lists.features).sum(axis=1), HAND.leaning.terms(lists.features).sum(axis=1)
    assert np.corrcoef(sums, wanted)[0, 1] == pytest.approx(1.0, abs=1e-3)


def test_what_no_line_can_follow_a_curve_follows() -> None:
    """The best age of a bridge: neither many nor few years beyond what is asked."""
    lists, years = some_lists(7), POSITION["experience_surplus"]

    def score(features: Float64) -> Float64:
        return np.where(np.isnan(features[:, years]), -3.0, -np.abs(features[:, years] - 2))

    found = learn_leaning(score, lists)
    assert np.corrcoef(found.nearness(lists.features), score(lists.features))[0, 1] > 0.99
    assert found.curves["experience_surplus"].missing < min(found.curves["experience_surplus"].values)


def test_it_is_told_and_read_again() -> None:
    told = plain(HAND.leaning)
    assert plain(leaning_of(told)) == told
    assert told["wish_meaning"] == [2.5, 0.2, 0.8]
    assert "arrange_cost" not in told
    learnt = learn_leaning(lambda features: np.nan_to_num(features).sum(axis=1), some_lists(7))
    again = leaning_of(orjson.loads(orjson.dumps(plain(learnt))))
    assert (plain(again), set(again.curves) <= set(OF_SIDES)) == (plain(learnt), True)
    features = some_lists(8).features
    assert again.nearness(features).tobytes() == learnt.nearness(features).tobytes()


def test_without_an_order_or_in_an_older_model_it_is_the_text() -> None:
    assert learn_leaning(lambda features: np.zeros(len(features)), some_lists(7)) is TEXT_ALONE
    assert leaning_of(None) is TEXT_ALONE
    assert TEXT_ALONE.weight.nonzero()[0].tolist() == [POSITION["meaning_similarity"]]
    assert len(TEXT_ALONE.weight) == len(FEATURES)
