"""What a pre-matching leaves behind: frozen lists with the version of everything that made them."""

from typing import Literal

from matching.knowledge.catalogue import Text
from matching.records.base import Record

VerdictName = Literal["eligible", "eligible_with", "review", "blocked"]
Band = Literal["fit", "review"]
Cause = Literal["blocked", "review", "cut", "none"]


class Reason(Record):
    """Why an entry stands where it stands. `feature` names the feature behind it, `weight` its share of the score."""

    feature: str
    text: Text
    weight: float


class Entry(Record):
    """One candidate on one list. `rank` counts from 1 within the band.

    `accommodations` is the verdict's listed set; `abilities` the dimensions and `rules` the rules beyond ability under review;
    `questions` what settles them.
    `met` and `demanded` count demanded dimensions; `arranged` those met with an arrangement.
    """

    candidate: str
    posting: str
    band: Band
    rank: int
    score: float
    verdict: VerdictName
    accommodations: tuple[str, ...] = ()
    abilities: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    questions: tuple[Text, ...] = ()
    met: int
    arranged: int
    demanded: int
    reasons: tuple[Reason, ...] = ()


class Counts(Record):
    """How many pairs got which verdict."""

    eligible: int = 0
    eligible_with: int = 0
    review: int = 0
    blocked: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(
            eligible=self.eligible + other.eligible,
            eligible_with=self.eligible_with + other.eligible_with,
            review=self.review + other.review,
            blocked=self.blocked + other.blocked,
        )

    @property
    def total(self) -> int:
        return self.eligible + self.eligible_with + self.review + self.blocked


class Shortlist(Record):
    """The ordered list for one posting: the fitting band first, then the band that a person must look at."""

    event: str
    posting: str
    entries: tuple[Entry, ...]
    counts: Counts

    def band(self, band: Band) -> tuple[Entry, ...]:
        return tuple(entry for entry in self.entries if entry.band == band)


class LeftOut(Record):
    """Why a candidate stands on no list of the fitting band.

    blocked: every posting is blocked; review: some need a look, none fits; cut: fits some, but others ranked above
    on each of them; none: the event has no open posting. `dimensions` counts what stood in the way, most frequent first:
    dimensions of ability and rules beyond it, by name.
    """

    candidate: str
    cause: Cause
    counts: Counts
    dimensions: tuple[tuple[str, int], ...]
    text: Text


class Rejected(Record):
    """A posting that took no part because the law does not let it stand as it is, with what must be repaired."""

    posting: str
    reasons: tuple[Text, ...]


class Versions(Record):
    """Everything that made a run; two runs with equal versions give equal bytes."""

    software: str
    knowledge: str
    encoder: str
    ranker: str
    candidates: str
    postings: str
    settings: str


class Prematch(Record):
    """One pre-matching of one event."""

    event: str
    versions: Versions
    shortlists: tuple[Shortlist, ...]
    left_out: tuple[LeftOut, ...]
    counts: Counts
    rejected: tuple[Rejected, ...] = ()
