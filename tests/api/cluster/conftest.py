"""One scheduler with two worker processes of one thread each."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from api.cluster.connection import connected
from api.cluster.steady import SteadyClient


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Of the scheduler. Workers keep nothing on disk, and another takes the place of one that dies."""
    import dask
    from distributed import LocalCluster

    # Workers are started with this path; by themselves they have the program and not its tests.
    sys.path.insert(0, str(Path(__file__).parents[3]))
    kept_in_memory = {"distributed.worker.memory.target": False, "distributed.worker.memory.spill": False}
    with dask.config.set(kept_in_memory), LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
        yield cluster.scheduler_address
    sys.path.remove(str(Path(__file__).parents[3]))


@pytest.fixture(scope="module")
def client(address: str) -> Iterator[SteadyClient]:
    with connected(address) as found:
        yield found
