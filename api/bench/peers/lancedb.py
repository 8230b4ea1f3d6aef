"""LanceDB: conditions as a filter before an exact vector search, one search a posting."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from api.bench.peers.task import INSTALL, Lists, NotInstalled, Peer, Task


@contextmanager
def _open(task: Task, folder: Path) -> Iterator[Callable[[], Lists]]:
    try:
        import lancedb
        import pyarrow as pa
    except ImportError as fault:
        raise NotInstalled(INSTALL) from fault
    columns = {f"a{number}": task.levels[:, number] for number in range(task.levels.shape[1])}
    vectors = pa.FixedSizeListArray.from_arrays(pa.array(task.vectors.ravel()), task.vectors.shape[1])
    table = lancedb.connect(str(folder)).create_table(
        "people", pa.table({"row": np.arange(len(task.levels)), **columns, "vector": vectors})
    )

    def work() -> Lists:
        found: Lists = []
        for limits, wanted in zip(task.limits, task.wanted, strict=True):
            asked = [f"a{number} >= {limits[number]}" for number in np.flatnonzero(limits).tolist()]
            search: Any = table.search(wanted)
            search = search.distance_type("dot").limit(task.keep).select(["row", "_distance"])
            search = search.where(" AND ".join(asked), prefilter=True) if asked else search
            found.append(search.to_arrow()["row"].to_pylist())
        return found

    yield work


LANCEDB = Peer("LanceDB, exact", _open, "verdicts with arrangements or open questions, a learned order, reasons", 50)
