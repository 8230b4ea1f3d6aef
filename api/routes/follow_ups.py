"""What is to be asked after a fair, and the answers, as JSON."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Annotated, Final

from fastapi import APIRouter, Query
from pydantic import BaseModel
from starlette.responses import Response

from api.access import ApplicationOf, StaffOf
from api.actions import follow_ups
from api.once import IdempotencyKey
from api.origin import FromProgram
from api.routes.parameters import LONGEST, PRINTABLE
from api.schemas.follow_ups import (
    FollowedUpView,
    FollowUpInput,
    FollowUpsView,
    FollowUpView,
    FollowUpWithdrawalInput,
    WithdrawnView,
)
from matching.contradictions import STEP_TEXTS
from matching.records import MISTAKE_TEXTS, Mistake, Step

router = APIRouter()

OfEvent = Annotated[str | None, Query(alias="event", max_length=LONGEST, pattern=PRINTABLE, description="Only hires of this event")]
EXAMPLES: Final[Mapping[str, BaseModel]] = {
    "listFollowUps": FollowUpsView(
        on=date(2027, 5, 4),
        items=(
            FollowUpView(
                candidate="c_ab12cd34",
                name="示例甲",
                posting="p_ef56gh78",
                title="文字客服",
                employer="江城示例科技有限公司",
                event="spring-2027",
                hired_on=date(2027, 4, 2),
                months=1,
                due=date(2027, 5, 2),
                promises=(3,),
            ),
        ),
        without_a_day=1,
    ),
    "recordFollowUp": FollowedUpView(
        candidate="c_ab12cd34",
        name="示例甲",
        posting="p_ef56gh78",
        title="文字客服",
        event="spring-2027",
        steps=(STEP_TEXTS[Step.INTERVIEWED], STEP_TEXTS[Step.HIRED], STEP_TEXTS[Step.RETAINED_1]),
        withdrawn=(),
    ),
    "withdrawFollowUp": FollowedUpView(
        candidate="c_ab12cd34",
        name="示例甲",
        posting="p_ef56gh78",
        title="文字客服",
        event="spring-2027",
        steps=(STEP_TEXTS[Step.INTERVIEWED], STEP_TEXTS[Step.HIRED]),
        withdrawn=(
            WithdrawnView(
                step=STEP_TEXTS[Step.LEFT],
                on=date(2027, 5, 4),
                why=MISTAKE_TEXTS[Mistake.OTHER_PAIR],
                at=datetime(2027, 5, 4, 2, 0, tzinfo=UTC),
                by="local",
            ),
        ),
    ),
}


def _answer(view: BaseModel) -> Response:
    return Response(view.model_dump_json(), media_type="application/json")


@router.get(
    "/follow-ups",
    operation_id="listFollowUps",
    tags=["promises"],
    summary="What is to be asked today",
    response_description="Follow-ups, the oldest due first",
    response_model=FollowUpsView,
)
def get_follow_ups(app: ApplicationOf, viewer: StaffOf, event: OfEvent = None) -> Response:
    """At one, three and six months after somebody began a job: are they still there, and is there what was promised."""
    return _answer(follow_ups.follow_ups(app, viewer, event))


@router.post(
    "/follow-ups",
    operation_id="recordFollowUp",
    tags=["promises"],
    summary="Record the answer of a follow-up",
    response_description="All steps of the pair that are recorded now",
    response_model=FollowedUpView,
)
def post_follow_up(app: ApplicationOf, viewer: StaffOf, _: FromProgram, given: FollowUpInput, key: IdempotencyKey) -> Response:
    """Still in the job, or left, on a day. The same again changes nothing."""
    view = follow_ups.record_follow_up(
        app, viewer, given.candidate, given.posting, given.event, given.months, given.in_the_job, given.on, given.reason
    )
    return _answer(view)


@router.post(
    "/follow-ups/withdrawal",
    operation_id="withdrawFollowUp",
    tags=["promises"],
    summary="Take back an answer that was recorded by mistake",
    response_description="All steps of the pair that are recorded now, and those that were taken back",
    response_model=FollowedUpView,
)
def post_withdrawal(
    app: ApplicationOf, viewer: StaffOf, _: FromProgram, given: FollowUpWithdrawalInput, key: IdempotencyKey
) -> Response:
    """It is kept among the corrections, with the reason."""
    view = follow_ups.withdraw_follow_up(
        app, viewer, given.candidate, given.posting, given.event, given.months, given.in_the_job, given.why
    )
    return _answer(view)
