"""A run that takes over what an earlier one found of pairs of which neither side changed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from matching.bitmaps import Planes
from matching.prematch import (
    Block,
    Chosen,
    Jobs,
    Kept,
    Merged,
    Progress,
    Ranked,
    Told,
    decide,
    explain_left_out,
    find_nearest,
    gather,
    merge_nearest,
    order_lists,
    rank_block,
    tell_block,
)
from matching.prematch.jobs import BANDS
from matching.prematch.order import DRAWN
from matching.prematch.ranked import features_of
from matching.protocols import Float64, Ranker
from matching.rematch.known import KnownScores
from matching.shortlist import Entry, Prematch, Versions

Int64 = NDArray[np.int64]
Bool = NDArray[np.bool_]


@dataclass(frozen=True)
class KnownLine:
    """A line of an earlier list: the entry, and the packed features it was ranked by."""

    entry: Entry
    packed: bytes


KnownLines = Callable[[], Mapping[tuple[str, str], KnownLine]]
"""By (posting, candidate), of the run whose scores are known; asked for once, when there is something to take over."""


@dataclass(frozen=True, eq=False)
class Rematched:
    """The result, what was ranked on the way, and how many pairs were ranked and told anew."""

    found: Prematch
    merged: Merged
    scores: tuple[Float64, ...]
    ranked: int
    told: int


def rematch(
    jobs: Jobs,
    blocks: Sequence[Block],
    ranker: Ranker,
    versions: Versions,
    people: Mapping[str, bytes],
    postings: Mapping[str, bytes],
    known: KnownScores | None,
    lines: KnownLines,
    progress: Progress | None = None,
    *,
    threads: int = 1,
) -> Rematched:
    """As `matching.prematch.match_blocks`. `people` and `postings` give by id the version of each, `known` must be of this frame.

    1. Verdicts, retrieval and the merge are made anew: who left or came may move anybody. 2. A pair of which both versions are
    known has the score that it had; the others are ranked. 3. Places are given anew. 4. A pair that is known and had a line is not
    judged again: its entry is taken over with its new place. Those drawn, whose score follows their neighbours', are told anew.
    5. Counts, and why somebody is on no list, are made anew.
    """
    planes = [decide(one, threads) for one in blocks]
    merged = merge_nearest(
        [find_nearest(one, who, jobs, threads) for one, who in zip(blocks, planes, strict=True)], jobs.settings.depth
    )
    posting_rows = _rows([postings[job.posting.id] for job in jobs.jobs], {} if known is None else known.postings_known)
    before: Mapping[tuple[str, str], KnownLine] | None = None
    scores, ranked = [], 0
    person_rows = []
    for block, who, chosen in zip(blocks, planes, merged.chosen, strict=True):
        rows = _rows([people[name] for name in block.ids], {} if known is None else known.people_known)
        person_rows.append(rows)
        found = np.full(len(chosen.rows), np.nan)
        if known is not None:
            found = known.find(posting_rows[chosen.lists // len(BANDS)], rows[chosen.rows])
        missing = np.isnan(found)
        found[missing] = rank_block(block, who, jobs, pick(chosen, missing), ranker, threads).scores
        scores.append(found)
        ranked += int(missing.sum())
    kept = order_lists(jobs, merged, scores)
    told, anew = [], 0
    for number, (block, who, chosen, mine) in enumerate(zip(blocks, planes, merged.chosen, kept, strict=True)):
        unchanged = (mine.at != DRAWN) & (mine.ranks > 0)
        unchanged &= (posting_rows[mine.lists // len(BANDS)] >= 0) & (person_rows[number][mine.rows] >= 0)
        if before is None and unchanged.any():
            before = lines()
        one, fresh = _tell(block, who, jobs, chosen, scores[number], mine, unchanged, before or {}, ranker, progress, threads)
        told.append(one)
        anew += fresh
    left_out = [
        explain_left_out(block, who, jobs, mine.listed(jobs.settings.keep))
        for block, who, mine in zip(blocks, planes, kept, strict=True)
    ]
    return Rematched(gather(jobs, merged, kept, told, left_out, versions), merged, tuple(scores), ranked, anew)


def pick(chosen: Chosen, these: Bool) -> Chosen:
    """Some rows of a choice, (n,) bool."""
    before = np.concatenate([np.zeros(1, np.int64), np.cumsum(these)])
    return Chosen(before[chosen.bounds], chosen.rows[these], chosen.similarities[these])


def _rows(versions: Sequence[bytes], known: Mapping[bytes, int]) -> Int64:
    return np.array([known.get(version, -1) for version in versions], np.int64)


def _tell(
    block: Block,
    planes: Planes,
    jobs: Jobs,
    chosen: Chosen,
    scores: Float64,
    kept: Kept,
    unchanged: Bool,
    before: Mapping[tuple[str, str], KnownLine],
    ranker: Ranker,
    progress: Progress | None,
    threads: int,
) -> tuple[Told, int]:
    """What is told of one block, and of how many lines anew."""
    taken: dict[int, KnownLine] = {}
    for place in np.flatnonzero(unchanged).tolist():
        list_number = int(kept.lists[place])
        line = before.get((jobs.jobs[list_number // len(BANDS)].posting.id, block.ids[int(kept.rows[place])]))
        if line is not None and line.entry.band == BANDS[list_number % len(BANDS)]:
            taken[place] = line
    rest = np.ones(len(kept.rows), np.bool_)
    rest[list(taken)] = False
    fresh = Kept(**{name: getattr(kept, name)[rest] for name in ("lists", "rows", "at", "ranks", "explored", "chances")})
    at = np.unique(fresh.at[fresh.at != DRAWN])
    these = np.zeros(len(chosen.rows), np.bool_)
    these[at] = True
    few = Ranked(features_of(block, planes, jobs, pick(chosen, these), threads), scores[these])
    moved = np.where(fresh.at == DRAWN, DRAWN, np.searchsorted(at, fresh.at))
    told = tell_block(block, planes, jobs, few, replace(fresh, at=moved), ranker, progress, threads)
    told_anew = iter(zip(told.entries, told.packed, strict=True))
    entries, packed = [], []
    for place in range(len(kept.rows)):
        line = taken.get(place)
        if line is None:
            entry, content = next(told_anew)
        else:
            place_now = {"rank": int(kept.ranks[place]), "explored": bool(kept.explored[place])}
            entry, content = line.entry.model_copy(update=place_now), line.packed
        entries.append(entry)
        packed.append(content)
    return Told(tuple(entries), tuple(packed), told.drawn), int(rest.sum())
