"""Tongtu on the same part of the work: one bitmap a dimension and level, and one walk over people for all postings."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from api.bench.peers.task import Lists, Peer, Task
from matching.bitmaps import pack, unpack
from matching.features.leaning import TEXT_ALONE
from matching.prematch.kernel import Crowd, Wants, walk
from matching.retrieval import build_index, search


@contextmanager
def _open(task: Task, folder: Path) -> Iterator[Callable[[], Lists]]:
    reached = {
        (dimension, level): pack((task.levels[:, dimension] >= level)[None])[0]
        for dimension in range(task.levels.shape[1])
        for level in range(1, 5)
    }
    everybody = pack(np.ones((1, len(task.levels)), dtype=bool))[0]
    index = build_index(task.vectors)
    crowd, wants = Crowd.of_texts(task.vectors), Wants.of_texts(task.wanted)

    def work() -> Lists:
        planes = np.empty((len(task.limits), 2, len(everybody)), dtype=np.uint64)
        for row, limits in enumerate(task.limits):
            allowed = everybody.copy()
            for dimension in np.flatnonzero(limits).tolist():
                allowed &= reached[dimension, int(limits[dimension])]
            planes[row] = ~allowed
        found: Lists = []
        for row, one in enumerate(walk(crowd, wants, TEXT_ALONE, planes, everybody, task.keep)[::2]):
            # None where so many are equally near that the walk had no room for them.
            if one is None:
                allowed = unpack(~planes[row, 0], len(task.levels))
                found.append(search(index, task.wanted[row], allowed, task.keep)[0].tolist())
            else:
                found.append(one[0].tolist())
        return found

    yield work


TONGTU = Peer("tongtu", _open, "")
