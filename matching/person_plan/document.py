"""The plan as a tree of sections: what was generated, and, apart from it, what the counselor wrote."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from hashlib import sha256

from matching.knowledge.catalogue import Text
from matching.records.base import Personal, Record


class SectionKey(StrEnum):
    """The sections, in their order."""

    WISHES = "wishes"
    STRENGTHS = "strengths"
    OPEN = "open"
    ASK = "ask"
    CHANGES = "changes"
    TRAINING = "training"
    SUPPORT = "support"
    SERVICES = "services"
    STEPS = "steps"


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One sentence. `to_confirm`: it rests on something that nobody has confirmed yet."""

    text: Text
    to_confirm: bool = False


class Edit(Record):
    """What a counselor wrote for one section. `over` is the fingerprint of the generated lines that they had before them."""

    section: SectionKey
    text: Personal[str]
    by: str
    on: date
    over: str


@dataclass(frozen=True)
class PlanSection:
    """One section. `edit` stands beside the generated lines and replaces none of them; `outdated`: these changed since."""

    key: SectionKey
    title: Text
    lines: tuple[PlanLine, ...]
    edit: Edit | None = None

    @property
    def fingerprint(self) -> str:
        """16 hexadecimal digits that change whenever a generated line does."""
        said = "\0".join(f"{line.text.zh}\1{line.text.en}\1{line.to_confirm}" for line in self.lines)
        return sha256(said.encode()).hexdigest()[:16]

    @property
    def outdated(self) -> bool:
        return self.edit is not None and self.edit.over != self.fingerprint


@dataclass(frozen=True)
class PersonPlan:
    """The plan of one person on a day. `candidate` is the opaque id: the name is put on the paper by whoever prints it."""

    candidate: str
    on: date
    sections: tuple[PlanSection, ...]

    def section(self, key: SectionKey) -> PlanSection:
        return next(one for one in self.sections if one.key is key)

    @property
    def to_review(self) -> tuple[SectionKey, ...]:
        """The sections whose generated lines changed since the counselor wrote."""
        return tuple(one.key for one in self.sections if one.outdated)


def with_edits(plan: PersonPlan, edits: Iterable[Edit]) -> PersonPlan:
    """The plan with the counselor's words: of several for one section the latest (the last given of one day); an empty text takes
    what was written out again. The generated lines stay as they are."""
    latest: dict[SectionKey, Edit] = {}
    for edit in edits:
        known = latest.get(edit.section)
        if known is None or edit.on >= known.on:
            latest[edit.section] = edit
    kept = {key: edit for key, edit in latest.items() if edit.text.strip()}
    return replace(plan, sections=tuple(replace(one, edit=kept.get(one.key)) for one in plan.sections))
