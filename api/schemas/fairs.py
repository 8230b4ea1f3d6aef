"""An event as its organizer runs it, over the wire: its state, its plan, what may be done, and who may come."""

from datetime import date, datetime
from typing import Literal

from pydantic import Field

from api.schemas.admissions import AdmissionInput
from api.schemas.base import Input, View
from matching.knowledge.catalogue import Text
from matching.records import Admission, EventKind, Hall, Venue

StateName = Literal["draft", "collecting", "pre_matched", "confirmed", "published", "running", "closed", "evaluated"]


class EventPlan(Input):
    """The plan of an event; what is left out stays as it is. `admits` chooses the people anew from everybody stored, `postings`
    the postings: every open one, or those that have a booth in the hall, which stays so when the hall is another one."""

    name: str | None = Field(default=None, min_length=1, max_length=120)
    kind: EventKind | None = None
    on: date | None = None
    venue: Venue | None = None
    hall: Hall | None = None
    admits: AdmissionInput | None = None
    postings: Literal["all", "with_booth"] | None = None


class PlanFaultView(View):
    """What keeps the event from being held as planned, and what to do. `code` is stable."""

    code: str
    problem: Text
    cure: Text


class MoveView(View):
    """A state the event may go to. `missing`: what must be there first; empty when it may go now."""

    to: StateName
    text: Text
    missing: tuple[Text, ...]


class ActView(View):
    """Something that may be done about the event now."""

    act: str
    text: Text


class VersionView(View):
    """One change of an event: what was done, the state since then, and who answers for it."""

    version: int
    act: str
    state: StateName
    state_text: Text
    named: str | None
    note: str
    at: datetime
    by: str


class FairView(View):
    """An event with its state. `version` counts its changes: send it with the next one. `confirmed_by`: the person who confirmed
    the lists. `candidates` may take part, `listed` of them agreed to be shown to employers at this event. `chosen_postings`: how
    many postings were chosen for it; 0 means every open one."""

    event: str
    name: str
    kind: str
    on: date | None
    state: StateName
    state_text: Text
    version: int
    confirmed_by: str | None
    confirmed_at: datetime | None
    venue: Venue | None
    hall: Hall
    admits: Admission
    candidates: int
    listed: int
    chosen_postings: int
    employers: int
    approved: int
    faults: tuple[PlanFaultView, ...]
    moves: tuple[MoveView, ...]
    acts: tuple[ActView, ...]


class PostingNameView(View):
    id: str
    title: str


class HistoryView(View):
    event: str
    items: tuple[VersionView, ...]


class MoveInput(Input):
    """The state to go to, the version that was looked at, and the person who answers for it (a confirmation needs a name)."""

    to: StateName
    version: int = Field(ge=0)
    named: str = Field(default="", max_length=120)
    note: str = Field(default="", max_length=400)


class EventInput(Input):
    """A new event: its name, its kind, and as much of its plan as is known."""

    name: str = Field(min_length=1, max_length=120)
    kind: EventKind = EventKind.TARGETED_FAIR
    plan: EventPlan = EventPlan()


class PlanInput(Input):
    """A plan and the version of the event that it is meant for."""

    version: int = Field(ge=0)
    plan: EventPlan


class EmployersInput(Input):
    employers: tuple[str, ...] = Field(min_length=1, max_length=1_000)


class VettingInput(Input):
    """Whether an employer may come, and why; one without a social credit code on record needs a reason to be approved."""

    approved: bool
    note: str = Field(default="", max_length=400)


class InvitedView(View):
    """An employer of an event. `code_checked`: its social credit code was there, and its check character fits."""

    employer: str
    name: str
    state: Literal["invited", "approved", "refused"]
    has_code: bool
    code_checked: bool
    booths: tuple[str, ...]
    note: str
    at: datetime
    by: str


class InvitedListView(View):
    event: str
    items: tuple[InvitedView, ...]


class ToInviteView(View):
    """An employer that could be invited. `postings`: how many of its postings are open."""

    employer: str
    name: str
    has_code: bool
    postings: int


class ToInviteListView(View):
    event: str
    items: tuple[ToInviteView, ...]
