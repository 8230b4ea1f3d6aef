"""An employer's day at a fair over the wire, whom it hired there, and what it may count."""

from datetime import date
from typing import Literal

from pydantic import Field

from api.schemas.base import Input, View
from matching.knowledge.catalogue import Text

LeavingName = Literal["pay", "hours", "content", "contract", "distance", "arrangement", "posting_gone", "other_job", "other"]


class PlaceView(View):
    """An interview at the employer's booth and what to prepare for it: what the person chose to tell, else nothing of theirs.

    `place`: how to find the booth, or where it goes on if it was lost on the day; empty where nobody wrote it down. `at` is told
    once the fair runs; before, `half` of the day and `turn` at the booth (from 1), and both in words (`when_text`).
    """

    key: str
    person: str
    name: str | None
    posting: str
    title: str
    booth: str
    place: Text
    at: str | None
    half: Literal["morning", "afternoon"] | None
    turn: int | None
    when_text: Text | None
    state_text: Text
    stated: tuple[Text, ...]


class ListOfEventView(View):
    posting: str
    title: str
    people: int
    undecided: int


class EmployerEventView(View):
    """An event that the employer was invited to. `interviews` once the timetable is out; `guidance` holds for every interview;
    `times_text`: why their times are not exact yet, else null."""

    id: str
    name: str
    on: date | None
    venue: str
    state_text: Text
    vetting: Literal["invited", "approved", "refused"]
    vetting_text: Text
    lists: tuple[ListOfEventView, ...]
    timetable_out: bool
    interviews: tuple[PlaceView, ...]
    times_text: Text | None
    guidance: tuple[Text, ...]


class EmployerEventsView(View):
    employer: str
    items: tuple[EmployerEventView, ...]


class HireView(View):
    """Somebody the employer hired through the service, `months` ago; asked since `due`."""

    event: str
    posting: str
    title: str
    person: str
    name: str | None
    hired_on: date
    months: Literal[1, 3, 6]
    due: date


class HiresView(View):
    employer: str
    on: date
    items: tuple[HireView, ...]


class HireAnswerInput(Input):
    """Still in the job after so many months; or left, on a day, for a reason (a code)."""

    event: str = Field(max_length=120)
    posting: str = Field(max_length=120)
    person: str = Field(max_length=120)
    months: Literal[1, 3, 6]
    in_the_job: bool
    on: date | None = None
    reason: LeavingName | None = None


class HireAnswerView(View):
    """All steps that are on record now."""

    event: str
    posting: str
    person: str
    steps: tuple[Text, ...]


class CountedView(View):
    """What a platform certified of the employer for a year."""

    year: int
    counted: float
    people: int | None
    staff: float | None
    source: str
    fetched_on: date
    stale: bool


class QuotaCounterView(View):
    """What the employer may count: `handed` people gave it a copy of their certificate after an offer, by their own act."""

    employer: str
    on: date
    handed: int
    certified: tuple[CountedView, ...]


class CertificateInput(Input):
    """A person gave the employer of a posting a copy of their certificate, by their own act, after an offer. `on`: today unless
    told."""

    posting: str = Field(max_length=120)
    on: date | None = None


class CertificateView(View):
    """A certificate that is with an employer; `standing` is false once the person asked it back."""

    candidate: str
    employer: str
    employer_name: str
    on: date
    standing: bool


class OfferedView(View):
    """A posting whose offer to the person stands."""

    posting: str
    title: str
    employer: str
    employer_name: str


class HandedView(View):
    """The copies of one person's certificate that are or were with employers, and the `offers` after which one can be given."""

    candidate: str
    name: str
    items: tuple[CertificateView, ...]
    offers: tuple[OfferedView, ...]
