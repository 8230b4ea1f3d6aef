"""What to ask after a fair, and what came of an interview, over the wire."""

from datetime import date, datetime
from typing import Literal

from pydantic import Field

from api.schemas.base import Input, View
from matching.knowledge.catalogue import Text
from matching.records import Mistake

OutcomeName = Literal["interviewed", "offered", "hired", "rejected", "declined"]


class FollowUpView(View):
    """Ask whether the person is still in the job, and whether what was promised is there. `promises`: numbers to check."""

    candidate: str
    name: str
    posting: str
    title: str
    employer: str
    event: str | None
    hired_on: date
    months: int
    due: date
    promises: tuple[int, ...]


class FollowUpsView(View):
    """What is due today, the oldest first. `without_a_day`: hires that nobody can follow up until their day is told."""

    on: date
    items: tuple[FollowUpView, ...]
    without_a_day: int


class OutcomeInput(Input):
    """What came of an interview. A reason is a code; one goes with `rejected` and `declined` alone."""

    outcome: OutcomeName
    reason: str = Field(default="", max_length=120)
    on: date | None = None


class ReasonView(View):
    code: str
    zh: str


class WithdrawnView(View):
    """A step that was taken back: what it was, why (where somebody told), when and by whom."""

    step: Text
    on: date | None
    why: Text | None
    at: datetime
    by: str


class InterviewOutcomeView(View):
    """The steps of the pair that are recorded now, and those that were taken back."""

    interview: int
    candidate: str
    name: str
    posting: str
    title: str
    event: str
    steps: tuple[Text, ...]
    withdrawn: tuple[WithdrawnView, ...]


class OutcomeWithdrawalInput(Input):
    """Which recorded outcome is taken back, and why: mistyped, of another pair, or decided anew since."""

    outcome: OutcomeName
    why: Mistake


class FollowUpInput(Input):
    """The answer: still in the job after so many months, or left, on a day, for a reason (a code)."""

    candidate: str = Field(max_length=120)
    posting: str = Field(max_length=120)
    event: str | None = Field(default=None, max_length=120)
    months: Literal[1, 3, 6]
    in_the_job: bool
    on: date | None = None
    reason: str = Field(default="", max_length=120)


class FollowUpWithdrawalInput(Input):
    """Which recorded answer is taken back: still in the job after so many months, or left; and why."""

    candidate: str = Field(max_length=120)
    posting: str = Field(max_length=120)
    event: str | None = Field(default=None, max_length=120)
    months: Literal[1, 3, 6]
    in_the_job: bool
    why: Mistake


class FollowedUpView(View):
    """The steps of the pair that are recorded now, and those that were taken back."""

    candidate: str
    name: str
    posting: str
    title: str
    event: str | None
    steps: tuple[Text, ...]
    withdrawn: tuple[WithdrawnView, ...]
