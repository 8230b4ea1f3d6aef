"""From scores to the places of each list: order, exploration, and the places of those who opted out of profiling."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

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
_NOBODY: Final = np.zeros(0, np.int64)


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
    joined = _Joined.of(merged, scores)
    allowed = totals(merged.counts).tolist()
    placed = [_place(jobs, number, joined.best(number), allowed[number], *_out(merged, number)) for number in range(len(allowed))]
    return _split(joined, placed)


@dataclass(frozen=True, eq=False)
class _Joined:
    """The chosen rows of all blocks, (n,) each, by list: list i is `bounds[i]` to `bounds[i + 1]`.

    `parts` is the block of each, `at` its place in `Chosen` of that block, `ids` the place of its id among those of all, or of the
    only block, `down` its score turned round.
    """

    merged: Merged
    bounds: list[int]
    parts: Int64
    at: Int64
    rows: Int64
    ids: Int64
    down: Float64

    @classmethod
    def of(cls, merged: Merged, scores: Sequence[Float64]) -> "_Joined":
        sizes = [len(one.rows) for one in merged.chosen]
        lists = np.concatenate([one.lists for one in merged.chosen])
        rows = np.concatenate([one.rows for one in merged.chosen]).astype(np.int64)
        ids = [merged.number(part, one.rows) for part, one in enumerate(merged.chosen)] if len(sizes) > 1 else [rows]
        # Each part has its rows in order of list.
        order = np.arange(len(lists)) if len(sizes) == 1 else np.argsort(lists, kind="stable")
        return cls(
            merged=merged,
            bounds=np.sum([one.bounds for one in merged.chosen], axis=0).tolist(),
            parts=np.repeat(np.arange(len(sizes)), sizes)[order],
            at=np.concatenate([np.arange(size) for size in sizes])[order],
            rows=rows[order],
            ids=np.concatenate(ids)[order],
            down=-np.concatenate(scores)[order],
        )

    def best(self, number: int) -> Int64:
        """The positions of a list, best first, of equal ones the lower id."""
        mine = slice(*self.bounds[number : number + 2])
        return np.asarray(np.lexsort((self.ids[mine], self.down[mine])) + mine.start, np.int64)


@dataclass(frozen=True, eq=False)
class _Placed:
    """One list: positions in the joined arrays with their rank, and (part, row, rank) of the drawn."""

    positions: Int64
    ranks: Int64
    explored: Bool
    chances: Float64
    drawn: list[tuple[int, int, int]]


def _place(jobs: Jobs, number: int, mine: Int64, allowed: int, out_parts: Int64, out_rows: Int64) -> _Placed:
    settings, posting, band = jobs.settings, jobs.jobs[number // len(BANDS)].posting.id, BANDS[number % len(BANDS)]
    drawn = draw_places(settings.seed, posting, band, allowed, len(out_rows), settings.keep)
    shown = min(settings.keep, len(mine))
    ranks = np.arange(1, shown + len(drawn) + 1)
    if drawn:
        ranks = np.delete(ranks, [place for place, _ in drawn if place < len(ranks)])[:shown]
    told = [(int(out_parts[one]), int(out_rows[one]), place + 1) for place, one in drawn]
    # On the other band nobody is met before a person has looked, so exploration would teach nothing there.
    if not settings.exploration or band != "fit":
        return _Placed(mine[:shown], ranks, np.zeros(shown, np.bool_), np.full(shown, np.nan), told)
    places = settings.keep - len(drawn)
    order, chances = explore(np.arange(len(mine)), places, settings.exploration, POOL, exploration_seed(settings.seed, posting))
    whole = mine[order]
    below = np.arange(places, len(whole))[chances[places:] > 0]
    chosen = np.concatenate([np.arange(shown), below])
    return _Placed(
        positions=whole[chosen],
        ranks=np.concatenate([ranks, -np.arange(len(below))]),
        explored=np.concatenate([whole[:shown] != mine[:shown], np.zeros(len(below), np.bool_)]),
        chances=chances[chosen],
        drawn=told,
    )


def _out(merged: Merged, number: int) -> tuple[Int64, Int64]:
    """(part, row) of those who opted out and are allowed on a list, in order of id."""
    parts, rows, ids = [_NOBODY], [_NOBODY], [_NOBODY]
    for part, one in enumerate(merged.parts):
        mine = one.out_rows[one.out_bounds[number] : one.out_bounds[number + 1]]
        if len(merged.parts) == 1:
            return np.zeros(len(mine), np.int64), mine.astype(np.int64)
        if len(mine):
            parts.append(np.full(len(mine), part))
            rows.append(mine.astype(np.int64))
            ids.append(merged.number(part, mine))
    order = np.argsort(np.concatenate(ids))
    return np.concatenate(parts)[order], np.concatenate(rows)[order]


def _split(joined: _Joined, placed: Sequence[_Placed]) -> tuple[Kept, ...]:
    """What is kept by block. On each list those who were drawn come last."""
    drawn = np.array([one for list_ in placed for one in list_.drawn], np.int64).reshape(-1, 3)
    scored, outs = [len(one.positions) for one in placed], [len(one.drawn) for one in placed]
    positions = np.concatenate([_NOBODY, *(one.positions for one in placed)])
    lists = np.concatenate([np.repeat(np.arange(len(placed)), scored), np.repeat(np.arange(len(placed)), outs)])
    order = np.argsort(lists, kind="stable")
    blank = np.zeros(len(drawn))
    columns = {
        "lists": lists.astype(np.int32),
        "rows": np.concatenate([joined.rows[positions], drawn[:, 1]]).astype(np.int32),
        "at": np.concatenate([joined.at[positions], np.full(len(drawn), DRAWN)]),
        "ranks": np.concatenate([_NOBODY, *(one.ranks for one in placed), drawn[:, 2]]).astype(np.int32),
        "explored": np.concatenate([blank[:0].astype(np.bool_), *(one.explored for one in placed), blank.astype(np.bool_)]),
        "chances": np.concatenate([*(one.chances for one in placed), np.full(len(drawn), np.nan)]),
    }
    parts = np.concatenate([joined.parts[positions], drawn[:, 0]])[order]
    whole = {name: column[order] for name, column in columns.items()}
    return tuple(
        Kept(**{name: column[parts == part] for name, column in whole.items()}) for part in range(len(joined.merged.chosen))
    )
