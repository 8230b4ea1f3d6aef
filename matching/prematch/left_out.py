"""Why somebody stands on no list of the fitting band: counted for the people of one block."""

from typing import Final

import numpy as np

from matching.bitmaps import VERDICT_CODES, Planes, Tally, count_in_the_way, count_verdicts, pack
from matching.collection import paused_collection
from matching.explanation import left_out_text
from matching.knowledge import CATALOGUE
from matching.prematch.block import Block
from matching.prematch.jobs import Jobs
from matching.prematch.nearest import Int32, Int64
from matching.shortlist import Cause, Counts, LeftOut

_NOBODY: Final = Counts()
_TOGETHER: Final = 8_192
"""People whose counts are laid side by side at once."""


def explain_left_out(block: Block, planes: Planes, jobs: Jobs, listed: Int32) -> tuple[LeftOut, ...]:
    """Everybody of the block but the `listed` rows, in order of id."""
    if not len(block):
        return ()
    alone = np.ones(len(block), np.bool_)
    alone[listed] = False
    tally = count_verdicts(planes)
    count_in_the_way(tally, block.index, [job.posting.id for job in jobs.jobs], planes, pack(alone[None])[0])
    eligible, arranged, review, _ = tally.verdicts
    found: dict[int, LeftOut] = {}
    with paused_collection():
        _explain(found, block, np.flatnonzero(alone & (eligible + arranged > 0)), "cut", {}, tally)
        waiting = alone & (eligible + arranged == 0)
        _explain(found, block, np.flatnonzero(waiting & (review > 0)), "review", tally.review, tally)
        _explain(found, block, np.flatnonzero(waiting & (review == 0)), "blocked", tally.blocked, tally)
    return tuple(found[row] for row in np.flatnonzero(alone).tolist())


def left_out_without_postings(candidate: str) -> LeftOut:
    """Of somebody whose event has no open posting."""
    return LeftOut(candidate=candidate, cause="none", counts=_NOBODY, dimensions=(), text=left_out_text("none", _NOBODY, ()))


def _explain(
    found: dict[int, LeftOut], block: Block, rows: Int64, cause: Cause, in_the_way: dict[str, Int32], tally: Tally
) -> None:
    """Add these rows, left out for one cause. What people with equal counts are told is worked out once."""
    names, width = sorted(in_the_way, key=_place), len(VERDICT_CODES)
    told: dict[bytes, LeftOut] = {}
    for start in range(0, len(rows), _TOGETHER):
        some = rows[start : start + _TOGETHER]
        times = np.empty((len(some), width + len(names)), np.int32)
        times[:, :width] = tally.verdicts[:, some].T
        for column, name in enumerate(names, start=width):
            times[:, column] = in_the_way[name][some]
        orders = np.argsort(-times[:, width:], axis=1, kind="stable")
        for row, mine, order in zip(some.tolist(), times, orders, strict=True):
            key = mine.tobytes()
            one = told.get(key)
            if one is None:
                counts = Counts(**dict(zip(VERDICT_CODES, mine[:width].tolist(), strict=True)))
                ways = zip(order.tolist(), mine[width:][order].tolist(), strict=True)
                dimensions = tuple((names[way], n) for way, n in ways if n)
                text = left_out_text(cause, counts, dimensions)
                one = told[key] = LeftOut(candidate=block.ids[row], cause=cause, counts=counts, dimensions=dimensions, text=text)
                found[row] = one
            else:
                found[row] = one.model_copy(update={"candidate": block.ids[row]})


def _place(name: str) -> tuple[int, str]:
    """Dimensions in catalogue order, then rules by name."""
    return CATALOGUE.position.get(name, len(CATALOGUE.dimensions)), name
