"""A block of people, prepared once for all postings: all of an event, or one of the parts that a cluster works on."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from matching.bitmaps import Planes, VerdictIndex
from matching.features import Seeker, SeekerTable, prepare_seekers
from matching.features.leaning import kinds_of
from matching.features.seekers import Kinds
from matching.judgement import Applicant, applicant
from matching.policy import Policy
from matching.prematch.jobs import Jobs
from matching.prematch.judging import Judging
from matching.protocols import Encoder
from matching.records import Candidate
from matching.retrieval import VectorIndex, build_index


@dataclass(frozen=True, eq=False)
class Block:
    """n people in order of id, row i the i-th: ids, both sides of the rules, columns of the features, vectors of the texts.

    `kinds` are those of the columns, for retrieval. `index` has every posting of the event compiled, by id, in order. `profiled`
    says who did not opt out of profiling. The records of the people are no part of it. `judging` keeps what it found
    out about pairs.
    """

    ids: tuple[str, ...]
    applicants: tuple[Applicant, ...]
    index: VerdictIndex
    seekers: SeekerTable
    kinds: Kinds
    vectors: VectorIndex
    profiled: NDArray[np.bool_]
    judging: Judging

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def policy(self) -> Policy:
        return self.index.policy


def prepare_block(candidates: Sequence[Candidate], jobs: Jobs, encoder: Encoder, like: Block | None = None) -> Block:
    """Prepare these people, in any order, for these postings; `like`: what another block of the same postings compiled is used.

    Nothing that is found about a person depends on who else is in the block, as long as the encoder reads each text by itself.
    """
    people = sorted(candidates, key=lambda candidate: candidate.id)
    applicants = tuple(applicant(person, jobs.policy) for person in people)
    seekers = prepare_seekers([Seeker.of(person) for person in people], jobs.settings.today, encoder)
    if like is None:
        index = VerdictIndex.build(applicants, jobs.policy)
        for job in jobs.jobs:
            index.put_posting(job.posting.id, job.opening)
    else:
        index = like.index.of_others(applicants)
    judging = Judging.of(applicants, jobs.policy)
    judging.pose(jobs.jobs, index)
    return Block(
        ids=tuple(person.id for person in people),
        applicants=applicants,
        index=index,
        # The texts have done their work, and they are the largest part of a person.
        seekers=replace(seekers, texts=()),
        kinds=kinds_of(seekers),
        vectors=build_index(encoder.encode(seekers.texts)),
        profiled=np.array([person.profiling for person in people], dtype=np.bool_),
        judging=judging,
    )


def decide(block: Block, threads: int = 1) -> Planes:
    """Who of the block may do what: every pair with every posting, by the rules."""
    return block.index.decide(threads=threads)
