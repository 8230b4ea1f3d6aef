"""What came of an interview, recorded as steps of its pair, and taken back where it was recorded wrongly."""

from datetime import date
from typing import Final

from api.actions.errors import Conflict, NotFound
from api.actions.fair_state import check_act
from api.actions.pools import check_staff
from api.actions.telling import check_reason, pair_view, take_back_step, tell_steps
from api.schemas.follow_ups import InterviewOutcomeView, OutcomeName
from api.schemas.interviews import STATE_WORDS
from api.wiring import Application
from data.stores import StoredInterview, Stores
from matching.fair.states import Act
from matching.knowledge.catalogue import Text
from matching.records import InterviewState, Mistake, Outcome, Step, Viewer

INTERVIEW: Final = Text(zh="面试", en="interview")
_NOT_HELD: Final = Text(
    zh="面试 {number} 是“{state}”，没有结果可登记；如果确实进行了，请先登记现场来人或签到。",
    en="Interview {number} is {state}: there is no outcome to record. If it was held, record a walk-in or a check-in first.",
)


def record_interview_outcome(
    app: Application, viewer: Viewer, number: int, outcome: OutcomeName, reason: str = "", on: date | None = None
) -> InterviewOutcomeView:
    """Record what came of an interview: the person attended and was interviewed on the day of the event, and the step that is told.

    The same again changes nothing. Raises NotFound, Conflict (the event's state; a cancelled interview), BadInput (a reason that is
    none, steps that cannot both be).
    """
    check_staff(viewer)
    step = Step(outcome)
    code = check_reason(reason, step)
    with app.database.begin(viewer) as stores:
        found = _find(stores, viewer, number)
        one = found.interview
        if one.state in (InterviewState.CANCELLED, InterviewState.NO_SHOW):
            raise Conflict(_NOT_HELD.format(number=number, state=STATE_WORDS[one.state]))
        event = stores.events.get(viewer, found.event)
        held = app.today if event is None or event.on is None else event.on
        reached = Outcome(candidate=one.candidate, posting=one.posting, event=found.event, step=Step.ATTENDED, on=held)
        told = [reached, reached.model_copy(update={"step": Step.INTERVIEWED})]
        if step is not Step.INTERVIEWED:
            told.append(reached.model_copy(update={"step": step, "on": on or app.today, "reason": code}))
        tell_steps(app, stores, viewer, told)
        return _view(stores, viewer, number, found)


def withdraw_interview_outcome(
    app: Application, viewer: Viewer, number: int, outcome: OutcomeName, why: Mistake
) -> InterviewOutcomeView:
    """Take back what was recorded of an interview by mistake; it is kept among the corrections, with why.

    Raises NotFound, Conflict (the event's state), BadInput (nothing of the kind is recorded, or something recorded rests on it).
    """
    check_staff(viewer)
    with app.database.begin(viewer) as stores:
        found = _find(stores, viewer, number)
        one = found.interview
        take_back_step(app, stores, viewer, one.candidate, one.posting, found.event, Step(outcome), why)
        return _view(stores, viewer, number, found)


def _find(stores: Stores, viewer: Viewer, number: int) -> StoredInterview:
    found = stores.interviews.get(viewer, number)
    if found is None:
        raise NotFound(INTERVIEW, str(number))
    check_act(stores, viewer, found.event, Act.OUTCOME)
    return found


def _view(stores: Stores, viewer: Viewer, number: int, found: StoredInterview) -> InterviewOutcomeView:
    told = pair_view(stores, viewer, found.interview.candidate, found.interview.posting, found.event)
    return InterviewOutcomeView(interview=number, **dict(told) | {"event": found.event})
