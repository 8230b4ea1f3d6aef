"""A run that takes over what an earlier one found of people, of postings, and of pairs of which neither side changed."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from matching.collection import paused_collection
from matching.prematch import (
    Jobs,
    PrematchSettings,
    Progress,
    gather,
    match_nothing,
    merge_nearest,
    order_lists,
)
from matching.prematch.running import BLOCK
from matching.protocols import Encoder, Ranker
from matching.rematch.ground import Ground, TakingPart, jobs_on, stretches_on
from matching.rematch.known import KnownScores
from matching.rematch.lines import Line, Pair, join, lines_of, pairs_of, pick_kept, recall
from matching.rematch.pairs import score_pairs, tell_pairs
from matching.rematch.stretch import Stretch
from matching.shortlist import Prematch, Versions


@dataclass(frozen=True, eq=False)
class Rematched:
    """The result; what the next run may go on from, None where nobody or no posting took part; and how many pairs were ranked and
    how many lines told anew."""

    found: Prematch
    scores: KnownScores | None = None
    ground: Ground | None = None
    ranked: int = 0
    told: int = 0


def rematch(
    event: str,
    part: TakingPart,
    encoder: Encoder,
    ranker: Ranker,
    versions: Versions,
    settings: PrematchSettings,
    frame: str,
    known: KnownScores | None = None,
    ground: Ground | None = None,
    progress: Progress | None = None,
    *,
    threads: int = 1,
    block: int = BLOCK,
) -> Rematched:
    """As `matching.prematch.prematch`, of open postings. `known` and `ground` must be of this event and this frame.

    1. People and postings that are on the ground as they are now are neither prepared again, nor decided, nor retrieved; all other
    people are stretches of their own. The lists of several stretches are merged exactly. 2. A pair of which both versions are known
    has the score, and on a list the line, that it had; others are ranked, judged and told. 3. Places and counts are made anew: who
    left or came may move anybody.

    Raises ValueError where somebody is neither on the ground nor among the candidates.
    """
    with paused_collection():
        jobs = jobs_on(ground, event, part, encoder, settings)
        if not part.people or not len(jobs):
            return Rematched(match_nothing(jobs, sorted(part.people), versions))
        stretches = stretches_on(ground, jobs, part, encoder, ranker.leaning, threads, block)
        return _match(jobs, stretches, part, ranker, versions, frame, known, ground, progress, threads)


def _match(
    jobs: Jobs,
    stretches: Sequence[Stretch],
    part: TakingPart,
    ranker: Ranker,
    versions: Versions,
    frame: str,
    known: KnownScores | None,
    ground: Ground | None,
    progress: Progress | None,
    threads: int,
) -> Rematched:
    present = [one.present(part.people, jobs, ranker.leaning, threads) for one in stretches]
    if sum(int(one.there.sum()) for one in present) != len(part.people):
        raise ValueError("somebody who takes part was not handed in as they are now; match the event from nothing")
    merged = merge_nearest([one.near for one in present], jobs.settings.depth)
    people, postings = [one.versions for one in stretches], [part.postings[job.posting.id] for job in jobs.jobs]
    scored = [
        score_pairs(one, jobs, whom, postings, chosen, known, ranker, threads)
        for one, whom, chosen in zip(present, people, merged.chosen, strict=True)
    ]
    kept = order_lists(jobs, merged, [one.scores for one in scored])
    lines: dict[Pair, Line] = {}
    told, anew = [], 0
    for one, whom, chosen, scores, mine in zip(present, people, merged.chosen, scored, kept, strict=True):
        pairs = pairs_of(mine, postings, whom)
        before = recall({} if ground is None else ground.lines, mine, pairs)
        missing = np.array([line is None for line in before], np.bool_)
        said = tell_pairs(one, jobs, chosen, scores, pick_kept(mine, missing), ranker, progress, threads)
        told.append(said if missing.all() else join(before, mine, said))
        lines.update(lines_of(told[-1], pairs))
        anew += int(missing.sum())
    left_out = [
        stretch.left_out(jobs, one, mine.listed(jobs.settings.keep))
        for stretch, one, mine in zip(stretches, present, kept, strict=True)
    ]
    found = gather(jobs, merged, kept, told, left_out, versions)
    stood = tuple(stretches) if ground is None else ground.stretches
    for stretch in stood:
        stretch.forget_pairs()
    return Rematched(
        found=found,
        scores=KnownScores.of(frame, people, postings, merged, [one.scores for one in scored]),
        ground=Ground(part.people if ground is None else ground.people, part.postings, jobs, stood, lines),
        ranked=sum(one.ranked for one in scored),
        told=anew,
    )
