"""The order learnt on a cluster: the same bytes every time; with one worker those of one machine, with more nearly its quality."""

import os
import signal
from collections.abc import Callable, Mapping

import numpy as np
import pytest

from api.cluster.connection import connected
from api.cluster.faults import ClusterUnready
from api.cluster.growing import ClusterGrower, cut_lists
from api.cluster.steady import SteadyClient
from models.attention import FULL_ATTENTION
from models.choosing import Judge
from models.forests import Forest
from models.order import learn_order
from models.ranking import GrownHere, RankingGrower
from models.settings import Growth, Settings
from tests.models.lists import some_lists

SETTINGS = Settings(order=Growth(rounds=16, leaves=7, rate=0.15, least_rows=20, columns=0.6), chunk=8)
LISTS = some_lists(1, lists=200)
UNSEEN = some_lists(99, lists=300, eta=0.0)
BOUND = 0.02
"""Of nDCG@10. Over eight seeds of such lists the difference was 0.005 on average and 0.014 at most, to either side."""


def grown(
    grower: RankingGrower, done: Mapping[str, bytes] = {}, on_stage: Callable[[str, bytes], object] = lambda stage, content: None
) -> Forest:
    found = learn_order(LISTS, FULL_ATTENTION, SETTINGS, seed=1, grower=grower, done=done, on_stage=on_stage)
    assert found is not None
    return found


def test_two_workers_grow_the_same_bytes_twice_and_an_order_as_good(client: SteadyClient) -> None:
    first, second = grown(ClusterGrower.over(client)), grown(ClusterGrower.over(client))
    assert ClusterGrower.over(client).parts == 2
    assert first.text == second.text
    here = grown(GrownHere())
    assert first.text != here.text
    judge = Judge.of(UNSEEN)
    cluster, alone = (judge.ndcg(one.margins(judge.features)) for one in (first, here))
    assert abs(cluster - alone) < BOUND
    shuffled = np.random.Generator(np.random.PCG64(3)).random(len(judge.features))
    assert cluster > judge.ndcg(shuffled) + 5 * BOUND


def test_a_worker_killed_during_training_ends_it_and_what_was_grown_is_kept(address: str, client: SteadyClient) -> None:
    """kill -9 between two chunks: one line at once, and the next training goes on from the first chunk to the same bytes."""
    kept: dict[str, bytes] = {}

    def keep(stage: str, content: bytes) -> None:
        kept[stage] = content

    def keep_and_kill(stage: str, content: bytes) -> None:
        keep(stage, content)
        victim = ClusterGrower.over(client).workers[1]
        os.kill(client.run(os.getpid, workers=[victim])[victim], signal.SIGKILL)

    client.wait_for_workers(2)
    calm = grown(ClusterGrower.over(client))
    with pytest.raises(ClusterUnready) as caught, connected(address) as training:
        grown(ClusterGrower.over(training), on_stage=keep_and_kill)
    assert (list(kept), caught.value.worth_another) == (["order-1"], True)
    client.wait_for_workers(2)
    assert grown(ClusterGrower.over(client), dict(kept), keep).text == calm.text
    assert list(kept) == ["order-1", "order-2"]


def test_one_worker_grows_the_bytes_of_one_machine(client: SteadyClient) -> None:
    one = ClusterGrower(client, ClusterGrower.over(client).workers[:1])
    assert grown(one).text == grown(GrownHere()).text


@pytest.mark.parametrize("parts", [1, 2, 3, 50])
def test_lists_are_divided_whole_and_about_evenly(parts: int) -> None:
    sizes = np.array([5, 1, 9, 4, 4, 7, 2], np.int64)
    cuts = cut_lists(sizes, parts)
    assert (cuts.lists[0], cuts.lists[-1], cuts.rows[-1]) == (0, 7, 32)
    assert (np.diff(cuts.lists) >= 1).all()
    assert cuts.rows.tolist() == [int(sizes[:end].sum()) for end in cuts.lists]
    assert len(cuts.lists) - 1 <= parts
    if parts <= 3:
        assert (len(cuts.lists) - 1, int(np.diff(cuts.rows).max()) < 32 / parts + 9) == (parts, True)


def test_nothing_to_divide_is_refused() -> None:
    with pytest.raises(ValueError, match="no lists"):
        cut_lists(np.zeros(0, np.int64), 2)
