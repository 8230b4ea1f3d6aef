"""The cluster that is set: whether it answers, and whether its workers have our versions."""

from api.schemas.health import FindingView
from matching.knowledge.catalogue import Text


def check_cluster(address: str) -> FindingView:
    """The scheduler answers within seconds, and every worker has the versions that equal results rest on."""
    from api.cluster.connection import connected, workers_of
    from api.cluster.faults import ClusterUnready

    try:
        with connected(address) as client:
            workers = len(workers_of(client))
    except ClusterUnready as fault:
        return FindingView(name="cluster", state="bad", text=fault.detail)
    text = Text(zh="{address}，{n} 个工作进程，版本一致", en="{address}, {n} workers with our versions")
    return FindingView(name="cluster", state="good", text=text.format(address=address, n=workers))
