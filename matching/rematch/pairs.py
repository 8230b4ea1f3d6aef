"""Scores and lines of the pairs of a stretch: taken over where they are known, else ranked, judged and told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from matching.prematch import Chosen, Jobs, Kept, Progress, Ranked, Told, rank_block, tell_block
from matching.prematch.jobs import BANDS
from matching.prematch.order import DRAWN
from matching.prematch.ranked import features_of
from matching.protocols import Float64, Ranker
from matching.rematch.known import KnownScores
from matching.rematch.stretch import Present

Int64 = NDArray[np.int64]
Bool = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Scored:
    """The scores of the chosen rows; how many were ranked, and with their features where that was all of them."""

    scores: Float64
    ranked: int
    whole: Ranked | None


def score_pairs(
    one: Present,
    jobs: Jobs,
    people: Sequence[bytes],
    postings: Sequence[bytes],
    chosen: Chosen,
    known: KnownScores | None,
    ranker: Ranker,
    threads: int,
) -> Scored:
    """The scores of chosen rows; `people` and `postings` are versions, row by row."""
    found = np.full(len(chosen.rows), np.nan)
    if known is not None:
        asked, whom = _rows(postings, known.postings_known), _rows(people, known.people_known)
        found = known.find(asked[chosen.lists // len(BANDS)], whom[chosen.rows])
    missing = np.isnan(found)
    anew = rank_block(one.block, one.planes, jobs, pick(chosen, missing), ranker, threads)
    found[missing] = anew.scores
    return Scored(found, int(missing.sum()), anew if missing.all() else None)


def tell_pairs(
    one: Present,
    jobs: Jobs,
    chosen: Chosen,
    scored: Scored,
    kept: Kept,
    ranker: Ranker,
    progress: Progress | None,
    threads: int,
) -> Told:
    """What is told of the rows that are kept; of what was not ranked a moment ago, features are made for them alone."""
    if scored.whole is not None:
        return tell_block(one.block, one.planes, jobs, scored.whole, kept, ranker, progress, threads)
    at = np.unique(kept.at[kept.at != DRAWN])
    these = np.zeros(len(chosen.rows), np.bool_)
    these[at] = True
    few = Ranked(features_of(one.block, one.planes, jobs, pick(chosen, these), threads), scored.scores[these])
    moved = np.where(kept.at == DRAWN, DRAWN, np.searchsorted(at, kept.at))
    return tell_block(one.block, one.planes, jobs, few, replace(kept, at=moved), ranker, progress, threads)


def pick(chosen: Chosen, these: Bool) -> Chosen:
    """Some rows of a choice, (n,) bool."""
    before = np.concatenate([np.zeros(1, np.int64), np.cumsum(these)])
    return Chosen(before[chosen.bounds], chosen.rows[these], chosen.similarities[these])


def _rows(versions: Sequence[bytes], known: Mapping[bytes, int]) -> Int64:
    return np.array([known.get(version, -1) for version in versions], np.int64)
