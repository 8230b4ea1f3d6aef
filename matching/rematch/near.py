"""Whom retrieval found for each list of a block, list by list: some lists may be replaced, and people leave."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.bitmaps import Planes
from matching.prematch import Nearest
from matching.protocols import Float32

Bool = NDArray[np.bool_]
Int32 = NDArray[np.int32]
Int64 = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Near:
    """One list of a `Nearest`: rows with similarities and nearness, and who of the allowed opted out of profiling."""

    rows: Int32
    similarities: Float32
    nearness: Float32
    out: Int32

    def among(self, there: Bool) -> "Near":
        """Those who are there, (people,) bool."""
        mine = there[self.rows]
        if mine.all():
            return Near(self.rows, self.similarities, self.nearness, self.out[there[self.out]])
        return Near(self.rows[mine], self.similarities[mine], self.nearness[mine], self.out[there[self.out]])

    def first(self, depth: int) -> "Near":
        return Near(self.rows[:depth], self.similarities[:depth], self.nearness[:depth], self.out)


def apart(found: Nearest) -> list[Near]:
    """The lists of what was found, in order."""
    starts, outs = found.bounds.tolist(), found.out_bounds.tolist()
    return [
        Near(found.rows[a:b], found.similarities[a:b], found.nearness[a:b], found.out_rows[c:d])
        for a, b, c, d in zip(starts[:-1], starts[1:], outs[:-1], outs[1:], strict=True)
    ]


def together(lists: Sequence[Near], planes: Planes, ids: Sequence[str]) -> Nearest:
    """All lists as one `Nearest` of people with these ids, counted by the planes."""
    rows, out_rows = (np.concatenate([getattr(one, name) for one in lists]) for name in ("rows", "out"))
    named = np.union1d(rows, out_rows).astype(np.int32)
    return Nearest(
        counts=_counts(planes),
        bounds=_bounds([len(one.rows) for one in lists]),
        rows=rows,
        similarities=np.concatenate([one.similarities for one in lists]),
        nearness=np.concatenate([one.nearness for one in lists]),
        out_bounds=_bounds([len(one.out) for one in lists]),
        out_rows=out_rows,
        named=named,
        names=tuple(ids[row] for row in named.tolist()),
    )


def _counts(planes: Planes) -> Int64:
    """(postings, 4) verdicts, in the order of their codes."""
    high, low = planes.bits[:, 0], planes.bits[:, 1]
    arranged, review, blocked = (
        np.bitwise_count(one).sum(axis=1, dtype=np.int64) for one in (low & ~high, high & ~low, high & low)
    )
    people = int(np.bitwise_count(planes.everybody).sum())
    return np.stack([people - arranged - review - blocked, arranged, review, blocked], axis=1)


def _bounds(sizes: Sequence[int]) -> Int64:
    return np.concatenate([np.zeros(1, np.int64), np.cumsum(np.array(sizes, np.int64))])
