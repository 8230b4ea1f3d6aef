"""DuckDB: one statement for all postings, conditions and cosine in SQL."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from api.bench.peers.task import INSTALL, Lists, NotInstalled, Peer, Task


@contextmanager
def _open(task: Task, folder: Path) -> Iterator[Callable[[], Lists]]:
    try:
        import duckdb
        import pyarrow as pa
    except ImportError as fault:
        raise NotInstalled(INSTALL) from fault
    size, dimensions = task.vectors.shape[1], task.levels.shape[1]
    connection = duckdb.connect()
    # Of a query that takes seconds it would print how far it is, into what `--json` prints.
    connection.execute("SET enable_progress_bar = false")

    def load(name: str, levels: Any, letter: str, vectors: Any) -> None:
        columns = {f"{letter}{number}": levels[:, number] for number in range(dimensions)}
        flat = pa.FixedSizeListArray.from_arrays(pa.array(vectors.ravel()), size)
        table = pa.table({"row": np.arange(len(levels)), **columns, "v": flat})
        connection.register("loaded", table)
        connection.execute(f"CREATE TABLE {name} AS SELECT * FROM loaded")
        connection.unregister("loaded")

    load("people", task.levels, "a", task.vectors)
    load("posts", task.limits, "l", task.wanted)
    reached = " AND ".join(f"a{number} >= l{number}" for number in range(dimensions))
    near = f"array_inner_product(people.v::FLOAT[{size}], posts.v::FLOAT[{size}])"
    best = f"max_by(people.row, {near}, {task.keep})"
    query = f"SELECT posts.row, {best} FROM posts JOIN people ON {reached} GROUP BY posts.row"

    def work() -> Lists:
        found: Lists = [[] for _ in task.limits]
        for row, rows in connection.execute(query).fetchall():
            found[row] = list(rows)
        return found

    try:
        yield work
    finally:
        connection.close()


DUCKDB = Peer("DuckDB", _open, "verdicts with arrangements or open questions, a learned order, reasons")
