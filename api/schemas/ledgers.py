"""The ledgers of people: graduates, the four services, placements; and what is only counted."""

from datetime import date
from typing import Literal

from pydantic import Field

from api.schemas.base import Input, Name, View
from matching.knowledge.catalogue import Text
from matching.ledger import TallyKind
from matching.records import PostingKind, ServiceKind


class GraduateView(View):
    """One line of the graduates' ledger. `missing`: what raises an alert; `refused_on`: a refusal, which stays visible."""

    candidate: str
    name: str
    district: str | None
    entered: bool
    served: bool
    employed: bool
    refused_on: date | None
    plan_on: date | None
    missing: tuple[Literal["school", "plan", "service"], ...]
    complete: bool
    text: Text


class FourServicesView(View):
    """The four services (四个一) of one person: the first day of each that was done, what is owed and was not done, and of which
    nobody knows whether it is owed."""

    candidate: str
    name: str
    done: dict[ServiceKind, date]
    missing: tuple[ServiceKind, ...]
    unknown: tuple[ServiceKind, ...]


class PlacementView(View):
    """One job begun by one person; `on` is null where the day was not recorded."""

    candidate: str
    name: str
    posting: str
    title: str
    employer: str
    kind: PostingKind | None
    district: str | None
    on: date | None


class RefusalInput(Input):
    """A refusal of service on a day, with the reason; without a day, the refusal holds no longer."""

    on: date | None
    reason: str = Field(default="", max_length=400)


class RefusalView(View):
    """Where a person stands in the graduates' ledger after a refusal, or after it was taken back."""

    candidate: str
    entered_on: date
    refused_on: date | None


class EnteredView(View):
    """How many graduates of the window were taken into the ledger just now, and how many stand in it."""

    entered: int
    total: int


class TallyView(View):
    """Something to count: a saved talent pool, a project, a pairing, a base, an evaluation. What was taken back counts no more."""

    id: int
    kind: TallyKind
    title: str
    on: date | None
    district: str | None
    people: tuple[str, ...]
    withdrawn: bool


class TallyInput(Input):
    """Something to count. `people`: those of a pool, or the one person of a pairing; `note`, of a pairing alone, is sealed."""

    kind: TallyKind
    title: Name
    on: date | None = None
    district: Name | None = None
    people: tuple[Name, ...] = Field(default=(), max_length=10_000)
    note: str = Field(default="", max_length=2_000)


class TalliesView(View):
    """Records to count, oldest first."""

    items: tuple[TallyView, ...]
