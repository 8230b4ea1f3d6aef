"""The order learnt from graded lists: position bias taken out, chunks that can be taken up again."""

from dataclasses import replace

import numpy as np
import pytest

from matching.features import POSITION
from models.attention import FULL_ATTENTION, Attention
from models.baselines import HandWeightedRanker
from models.choosing import Judge
from models.forests import Forest
from models.lists import Lists
from models.order import chunks, learn_order, teaching
from models.ranking import GrownHere
from models.settings import Growth, Settings
from tests.models.lists import MISLEADING, some_lists

SETTINGS = Settings(order=Growth(rounds=50, leaves=5, rate=0.1, least_rows=20), chunk=20)


def learnt(
    lists: Lists, attention: Attention = FULL_ATTENTION, done: dict[str, bytes] | None = None
) -> tuple[Forest | None, dict[str, bytes]]:
    stages: dict[str, bytes] = {}
    found = learn_order(lists, attention, SETTINGS, seed=1, grower=GrownHere(), done=done or {}, on_stage=stages.__setitem__)
    return found, stages


def test_chunks_add_up_and_a_finished_one_is_not_grown_again() -> None:
    assert chunks(SETTINGS) == [20, 20, 10]
    whole, stages = learnt(some_lists(1))
    assert whole is not None
    assert (list(stages), whole.trees) == (["order-1", "order-2", "order-3"], 50)
    for finished in range(4):
        done = {name: stages[name] for name in list(stages)[:finished]}
        again, rest = learnt(some_lists(1), done=done)
        assert again is not None
        assert again.text == whole.text
        assert list(rest) == list(stages)[finished:]


def test_it_orders_unseen_lists_better_than_the_hand_weights_do() -> None:
    found, _ = learnt(some_lists(1, lists=300))
    assert found is not None
    unseen = some_lists(99, lists=300, eta=0.0)
    judge = Judge.of(unseen)
    assert judge.ndcg(found.margins(unseen.features)) > judge.ndcg(HandWeightedRanker.load().score(unseen.features)) + 0.05


def test_what_only_put_people_on_top_is_not_learnt_when_it_is_known_how_attention_falls() -> None:
    """Attention falls steeply and an officer sorts by what is of no account: without correction it looks like the best reason."""
    misled = some_lists(2, lists=600, eta=1.0, misled=True)
    curve = Attention(tuple((np.arange(1, 16) ** -1.0).tolist()), 1.0, 1)
    corrected, biased = learnt(misled, curve)[0], learnt(misled)[0]
    assert corrected is not None
    assert biased is not None
    unseen = some_lists(98, lists=300, eta=0.0)
    weighs = [np.abs(one.shares(unseen.features))[:, POSITION[MISLEADING]].mean() for one in (corrected, biased)]
    assert weighs[0] < 0.3 * weighs[1]
    judge = Judge.of(unseen)
    assert judge.ndcg(corrected.margins(unseen.features)) > judge.ndcg(biased.margins(unseen.features)) + 0.02


def test_pairs_that_were_not_shown_teach_nothing() -> None:
    lists = some_lists(3, lists=100)
    position = np.where(lists.position > 8, 0, lists.position)
    shown = position > 0
    other = lists.features.copy()
    other[~shown] = 0.5
    one, _ = learnt(replace(lists, position=position))
    two, _ = learnt(replace(lists, position=position, features=other))
    assert one is not None
    assert two is not None
    assert one.text == two.text


def test_nothing_to_tell_apart_teaches_no_order() -> None:
    lists = some_lists(1)
    none = np.zeros(len(lists), np.bool_)
    flat = replace(lists, interested=none, interviewed=none, offered=none, hired=none, retained=none)
    assert learnt(flat) == (None, {})
    assert learnt(some_lists(1, lists=3)) == (None, {})


@pytest.mark.parametrize(
    ("relevance", "sizes", "expected"),
    [([0, 0, 1, 1, 0, 2], [2, 2, 2], [False, False, True]), ([4], [1], [False]), ([], [], [])],
)
def test_a_list_teaches_when_it_holds_two_grades(relevance: list[int], sizes: list[int], expected: list[bool]) -> None:
    assert teaching(np.array(relevance, np.int64), np.array(sizes, np.int64)).tolist() == expected
