"""A leaning stands in for a ranker: it finds a weighted sum that is there, is told and read again, or is that of the text."""

import numpy as np
import pytest

from matching.features import FEATURES, POSITION
from matching.features.leaning import TEXT_ALONE
from models.baselines import HandWeightedRanker
from models.leaning import leaning_of, learn_leaning, plain
from tests.models.lists import some_lists

HAND = HandWeightedRanker.load()


def test_a_weighted_sum_is_found_again() -> None:
    lists = some_lists(7)
    found = learn_leaning(lambda features: HAND.leaning.terms(features).sum(axis=1), lists)
    sums, wanted = found.terms(lists.features).sum(axis=1), HAND.leaning.terms(lists.features).sum(axis=1)
    assert np.corrcoef(sums, wanted)[0, 1] == pytest.approx(1.0, abs=1e-3)


def test_it_is_told_and_read_again() -> None:
    told = plain(HAND.leaning)
    assert plain(leaning_of(told)) == told
    assert told["wish_meaning"] == [2.5, 0.2, 0.8]
    assert "arrange_cost" not in told


def test_without_an_order_or_in_an_older_model_it_is_the_text() -> None:
    assert learn_leaning(lambda features: np.zeros(len(features)), some_lists(7)) is TEXT_ALONE
    assert leaning_of(None) is TEXT_ALONE
    assert TEXT_ALONE.weight.nonzero()[0].tolist() == [POSITION["meaning_similarity"]]
    assert len(TEXT_ALONE.weight) == len(FEATURES)
