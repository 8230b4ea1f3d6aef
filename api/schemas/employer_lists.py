"""An employer's lists over the wire: people at the stage that they agreed to, what was decided, and the files that left."""

from datetime import date, datetime
from typing import Literal

from pydantic import Field

from api.schemas.base import Input, View
from matching.knowledge.catalogue import Text

StageName = Literal["listing", "identity", "quota"]
DecisionName = Literal["invite", "decline"]
DeclineName = Literal["skills", "papers", "hours", "pay", "distance", "other_person", "posting_gone", "other"]


class DecisionView(View):
    """What the employer decided of one person. `reason` is a code, null for an invitation."""

    decision: DecisionName
    text: Text
    reason: DeclineName | None
    reason_text: Text | None
    at: datetime


class DecisionInput(Input):
    """Invite somebody, or not: then with a reason about the job. There is no free text."""

    decision: DecisionName
    reason: DeclineName | None = None


class ListedView(View):
    """One person on the employer's list. `person` is another pseudonym for each employer and event; what the stage does not allow
    is null or empty. Of somebody at the stage of listing, education, home, hours, wage and skills are no finer than a crowd
    shares."""

    person: str
    stage: StageName
    band: int
    band_text: Text
    demanded: int
    arranged: int | None
    why: Text
    asked: int
    knows: int
    skills: tuple[str, ...]
    certificates: tuple[str, ...]
    education: Text | None
    district: Text | None
    hours: Text | None
    wage: Text | None
    name: str | None
    phone: str | None
    email: str | None
    study: str
    experience_years: float | None
    experience: str
    stated: tuple[Text, ...]
    certificate_on: date | None
    decision: DecisionView | None


class EmployerListView(View):
    """The list of one posting at one event as its employer sees it now. Within a band the order means nothing. `crowd`: how many
    lines at least read the same."""

    event: str
    event_name: str
    posting: str
    title: str
    run: str
    made_at: datetime
    read_at: datetime
    crowd: int
    items: tuple[ListedView, ...]


class HandedFileView(View):
    """A file about people that left for the employer. `stale`: somebody in it changed their mind since; it must be destroyed."""

    id: int
    event: str
    kind: str
    form: str
    posting: str | None
    people: int
    made_at: datetime
    stale: bool


class HandedFilesView(View):
    employer: str
    items: tuple[HandedFileView, ...]


class MadeDecisionView(View):
    """What an employer decided of one person, for staff."""

    candidate: str
    name: str
    posting: str
    title: str
    employer: str
    decision: DecisionName
    text: Text
    reason: DeclineName | None
    reason_text: Text | None
    at: datetime


class MadeDecisionsView(View):
    event: str
    items: tuple[MadeDecisionView, ...]


class ClearInput(Input):
    """A named person answers for it that the question about an entry under review is settled."""

    named: str = Field(min_length=1, max_length=120)
    note: str = Field(min_length=1, max_length=400)


class ClearedView(View):
    """A review that a named person settled, and why; `standing` is false once it was taken back."""

    event: str
    posting: str
    candidate: str
    named: str
    note: str
    at: datetime
    by: str
    standing: bool


class ClearedReviewsView(View):
    """The reviews of one list that were settled and stand, in order of the person's id."""

    event: str
    posting: str
    items: tuple[ClearedView, ...]
