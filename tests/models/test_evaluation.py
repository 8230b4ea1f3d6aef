"""Splits without a shared person or employer, and rankers measured side by side."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.features import FEATURES, POSITION
from models.baselines import RandomRanker, SimilarityRanker
from models.evaluation import evaluate, regroup, split_pairs
from models.metrics import ndcg_at


@settings(max_examples=60, deadline=None)
@given(
    pairs=st.lists(st.tuples(st.integers(0, 15), st.integers(0, 8)), min_size=1, max_size=80),
    seed=st.integers(0, 100),
    share=st.floats(0.05, 0.95),
)
def test_a_split_shares_neither_person_nor_employer(pairs: list[tuple[int, int]], seed: int, share: float) -> None:
    people, employers = [f"c{one}" for one, _ in pairs], [f"e{one}" for _, one in pairs]
    split = split_pairs(people, employers, seed, share)
    assert not (split.train & split.test).any()
    for names in (people, employers):
        assert {n for n, on in zip(names, split.train, strict=True) if on} & {
            n for n, on in zip(names, split.test, strict=True) if on
        } == set()
    assert split.dropped + int(split.train.sum()) + int(split.test.sum()) == len(pairs)
    again = split_pairs(people, employers, seed, share)
    assert np.array_equal(split.test, again.test)


def test_a_split_puts_the_share_of_each_side_on_test() -> None:
    people = [f"c{row // 10}" for row in range(1_000)]
    employers = [f"e{row % 10}" for row in range(1_000)]
    split = split_pairs(people, employers, seed=1, test_share=0.3)
    assert (int(split.test.sum()), int(split.train.sum()), split.dropped) == (90, 490, 420)


def test_a_split_of_unequal_columns_or_without_a_side_is_refused() -> None:
    with pytest.raises(ValueError, match="1 candidates and 2 employers"):
        split_pairs(["c"], ["e", "f"], seed=1)
    with pytest.raises(ValueError, match=r"a test share of 1\.0 leaves one side empty"):
        split_pairs(["c"], ["e"], seed=1, test_share=1.0)


@given(sizes=st.lists(st.integers(1, 5), max_size=12), seed=st.integers(0, 50))
def test_regroup_equals_counting_list_by_list(sizes: list[int], seed: int) -> None:
    keep = np.random.Generator(np.random.PCG64(seed)).random(sum(sizes)) < 0.4
    expected, start = [], 0
    for size in sizes:
        expected.append(int(keep[start : start + size].sum()))
        start += size
    assert regroup(np.array(sizes, np.int64), keep).tolist() == [size for size in expected if size]


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
    assert table[0] == ["ranker", "ndcg@10", "mrr", "recall@10"]
    assert [line[0] for line in table[1:]] == ["similarity", "random"]
    ndcg = found.rows["similarity"]["ndcg@10"]
    assert table[1][1] == f"{ndcg.mean:.3f} [{ndcg.low:.3f}, {ndcg.high:.3f}]"
    assert found.plain()["similarity"]["ndcg@10"] == round(ndcg.mean, 4)


def test_an_undefined_measure_is_a_dash_and_none() -> None:
    features, _, groups = judged()
    found = evaluate({"similarity": SimilarityRanker()}, features, np.zeros(20, np.int64), groups, seed=1, draws=50)
    assert found.table()[1] == ["similarity", "–", "–", "–"]
    assert found.plain() == {"similarity": {"ndcg@10": None, "mrr": None, "recall@10": None}}


def test_sizes_that_do_not_add_up_are_refused() -> None:
    features, relevance, groups = judged()
    with pytest.raises(ValueError, match="they do not fit together"):
        evaluate({}, features, relevance, groups[:-1], seed=1)
