"""The plan of one person (一人一策) on paper: what was generated, and beside it what the counselor wrote."""

from collections.abc import Iterator
from typing import Final

from api.paper.blocks import Paper, Stamp, Words
from api.paper.outline import Section, outline_paper
from api.paper.words import NAME, day_text
from matching.knowledge.catalogue import Text
from matching.person_plan import PersonPlan, PlanSection, SectionKey

TITLE: Final = Text(zh="一人一策", en="Personal plan")
_OF_DAY: Final = Text(zh="就业计划　{day}", en="Work plan, {day}")
_TO_CONFIRM: Final = Text(zh="{line}（待确认）", en="{line} (to be confirmed)")
_WROTE: Final = Text(zh="辅导员写：{text}", en="The counselor writes: {text}")
_OUTDATED: Final = Text(
    zh="上面的内容在辅导员写过之后有变，请再看一遍。", en="The lines above changed after the counselor wrote: look again."
)
_EASY: Final = frozenset({SectionKey.WISHES, SectionKey.OPEN, SectionKey.ASK, SectionKey.SUPPORT, SectionKey.STEPS})
"""The sections of the plan in plain words."""
_FEW: Final = 3
"""Lines of a section in plain words."""


def plan_paper(plan: PersonPlan, name: str, stamp: Stamp, plain: bool = False) -> Paper:
    """The plan as a document for the person of this name and their counselor; the steps are boxes to tick.

    In plain words it keeps the sections that the person acts on, and of each the first lines.
    """
    sections = [one for one in plan.sections if not plain or one.key in _EASY]
    return outline_paper(
        title=TITLE,
        over=_OF_DAY.format(day=day_text(plan.on)),
        about=name,
        facts=((NAME, name),),
        sections=tuple(_section(one) for one in sections),
        stamp=stamp,
        on=plan.on,
        plain=plain,
    )


def _section(one: PlanSection) -> Section:
    said = tuple(_TO_CONFIRM.format(line=line.text) if line.to_confirm else line.text for line in one.lines)
    words = tuple(_words(one))
    if one.key is SectionKey.STEPS:
        return Section(one.title, words, said, words)
    return Section(one.title, (*said, *words), (), (*said[:_FEW], *words))


def _words(one: PlanSection) -> Iterator[Words]:
    """What the counselor wrote, and whether it is older than what stands above it."""
    if one.edit is not None:
        yield _WROTE.format(text=one.edit.text)
    if one.outdated:
        yield _OUTDATED
