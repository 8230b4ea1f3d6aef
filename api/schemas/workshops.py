"""Sheltered workshops, batches of work, and which batch goes where."""

from datetime import date

from pydantic import Field

from api.schemas.base import Count, Input, Name, View
from matching.dispatch import WhyLeft
from matching.knowledge.catalogue import Text


class WorkshopView(View):
    """A provider of sheltered work. `free_days` are the person-days that it has left now."""

    id: str
    name: str
    district: str | None
    places: int
    taken: int | None
    work: tuple[str, ...]
    free_days: int
    reported_on: date


class SendingView(View):
    """A batch and the workshop it goes to. `on` is null while that is only proposed."""

    batch: str
    title: str
    days: int
    workshop: str
    workshop_name: str
    on: date | None


class LeftBatchView(View):
    """A batch that found no workshop, and why."""

    batch: str
    title: str
    days: int
    why: WhyLeft
    text: Text


class DispatchView(View):
    """The workshops, what was sent, what is proposed for the batches that wait, and which of these find no room.

    `days` are the person-days proposed, `abroad` the proposed batches that leave their district.
    """

    workshops: tuple[WorkshopView, ...]
    sent: tuple[SendingView, ...]
    proposed: tuple[SendingView, ...]
    left: tuple[LeftBatchView, ...]
    days: int
    abroad: int


class SendInput(Input):
    """Which waiting batch goes to which workshop; without any, as it is proposed."""

    sent: dict[Name, Name] | None = Field(default=None, max_length=1_000)


class WorkshopInput(Input):
    """A workshop as it reports itself on a day."""

    id: Name
    name: Name
    district: Name | None = None
    places: Count
    taken: Count | None = None
    work: tuple[Name, ...] = Field(default=(), max_length=50)
    free_days: Count = 0
    reported_on: date


class BatchInput(Input):
    """A batch of work of one kind, in person-days."""

    id: Name
    title: Name
    work: Name
    days: Count
    district: Name | None = None
