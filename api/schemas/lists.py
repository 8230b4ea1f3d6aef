"""What goes over the wire and onto the pages: views of events, lists, recommendations and the answer to "why"."""

from datetime import date, datetime
from typing import Literal

from api.schemas.base import View
from matching.knowledge.catalogue import Text
from matching.shortlist import Band, Counts, VerdictName, Versions

Answer = Literal["listed", "review", "rule", "unsettled", "cut", "drawn", "changed", "closed", "rejected", "not_matched"]

RuleStanding = Literal["met", "met_with", "review", "blocked"]


class EventView(View):
    """An event and its last run. `left_out` counts the people without an entry in a fitting band."""

    id: str
    name: str
    kind: str
    on: date | None
    candidates: int
    postings: int
    run: str | None
    matched_at: datetime | None
    counts: Counts
    left_out: int


class PostingSummary(View):
    """One posting of an event with what the run found. `fit` and `review` count listed entries."""

    id: str
    title: str
    employer: str
    kind: str | None
    place: str
    pay: str
    fit: int
    review: int
    counts: Counts


class ReasonView(View):
    text: Text
    feature: str
    weight: float


class EntryView(View):
    """One line of a list. `name` is what the viewer may call the person: an organizer sees the name.

    `explored`: the place was given by exploration, not by the score.
    """

    candidate: str
    name: str
    posting: str
    title: str
    employer: str
    band: Band
    rank: int
    score: float
    verdict: VerdictName
    verdict_text: Text
    accommodations: tuple[str, ...]
    fit_text: Text
    questions: tuple[Text, ...]
    reasons: tuple[ReasonView, ...]
    explored: bool = False


class ShortlistView(View):
    """Both bands of a list. `withdrawn` counts entries of the run that are not shown because a rule blocks them today."""

    event: EventView
    posting: PostingSummary
    made_at: datetime
    versions: Versions
    fit: tuple[EntryView, ...]
    review: tuple[EntryView, ...]
    withdrawn: int


class LeftOutView(View):
    candidate: str
    name: str
    cause: Literal["blocked", "review", "cut", "none"]
    text: Text
    counts: Counts


class RecommendationsView(View):
    """The postings on whose lists a candidate stands, best rank first; `left_out` says why there is none that fits."""

    event: EventView
    candidate: str
    name: str
    made_at: datetime
    entries: tuple[EntryView, ...]
    left_out: LeftOutView | None


class DimensionView(View):
    dimension: str
    text: Text
    name: Text
    demand: int | None
    provenance: str
    ability: int | None
    standing: Literal["met", "met_with", "swapped", "review", "blocked"]
    used: tuple[str, ...]
    hint: Text | None


class RuleView(View):
    """What one rule beyond ability says of a pair. `until` is what would open it; `steps` lead there."""

    rule: str
    name: Text
    standing: RuleStanding
    reason: Text
    question: Text | None
    until: Text | None
    by: Text | None
    steps: tuple[Text, ...]
    used: tuple[str, ...]
    to_confirm: bool


class RepairView(View):
    """A posting of an event that takes no part until it is repaired, with what is wrong."""

    id: str
    title: str
    employer: str
    pay: str
    reasons: tuple[Text, ...]


class WhyView(View):
    """The one answer to "why is this person, or is this person not, on that list?".

    listed / review: on it, in the fitting band or in the one a person must look at; rule: blocked; unsettled: questions are open
    and that band is full; cut: allowed, but the list is full with closer matches; drawn: opted out of ordering, the draw fell
    outside; changed: the verdict is another one since the run; closed: the posting is; rejected: the posting must be repaired
    before the law lets it stand; not_matched: one of the two took no part.
    """

    candidate: str
    name: str
    posting: str
    title: str
    verdict: VerdictName
    verdict_text: Text
    paragraph: Text
    answer: Answer
    answer_text: Text
    entry: EntryView | None
    dimensions: tuple[DimensionView, ...]
    rules: tuple[RuleView, ...]


class CandidateLine(View):
    """One person of an event and how many lists name them."""

    id: str
    name: str
    entries: int


class RunSummary(View):
    """What one pre-matching found: shares of the verdicts, lists, people without an entry and why.

    `rejected` counts postings that took no part because the law does not let them stand as they are.
    """

    run: str
    event: str
    candidates: int
    postings: int
    counts: Counts
    listed: int
    left_out: dict[str, int]
    rejected: int
    seconds: float
    versions: Versions
