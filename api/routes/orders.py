"""Priorities, pins and exclusions of an event, as JSON: kept with who set them and why."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated, Final

from fastapi import APIRouter, Path
from pydantic import BaseModel
from starlette.responses import Response

from api.access import ApplicationOf, OrganizerOf
from api.actions import orders
from api.once import IdempotencyKey
from api.origin import FromProgram
from api.routes.parameters import EventId
from api.schemas.allocation import ORDERS, OrdersInput
from api.schemas.orders import KeptOrdersView, KeptOrderView, OrderPersonView
from matching.knowledge.catalogue import Text
from matching.records import Admission

router = APIRouter()

OrderNumber = Annotated[int, Path(alias="order", ge=1, le=2**31 - 1, description="Number of the order", examples=[1])]

_AT: Final = datetime(2027, 3, 16, 2, 0, tzinfo=UTC)
_KEPT: Final = KeptOrdersView(
    event="spring-2027",
    items=(
        KeptOrderView(
            id=1,
            kind="priority",
            kind_text=ORDERS["priority"],
            people=(),
            posting=None,
            title=None,
            amount=0.05,
            who=Admission(graduates=True),
            who_text=Text(zh="高校毕业生", en="graduates"),
            reason="应届毕业生优先",
            at=_AT,
            by="local",
            withdrawn_at=None,
            withdrawn_by=None,
        ),
        KeptOrderView(
            id=2,
            kind="pin",
            kind_text=ORDERS["pin"],
            people=(OrderPersonView(id="c_ab12cd34", name="李明"),),
            posting="p_ef56gh78",
            title="文字录入员",
            amount=None,
            who=None,
            who_text=None,
            reason="单位点名要见",
            at=_AT,
            by="local",
            withdrawn_at=None,
            withdrawn_by=None,
        ),
    ),
)
EXAMPLES: Final[Mapping[str, BaseModel]] = {"listOrders": _KEPT, "addOrders": _KEPT, "withdrawOrder": _KEPT}


def _answer(view: BaseModel) -> Response:
    return Response(view.model_dump_json(), media_type="application/json")


@router.get(
    "/events/{event}/orders",
    operation_id="listOrders",
    tags=["fairs"],
    summary="Priorities, pins and exclusions of an event",
    response_description="Every order in the order of time, the withdrawn ones too",
    response_model=KeptOrdersView,
)
def get_orders(app: ApplicationOf, viewer: OrganizerOf, event: EventId) -> Response:
    """Who must meet, must not, or comes first; each with who decided it, when and why. Every allocation heeds those in force."""
    return _answer(orders.list_orders(app, viewer, event))


@router.post(
    "/events/{event}/orders",
    operation_id="addOrders",
    tags=["fairs"],
    summary="Set priorities, pins and exclusions",
    response_description="Every order of the event",
    response_model=KeptOrdersView,
)
def post_orders(
    app: ApplicationOf, viewer: OrganizerOf, _: FromProgram, event: EventId, given: OrdersInput, key: IdempotencyKey
) -> Response:
    """Each needs a reason, which is shown openly. What is in force already is not kept twice."""
    return _answer(orders.add_orders(app, viewer, event, given))


@router.post(
    "/events/{event}/orders/{order}/withdrawal",
    operation_id="withdrawOrder",
    tags=["fairs"],
    summary="Withdraw an order",
    response_description="Every order of the event",
    response_model=KeptOrdersView,
)
def post_withdrawal(
    app: ApplicationOf, viewer: OrganizerOf, _: FromProgram, event: EventId, order: OrderNumber, key: IdempotencyKey
) -> Response:
    """It stays on record and holds for no allocation from now on."""
    return _answer(orders.withdraw_order(app, viewer, event, order))
