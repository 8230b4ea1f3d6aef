"""Batches of work for sheltered workshops, as JSON."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from fastapi import APIRouter
from pydantic import BaseModel
from starlette.responses import Response

from api.access import ApplicationOf, OrganizerOf, StaffOf
from api.actions.dispatching import add_batch, dispatch_view, report_workshop, send_batches
from api.once import IdempotencyKey
from api.origin import FromProgram
from api.schemas.workshops import BatchInput, DispatchView, LeftBatchView, SendingView, SendInput, WorkshopInput, WorkshopView
from matching.dispatch import WHY_TEXTS, WhyLeft

router = APIRouter()


def _answer(view: BaseModel) -> Response:
    return Response(view.model_dump_json(), media_type="application/json")


@router.get(
    "/dispatch",
    operation_id="getDispatch",
    tags=["ledgers"],
    summary="Which batch of work goes to which workshop",
    response_description="What was sent, and a proposal for what waits",
    response_model=DispatchView,
)
def get_dispatch(app: ApplicationOf, viewer: StaffOf) -> Response:
    """The most person-days of work within the capacity of each workshop, spread over as many workshops as can be."""
    return _answer(dispatch_view(app, viewer))


@router.post(
    "/dispatch",
    operation_id="sendBatches",
    tags=["ledgers"],
    summary="Record where batches go",
    response_description="The dispatch as it stands now",
    response_model=DispatchView,
)
def post_dispatch(app: ApplicationOf, viewer: OrganizerOf, _: FromProgram, told: SendInput, key: IdempotencyKey) -> Response:
    """As given, else as proposed. A batch that was sent stays where it is."""
    return _answer(send_batches(app, viewer, told, key))


@router.post(
    "/workshops",
    operation_id="reportWorkshop",
    tags=["ledgers"],
    summary="Record what a workshop reported",
    response_description="The dispatch as it stands now",
    response_model=DispatchView,
)
def post_workshop(app: ApplicationOf, viewer: OrganizerOf, _: FromProgram, told: WorkshopInput, key: IdempotencyKey) -> Response:
    """Places, kinds of work and the person-days that it can still take on; the same again changes nothing."""
    return _answer(report_workshop(app, viewer, told))


@router.post(
    "/batches",
    operation_id="addBatch",
    tags=["ledgers"],
    summary="Record a batch of work",
    response_description="The dispatch as it stands now",
    response_model=DispatchView,
)
def post_batch(app: ApplicationOf, viewer: OrganizerOf, _: FromProgram, told: BatchInput, key: IdempotencyKey) -> Response:
    """A batch that waits for a workshop; the same again changes nothing."""
    return _answer(add_batch(app, viewer, told))


_DAY: Final = date(2027, 3, 18)
_DISPATCH: Final = DispatchView(
    workshops=(
        WorkshopView(
            id="w_sun",
            name="示例阳光家园",
            district="420106",
            places=20,
            taken=14,
            work=("包装",),
            free_days=60,
            reported_on=_DAY,
        ),
    ),
    sent=(),
    proposed=(SendingView(batch="b_boxes", title="礼盒", days=40, workshop="w_sun", workshop_name="示例阳光家园", on=None),),
    left=(LeftBatchView(batch="b_bags", title="礼袋", days=30, why=WhyLeft.NO_ROOM_LEFT, text=WHY_TEXTS[WhyLeft.NO_ROOM_LEFT]),),
    days=40,
    abroad=0,
)
EXAMPLES: Final[Mapping[str, BaseModel]] = {
    "getDispatch": _DISPATCH,
    "sendBatches": _DISPATCH,
    "reportWorkshop": _DISPATCH,
    "addBatch": _DISPATCH,
}
