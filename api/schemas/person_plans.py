"""The plan of one person (一人一策): what was generated, and beside it what the counselor wrote."""

from datetime import date

from api.schemas.base import View
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


class PersonPlanView(View):
    """The plan of a person on a day, at an event or over all open postings (`event` null). `settled`: the days on which it was gone
    through with the person."""

    candidate: str
    name: str
    on: date
    event: str | None
    sections: tuple[PlanSectionView, ...]
    to_review: tuple[SectionKey, ...]
    settled: tuple[date, ...]


class PlanEditInput(View):
    """Words for one section; empty ones take what was written out again."""

    section: SectionKey
    text: str
