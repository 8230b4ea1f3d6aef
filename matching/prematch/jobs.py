"""The postings of an event as pre-matching sees them: prepared once, the same for every block of people."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from matching.constraints import RULES, posting_faults
from matching.features import Offer, prepare_postings
from matching.judgement import Opening, opening
from matching.policy import Policy, policy_on
from matching.prematch.settings import PrematchSettings
from matching.protocols import Encoder, Float32
from matching.records import EmployerRecord, Posting, PostingStatus
from matching.shortlist import Band, Rejected

BANDS: Final[tuple[Band, ...]] = ("fit", "review")
"""Each posting has one list a band: list `2 * job + band` of all lists, both counted from 0."""


@dataclass(frozen=True)
class Job:
    """A posting of the event. `twin` is the first posting that asks the same of a person, by its signature `asks`: real files
    repeat themselves a lot."""

    posting: Posting
    opening: Opening
    offer: Offer
    twin: int
    wanted: Float32
    asks: str


@dataclass(frozen=True)
class Jobs:
    """What every block of people is matched with. `rejected` are the postings that the law does not let stand."""

    event: str
    jobs: tuple[Job, ...]
    rejected: tuple[Rejected, ...]
    settings: PrematchSettings

    def __len__(self) -> int:
        return len(self.jobs)

    @property
    def policy(self) -> Policy:
        return policy_on(self.settings.today)


def prepare_jobs(
    event: str,
    postings: Sequence[Posting],
    encoder: Encoder,
    settings: PrematchSettings,
    records: Mapping[str, EmployerRecord] | None = None,
) -> Jobs:
    """The open postings in order of id. `records` says by employer how promised arrangements were kept."""
    policy = policy_on(settings.today)
    chosen = sorted((one for one in postings if one.status is PostingStatus.OPEN), key=lambda posting: posting.id)
    openings = {posting.id: opening(posting) for posting in chosen}
    found = [_rejected(name, one, policy) for name, one in openings.items()]
    rejected = tuple(one for one in found if one is not None)
    names = {one.posting for one in rejected}
    chosen = [posting for posting in chosen if posting.id not in names]
    offers = prepare_postings(chosen, encoder, policy, records)
    wanted = encoder.encode([offer.text for offer in offers])
    twins: dict[str, int] = {}
    jobs = []
    for row, posting in enumerate(chosen):
        one = openings[posting.id]
        asks = signature(one)
        jobs.append(Job(posting, one, offers[row], twins.setdefault(asks, row), wanted[row], asks))
    return Jobs(event, tuple(jobs), rejected, settings)


def signature(one: Opening) -> str:
    """What a posting asks of a person, as one text: postings with equal signatures give everybody equal verdicts."""
    side = one.ability
    rows = []
    for row in side.requirements.rows:
        parts = [(part.name, part.level, part.provenance.firm, part.marginal) for part in row.parts]
        rows.append((row.dimension, row.unasked, row.unasked_marginal, parts))
    statuses = sorted((name, status.value) for name, status in side.statuses.items())
    # Titles differ between twins, but for what a rule reads in them.
    reads = [rule.reads_terms(one.terms) for rule in RULES]
    return repr((rows, sorted(side.facts.items()), statuses, replace(one.terms, title=""), reads))


def _rejected(posting: str, one: Opening, policy: Policy) -> Rejected | None:
    reasons = [fault.reason for fault in posting_faults(one.terms, policy) if fault.severity == "reject"]
    return Rejected(posting=posting, reasons=tuple(reasons)) if reasons else None
