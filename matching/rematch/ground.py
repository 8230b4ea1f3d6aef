"""What a run leaves for the next one in memory, and who and what the next one finds on it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from matching.features.leaning import Leaning
from matching.prematch import Jobs, PrematchSettings, prepare_jobs
from matching.protocols import Encoder
from matching.records import Candidate, EmployerRecord, Posting
from matching.rematch.asking import prepare_jobs_again
from matching.rematch.lines import Lines
from matching.rematch.stretch import Stretch


@dataclass(frozen=True, eq=False)
class TakingPart:
    """By id the version of everybody and of every posting; the open postings; and of people those who are not on the ground as
    they are now.

    `records` says by employer how promised arrangements were kept, which the version of a posting goes with.
    """

    people: Mapping[str, bytes]
    postings: Mapping[str, bytes]
    candidates: Sequence[Candidate]
    asked: Sequence[Posting]
    records: Mapping[str, EmployerRecord] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Ground:
    """The people of a whole run as they were then, by stretches; the postings as they were in the last run, and its lines.

    `people` and `postings` give by id the version of each. The stretches go on with the postings: of all that were left by one run,
    one may be gone on from.
    """

    people: Mapping[str, bytes]
    postings: Mapping[str, bytes]
    jobs: Jobs
    stretches: tuple[Stretch, ...]
    lines: Lines


def jobs_on(ground: Ground | None, event: str, part: TakingPart, encoder: Encoder, settings: PrematchSettings) -> Jobs:
    """The postings; those that are as they were are not prepared again."""
    if ground is None:
        return prepare_jobs(event, part.asked, encoder, settings, part.records)
    same = {name: ground.postings.get(name) == version for name, version in part.postings.items()}
    return prepare_jobs_again(ground.jobs, same, part.asked, encoder, settings, part.records)


def stretches_on(
    ground: Ground | None, jobs: Jobs, part: TakingPart, encoder: Encoder, leaning: Leaning, threads: int, block: int
) -> list[Stretch]:
    """Those of the ground, then those of people who are not on it as they are now, `block` each. All have met the postings."""
    before = [] if ground is None else list(ground.stretches)
    for stretch in before:
        stretch.meet(jobs, part.postings, leaning, threads)
    like = before[0] if before else None
    people = sorted(part.candidates, key=lambda candidate: candidate.id)
    starts = range(0, len(people), block)
    fresh = [Stretch.of(people[start : start + block], part.people, jobs, encoder, like) for start in starts]
    for stretch in fresh:
        stretch.meet(jobs, part.postings, leaning, threads)
    return [*before, *fresh]
