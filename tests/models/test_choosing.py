"""The judge by which settings are chosen: nDCG of shown pairs, with what was seldom read counting for those like it."""

from dataclasses import replace

import numpy as np
import pytest

from models.attention import Attention
from models.choosing import Judge
from models.metrics import ndcg_at
from tests.models.lists import some_lists


def test_it_is_the_mean_ndcg_of_the_lists() -> None:
    lists = some_lists(1)
    scores = np.random.Generator(np.random.PCG64(1)).normal(size=len(lists))
    order = np.lexsort((-scores, lists.list_of))
    slow = ndcg_at(lists.relevance[order], lists.sizes, 10)
    judge = Judge.of(lists)
    assert judge.ndcg(scores) == pytest.approx(np.nanmean(slow))
    assert judge.lists == int(np.isfinite(slow).sum())


def test_a_gain_counts_more_where_little_is_read() -> None:
    lists = some_lists(1, lists=1)
    judge = Judge.of(lists, Attention((1.0, 0.5), 1.0, 9))
    expected = (2.0**lists.relevance - 1) / np.where(lists.position == 1, 1.0, 0.5)
    np.testing.assert_allclose(judge.gains, expected)


def test_pairs_that_were_not_shown_are_left_out_and_lists_without_gain_do_not_count() -> None:
    lists = some_lists(2, lists=30)
    position = lists.position.copy()
    hidden = (lists.position > 3) & (lists.list_of < 10)
    position[hidden] = 0
    judge = Judge.of(replace(lists, position=position))
    assert len(judge.gains) == len(lists) - int(hidden.sum())
    none = np.zeros(len(lists), np.bool_)
    silent = replace(lists, interested=none, interviewed=none, offered=none, hired=none, retained=none)
    assert (Judge.of(silent).lists, Judge.of(silent).ndcg(np.zeros(len(lists)))) == (0, 0.0)


def test_equal_scores_do_not_keep_the_past_order() -> None:
    lists = some_lists(3, lists=400)
    judge = Judge.of(lists)
    kept = judge.ndcg(-lists.position.astype(np.float64))
    assert judge.ndcg(np.zeros(len(lists))) < kept - 0.05
