"""When people can be at a fair, as JSON."""

from collections.abc import Mapping
from datetime import time
from typing import Final

from fastapi import APIRouter
from pydantic import BaseModel
from starlette.responses import Response

from api.access import ApplicationOf, StaffOf
from api.actions import own_hours
from api.once import IdempotencyKey
from api.origin import FromProgram
from api.routes.parameters import After, CandidateId, EventId, Limit
from api.schemas.own_hours import OwnHoursInput, OwnHoursListView, OwnHoursView
from matching.records import TimeWindow

router = APIRouter()

_DEFAULT: Final = 100
_VIEW: Final = OwnHoursView(
    candidate="c_ab12cd34",
    name="示例甲",
    windows=(TimeWindow(starts=time(9), ends=time(11)), TimeWindow(starts=time(14), ends=time(15, 30))),
)
EXAMPLES: Final[Mapping[str, BaseModel]] = {
    "listHours": OwnHoursListView(event="spring-2027", items=(_VIEW,), next=None),
    "setHours": _VIEW,
}


def _answer(view: BaseModel) -> Response:
    return Response(view.model_dump_json(), media_type="application/json")


@router.get(
    "/events/{event}/hours",
    operation_id="listHours",
    tags=["fairs"],
    summary="Who cannot be there all day",
    response_description="People in order of id, each with their times",
    response_model=OwnHoursListView,
)
def get_hours(app: ApplicationOf, viewer: StaffOf, event: EventId, after: After = None, limit: Limit = _DEFAULT) -> Response:
    """Every timetable that is made heeds these times; who is not named can be there all day."""
    return _answer(own_hours.list_hours(app, viewer, event, after, limit))


@router.put(
    "/events/{event}/hours/{candidate}",
    operation_id="setHours",
    tags=["fairs"],
    summary="Record when a person can be there",
    response_description="The times that are kept now",
    response_model=OwnHoursView,
)
def put_hours(
    app: ApplicationOf,
    viewer: StaffOf,
    _: FromProgram,
    event: EventId,
    candidate: CandidateId,
    given: OwnHoursInput,
    key: IdempotencyKey,
) -> Response:
    """In place of what was recorded before; no times at all: the person can be there all day. The same again changes nothing."""
    return _answer(own_hours.set_hours(app, viewer, event, candidate, given.windows))
