"""Rankers measured side by side."""

import numpy as np
import pytest

from matching.features import FEATURES, POSITION
from models.baselines import RandomRanker, SimilarityRanker
from models.evaluation import evaluate
from models.metrics import ndcg_at


def judged() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    generator = np.random.Generator(np.random.PCG64(4))
    groups = np.array([5, 1, 8, 6], np.int64)
    features = generator.random((20, len(FEATURES)))
    return features, generator.integers(0, 5, 20), groups


def test_evaluation_equals_measuring_list_by_list() -> None:
    features, relevance, groups = judged()
    found = evaluate({"similarity": SimilarityRanker()}, features, relevance, groups, seed=1, k=3, draws=100)
    expected, start = [], 0
    for size in groups:
        one = slice(start, start + size)
        order = np.argsort(-features[one, POSITION["meaning_similarity"]])
        expected.append(ndcg_at(relevance[one][order], 3))
        start += size
    measure = found.rows["similarity"]["ndcg@3"]
    assert measure.mean == pytest.approx(np.nanmean(expected))
    assert measure.lists == int((~np.isnan(expected)).sum())
    assert (found.lists, found.pairs) == (4, 20)


def test_a_ranker_that_cannot_tell_gains_nothing_from_the_order_of_the_rows() -> None:
    relevance = np.tile([4, 3, 2, 1, 0, 0, 0, 0], 300).astype(np.int64)
    groups = np.full(300, 8, np.int64)
    features = np.full((2_400, len(FEATURES)), np.nan)
    drawn = features.copy()
    drawn[:, 0] = np.random.Generator(np.random.PCG64(2)).random(2_400)
    constant = evaluate({"it": SimilarityRanker()}, features, relevance, groups, seed=1, draws=200).rows["it"]["ndcg@10"]
    draw = evaluate({"it": RandomRanker(1)}, drawn, relevance, groups, seed=1, draws=200).rows["it"]["ndcg@10"]
    assert constant.low < draw.high
    assert draw.low < constant.high
    assert constant.high < 0.8


def test_the_table_prints_every_ranker_beside_the_others() -> None:
    features, relevance, groups = judged()
    found = evaluate({"similarity": SimilarityRanker(), "random": RandomRanker(1)}, features, relevance, groups, seed=1, draws=50)
    table = found.table()
    assert table[0] == ["ranker", "ndcg@10", "mrr", "recall@5"]
    assert [line[0] for line in table[1:]] == ["similarity", "random"]
    ndcg = found.rows["similarity"]["ndcg@10"]
    assert table[1][1] == f"{ndcg.mean:.3f} [{ndcg.low:.3f}, {ndcg.high:.3f}]"
    assert found.plain()["similarity"]["ndcg@10"] == round(ndcg.mean, 4)


def test_an_undefined_measure_is_a_dash_and_none() -> None:
    features, _, groups = judged()
    found = evaluate({"similarity": SimilarityRanker()}, features, np.zeros(20, np.int64), groups, seed=1, draws=50)
    assert found.table()[1] == ["similarity", "–", "–", "–"]
    assert found.plain() == {"similarity": {"ndcg@10": None, "mrr": None, "recall@5": None}}


def test_sizes_that_do_not_add_up_are_refused() -> None:
    features, relevance, groups = judged()
    with pytest.raises(ValueError, match="they do not fit together"):
        evaluate({}, features, relevance, groups[:-1], seed=1)
