"""What a person asks for or objects to, and the answer."""

from datetime import date, datetime
from typing import Literal

from pydantic import Field

from api.schemas.base import Input, View

AppealName = Literal["human", "objection", "correction", "complaint", "copy", "erasure"]
ResultName = Literal["done", "partly", "refused"]


class AppealView(View):
    """One request. `text` and `answer` are empty where they were not opened; `late`: not answered in time."""

    id: int
    candidate: str
    name: str
    kind: AppealName
    posting: str | None
    title: str | None
    text: str
    on: date
    due_on: date
    late: bool
    recorded_at: datetime
    result: ResultName | None
    answer: str
    named: str | None
    answered_at: datetime | None


class AppealsView(View):
    """A page of requests, oldest first. `waiting` of `all` have no answer yet, `late` of these are over their day."""

    on: date
    all: int
    waiting: int
    late: int
    shown: Literal["waiting", "answered"]
    items: tuple[AppealView, ...]
    next: int | None


class AppealInput(Input):
    """What the person said, in their words. `posting`: the post it is about, if any; `on`: the day it was said."""

    kind: AppealName
    text: str = Field(min_length=1, max_length=4_000)
    posting: str | None = Field(default=None, max_length=120)
    on: date | None = None


class AnswerInput(Input):
    """What was done about it, in words for the person, and who answers for it."""

    result: ResultName
    text: str = Field(min_length=1, max_length=4_000)
    named: str = Field(min_length=1, max_length=120)
