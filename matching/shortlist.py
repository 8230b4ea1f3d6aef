"""What a pre-matching leaves behind: frozen lists with the version of everything that made them."""

from typing import Literal, NamedTuple

from pydantic import Field, SkipValidation

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
    `met` and `demanded` count demanded dimensions; `arranged` those met with an arrangement. `explored` says that the place was
    given by exploration and not by the score: for staff to know, and on no employer's list.
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
    explored: bool = False


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


class Shown(NamedTuple):
    """What the ranker saw of one entry, for learning: no part of the frozen list.

    `position` counts from 1 over the whole list, the fitting band first; 0 for a pair that exploration might have put on the list
    and did not, which is handed on so that another order can be judged. `features` are packed (`matching.features.pack_features`);
    None for a person who opted out of profiling, of whom nothing is kept or learnt. `propensity` is the chance with which the pair
    was, or would have been, put at its place (`matching.exploration`); None where nothing was drawn.
    """

    candidate: str
    posting: str
    band: Band
    position: int
    features: bytes | None
    propensity: float | None = None


class Versions(Record):
    """Everything that made a run; two runs with equal versions give equal bytes. `features` names the feature table."""

    software: str
    knowledge: str
    encoder: str
    ranker: str
    candidates: str
    postings: str
    settings: str
    features: str = ""


class Prematch(Record):
    """One pre-matching of one event. `shown` goes along for learning: it is in no JSON and in no hash."""

    event: str
    versions: Versions
    shortlists: tuple[Shortlist, ...]
    left_out: tuple[LeftOut, ...]
    counts: Counts
    rejected: tuple[Rejected, ...] = ()
    shown: SkipValidation[tuple[Shown, ...]] = Field(default=(), exclude=True, repr=False)
