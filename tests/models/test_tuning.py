"""Tuned hand weights: better on the lists they were tuned on and on others, written as a file an office can read."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from matching.features import FEATURES
from models.baselines import HandWeightedRanker
from models.choosing import Judge
from models.tuning import tune_weights
from tests.models.lists import some_lists

HAND = HandWeightedRanker.load()
LISTS = some_lists(1, lists=150)


@pytest.fixture(scope="module")
def tuned() -> HandWeightedRanker:
    return tune_weights(HAND, LISTS, 5)


def test_tuning_helps_on_these_lists_and_on_others(tuned: HandWeightedRanker) -> None:
    for lists, gain in ((LISTS, 0.05), (some_lists(50, lists=300), 0.03)):
        judge = Judge.of(lists)
        assert judge.ndcg(tuned.score(judge.features)) > judge.ndcg(HAND.score(judge.features)) + gain


def test_equal_lists_and_seed_give_an_equal_file(tuned: HandWeightedRanker) -> None:
    again = tune_weights(HAND, LISTS, 5)
    assert (again.text, again.version) == (tuned.text, tuned.version)
    assert tuned.version != HAND.version


def test_written_down_it_is_the_same_ranker(tuned: HandWeightedRanker, tmp_path: Path) -> None:
    path = tmp_path / "weights.yaml"
    path.write_text(tuned.text, "utf-8")
    read = HandWeightedRanker.load(path)
    assert read.version == tuned.version
    np.testing.assert_array_equal(read.score(LISTS.features), tuned.score(LISTS.features))
    np.testing.assert_array_equal(read.chances(LISTS.features), tuned.chances(LISTS.features))


def test_only_the_weights_change_and_none_turns_round(tuned: HandWeightedRanker) -> None:
    used = HAND.weight != 0
    np.testing.assert_array_equal(tuned.start[tuned.weight != 0], HAND.start[tuned.weight != 0])
    np.testing.assert_array_equal(tuned.base_rates, HAND.base_rates)
    assert (tuned.weight[~used] == 0).all()
    assert (tuned.weight[used] * HAND.weight[used] >= 0).all()
    assert len(tuned.weight) == len(FEATURES)


def test_lists_without_an_outcome_cannot_tune() -> None:
    none = np.zeros(len(LISTS), np.bool_)
    silent = replace(LISTS, interested=none, interviewed=none, offered=none, hired=none, retained=none)
    with pytest.raises(ValueError, match="no list holds an outcome"):
        tune_weights(HAND, silent, 1)
