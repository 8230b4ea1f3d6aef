"""From scores to the places of each list: order, exploration, and the places of those who opted out of profiling."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.exploration import POOL, exploration_seed, explore
from matching.prematch.drawing import draw_places
from matching.prematch.jobs import BANDS, Jobs
from matching.prematch.nearest import Int32, Int64, Merged, totals
from matching.protocols import Float64

Bool = NDArray[np.bool_]

DRAWN = -1
"""In `Kept.at`: the person opted out of profiling and was never ranked."""


@dataclass(frozen=True, eq=False)
class Kept:
    """What is kept of one block, in order of list, then of rank.

    `lists` (m,) as in `Nearest`, `rows` of the block, `at` their place in `Chosen` and `Ranked`, or DRAWN. `ranks` count from 1; a
    rank above `keep` was pushed off the list by a draw, and 0, -1, -2 ... are those whom exploration might have put on the list, in
    order. `explored`: the place was given by exploration; `chances` of being there, NaN where nothing was drawn.
    """

    lists: Int32
    rows: Int32
    at: Int64
    ranks: Int32
    explored: Bool
    chances: Float64

    def listed(self, keep: int) -> Int32:
        """The rows of the block with an entry in a fitting band, each once, ascending."""
        on = (self.ranks > 0) & (self.ranks <= keep) & (self.lists % len(BANDS) == 0)
        return np.unique(self.rows[on])


def order_lists(jobs: Jobs, merged: Merged, scores: Sequence[Float64]) -> tuple[Kept, ...]:
    """The places of every list, by block. `scores` are those of the chosen rows of each block.

    Those who opted out have their places first; exploration is among the others, for the places that are left.
    """
    lists = np.concatenate([one.lists for one in merged.chosen])
    score = np.concatenate(scores)
    ids = np.concatenate([merged.number(part, one.rows) for part, one in enumerate(merged.chosen)])
    best = np.lexsort((ids, -score, lists))
    bounds = np.searchsorted(lists[best], np.arange(len(jobs) * len(BANDS) + 1))
    sizes = [len(one.rows) for one in merged.chosen]
    part_of = np.repeat(np.arange(len(sizes)), sizes)
    at = np.concatenate([np.arange(size) for size in sizes])
    row_of = np.concatenate([one.rows for one in merged.chosen])
    allowed = totals(merged.counts)
    placed: list[_Placed] = []
    for number in range(len(bounds) - 1):
        mine = best[bounds[number] : bounds[number + 1]]
        out_parts, out_rows = _out(merged, number)
        placed.append(_place(jobs, number, mine, int(allowed[number]), out_parts, out_rows))
    return tuple(_part(placed, part, part_of, at, row_of) for part in range(len(sizes)))


@dataclass(frozen=True, eq=False)
class _Placed:
    """One list: positions in the joined arrays with their rank, and (part, row, rank) of the drawn."""

    number: int
    positions: Int64
    ranks: Int64
    explored: Bool
    chances: Float64
    drawn: list[tuple[int, int, int]]


def _place(jobs: Jobs, number: int, mine: Int64, allowed: int, out_parts: Int64, out_rows: Int64) -> _Placed:
    settings, posting, band = jobs.settings, jobs.jobs[number // len(BANDS)].posting.id, BANDS[number % len(BANDS)]
    drawn = draw_places(settings.seed, posting, band, allowed, len(out_rows), settings.keep)
    whole, chances = mine, np.full(len(mine), np.nan)
    places = settings.keep - len(drawn)
    # On the other band nobody is met before a person has looked, so exploration would teach nothing there.
    if settings.exploration and band == "fit":
        seed = exploration_seed(settings.seed, posting)
        order, chances = explore(np.arange(len(mine)), places, settings.exploration, POOL, seed)
        whole = mine[order]
    shown = min(settings.keep, len(whole))
    taken = {place for place, _ in drawn}
    free = [place for place in range(shown + len(drawn)) if place not in taken]
    below = [place for place in range(places, len(whole)) if chances[place] > 0]
    chosen = np.array([*range(shown), *below], np.int64)
    return _Placed(
        number=number,
        positions=whole[chosen],
        ranks=np.array([*(place + 1 for place in free[:shown]), *(-number for number in range(len(below)))], np.int64),
        explored=np.concatenate([whole[:shown] != mine[:shown], np.zeros(len(below), np.bool_)]),
        chances=chances[chosen],
        drawn=[(int(out_parts[one]), int(out_rows[one]), place + 1) for place, one in drawn],
    )


def _out(merged: Merged, number: int) -> tuple[Int64, Int64]:
    """(part, row) of those who opted out and are allowed on a list, in order of id."""
    parts, rows, ids = [], [], []
    for part, one in enumerate(merged.parts):
        mine = one.out_rows[one.out_bounds[number] : one.out_bounds[number + 1]]
        if len(mine):
            parts.append(np.full(len(mine), part))
            rows.append(mine.astype(np.int64))
            ids.append(merged.number(part, mine))
    if not parts:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    order = np.argsort(np.concatenate(ids))
    return np.concatenate(parts)[order], np.concatenate(rows)[order]


def _part(placed: Sequence[_Placed], part: int, part_of: Int64, at: Int64, row_of: Int32) -> Kept:
    lists: list[Int64] = [np.zeros(0, np.int64)]
    rows, ats, ranks = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    explored, chances = [np.zeros(0, np.bool_)], [np.zeros(0)]
    for one in placed:
        mine = part_of[one.positions] == part
        where = one.positions[mine]
        drawn = [(row, rank) for whose, row, rank in one.drawn if whose == part]
        lists.append(np.full(len(where) + len(drawn), one.number))
        rows += [row_of[where].astype(np.int64), np.array([row for row, _ in drawn], np.int64)]
        ats += [at[where], np.full(len(drawn), DRAWN)]
        ranks += [one.ranks[mine], np.array([rank for _, rank in drawn], np.int64)]
        explored += [one.explored[mine], np.zeros(len(drawn), np.bool_)]
        chances += [one.chances[mine], np.full(len(drawn), np.nan)]
    return Kept(
        lists=np.concatenate(lists).astype(np.int32),
        rows=np.concatenate(rows).astype(np.int32),
        at=np.concatenate(ats),
        ranks=np.concatenate(ranks).astype(np.int32),
        explored=np.concatenate(explored),
        chances=np.concatenate(chances),
    )
