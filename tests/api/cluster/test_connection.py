"""A cluster that cannot be worked with: one line with what to do; and what the doctor says."""

from pathlib import Path

import pytest

from api.actions.matching import match_event
from api.cluster.connection import connected
from api.cluster.faults import ClusterUnready
from api.cluster.versions import differences, own_versions
from api.doctor.cluster import check_cluster
from api.settings import SettingsError, read_settings
from api.wiring import Application
from matching.records import LOCAL_ORGANIZER
from tests.api.conftest import AUTUMN, open_copy

NOBODY = "tcp://127.0.0.1:9"


@pytest.mark.parametrize(
    "given",
    [
        "127.0.0.1:8786",
        "http://host:8786",
        "tcp://host",
        "tcp://:8786",
        "tcp://host:0",
        "tcp://host:99999",
        "tcp://host:1/x",
        "tcp://a@b:1",
    ],
)
def test_what_is_no_address_is_refused(given: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="TONGTU_CLUSTER"):
        read_settings({"TONGTU_HOME": str(tmp_path), "TONGTU_CLUSTER": given})


def test_addresses_with_and_without_tls_are_read(tmp_path: Path) -> None:
    for given in ("tcp://dask.example:8786", "tls://10.0.0.7:8786", "tcp://[::1]:8786"):
        assert read_settings({"TONGTU_HOME": str(tmp_path), "TONGTU_CLUSTER": given}).cluster == given
    assert read_settings({"TONGTU_HOME": str(tmp_path)}).cluster is None


def test_a_scheduler_that_does_not_answer_is_one_line_and_saves_nothing(
    built_town: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.cluster.connection.PATIENCE", 1)
    app = open_copy(built_town, tmp_path / "home", cluster=NOBODY)
    with app.database.read(LOCAL_ORGANIZER) as stores:
        before = stores.runs.list(LOCAL_ORGANIZER)
    with pytest.raises(ClusterUnready) as caught:
        match_event(app, LOCAL_ORGANIZER, AUTUMN)
    assert (NOBODY in caught.value.detail.zh, NOBODY in caught.value.detail.en, "\n" in str(caught.value)) == (True, True, False)
    with app.database.read(LOCAL_ORGANIZER) as stores:
        assert stores.runs.list(LOCAL_ORGANIZER) == before
    app.database.close()
    found = check_cluster(NOBODY)
    assert (found.name, found.state, found.text) == ("cluster", "bad", caught.value.detail)


def test_an_event_matched_on_the_cluster_has_the_hash_of_one_machine(
    built_town: Path, tmp_path: Path, address: str, town: Application
) -> None:
    hashes = []
    for name, cluster in (("alone", None), ("cluster", address)):
        app = open_copy(built_town, tmp_path / name, cluster=cluster)
        run = match_event(app, LOCAL_ORGANIZER, AUTUMN).run
        with app.database.read(LOCAL_ORGANIZER) as stores:
            saved = stores.runs.get(LOCAL_ORGANIZER, run)
        assert saved is not None
        hashes.append(saved.hash)
        app.database.close()
    assert hashes[0] == hashes[1]
    assert check_cluster(address).state == "good"


def test_workers_that_spill_to_disk_are_refused() -> None:
    import dask
    from distributed import LocalCluster

    with (
        dask.config.set({"distributed.worker.memory.target": False, "distributed.worker.memory.spill": 0.7}),
        LocalCluster(n_workers=1, processes=False, dashboard_address=":0") as cluster,
        pytest.raises(ClusterUnready, match="MEMORY__SPILL"),
        connected(cluster.scheduler_address),
    ):
        pass


def test_a_scheduler_without_workers_is_refused() -> None:
    from distributed import LocalCluster

    with (
        LocalCluster(n_workers=0, processes=False, dashboard_address=":0") as cluster,
        pytest.raises(ClusterUnready, match="has no workers"),
        connected(cluster.scheduler_address),
    ):
        pass


def test_tls_without_a_certificate_is_refused_at_once() -> None:
    with pytest.raises(ClusterUnready, match="CLIENT__CERT"), connected("tls://127.0.0.1:9"):
        pass


def test_other_versions_are_named() -> None:
    mine = own_versions()
    other = {**mine, "lightgbm": "4.0.0"}
    assert differences(mine, {"a": mine, "b": dict(mine)}) == ()
    assert differences(mine, {"a": mine, "b": other}) == (f"lightgbm {mine['lightgbm']} / 4.0.0",)
    assert differences(mine, {"a": ModuleNotFoundError("No module named 'api'")}) == (f"tongtu {mine['tongtu']} / -",)
