"""The frozen lists from what was told of each block."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import repeat

import numpy as np

from matching.bitmaps import VERDICT_CODES
from matching.collection import paused_collection
from matching.prematch.jobs import BANDS, Jobs
from matching.prematch.nearest import Int32, Merged
from matching.prematch.order import DRAWN, Kept
from matching.prematch.telling import Told
from matching.protocols import Float64
from matching.reasons import plain_reasons
from matching.shortlist import Counts, Entry, LeftOut, Prematch, Shortlist, Shown, Versions


def gather(
    jobs: Jobs,
    merged: Merged,
    kept: Sequence[Kept],
    told: Sequence[Told],
    left_out: Sequence[Sequence[LeftOut]],
    versions: Versions,
) -> Prematch:
    """The result of a run from what was kept and told of each block."""
    with paused_collection():
        return _gather(jobs, merged, kept, told, left_out, versions)


def _gather(
    jobs: Jobs,
    merged: Merged,
    kept: Sequence[Kept],
    told: Sequence[Told],
    left_out: Sequence[Sequence[LeftOut]],
    versions: Versions,
) -> Prematch:
    lines = _Lines.of(merged, kept, told)
    bounds = np.searchsorted(lines.lists, np.arange(len(jobs) * len(BANDS) + 1)).tolist()
    shortlists = []
    shown: list[Shown] = []
    for number, job in enumerate(jobs.jobs):
        posting, entries, below = job.posting.id, list[Entry](), list[Shown]()
        for band_number, band in enumerate(BANDS):
            start, stop = bounds[len(BANDS) * number + band_number :][:2]
            on = lines.first_on(start, stop)
            mine = lines.complete(on, stop, jobs.settings.keep, jobs.settings.reasons)
            names = [entry.candidate for entry in mine]
            places = range(len(entries) + 1, len(entries) + len(mine) + 1)
            last = on + len(mine)
            seen = zip(names, repeat(posting), repeat(band), places, lines.packed[on:last], lines.chances[on:last])
            shown += map(Shown._make, seen)
            entries += mine
            below += [Shown(lines.name(i), posting, band, 0, lines.packed[i], lines.chances[i]) for i in reversed(range(start, on))]
        shown += below
        counts = Counts(**dict(zip(VERDICT_CODES, merged.counts[number].tolist(), strict=True)))
        shortlists.append(Shortlist(event=jobs.event, posting=posting, entries=tuple(entries), counts=counts))
    totals = merged.counts.sum(axis=0).tolist()
    return Prematch(
        event=jobs.event,
        versions=versions,
        shortlists=tuple(shortlists),
        left_out=tuple(sorted((one for part in left_out for one in part), key=lambda one: one.candidate)),
        counts=Counts(**dict(zip(VERDICT_CODES, totals, strict=True))),
        rejected=jobs.rejected,
        shown=tuple(shown),
    )


@dataclass(frozen=True, eq=False)
class _Lines:
    """Those on each list, after those who might have been, whose rank is not above 0: all blocks together, by list, then by rank.

    `drawn` are the features (F,) of those whom nobody ranked, by line.
    """

    merged: Merged
    lists: Int32
    ranks: list[int]
    whose: Sequence[tuple[int, int]]
    entries: list[Entry | None]
    packed: list[bytes | None]
    chances: list[float | None]
    drawn: dict[int, Float64]

    @classmethod
    def of(cls, merged: Merged, kept: Sequence[Kept], told: Sequence[Told]) -> "_Lines":
        lists, ranks, rows, at, chances = (
            np.concatenate([getattr(one, name) for one in kept]) for name in ("lists", "ranks", "rows", "at", "chances")
        )
        order = np.lexsort((ranks, lists))
        places = order.tolist()
        parts = np.repeat(np.arange(len(kept)), [len(one.rows) for one in kept])
        entries, packed = ([one for said in told for one in getattr(said, name)] for name in ("entries", "packed"))
        values = dict(zip(np.flatnonzero(at == DRAWN).tolist(), (one for said in told for one in said.drawn), strict=True))
        return cls(
            merged=merged,
            lists=lists[order],
            ranks=ranks[order].tolist(),
            whose=list(zip(parts[order].tolist(), rows[order].tolist(), strict=True)),
            entries=[entries[place] for place in places],
            packed=[packed[place] for place in places],
            chances=[None if chance != chance else chance for chance in chances[order].tolist()],
            drawn={line: values[places[line]] for line in np.flatnonzero(at[order] == DRAWN).tolist()},
        )

    def first_on(self, start: int, stop: int) -> int:
        """Of the lines of a list the first that is on it."""
        return bisect_right(self.ranks, 0, start, stop)

    def name(self, line: int) -> str:
        return self.merged.name(*self.whose[line])

    def complete(self, start: int, stop: int, keep: int, limit: int) -> list[Entry]:
        """The entries of a list in order, those of drawn people with a score and reasons like their neighbours'."""
        found = [entry for entry in self.entries[start:stop] if entry is not None]
        drawn = [place for place in range(stop - start) if start + place in self.drawn] if self.drawn else []
        waiting = [found.pop(place) for place in reversed(drawn)]
        for place in drawn:
            like = found[min(place, len(found) - 1)].reasons if found else None
            why = plain_reasons(self.drawn[start + place], like, limit)
            score = round(_score_between(found, place), 9)
            found.insert(place, waiting.pop().model_copy(update={"score": score, "reasons": why}))
        return found[:keep]


def _score_between(entries: list[Entry], place: int) -> float:
    """A score that keeps the order and tells nothing: between the neighbours, or just beyond the only one."""
    above = entries[place - 1].score if place > 0 else None
    below = entries[place].score if place < len(entries) else None
    if above is not None and below is not None:
        return (above + below) / 2
    step = (entries[0].score - entries[-1].score) / max(len(entries), 2) if entries else 0.0
    if above is not None:
        return above - step
    return 0.0 if below is None else below + step
