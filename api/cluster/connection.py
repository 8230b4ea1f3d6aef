"""A connection to the cluster that the settings name, for as long as one piece of work takes."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from api.cluster.faults import no_answer, no_certificates, no_workers, not_installed, other_versions, spills, work_lost
from api.cluster.versions import differences, own_versions

if TYPE_CHECKING:
    from api.cluster.steady import SteadyClient

PATIENCE: Final = 5
"""Seconds within which a scheduler answers or counts as absent."""


@contextmanager
def connected(address: str) -> "Iterator[SteadyClient]":
    """A client of the scheduler at `address`, whose workers have our versions.

    TLS is configured as Dask documents it, by its own variables (docs/cluster.md). Raises ClusterUnready where the packages are not
    installed, nobody answers, there are no workers or others than ours, and for a connection that breaks off within the block.
    """
    client = _connect(address)
    try:
        _check_workers(client, address)
        yield client
    except Exception as fault:
        if _is_loss(fault):
            raise work_lost(address) from fault
        raise
    finally:
        client.close()


def workers_of(client: "SteadyClient") -> tuple[str, ...]:
    """The addresses of the workers that are there now, in order."""
    return tuple(sorted(client.scheduler_info(n_workers=-1)["workers"]))


def _connect(address: str) -> "SteadyClient":
    try:
        from distributed.security import Security

        from api.cluster.steady import SteadyClient
    except ModuleNotFoundError as fault:
        raise not_installed() from fault
    if address.startswith("tls://") and Security().get_connection_args("client").get("ssl_context") is None:
        raise no_certificates(address)
    logger = logging.getLogger("distributed")
    level = logger.level
    # Its own account of a failed connection runs over several lines and tells nothing that ours does not.
    logger.setLevel(logging.CRITICAL)
    try:
        return SteadyClient(address, timeout=PATIENCE, set_as_default=False)
    except (OSError, TypeError, ValueError, RuntimeError) as fault:
        raise no_answer(address) from fault
    finally:
        logger.setLevel(level)


def _check_workers(client: "SteadyClient", address: str) -> None:
    found = client.run(own_versions, on_error="return")
    if not found:
        raise no_workers(address)
    if any(client.run(_writes_to_disk).values()):
        raise spills(address)
    other = differences(own_versions(), found)
    if other:
        raise other_versions(address, "; ".join(other))


def _writes_to_disk(dask_worker: Any) -> bool:
    """Whether the worker that is asked puts on its disk what no longer fits into its memory."""
    memory = dask_worker.memory_manager
    return bool(memory.memory_limit and (memory.memory_target_fraction or memory.memory_spill_fraction))


def _is_loss(fault: BaseException) -> bool:
    from concurrent.futures import CancelledError

    from distributed.comm import CommClosedError
    from distributed.scheduler import KilledWorker, NoValidWorkerError

    return isinstance(fault, (CancelledError, CommClosedError, KilledWorker, NoValidWorkerError, TimeoutError))
