"""What is in force on a day, as JSON."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Final

from fastapi import APIRouter, Query
from pydantic import BaseModel, BeforeValidator
from starlette.responses import Response

from api.access import ApplicationOf, MemberOf
from api.actions.policy import policy_view
from api.schemas.base import written_day
from api.schemas.policy import PolicyView

router = APIRouter()

On = Annotated[
    date | None,
    BeforeValidator(written_day),
    Query(description="The day, such as 2027-03-20; without it, today", examples=["2027-03-20"]),
]


def _example() -> PolicyView:
    """The beginning of each table on one day."""
    whole = policy_view(date(2027, 3, 20))
    rows = {"facts": whole.facts[:1], "wages": whole.wages[:1], "minutes": whole.minutes[-1:], "rules": whole.rules[:1]}
    return whole.model_copy(update={**rows, "to_confirm": 4})


EXAMPLES: Final[Mapping[str, BaseModel]] = {"getPolicy": _example()}


@router.get(
    "/policy",
    operation_id="getPolicy",
    tags=["knowledge"],
    summary="What is in force on a day",
    response_description="Facts, wage floors, travel minutes and rules",
    response_model=PolicyView,
)
def get_policy(app: ApplicationOf, viewer: MemberOf, on: On = None) -> Response:
    """Every dated figure that a rule uses, with its source, and whether somebody still has to confirm it."""
    return Response(policy_view(on or app.today).model_dump_json(), media_type="application/json")
