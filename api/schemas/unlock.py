"""What a change opens, as it goes over the wire and onto the pages."""

from datetime import date, datetime
from typing import Literal

from api.schemas.base import Input, Name, View
from api.schemas.lists import EventView
from matching.knowledge.catalogue import Cost, Provider, Text
from matching.unlock.change import ChangeKind

Shown = Literal["changes", "questions"]


class ChangeView(View):
    """One change. `key` is KIND:NAME; `employer` where it is made, null: wherever it applies. `providers`: who can make it.

    `at_most`: a question may be answered either way, so that what it opens is a bound. `of_employer`: an employer can be asked.
    """

    key: str
    kind: ChangeKind
    name: str
    text: Text
    cost: Cost
    providers: tuple[Provider, ...]
    at_most: bool
    of_employer: bool
    employer: str | None
    employer_name: str | None


class OpenedPostingView(View):
    """A posting that a change opens to `people`; `review` more are blocked no longer but need a look.

    `wanted`: how many of the `people` wish for nothing that contradicts it. `requested`: the employer was asked for the change.
    """

    id: str
    title: str
    employer: str
    employer_name: str
    people: int
    wanted: int
    review: int
    requested: bool


class OpenedPersonView(View):
    """A person to whom a change opens `postings`."""

    id: str
    name: str
    postings: int


class UnlockRowView(View):
    """A change and what it opens: to `people`, `posts`, in `pairs` of both, of which `wanted` contradict no wish.

    `review_*`: those that were blocked and then need a look. `postings` and `persons` hold the first few, most opened first.
    """

    change: ChangeView
    people: int
    posts: int
    pairs: int
    wanted: int
    review_people: int
    review_posts: int
    review_pairs: int
    postings: tuple[OpenedPostingView, ...]
    persons: tuple[OpenedPersonView, ...]


class UnlockCounts(View):
    """How many rows there are of each sort."""

    changes: int
    questions: int


class UnlockView(View):
    """The unlock board of an event with `people` and `postings`, as stored at `read_at`, by the rules of `rules_of`.

    `before` rows of the shown sort come before this page; `next` is the `after` of the following one.
    """

    event: EventView
    people: int
    postings: int
    read_at: datetime
    rules_of: date
    show: Shown
    counts: UnlockCounts
    before: int
    items: tuple[UnlockRowView, ...]
    next: str | None


class BundleView(View):
    """Changes made together, their cost in points (low 1, medium 2, high 3), and the pairs of a person and a post they open."""

    changes: tuple[ChangeView, ...]
    points: int
    pairs: int


class BundlesView(View):
    """Under a budget in points: the best single change and the best two (exact), the best bundle found, and a bound that no bundle
    beats; `proven` when the best found reaches it.
    """

    budget: int
    single: BundleView | None
    pair: BundleView | None
    best: BundleView | None
    bound: int
    proven: bool


class PlaceUnlockView(View):
    """What changes open at one posting (`posting`, `title`) or at all `postings` of an employer, of an event with `people`.

    `fit`: pairs that fit today. `total_*` count the rows; the lists hold the first of them.
    """

    event: EventView
    posting: str | None
    title: str | None
    employer: str
    employer_name: str
    people: int
    postings: int
    fit: int
    read_at: datetime
    rules_of: date
    counts: UnlockCounts
    changes: tuple[UnlockRowView, ...]
    questions: tuple[UnlockRowView, ...]
    bundles: BundlesView | None


class CandidateUnlockView(View):
    """What changes open for one person, most wanted posts first, by who would make them.

    Of `postings` at the event the person would want `wanted` (no stated wish contradicts them); `fit` are open today, `fit_wanted`
    of these wanted. In the rows `posts` are all posts opened and `wanted` those of them wanted.
    """

    event: EventView
    candidate: str
    name: str
    postings: int
    wanted: int
    fit: int
    fit_wanted: int
    read_at: datetime
    rules_of: date
    person: tuple[UnlockRowView, ...]
    employer: tuple[UnlockRowView, ...]
    service: tuple[UnlockRowView, ...]
    questions: tuple[UnlockRowView, ...]
    bundles: BundlesView | None


class SeatView(View):
    """A person for a seat: the posts that the course opens to them, and how many of these they would want."""

    candidate: str
    name: str
    posts: int
    wanted: int


class FundingView(View):
    """A course and what it would open. `gainers` are all whom it opens a post to; `seated` of them find a seat, and to these it
    opens `pairs`, `wanted` of them. `chosen` are the first of those with a seat, best first. `cost` is in yuan a person.
    """

    course: str
    name: str
    provider: str
    register_by: date | None
    seats_left: int | None
    gainers: int
    seated: int
    pairs: int
    wanted: int
    cost: float | None
    subsidy: Literal["full", "part", "none"] | None
    chosen: tuple[SeatView, ...]


class FundingsView(View):
    """Which course to fund at an event with `people` and `postings`: most wanted posts opened within its seats first."""

    event: EventView
    people: int
    postings: int
    read_at: datetime
    rules_of: date
    items: tuple[FundingView, ...]


class RequestView(View):
    """A change that an employer was asked for at a posting; `standing` is false once it was taken back."""

    posting: str
    change: str
    text: Text
    asked_at: datetime
    asked_by: str
    standing: bool


class RequestInput(Input):
    """What to ask for: the `key` of a change that the unlock board shows at the posting."""

    change: Name


class PublicChangeView(View):
    """A change of the employer's own and to how many people of the city's pool it would open the posting, rounded to 5."""

    key: str
    text: Text
    cost: Cost
    providers: tuple[Provider, ...]
    people: int


class PublicUnlockView(View):
    """What an employer learns of one of its postings on a day: counts over the people of the city who agreed to be listed for it,
    rounded to 5; null, or no row: fewer than 5. The answer of a day stays as it is.
    """

    posting: str
    title: str
    on: date
    pool: int | None
    fit: int | None
    changes: tuple[PublicChangeView, ...]
