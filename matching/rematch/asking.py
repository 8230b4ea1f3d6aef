"""The postings of an event prepared again: those that did not change since are taken over."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from matching.prematch import Jobs, PrematchSettings, prepare_jobs
from matching.protocols import Encoder
from matching.records import EmployerRecord, Posting


def prepare_jobs_again(
    before: Jobs,
    same: Mapping[str, bool],
    postings: Sequence[Posting],
    encoder: Encoder,
    settings: PrematchSettings,
    records: Mapping[str, EmployerRecord] | None = None,
) -> Jobs:
    """As `matching.prematch.prepare_jobs`, of open postings. `same` says by id which of them are as they were `before`."""
    fresh = prepare_jobs(before.event, [one for one in postings if not same[one.id]], encoder, settings, records)
    kept = [one for one in before.jobs if same.get(one.posting.id)]
    rejected = sorted((*(one for one in before.rejected if same.get(one.posting)), *fresh.rejected), key=lambda one: one.posting)
    if not len(fresh) and len(kept) == len(before):
        return replace(before, rejected=tuple(rejected), settings=settings)
    twins: dict[str, int] = {}
    jobs = sorted((*kept, *fresh.jobs), key=lambda job: job.posting.id)
    numbered = (replace(job, twin=twins.setdefault(job.asks, row)) for row, job in enumerate(jobs))
    return Jobs(before.event, tuple(numbered), tuple(rejected), settings)
