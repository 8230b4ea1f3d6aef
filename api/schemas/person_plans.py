"""The plan of one person (一人一策): what was generated, and beside it what the counselor wrote."""

from datetime import date

from pydantic import Field

from api.schemas.base import Input, View
from matching.knowledge.catalogue import Text
from matching.person_plan import SectionKey


class PlanLineView(View):
    """One sentence. `to_confirm`: it rests on something that nobody has confirmed yet."""

    text: Text
    to_confirm: bool


class PlanEditView(View):
    """What a counselor wrote beside a section."""

    text: str
    by: str
    on: date


class PlanSectionView(View):
    """One section. `outdated`: its generated lines changed since the counselor wrote."""

    key: SectionKey
    title: Text
    lines: tuple[PlanLineView, ...]
    edit: PlanEditView | None
    outdated: bool


class SettlementView(View):
    """A plan gone through with the person on a day: who answers for it (null: nobody was named), and who recorded it."""

    on: date
    named: str | None
    by: str


class SettleInput(Input):
    """Who answers for the plan."""

    named: str | None = Field(default=None, max_length=120)


class PersonPlanView(View):
    """The plan of a person on a day, at an event or over all open postings (`event` null). `settled`: the days on which it was gone
    through with the person; `settlements` say who answers for each."""

    candidate: str
    name: str
    on: date
    event: str | None
    sections: tuple[PlanSectionView, ...]
    to_review: tuple[SectionKey, ...]
    settled: tuple[date, ...]
    settlements: tuple[SettlementView, ...] = ()


class PlanEditInput(Input):
    """Words for one section; empty ones take what was written out again."""

    section: SectionKey
    text: str = Field(max_length=20_000)
