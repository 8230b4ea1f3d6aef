"""Exact search with the allowed set inside it, against a slow obvious version."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.retrieval import build_index, search, similarities_of


def unit_rows(generator: np.random.Generator, n: int, d: int) -> np.ndarray:
    rows = generator.normal(size=(n, d)).astype(np.float32)
    return rows / np.sqrt((rows * rows).sum(axis=1, keepdims=True))


def slow_search(vectors: np.ndarray, query: np.ndarray, allowed: np.ndarray, k: int) -> tuple[list[int], list[np.float32]]:
    scored = []
    for row in range(len(vectors)):
        if allowed[row]:
            products = vectors[row].astype(np.float64) * query.astype(np.float64)
            scored.append((-np.float32(products.sum()), row))
    scored.sort()
    return [row for _, row in scored[:k]], [-similarity for similarity, _ in scored[:k]]


@settings(max_examples=80, deadline=None)
@given(
    seed=st.integers(0, 10_000),
    n=st.integers(1, 300),
    distinct=st.integers(1, 300),
    k=st.integers(1, 60),
    share=st.sampled_from([0.0, 0.01, 0.2, 0.9, 1.0]),
)
def test_search_equals_the_slow_version_with_ties(seed: int, n: int, distinct: int, k: int, share: float) -> None:
    generator = np.random.Generator(np.random.PCG64(seed))
    vectors = unit_rows(generator, distinct, 16)[generator.integers(0, distinct, n)]
    query = unit_rows(generator, 1, 16)[0]
    allowed = generator.random(n) < share
    ids, similarities = search(build_index(vectors), query, allowed, k)
    slow_ids, slow_similarities = slow_search(vectors, query, allowed, k)
    assert ids.tolist() == slow_ids
    assert similarities.tolist() == slow_similarities
    assert (ids.dtype, similarities.dtype) == (np.dtype(np.int64), np.dtype(np.float32))


@pytest.mark.parametrize("size", [1, 2, 3])
def test_search_fills_tiny_allowed_sets_completely(size: int) -> None:
    generator = np.random.Generator(np.random.PCG64(5))
    vectors = unit_rows(generator, 5_000, 32)
    allowed = np.zeros(5_000, bool)
    allowed[[17, 4_000, 4_999][:size]] = True
    ids, _ = search(build_index(vectors), vectors[100], allowed, 50)
    assert sorted(ids.tolist()) == [17, 4_000, 4_999][:size]


def test_all_rows_equal_gives_the_lowest_ids() -> None:
    vectors = np.tile(unit_rows(np.random.Generator(np.random.PCG64(1)), 1, 24), (2_000, 1))
    allowed = np.arange(2_000) % 3 == 1
    ids, similarities = search(build_index(vectors), vectors[0], allowed, 20)
    assert ids.tolist() == list(range(1, 60, 3))
    assert len(set(similarities.tolist())) == 1


def test_an_empty_query_gives_the_lowest_allowed_ids_with_similarity_zero() -> None:
    vectors = unit_rows(np.random.Generator(np.random.PCG64(2)), 500, 8)
    allowed = np.arange(500) >= 100
    ids, similarities = search(build_index(vectors), np.zeros(8, np.float32), allowed, 5)
    assert ids.tolist() == [100, 101, 102, 103, 104]
    assert similarities.tolist() == [0.0] * 5


def test_an_empty_index_finds_nothing() -> None:
    ids, similarities = search(build_index(np.zeros((0, 4), np.float32)), np.ones(4, np.float32) / 2, np.zeros(0, bool), 5)
    assert (ids.tolist(), similarities.tolist()) == ([], [])


def test_similarities_of_chosen_rows_equal_those_found() -> None:
    vectors = unit_rows(np.random.Generator(np.random.PCG64(3)), 400, 48)
    index = build_index(vectors)
    ids, similarities = search(index, vectors[7], np.ones(400, bool), 30)
    assert similarities_of(index, vectors[7], ids).tolist() == similarities.tolist()


def test_faults_name_the_wrong_shape() -> None:
    index = build_index(np.eye(4, dtype=np.float32))
    with pytest.raises(ValueError, match=r"query has shape \(3,\)"):
        search(index, np.ones(3, np.float32), np.ones(4, bool), 2)
    with pytest.raises(ValueError, match=r"allowed is bool of shape \(5,\)"):
        search(index, np.ones(4, np.float32), np.ones(5, bool), 2)
    with pytest.raises(ValueError, match="k is 0"):
        search(index, np.ones(4, np.float32), np.ones(4, bool), 0)
    with pytest.raises(ValueError, match="query holds a value that is not finite"):
        search(index, np.full(4, np.nan, np.float32), np.ones(4, bool), 2)
    with pytest.raises(ValueError, match="vectors hold a value that is not finite"):
        build_index(np.full((2, 4), np.nan, np.float32))
    with pytest.raises(ValueError, match=r"shape \(4,\)"):
        build_index(np.ones(4, np.float32))
