"""Demands that an employer raised: they wait for the office, and the former level counts until it decides."""

from datetime import datetime

from pydantic import Field

from api.schemas.base import Input, View
from data.stores import RaiseState
from matching.knowledge.catalogue import Level, Text


class RaisedView(View):
    """One raised demand: from which level (null: not known) to which, and how it stands; `reason` is what the office answered."""

    id: int
    name: str
    text: Text
    before: Level | None
    before_text: Text | None
    wanted: Level
    wanted_text: Text
    at: datetime
    by: str
    state: RaiseState
    reason: str


class RaisedPostingView(View):
    """A posting with what waits of it. `zeros`: as many demands its employer put at 0, where that looks like a probe; else null."""

    posting: str
    title: str
    employer: str
    zeros: int | None
    raised: tuple[RaisedView, ...]


class RaisedPostingsView(View):
    """Postings where something waits or looks like a probe, in order of id; `more`: only the oldest that wait are shown."""

    items: tuple[RaisedPostingView, ...]
    more: bool


class RaisedDecisionInput(Input):
    """What the office decides: a refusal has a reason, which the employer reads."""

    approved: bool
    reason: str = Field(default="", max_length=400)
