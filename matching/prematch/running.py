"""Pre-matching of one event as one pure function: rules, retrieval among the allowed, ranking, reasons, frozen lists."""

from collections.abc import Mapping, Sequence
from typing import Final

from matching.collection import paused_collection
from matching.prematch.block import Block, decide, prepare_block
from matching.prematch.gathering import gather
from matching.prematch.jobs import Jobs, prepare_jobs
from matching.prematch.left_out import explain_left_out, left_out_without_postings
from matching.prematch.nearest import find_nearest, merge_nearest
from matching.prematch.order import order_lists
from matching.prematch.ranked import rank_block
from matching.prematch.settings import PrematchSettings, Progress
from matching.prematch.telling import tell_block
from matching.protocols import Encoder, Ranker
from matching.records import Candidate, EmployerRecord, Posting
from matching.shortlist import Counts, Prematch, Shortlist, Versions

BLOCK: Final = 262_144
"""People a block: a city is one; what is kept of a block between its two passes stays within some gigabytes."""


def prematch(
    event: str,
    candidates: Sequence[Candidate],
    postings: Sequence[Posting],
    encoder: Encoder,
    ranker: Ranker,
    versions: Versions,
    settings: PrematchSettings,
    progress: Progress | None = None,
    records: Mapping[str, EmployerRecord] | None = None,
    *,
    threads: int = 1,
    block: int = BLOCK,
) -> Prematch:
    """Match every open posting with all candidates. `records` says by employer how promised arrangements were kept.

    1. Order both sides by id, so that the order of input changes nothing. A posting that the law does not let stand is set aside.
    2. Decide every pair by the rules, all at once.
    3. For each posting and band, retrieve the nearest among the allowed alone, by the ranker's leaning, rank them, keep the best.
    4. Judge each kept pair by itself, alike ones once, and ask every rule of it once more; a blocked one stops the run.
    5. Say of everyone without an entry in the fitting band what stood in the way.

    People are taken in blocks of `block`, on `threads` threads; neither changes the result. Equal inputs and versions give equal
    results. Raises RuleBrokenError rather than list a blocked pair.
    """
    people = sorted(candidates, key=lambda candidate: candidate.id)
    jobs = prepare_jobs(event, postings, encoder, settings, records)
    if not people or not len(jobs):
        return match_nothing(jobs, [person.id for person in people], versions)
    blocks = [prepare_block(people[start : start + block], jobs, encoder) for start in range(0, len(people), block)]
    return match_blocks(jobs, blocks, ranker, versions, progress, threads=threads)


def match_blocks(
    jobs: Jobs,
    blocks: Sequence[Block],
    ranker: Ranker,
    versions: Versions,
    progress: Progress | None = None,
    *,
    threads: int = 1,
) -> Prematch:
    """Match prepared blocks of people, whose ids are different, with prepared postings: what follows preparation."""
    # Nothing of it is garbage before the end: looking again and again costs more than all that is looked through.
    with paused_collection():
        planes = [decide(one, threads) for one in blocks]
        found = [find_nearest(one, who, jobs, ranker.leaning, threads) for one, who in zip(blocks, planes, strict=True)]
        merged = merge_nearest(found, jobs.settings.depth)
        parts = list(zip(blocks, planes, merged.chosen, strict=True))
        ranked = [rank_block(one, who, jobs, chosen, ranker, threads) for one, who, chosen in parts]
        kept = order_lists(jobs, merged, [one.scores for one in ranked])
        told = [
            tell_block(one, who, jobs, rows, mine, ranker, progress, threads)
            for one, who, rows, mine in zip(blocks, planes, ranked, kept, strict=True)
        ]
        left_out = [
            explain_left_out(one, who, jobs, mine.listed(jobs.settings.keep))
            for one, who, mine in zip(blocks, planes, kept, strict=True)
        ]
        return gather(jobs, merged, kept, told, left_out, versions)


def match_nothing(jobs: Jobs, people: Sequence[str], versions: Versions) -> Prematch:
    """Nobody, or no posting: empty lists, and everybody, in order of id, is told that there is no posting."""
    empty = tuple(Shortlist(event=jobs.event, posting=job.posting.id, entries=(), counts=Counts()) for job in jobs.jobs)
    alone = tuple(left_out_without_postings(person) for person in people)
    return Prematch(event=jobs.event, versions=versions, shortlists=empty, left_out=alone, counts=Counts(), rejected=jobs.rejected)
