"""How far the people of an event came: read what is recorded of each step, and count people."""

from collections.abc import Sequence
from typing import Final

from api.actions.errors import NotFound
from api.actions.lists import RUN, find_event
from api.actions.pools import check_staff
from api.schemas.funnels import FunnelStepView, FunnelView
from api.wiring import Application
from matching.fair.funnel import STEPS, FunnelCount, FunnelStep, count_funnel, not_told_yet, reached_by
from matching.knowledge.catalogue import Text
from matching.records import InterviewState, Viewer

_STEP: Final = Text(zh="{step} {count} 人", en="{step} {count}")
_NOTHING: Final = Text(zh="{step}没有登记", en="{step} not recorded")


def event_funnel(app: Application, viewer: Viewer, event_id: str) -> FunnelView:
    """The people of an event whom the viewer may see, step by step, as recorded today.

    Who agreed is who agrees today. An interview counts from the timetable in force, without what was added for walk-ins on the day.
    Raises NotAllowed for all but staff, NotFound (also for an event that was never matched).
    """
    check_staff(viewer)
    with app.database.read(viewer) as stores:
        event = find_event(stores, viewer, event_id)
        turnout = stores.runs.turnout(viewer, event_id)
        if turnout is None:
            raise NotFound(RUN, event_id)
        meets = stores.interviews.list(viewer, event_id)
        planned = (one.interview for one in meets if one.interview.state is not InterviewState.WALK_IN)
        outcomes = stores.outcomes.list(viewer, event=event_id)
        reached = {
            FunnelStep.LOOKED_AT: turnout.looked_at,
            FunnelStep.AGREED: stores.consents.agreeing(viewer, event_id, app.today),
            FunnelStep.LISTED: turnout.on_a_list,
            FunnelStep.INVITED: stores.outbox.invited(viewer, event_id),
            FunnelStep.ALLOTTED: frozenset(one.candidate for one in planned),
            **reached_by(outcomes),
        }
    counts = count_funnel(reached)
    return FunnelView(
        event=event.id,
        name=event.name,
        steps=tuple(_view(one) for one in counts),
        not_told_yet=not_told_yet(outcomes),
        summary=_summary(counts),
    )


def _view(one: FunnelCount) -> FunnelStepView:
    return FunnelStepView(step=one.step, text=STEPS[one.step], count=one.count, before=one.before, kept=one.kept)


def _summary(counts: Sequence[FunnelCount]) -> Text:
    said = [
        _NOTHING.format(step=STEPS[one.step]) if one.count is None else _STEP.format(step=STEPS[one.step], count=f"{one.count:,}")
        for one in counts
    ]
    return Text(zh="，".join(one.zh for one in said), en=", ".join(one.en for one in said))
