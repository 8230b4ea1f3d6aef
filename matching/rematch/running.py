"""A run that takes over what an earlier one found of pairs of which neither side changed."""

from collections.abc import Mapping, Sequence
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
from matching.shortlist import Prematch, Versions

Int64 = NDArray[np.int64]
Bool = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Rematched:
    """The result, what was ranked on the way, and how many pairs were ranked anew."""

    found: Prematch
    merged: Merged
    scores: tuple[Float64, ...]
    ranked: int


def rematch(
    jobs: Jobs,
    blocks: Sequence[Block],
    ranker: Ranker,
    versions: Versions,
    people: Mapping[str, bytes],
    postings: Mapping[str, bytes],
    known: KnownScores | None,
    progress: Progress | None = None,
    *,
    threads: int = 1,
) -> Rematched:
    """As `matching.prematch.match_blocks`. `people` and `postings` give by id the version of each, `known` must be of this frame.

    1. Verdicts, retrieval and the merge are made anew: who left or came may move anybody. 2. A pair of which both versions are
    known has the score that it had; the others are ranked. 3. Places, entries, counts, and why somebody is on no list, are made
    anew: a line is sooner told than read from the lists of before.
    """
    planes = [decide(one, threads) for one in blocks]
    near = [find_nearest(one, who, jobs, ranker.leaning, threads) for one, who in zip(blocks, planes, strict=True)]
    merged = merge_nearest(near, jobs.settings.depth)
    posting_rows = _rows([postings[job.posting.id] for job in jobs.jobs], {} if known is None else known.postings_known)
    scores: list[Float64] = []
    whole: list[Ranked | None] = []
    ranked = 0
    for block, who, chosen in zip(blocks, planes, merged.chosen, strict=True):
        found = np.full(len(chosen.rows), np.nan)
        if known is not None:
            rows = _rows([people[name] for name in block.ids], known.people_known)
            found = known.find(posting_rows[chosen.lists // len(BANDS)], rows[chosen.rows])
        missing = np.isnan(found)
        anew = rank_block(block, who, jobs, pick(chosen, missing), ranker, threads)
        found[missing] = anew.scores
        scores.append(found)
        whole.append(anew if missing.all() else None)
        ranked += int(missing.sum())
    kept = order_lists(jobs, merged, scores)
    told = [
        _tell(block, who, jobs, chosen, of, all_of_it, mine, ranker, progress, threads)
        for block, who, chosen, of, all_of_it, mine in zip(blocks, planes, merged.chosen, scores, whole, kept, strict=True)
    ]
    left_out = [
        explain_left_out(block, who, jobs, mine.listed(jobs.settings.keep))
        for block, who, mine in zip(blocks, planes, kept, strict=True)
    ]
    return Rematched(gather(jobs, merged, kept, told, left_out, versions), merged, tuple(scores), ranked)


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
    whole: Ranked | None,
    kept: Kept,
    ranker: Ranker,
    progress: Progress | None,
    threads: int,
) -> Told:
    """What is told of one block; of what was not ranked a moment ago, features are made for those on the lists alone."""
    if whole is not None:
        return tell_block(block, planes, jobs, whole, kept, ranker, progress, threads)
    at = np.unique(kept.at[kept.at != DRAWN])
    these = np.zeros(len(chosen.rows), np.bool_)
    these[at] = True
    few = Ranked(features_of(block, planes, jobs, pick(chosen, these), threads), scores[these])
    moved = np.where(kept.at == DRAWN, DRAWN, np.searchsorted(at, kept.at))
    return tell_block(block, planes, jobs, few, replace(kept, at=moved), ranker, progress, threads)
