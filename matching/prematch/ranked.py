"""The chosen rows of a block with their features and scores."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np

from matching.bitmaps import Planes
from matching.collection import paused_collection
from matching.features import FEATURES, POSITION, compute_pairs
from matching.prematch.block import Block
from matching.prematch.effort import efforts
from matching.prematch.jobs import BANDS, Jobs
from matching.prematch.nearest import Chosen, Int32
from matching.protocols import Float64, Ranker
from matching.retrieval import similarities_of

_PART: Final = 8_192
"""Rows scored at once."""
_TASKS: Final = 4
"""Tasks a thread."""
_EFFORT: Final = [POSITION["arrange_count"], POSITION["arrange_cost"]]


@dataclass(frozen=True, eq=False)
class Ranked:
    """`features` (n, F) and `scores` (n,) of the chosen rows of a block. Large: it stays where it was made, the scores travel."""

    features: Float64
    scores: Float64


def rank_block(
    block: Block,
    planes: Planes,
    jobs: Jobs,
    chosen: Chosen,
    ranker: Ranker,
    threads: int = 1,
    features: Float64 | None = None,
) -> Ranked:
    """Features of every chosen pair, unless they are given, then their scores. A row's score depends on that row alone."""
    if features is None:
        features = features_of(block, planes, jobs, chosen, threads)
    return Ranked(features, _scores(features, ranker, threads))


def _scores(features: Float64, ranker: Ranker, threads: int) -> Float64:
    """Part by part, so that every thread has one and none of them needs much memory besides."""
    parts = [features[start : start + _PART] for start in range(0, len(features), _PART)]
    if threads == 1 or len(parts) < 2:
        return np.concatenate([np.zeros(0), *(ranker.score(part) for part in parts)])
    with ThreadPoolExecutor(threads) as pool:
        return np.concatenate(list(pool.map(ranker.score, parts)))


def features_of(block: Block, planes: Planes, jobs: Jobs, chosen: Chosen, threads: int = 1) -> Float64:
    """(n, F) of chosen rows, both lists of a posting at once."""
    bounds = chosen.bounds[:: len(BANDS)]
    offers = [job.offer for job in jobs.jobs]
    features = np.empty((len(chosen.rows), len(FEATURES)))
    undecided = np.full((len(chosen.rows), len(_EFFORT)), np.nan)

    def compute(first: int, last: int) -> None:
        part = slice(int(bounds[first]), int(bounds[last]))
        rows, similarities = chosen.rows[part].astype(np.int64), chosen.similarities[part].astype(np.float64)
        within = bounds[first : last + 1] - part.start
        compute_pairs(block.seekers, rows, offers[first:last], within, similarities, undecided[part], features[part])

    cuts = np.linspace(0, len(jobs), min(len(jobs), _TASKS * threads) + 1).astype(int).tolist()
    with paused_collection(), ThreadPoolExecutor(threads) as pool:
        # What is to be arranged takes the interpreter's lock, and most of the others let go of it.
        effort = pool.submit(efforts, block, planes, jobs, chosen)
        for done in [pool.submit(compute, first, last) for first, last in pairwise(cuts)]:
            done.result()
        features[:, _EFFORT] = effort.result()
    return features


def drawn_rows(block: Block, jobs: Jobs, lists: Int32, rows: Int32) -> Chosen:
    """Rows that nobody ranked, as if they had been chosen: lists (n,) ascending."""
    bounds = np.searchsorted(lists, np.arange(len(jobs) * len(BANDS) + 1))
    similarities = np.zeros(len(rows), np.float32)
    for number in np.unique(lists).tolist():
        mine = slice(int(bounds[number]), int(bounds[number + 1]))
        wanted = jobs.jobs[number // len(BANDS)].wanted
        similarities[mine] = similarities_of(block.vectors, wanted, rows[mine].astype(np.int64))
    return Chosen(bounds.astype(np.int64), rows, similarities)
