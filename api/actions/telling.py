"""Steps that somebody tells of one pair: checked beside what is recorded, then added; or taken back, and kept."""

from collections.abc import Mapping, Sequence
from datetime import date

from api.actions.errors import BadInput
from api.actions.views import candidate_name, candidates_by_id
from api.schemas.follow_ups import FollowedUpView, WithdrawnView
from api.wiring import Application
from data.importers.columns_outcomes import REASON_WORDS, REASONS
from data.stores import Stores
from matching.contradictions import STEP_TEXTS, Contradiction, find_contradictions
from matching.knowledge.catalogue import Text
from matching.records import MISTAKE_TEXTS, Mistake, Outcome, Step, Story, Viewer

_ENDINGS = (Step.DECLINED, Step.REJECTED, Step.LEFT)
_NO_REASON = Text(zh="没有这种原因；可用：{known}", en="There is no such reason; use one of {known}")
_NOT_HERE = Text(
    zh="原因只用于“求职者放弃”“单位未录用”“已离职”；请去掉。",
    en="A reason goes with declined, rejected or left alone; leave it out.",
)
_NOT_RECORDED = Text(zh="没有登记过“{step}”，不用撤回。", en="Nothing is recorded for: {step}. There is nothing to take back.")
_TAKE_BACK = Text(zh="以前登记错了的，先撤回它并写明原因。", en="Take back first what was recorded wrongly, and say why.")
_THAT_FIRST = Text(zh="要撤回，请先撤回以它为前提的那一项。", en="Take back first what rests on it.")
_NOBODY = Text(zh="没有这位求职者或这个岗位。", en="There is no such candidate or posting.")


def check_reason(reason: str, step: Step) -> str:
    """The code of a reason, from the code or its Chinese word; empty for none. Raises BadInput."""
    if not reason:
        return ""
    if step not in _ENDINGS:
        raise BadInput(_NOT_HERE)
    if reason not in REASON_WORDS:
        known_zh, known_en = "、".join(REASONS), ", ".join(REASONS.values())
        raise BadInput(_NO_REASON.format(known=Text(zh=known_zh, en=known_en)))
    return REASON_WORDS[reason]


def tell_steps(app: Application, stores: Stores, viewer: Viewer, told: Sequence[Outcome]) -> None:
    """Add steps of one pair to what is recorded of it, which stays as it is. Raises BadInput for what cannot be, and what to do."""
    first = told[0]
    known = recorded_steps(stores, viewer, first.candidate, first.posting, first.event)
    whole = {one.step: one.on for one in told} | known
    _refuse(_contradictions(app, stores, viewer, first.event, whole), _TAKE_BACK if known else None)
    story = Story(candidate=first.candidate, posting=first.posting, event=first.event, steps=tuple(told))
    if stores.outcomes.save_stories(viewer, [story]).refused:
        raise BadInput(_NOBODY)


def take_back_step(
    app: Application, stores: Stores, viewer: Viewer, candidate: str, posting: str, event: str | None, step: Step, why: Mistake
) -> None:
    """Take one recorded step of a pair back; what stood there goes to the corrections. Raises BadInput where it is not recorded, or
    what else is recorded needs it."""
    known = recorded_steps(stores, viewer, candidate, posting, event)
    if step not in known:
        raise BadInput(_NOT_RECORDED.format(step=STEP_TEXTS[step]))
    left = {one: day for one, day in known.items() if one is not step}
    before = _contradictions(app, stores, viewer, event, known)
    _refuse([one for one in _contradictions(app, stores, viewer, event, left) if one not in before], _THAT_FIRST)
    story = Story(candidate=candidate, posting=posting, event=event, steps=(), withdrawn=(step,), corrects=True, why=why)
    stores.outcomes.save_stories(viewer, [story])


def recorded_steps(stores: Stores, viewer: Viewer, candidate: str, posting: str, event: str | None) -> dict[Step, date | None]:
    """Step -> its day, of everything that is recorded of a pair at an event (None: at none)."""
    found = stores.outcomes.list(viewer, candidate=candidate, posting=posting)
    return {one.step: one.on for one in found if one.event == event}


def pair_view(stores: Stores, viewer: Viewer, candidate: str, posting: str, event: str | None) -> FollowedUpView:
    """The steps of a pair that are recorded now, and those that were taken back, in words."""
    steps = recorded_steps(stores, viewer, candidate, posting, event)
    former = [one for one in stores.outcomes.corrections(viewer, candidate) if one.became == "withdrawn"]
    person = candidates_by_id(stores, viewer, [candidate]).get(candidate)
    job = stores.postings.get(viewer, posting)
    return FollowedUpView(
        candidate=candidate,
        name=candidate if person is None else candidate_name(person),
        posting=posting,
        title=posting if job is None else job.title,
        event=event,
        steps=tuple(STEP_TEXTS[step] for step in Step if step in steps),
        withdrawn=tuple(
            WithdrawnView(
                step=STEP_TEXTS[one.was.step],
                on=one.was.on,
                why=None if one.why is None else MISTAKE_TEXTS[one.why],
                at=one.at,
                by=one.by,
            )
            for one in former
            if (one.was.posting, one.was.event) == (posting, event)
        ),
    )


def _contradictions(
    app: Application, stores: Stores, viewer: Viewer, event_id: str | None, steps: Mapping[Step, date | None]
) -> tuple[Contradiction, ...]:
    event = None if event_id is None else stores.events.get(viewer, event_id)
    return find_contradictions(steps, None if event is None else event.on, app.today)


def _refuse(faults: Sequence[Contradiction], besides: Text | None) -> None:
    if faults:
        what = Text(zh="{what}；{cure}。", en="{what}; {cure}.").format(what=faults[0].problem, cure=faults[0].advice)
        raise BadInput(what if besides is None else Text(zh=what.zh + besides.zh, en=f"{what.en} {besides.en}"))
