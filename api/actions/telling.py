"""Steps that somebody tells of one pair: checked beside what is recorded, then added."""

from collections.abc import Sequence

from api.actions.errors import BadInput
from api.wiring import Application
from data.importers.columns_outcomes import REASON_WORDS, REASONS
from data.stores import Stores
from matching.contradictions import STEP_TEXTS, find_contradictions
from matching.knowledge.catalogue import Text
from matching.records import Outcome, Step, Story, Viewer

_ENDINGS = (Step.DECLINED, Step.REJECTED, Step.LEFT)
_NO_REASON = Text(zh="没有这种原因：{reason}；可用：{known}", en="There is no reason {reason}; use one of {known}")
_NOT_HERE = Text(
    zh="原因只用于“求职者放弃”“单位未录用”“已离职”；请去掉。",
    en="A reason goes with declined, rejected or left alone; leave it out.",
)
_NOBODY = Text(zh="没有这位求职者或这个岗位。", en="There is no such candidate or posting.")


def check_reason(reason: str, step: Step) -> str:
    """The code of a reason, from the code or its Chinese word; empty for none. Raises BadInput."""
    if not reason:
        return ""
    if step not in _ENDINGS:
        raise BadInput(_NOT_HERE)
    if reason not in REASON_WORDS:
        known_zh, known_en = "、".join(REASONS), ", ".join(REASONS.values())
        raise BadInput(_NO_REASON.format(reason=reason, known=Text(zh=known_zh, en=known_en)))
    return REASON_WORDS[reason]


def tell_steps(
    app: Application, stores: Stores, viewer: Viewer, known: Sequence[Outcome], told: Sequence[Outcome]
) -> tuple[Text, ...]:
    """Add steps of one pair to what is `known` of it and give all of them in words. What is recorded stays as it is.

    Raises BadInput for what cannot be, with what to do.
    """
    first = told[0]
    event = None if first.event is None else stores.events.get(viewer, first.event)
    whole = {one.step: one.on for one in told} | {one.step: one.on for one in known}
    faults = find_contradictions(whole, None if event is None else event.on, app.today)
    if faults:
        raise BadInput(Text(zh="{what}；{cure}", en="{what}; {cure}").format(what=faults[0].problem, cure=faults[0].advice))
    story = Story(candidate=first.candidate, posting=first.posting, event=first.event, steps=tuple(told))
    if stores.outcomes.save_stories(viewer, [story]).refused:
        raise BadInput(_NOBODY)
    return tuple(STEP_TEXTS[step] for step in Step if step in whole)
