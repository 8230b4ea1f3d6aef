"""A caseload: who is in it, how each person stands, and what is to be done."""

from datetime import date, datetime
from typing import Literal

from api.schemas.base import View
from matching.ledger import NextStep
from matching.records import ServiceKind

CaseName = Literal["all", "appeal", "follow_up", "course", "assess", "consent", "plan", "review_plan"]


class CaseCounts(View):
    """How many people each filter leaves; `all` is what the others are part of."""

    all: int
    appeal: int
    follow_up: int
    course: int
    assess: int
    consent: int
    plan: int
    review_plan: int


class OneView(View):
    """One of the four services: the first day it was done, else whether it is owed (null: nobody knows)."""

    kind: ServiceKind
    on: date | None
    owed: bool | None


class CaseView(View):
    """One person. `assessed` counts the abilities of 45; `steps` are what is to be done, the most pressing first."""

    candidate: str
    name: str
    services: tuple[OneView, ...]
    assessed: int
    consents: int
    settled_at: datetime | None
    changed_at: datetime
    steps: tuple[NextStep, ...]


class TodayView(View):
    """What waits today: follow-ups, requests of people (and how many of these are late), courses that start soon, people to assess
    again after a course."""

    follow_ups: int
    appeals: int
    late: int
    courses: int
    assess_again: int


class CaseloadView(View):
    """A page of a caseload. `found` counts the people that a search left, null without one."""

    on: date
    counts: CaseCounts
    today: TodayView
    shown: CaseName
    query: str
    found: int | None
    items: tuple[CaseView, ...]
    next: str | None
