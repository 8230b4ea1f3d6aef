"""What can be wrong with a cluster: one line each, with what to do."""

from api.actions.errors import ActionError
from matching.knowledge.catalogue import Text


class ClusterUnready(ActionError):
    """The cluster cannot be worked with now; nothing was saved."""

    status = 503
    title = Text(zh="计算集群用不了", en="The cluster cannot be used")

    def __init__(self, detail: Text, *, worth_another: bool = False) -> None:
        super().__init__(detail)
        self.worth_another = worth_another


def not_installed() -> ClusterUnready:
    return ClusterUnready(
        Text(
            zh="设了 TONGTU_CLUSTER，但没有安装集群所需的软件包。"
            "请在通途的文件夹里运行 pip install -c constraints.txt '.[cluster]'，或去掉 TONGTU_CLUSTER。",
            en="TONGTU_CLUSTER is set and the packages for it are not installed. "
            "In Tongtu's folder run pip install -c constraints.txt '.[cluster]', or unset it.",
        )
    )


def no_answer(address: str) -> ClusterUnready:
    return ClusterUnready(
        Text(
            zh="{address} 没有应答。请检查调度程序是否已启动、地址与端口是否正确、证书是否配好；去掉 TONGTU_CLUSTER 就在本机计算。",
            en="{address} does not answer. Check that its scheduler runs, that address and port are right and that its "
            "certificates are set; without TONGTU_CLUSTER the work is done on this machine.",
        ).format(address=address)
    )


def no_certificates(address: str) -> ClusterUnready:
    return ClusterUnready(
        Text(
            zh="{address} 要用 TLS，但没有设本机的证书。请设 DASK_DISTRIBUTED__COMM__TLS__CA_FILE、__CLIENT__CERT 与 "
            "__CLIENT__KEY（见 docs/cluster.md）。",
            en="{address} needs TLS and no certificate of this machine is set. Set DASK_DISTRIBUTED__COMM__TLS__CA_FILE, "
            "__CLIENT__CERT and __CLIENT__KEY (docs/cluster.md).",
        ).format(address=address)
    )


def no_workers(address: str) -> ClusterUnready:
    return ClusterUnready(
        Text(
            zh="{address} 上没有工作进程。请在各台机器上启动 dask worker {address}。",
            en="The scheduler at {address} has no workers. Start some: dask worker {address}",
        ).format(address=address)
    )


def other_versions(address: str, differences: str) -> ClusterUnready:
    return ClusterUnready(
        Text(
            zh="{address} 的工作进程与本机的版本不同（{found}），结果可能不一致。请在每台机器上安装相同的版本。",
            en="The workers at {address} have other versions than this machine ({found}), and results could differ. Install the "
            "same ones everywhere.",
        ).format(address=address, found=differences)
    )


def work_lost(address: str) -> ClusterUnready:
    return ClusterUnready(
        Text(
            zh="{address} 在计算途中断开，或工作进程一再消失（可能是内存不足）；什么都没有保存。请检查各台机器后再运行一次。",
            en="{address} broke off in the middle, or its workers died again and again (short of memory perhaps); nothing was "
            "saved. Look at its machines and run this again.",
        ).format(address=address),
        worth_another=True,
    )


def spills(address: str) -> ClusterUnready:
    return ClusterUnready(
        Text(
            zh="{address} 的工作进程会把内存里的内容写到磁盘，其中有个人数据。请设 "
            "DASK_DISTRIBUTED__WORKER__MEMORY__TARGET=False 与 DASK_DISTRIBUTED__WORKER__MEMORY__SPILL=False 后重新启动。",
            en="Workers at {address} write what is in memory to disk, personal data among it. Start them again with "
            "DASK_DISTRIBUTED__WORKER__MEMORY__TARGET=False and DASK_DISTRIBUTED__WORKER__MEMORY__SPILL=False.",
        ).format(address=address)
    )
