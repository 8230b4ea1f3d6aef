"""The call list of an event, and what to assess next for one person, as JSON."""

from collections.abc import Mapping
from typing import Annotated, Final

from fastapi import APIRouter, Query
from pydantic import BaseModel
from starlette.responses import Response

from api.access import ApplicationOf, StaffOf
from api.actions import calls
from api.routes.parameters import After, CandidateId, EventId, Limit
from api.schemas.calls import (
    AddresseeName,
    AskedView,
    CallCounts,
    CallListView,
    CallView,
    NextAssessmentsView,
    NextAssessmentView,
    PostingRef,
)
from matching.knowledge.catalogue import Text

router = APIRouter()

_DEFAULT: Final = 50
_POSTINGS: Final = (PostingRef(id="p_ef56gh78", title="文字客服"), PostingRef(id="p_rs78tu90", title="数据录入员"))
EXAMPLES: Final[Mapping[str, BaseModel]] = {
    "listCalls": CallListView(
        event="spring-2027",
        review=3,
        pairs=6,
        counts=CallCounts(employer=1, assessor=1, candidate=0, counselor=0),
        addressee="employer",
        before=0,
        items=(
            CallView(
                key="employer:p_ef56gh78",
                addressee="employer",
                name="江城示例科技有限公司",
                employer="e_vw12xy34",
                candidate=None,
                postings=_POSTINGS,
                pairs=3,
                settles=2,
                questions=(
                    AskedView(
                        key="workplace:toilet",
                        text=Text(zh="请问单位：卫生间是哪一种？", en="Ask the employer: what kind of toilet is there?"),
                        postings=_POSTINGS,
                        pairs=3,
                        settles=2,
                    ),
                ),
            ),
        ),
    ),
    "listNextAssessments": NextAssessmentsView(
        event="spring-2027",
        candidate="c_ab12cd34",
        name="示例甲",
        postings=40,
        review=12,
        waiting=9,
        abilities=(
            NextAssessmentView(
                dimension="keyboard_input",
                text=Text(zh="请评估：键盘输入", en="Please assess: Keyboard input"),
                postings=9,
                settles=6,
                together=6,
            ),
        ),
    ),
}

AskedAddressee = Annotated[
    AddresseeName | None, Query(description="Only the calls to this kind of addressee; without it, all", examples=["employer"])
]


@router.get(
    "/events/{event}/calls",
    operation_id="listCalls",
    tags=["events"],
    summary="The call list of an event",
    response_description="Calls, those first that settle most pairs",
    response_model=CallListView,
)
def get_calls(
    app: ApplicationOf,
    viewer: StaffOf,
    event: EventId,
    addressee: AskedAddressee = None,
    after: After = None,
    limit: Limit = _DEFAULT,
) -> Response:
    """Whom to ask what before the event: every question of a pair under review stands in one call, with the number of pairs that
    wait for it, and of those that wait for nothing else."""
    view = calls.call_list(app, viewer, event, addressee, after, limit)
    return Response(view.model_dump_json(), media_type="application/json")


@router.get(
    "/events/{event}/candidates/{candidate}/next-assessments",
    operation_id="listNextAssessments",
    tags=["candidates"],
    summary="What to assess next for a person",
    response_description="Abilities, those first that settle most postings",
    response_model=NextAssessmentsView,
)
def get_next_assessments(app: ApplicationOf, viewer: StaffOf, event: EventId, candidate: CandidateId) -> Response:
    """The abilities of one person that postings of the event wait for, in the order in which it is best to assess them."""
    return Response(calls.next_to_assess(app, viewer, event, candidate).model_dump_json(), media_type="application/json")
