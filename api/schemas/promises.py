"""Promised arrangements over the wire: recorded at the booth, checked later, contested and settled."""

from datetime import date, datetime
from typing import Literal

from pydantic import Field

from api.schemas.base import Input, View
from matching.knowledge.catalogue import Text


class CheckView(View):
    """Whether a promise was found kept on a day. A contested check does not count until it is settled."""

    id: int
    on: date
    kept: bool
    state: Literal["recorded", "contested", "upheld", "withdrawn"]
    by: str


class PromiseView(View):
    """An arrangement that an employer promised, to one person or (without one) for whoever comes to the posting. To an employer no
    person is named."""

    id: int
    employer: str
    posting: str
    accommodation: str
    text: Text
    candidate: str | None
    event: str | None
    promised_on: date
    recorded_at: datetime
    by: str
    checks: tuple[CheckView, ...]


class PromiseLineView(View):
    """A promise with names; `name` is null for one that counts for whoever comes."""

    promise: PromiseView
    title: str
    employer: str
    name: str | None


class PromisesView(View):
    items: tuple[PromiseView, ...]
    next: int | None


class PromiseInput(Input):
    """A promise as it was made. Without a candidate it counts for everybody at the posting, from the next lists on."""

    posting: str = Field(max_length=120)
    accommodation: str = Field(max_length=120)
    candidate: str | None = Field(default=None, max_length=120)
    event: str | None = Field(default=None, max_length=120)
    promised_on: date | None = None


class CheckInput(Input):
    kept: bool
    on: date | None = None
    note: str = Field(default="", max_length=400)


class RefusalInput(Input):
    """The employer takes the arrangement back. `on`: when it said so."""

    on: date | None = None
    note: str = Field(default="", max_length=400)


class SettleInput(Input):
    upheld: bool


class ToTellView(View):
    """One person whose verdict is another one since: tell them, and their counselor, or where none is known the office of their
    district."""

    candidate: str
    name: str
    counselor: str | None
    district: str | None
    before: str
    after: str
    text: Text
    events: tuple[str, ...]


class RefusedView(View):
    """A promise that was taken back. `looked_at` people were judged anew; `to_tell` are those whose verdict changed.

    `written_to`: how many of them, and of employers, a message in the outbox tells of it."""

    promise: PromiseView
    looked_at: int
    to_tell: tuple[ToTellView, ...]
    written_to: int


class SettledView(View):
    check: int
    state: Literal["contested", "upheld", "withdrawn"]
