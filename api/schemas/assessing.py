"""The assessment of one person on the 45 dimensions: the form, what was told, and what it changed."""

from datetime import date
from typing import Literal

from pydantic import Field

from api.schemas.base import Input, View
from matching.knowledge.catalogue import Level, Text
from matching.shortlist import Counts

SourceName = Literal["assessor", "counselor", "self", "import"]
TellerName = Literal["assessor", "counselor", "self"]


class AbilityView(View):
    """One dimension. `level` null: not assessed, which is neither 0 nor 4. `outdated`: too old to count for hard demands.

    `anchors` say in words what 0..4 mean; `waiting` postings wait for this ability, `alone` of them for nothing else.
    """

    dimension: str
    code: str
    text: Text
    core: bool
    level: Level | None
    source: SourceName | None
    on: date | None
    outdated: bool
    anchors: tuple[Text, ...]
    waiting: int
    alone: int


class AbilityGroupView(View):
    """Dimensions that belong together."""

    key: str
    title: Text
    abilities: tuple[AbilityView, ...]


class AssessmentView(View):
    """The whole form. `first` are the abilities to ask about next, those that settle most postings first; they stand in no group.

    `event` null: counted over all open postings. `version` says which profile was shown.
    """

    candidate: str
    name: str
    version: str
    event: str | None
    event_name: str | None
    postings: int
    assessed: int
    first: tuple[AbilityView, ...]
    groups: tuple[AbilityGroupView, ...]


class AssessmentInput(Input):
    """What was assessed, by dimension: a level, or null for "not assessed". What is not named stays as it is.

    `again`: dimensions that were looked at again and are as they were. `service`: count it as the assessment of the four services.
    With a `version` the profile must still be as it was shown.
    """

    levels: dict[str, Level | None] = Field(default_factory=dict, max_length=100)
    again: tuple[str, ...] = Field(default=(), max_length=100)
    source: TellerName = "counselor"
    on: date | None = None
    service: bool = False
    version: str | None = Field(default=None, max_length=40)


class AbilityChangeView(View):
    """One dimension that changed; null is "not assessed"."""

    dimension: str
    text: Text
    was: Level | None
    now: Level | None


class OpenedView(View):
    """A posting whose verdict changed."""

    posting: str
    title: str
    employer: str


class AssessedView(View):
    """What an assessment changed: dimensions, and over `postings` the verdicts before and after. `opened` fit now and did not
    before, `closed` did and do no longer; `settled` were to be looked at and are decided now."""

    candidate: str
    changed: tuple[AbilityChangeView, ...]
    again: tuple[str, ...]
    event: str | None
    postings: int
    before: Counts
    after: Counts
    opened: tuple[OpenedView, ...]
    closed: tuple[OpenedView, ...]
    settled: int
