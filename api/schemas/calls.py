"""The call list of an event and what to assess next, as they go over the wire and onto the pages."""

from typing import Literal

from api.schemas.base import View
from matching.knowledge.catalogue import Text

AddresseeName = Literal["employer", "assessor", "candidate", "counselor"]


class PostingRef(View):
    id: str
    title: str


class AskedView(View):
    """One question of a call. `pairs` pairs ask it; in `settles` of them nothing else is asked.

    `postings`: whom the answer is about, for questions to an employer.
    """

    key: str
    text: Text
    postings: tuple[PostingRef, ...]
    pairs: int
    settles: int


class CallView(View):
    """All questions to one employer about one posting or building (`employer`, `postings`), or to one addressee about one person
    (`candidate`). `name` is what to call the employer or the person. With all of them answered, `settles` of the `pairs` pairs
    that ask any of them ask nothing any more.
    """

    key: str
    addressee: AddresseeName
    name: str
    employer: str | None
    candidate: str | None
    postings: tuple[PostingRef, ...]
    pairs: int
    settles: int
    questions: tuple[AskedView, ...]


class CallCounts(View):
    """How many calls there are to each kind of addressee."""

    employer: int
    assessor: int
    candidate: int
    counselor: int


class CallListView(View):
    """The calls of an event, those first that settle most. `review` of all `pairs` pairs of a person and a posting are under
    review. `before` calls of the asked kind come before this page; `next` is the `after` of the following one.
    """

    event: str
    review: int
    pairs: int
    counts: CallCounts
    addressee: AddresseeName | None
    before: int
    items: tuple[CallView, ...]
    next: str | None = None


class NextAssessmentView(View):
    """One ability to assess. `postings` wait for it, `settles` of them for nothing else; `together`: how many are settled once
    this ability and all before it are assessed."""

    dimension: str
    text: Text
    postings: int
    settles: int
    together: int


class NextAssessmentsView(View):
    """What to assess next for one person, in order. Of all `postings` of the event `review` are under review for the person, and
    `waiting` of these wait for an assessment."""

    event: str
    candidate: str
    name: str
    postings: int
    review: int
    waiting: int
    abilities: tuple[NextAssessmentView, ...]
