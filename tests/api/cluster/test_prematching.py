"""Pre-matching on a cluster: the bytes of one machine, also where a worker is killed in the middle."""

import os
import time

import pytest

from api.cluster.faults import ClusterUnready
from api.cluster.part import hold
from api.cluster.prematching import _Steps, prematch_on_cluster, prematch_with
from api.cluster.steady import SteadyClient
from api.wiring import Application
from matching.prematch import PrematchSettings, prematch
from matching.protocols import Encoder, Ranker
from matching.records import LOCAL_ORGANIZER, Candidate, Posting
from matching.shortlist import Prematch, Versions
from tests.api.cluster.dying import DyingEncoder, DyingRanker
from tests.api.conftest import NOW

VERSIONS = Versions(software="t", knowledge="t", encoder="t", ranker="t", candidates="t", postings="t", settings="t")
SETTINGS = PrematchSettings(today=NOW.date(), depth=6, keep=4, exploration=0.2)


@pytest.fixture(scope="module")
def people(town: Application) -> list[Candidate]:
    """The town, of whom one opted out of profiling."""
    with town.database.read(LOCAL_ORGANIZER) as stores:
        found = list(stores.candidates.iterate(LOCAL_ORGANIZER, with_person=True))
    return [one.model_copy(update={"profiling": number != 2}) for number, one in enumerate(found)]


@pytest.fixture(scope="module")
def posts(town: Application) -> list[Posting]:
    with town.database.read(LOCAL_ORGANIZER) as stores:
        return list(stores.postings.iterate(LOCAL_ORGANIZER))


@pytest.fixture(scope="module")
def alone(town: Application, people: list[Candidate], posts: list[Posting]) -> Prematch:
    return prematch("fair", people, posts, town.encoder, town.ranker, VERSIONS, SETTINGS)


def run(
    client: SteadyClient, people: list[Candidate], posts: list[Posting], encoder: Encoder, ranker: Ranker, size: int = 3
) -> tuple[Prematch, list[tuple[int, int]]]:
    told: list[tuple[int, int]] = []

    def progress(done: int, total: int) -> None:
        told.append((done, total))

    found = prematch_with(client, "fair", people, posts, encoder, ranker, VERSIONS, SETTINGS, progress, people_a_part=size)
    return found, told


def test_parts_give_what_one_machine_gives(
    town: Application, client: SteadyClient, people: list[Candidate], posts: list[Posting], alone: Prematch
) -> None:
    assert len({entry.candidate for one in alone.shortlists for entry in one.entries}) > 3
    found, told = run(client, people[::-1], posts, town.encoder, town.ranker)
    assert found == alone
    assert (sorted(told), told[-1]) == (told, (len(alone.shortlists), len(alone.shortlists)))


def test_nobody_and_no_posting_are_answered_alike(
    town: Application, client: SteadyClient, people: list[Candidate], posts: list[Posting]
) -> None:
    for some, ones in (([], posts), (people, [])):
        mine, _ = run(client, some, ones, town.encoder, town.ranker)
        assert mine == prematch("fair", some, ones, town.encoder, town.ranker, VERSIONS, SETTINGS)


@pytest.mark.parametrize("when", ["preparing", "telling"])
def test_a_worker_killed_in_the_middle_changes_nothing(
    when: str, town: Application, client: SteadyClient, people: list[Candidate], posts: list[Posting], alone: Prematch
) -> None:
    doomed = workers(client)[:1]
    found, _ = run(client, people, posts, *dying(town, when, doomed))
    assert not set(doomed) & set(workers(client))
    assert found == alone


def test_all_workers_killed_at_once_change_nothing(
    town: Application,
    client: SteadyClient,
    people: list[Candidate],
    posts: list[Posting],
    alone: Prematch,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("api.cluster.prematching._WATCH", 5)
    doomed = workers(client)
    encoder, ranker = dying(town, "telling", doomed)
    found = prematch_on_cluster(
        client.scheduler.address, "fair", people, posts, encoder, ranker, VERSIONS, SETTINGS, people_a_part=3
    )
    assert not set(doomed) & set(workers(client))
    assert found == alone


def workers(client: SteadyClient) -> list[int]:
    """The processes of both workers, once both are there."""
    client.wait_for_workers(2)
    return sorted(client.run(os.getpid).values())


def dying(town: Application, when: str, doomed: list[int]) -> tuple[Encoder, Ranker]:
    if when == "preparing":
        return DyingEncoder(town.encoder, frozenset(doomed)), town.ranker
    return town.encoder, DyingRanker(town.ranker, frozenset(doomed))


def test_work_that_dask_has_for_nobody_is_lost_and_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its last worker died and the one that came has another address: Dask leaves such a task lying, with a free worker there."""
    from distributed import LocalCluster

    monkeypatch.setattr("api.cluster.prematching._WATCH", 0.05)
    with (
        LocalCluster(n_workers=0, processes=False, dashboard_address=":0") as cluster,
        SteadyClient(cluster.scheduler_address, set_as_default=False) as client,
    ):
        work = client.submit(hold, 1, pure=False, workers=["tcp://127.0.0.1:9"], allow_other_workers=True)
        while not cluster.scheduler.unrunnable:
            time.sleep(0.01)
        cluster.scale(1)
        client.wait_for_workers(1)
        with pytest.raises(ClusterUnready) as caught:
            _Steps(client, None, 1, 1).results(iter([work]))
        assert caught.value.worth_another
        assert client.submit(hold, 2, pure=False).result() == 2


def test_a_graph_that_is_long_on_its_way_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """A large encoder takes minutes to the scheduler, and until it is there nobody works."""
    from distributed import LocalCluster

    monkeypatch.setattr("api.cluster.prematching._WATCH", 0.05)
    with (
        LocalCluster(n_workers=1, processes=False, dashboard_address=":0") as cluster,
        SteadyClient(cluster.scheduler_address, set_as_default=False) as client,
    ):
        send = client._send_to_scheduler
        monkeypatch.setattr(client, "_send_to_scheduler", lambda message: client.loop.call_later(0.4, send, message))
        assert _Steps(client, None, 1, 1).results(iter([client.submit(hold, 1, pure=False)])) == [1]


def test_what_no_rule_and_no_feature_reads_is_not_sent(town: Application, people: list[Candidate], alone: Prematch) -> None:
    from api.cluster.sent import packed, unpacked

    lin = people[0]
    private = lin.person.model_copy(
        update={"name": "林一一", "phone": "13800001234", "email": "lin@a.cn", "contact_note": "先打给母亲", "guardian": "林母"}
    )
    household = lin.household.model_copy(update={"id": "户-77", "poverty_watch": True})
    told = lin.model_copy(update={"person": private, "external_id": "外-42", "household": household})
    (arrived,) = unpacked(packed([told]))
    sent = arrived.model_dump_json()
    assert [word for word in ("林一一", "13800001234", "lin@a.cn", "先打给母亲", "林母", "户-77", "外-42") if word in sent] == []
    assert arrived.person.birth == lin.person.birth
