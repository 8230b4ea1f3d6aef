"""Postings and employers as records, and what a search or a comparison found."""

from datetime import date, datetime
from typing import Literal

from api.schemas.base import View
from matching.knowledge.catalogue import Text
from matching.records import EmployerKind


class PostingLine(View):
    """One posting in a list."""

    id: str
    title: str
    employer: str
    employer_name: str
    kind: str | None
    place: str
    pay: str
    status: Literal["open", "closed", "filled", "rejected"]
    status_text: Text


class PostingRecordView(View):
    """One posting. `unconfirmed` of its `demands` nobody confirmed, `flags` are clauses that its wording should not have, `law` is
    what keeps it from being matched, `merged` are postings that count as the same."""

    line: PostingLine
    text: str
    headcount: int | None
    hours: str
    published_on: date | None
    closes_on: date | None
    source: str
    demands: int
    unconfirmed: int
    flags: int
    law: tuple[Text, ...]
    merged: tuple[str, ...]


class EmployerLine(View):
    """One employer in a list."""

    id: str
    name: str
    code: str | None
    kind: EmployerKind
    district: str | None
    industry: str


class EmployerRecordView(View):
    """One employer with at most a hundred of its postings."""

    line: EmployerLine
    contact: str | None
    postings: tuple[PostingLine, ...]


class PersonLine(View):
    """Somebody whom a search found, or one of two files that look the same."""

    id: str
    name: str
    external_id: str | None
    district: str | None
    birth: date | None = None
    has_certificate: bool = False


class EventLine(View):
    """An event that a search found."""

    id: str
    name: str
    on: date | None


class FoundView(View):
    """What a search found; `more` names the kinds of which there is more than is shown."""

    people: tuple[PersonLine, ...]
    postings: tuple[PostingLine, ...]
    employers: tuple[EmployerLine, ...]
    events: tuple[EventLine, ...]
    more: tuple[Literal["postings", "employers"], ...]


class TwinView(View):
    """Two postings that look the same, and what they share."""

    one: PostingLine
    other: PostingLine
    same: tuple[Text, ...]


class MergeView(View):
    """A merge of postings or of people. `undone`: it was taken back."""

    id: int
    kept: str
    kept_called: str
    merged: str
    reason: str
    at: datetime
    by: str
    undone: bool


class TwinPeopleView(View):
    """Two files that may be of one person: the one to keep first, and what they share."""

    kept: PersonLine
    merged: PersonLine
    same: tuple[Text, ...]
    hindered: Text | None


class DuplicatesView(View):
    """Postings that look the same, and what was merged before. `more`: there are more pairs than are shown."""

    twins: tuple[TwinView, ...]
    more: bool
    merges: tuple[MergeView, ...]
    person_merges: tuple[MergeView, ...]
