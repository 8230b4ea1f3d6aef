"""Allocate the interviews of an event, as JSON."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final

from fastapi import APIRouter
from pydantic import BaseModel
from starlette.responses import Response

from api.access import ApplicationOf, OrganizerOf
from api.actions.allocating import allocate_event
from api.once import IdempotencyKey
from api.origin import FromProgram
from api.routes.parameters import EventId
from api.schemas.allocation import (
    AdditionView,
    AllocationInput,
    AllocationReport,
    AllocationView,
    BottleneckView,
    NotInvitedView,
    OrderView,
    ShortageView,
    StandingView,
    WayView,
)
from matching.knowledge.catalogue import Text

router = APIRouter()

EXAMPLES: Final[Mapping[str, BaseModel]] = {
    "allocateEvent": AllocationView(
        event="spring-2027",
        version=1,
        run="r_20270318T013000000000Z_0123456789ab",
        made_at=datetime(2027, 3, 18, 1, 30, tzinfo=UTC),
        made_by="local",
        report=AllocationReport(
            ranker="hand-weighted-1",
            seed=0,
            lottery="5d41402abc4b2a76b9719d911017c592ae2f3d6f6a2f1c4f7b1f2a3c4d5e6f70",
            guaranteed=1,
            most=3,
            people=42,
            pairs=310,
            without_profile=2,
            servable=41,
            met=41,
            interviews=96,
            value=21.4,
            chosen=97,
            chosen_people=41,
            objective=21.9,
            priority=0.3,
            bound=21.9,
            gap=0.0,
            stopped=False,
            covered=True,
            form="flow",
            crossing=None,
            timetable_method="search",
            timetable_bound=21.6,
            timetable_gap=0.009,
            timetable_people_at_most=41,
            orders=(OrderView(kind="priority", people=6, amount=0.05, reason="应届毕业生优先"),),
            not_invited=(NotInvitedView(cause="consent", people=3, text=Text(zh="还没同意", en="have not agreed yet")),),
            shortages=(
                ShortageView(
                    kind="resource",
                    people=1,
                    proved=True,
                    text=Text(zh="1 人未排满：手语翻译已满", en="1 short of interviews: sign-language interpreter full"),
                ),
            ),
            ways=(
                WayView(method="allocation", chosen=97, interviews=96, people=41, value=21.4),
                WayView(method="greedy", chosen=98, interviews=90, people=33, value=20.9),
                WayView(method="deferred", chosen=96, interviews=89, people=35, value=19.8),
            ),
            standings=(
                StandingView(
                    method="allocation",
                    interviews=97,
                    objective=21.9,
                    value=21.6,
                    priority=0.3,
                    gap=0.0,
                    first=41,
                    kept=41,
                    gini_interviews=0.12,
                    gini_value=0.2,
                    congestion=0.03,
                    blocking=4,
                    envious=7,
                    faults=0,
                ),
            ),
            bottlenecks=(
                BottleneckView(
                    name="sign_interpreter",
                    people=1,
                    interviews=1,
                    value=0.4,
                    exact=True,
                    text=Text(zh="手语翻译多 1 个时段：能多安排 1 人", en="One more slot of sign-language interpreter"),
                ),
            ),
            additions=(
                AdditionView(
                    interviews=6,
                    value=1.9,
                    text=Text(
                        zh="10:00 至 11:00 再有一个“手语翻译”,可多安排 6 次面试",
                        en="one more sign-language interpreter from 10:00 to 11:00 schedules 6 more",
                    ),
                ),
            ),
        ),
    )
}


@router.post(
    "/events/{event}/allocation",
    operation_id="allocateEvent",
    tags=["fairs"],
    summary="Allocate the interviews of an event",
    response_description="The saved timetable's report",
    response_model=AllocationView,
)
def post_allocation(
    app: ApplicationOf, viewer: OrganizerOf, _: FromProgram, event: EventId, given: AllocationInput, key: IdempotencyKey
) -> Response:
    """Decides who meets whom and when, everybody who can be served first, and saves the timetable. The event must be confirmed; the
    same key again answers with what was saved under it."""
    return Response(allocate_event(app, viewer, event, given, key).model_dump_json(), media_type="application/json")
