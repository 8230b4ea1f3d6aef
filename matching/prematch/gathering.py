"""The frozen lists from what was told of each block."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from matching.bitmaps import VERDICT_CODES
from matching.prematch.collection import no_collection
from matching.prematch.jobs import BANDS, Jobs
from matching.prematch.nearest import Merged
from matching.prematch.order import DRAWN, Kept
from matching.prematch.telling import Told
from matching.protocols import Float64
from matching.reasons import plain_reasons
from matching.shortlist import Counts, Entry, LeftOut, Prematch, Shortlist, Shown, Versions


@dataclass(frozen=True, eq=False)
class _Line:
    """Somebody on a list, or of whom it is handed on that they might have been. `values` (F,) of a drawn person."""

    name: str
    rank: int
    entry: Entry | None
    packed: bytes | None
    chance: float | None
    values: Float64 | None


def gather(
    jobs: Jobs,
    merged: Merged,
    kept: Sequence[Kept],
    told: Sequence[Told],
    left_out: Sequence[Sequence[LeftOut]],
    versions: Versions,
) -> Prematch:
    """The result of a run from what was kept and told of each block."""
    with no_collection():
        return _gather(jobs, merged, kept, told, left_out, versions)


def _gather(
    jobs: Jobs,
    merged: Merged,
    kept: Sequence[Kept],
    told: Sequence[Told],
    left_out: Sequence[Sequence[LeftOut]],
    versions: Versions,
) -> Prematch:
    lines = _lines(jobs, merged, kept, told)
    shortlists = []
    shown: list[Shown] = []
    for number, job in enumerate(jobs.jobs):
        entries: list[Entry] = []
        below: list[Shown] = []
        for band_number, band in enumerate(BANDS):
            mine = lines[len(BANDS) * number + band_number]
            for entry, line in _complete(mine, jobs.settings.keep, jobs.settings.reasons):
                entries.append(entry)
                shown.append(Shown(entry.candidate, entry.posting, band, len(entries), line.packed, line.chance))
            might = sorted((line for line in mine if line.entry is None), key=lambda line: -line.rank)
            below += [Shown(line.name, job.posting.id, band, 0, line.packed, line.chance) for line in might]
        shown += below
        counts = Counts(**dict(zip(VERDICT_CODES, merged.counts[number].tolist(), strict=True)))
        shortlists.append(Shortlist(event=jobs.event, posting=job.posting.id, entries=tuple(entries), counts=counts))
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


def _lines(jobs: Jobs, merged: Merged, kept: Sequence[Kept], told: Sequence[Told]) -> list[list[_Line]]:
    """Those on each list and those who might have been, block by block."""
    lines: list[list[_Line]] = [[] for _ in range(len(jobs) * len(BANDS))]
    for part, (one, said) in enumerate(zip(kept, told, strict=True)):
        drawn = iter(said.drawn)
        for place, (entry, packed) in enumerate(zip(said.entries, said.packed, strict=True)):
            row = int(one.rows[place])
            chance = float(one.chances[place])
            lines[int(one.lists[place])].append(
                _Line(
                    name=merged.name(part, row) if entry is None else entry.candidate,
                    rank=int(one.ranks[place]),
                    entry=entry,
                    packed=packed,
                    chance=None if np.isnan(chance) else chance,
                    values=next(drawn) if one.at[place] == DRAWN else None,
                )
            )
    return lines


def _complete(lines: list[_Line], keep: int, limit: int) -> list[tuple[Entry, _Line]]:
    """The entries of a list in order, those of drawn people with a score and reasons like their neighbours'."""
    found = [(line.entry, line) for line in lines if line.entry is not None and line.values is None]
    found.sort(key=lambda pair: pair[1].rank)
    drawn = [(line.entry, line, line.values) for line in lines if line.entry is not None and line.values is not None]
    for entry, line, values in sorted(drawn, key=lambda three: three[1].rank):
        entries = [one for one, _ in found]
        place = line.rank - 1
        like = entries[min(place, len(entries) - 1)].reasons if entries else None
        told = {"score": round(_score_between(entries, place), 9), "reasons": plain_reasons(values, like, limit)}
        found.insert(place, (entry.model_copy(update=told), line))
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
