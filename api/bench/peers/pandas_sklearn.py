"""pandas for the conditions, scikit-learn for the similarities: one posting at a time, as a notebook would."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from api.bench.peers.task import Lists, Peer, Task


@contextmanager
def _open(task: Task, folder: Path) -> Iterator[Callable[[], Lists]]:
    import pandas as pd
    from sklearn.metrics.pairwise import linear_kernel

    people = pd.DataFrame(task.levels, columns=[f"a{number}" for number in range(task.levels.shape[1])])

    def work() -> Lists:
        found: Lists = []
        for limits, wanted in zip(task.limits, task.wanted, strict=True):
            allowed = pd.Series(True, index=people.index)
            for dimension in np.flatnonzero(limits):
                allowed &= people[f"a{dimension}"] >= limits[dimension]
            rows = np.flatnonzero(allowed.to_numpy())
            near = linear_kernel(task.vectors[rows], wanted[None])[:, 0] if len(rows) else np.zeros(0, np.float32)
            found.append(rows[np.argsort(-near, kind="stable")[: task.keep]].tolist())
        return found

    yield work


PANDAS = Peer("pandas + scikit-learn", _open, "verdicts with arrangements or open questions, a learned order, reasons")
