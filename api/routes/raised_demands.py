"""Demands that employers raised, as JSON: what waits for the office, and its decision."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated, Final

from fastapi import APIRouter, Path
from pydantic import BaseModel
from starlette.responses import Response

from api.access import ApplicationOf, OrganizerOf
from api.actions import raised_demands
from api.confirmable import item
from api.once import IdempotencyKey
from api.origin import FromProgram
from api.schemas.raised_demands import RaisedDecisionInput, RaisedPostingsView, RaisedPostingView, RaisedView
from data.stores import RaiseState

router = APIRouter()

RaisedId = Annotated[int, Path(alias="raised", ge=1, le=2**31 - 1, description="Number of the raised demand", examples=[17])]


def _answer(view: BaseModel) -> Response:
    return Response(view.model_dump_json(), media_type="application/json")


@router.get(
    "/raised-demands",
    operation_id="listRaisedDemands",
    tags=["postings"],
    summary="What employers raised and nobody decided",
    response_description="Postings in order of id",
    response_model=RaisedPostingsView,
)
def list_raised(app: ApplicationOf, viewer: OrganizerOf) -> Response:
    """The former levels count meanwhile. Postings that look made to read one ability off their list are named too."""
    return _answer(raised_demands.raised_postings(app, viewer))


@router.put(
    "/raised-demands/{raised}",
    operation_id="decideRaisedDemand",
    tags=["postings"],
    summary="Approve or refuse a raised demand",
    response_description="The raised demand as it stands now",
    response_model=RaisedView,
)
def decide_raised(
    app: ApplicationOf, viewer: OrganizerOf, _: FromProgram, raised: RaisedId, told: RaisedDecisionInput, key: IdempotencyKey
) -> Response:
    """Approved, it counts from the next match on. A refusal has a reason, which the employer reads."""
    return _answer(raised_demands.decide(app, viewer, raised, told.approved, told.reason))


def _example(state: RaiseState, reason: str) -> RaisedView:
    known = item("demands.lifting")
    assert known is not None
    return RaisedView(
        id=17,
        name=known.name,
        text=known.text,
        before=1,
        before_text=known.options[1],
        wanted=3,
        wanted_text=known.options[3],
        at=datetime(2027, 3, 18, 9, 30, tzinfo=UTC),
        by="zhao",
        state=state,
        reason=reason,
    )


EXAMPLES: Final[Mapping[str, BaseModel]] = {
    "listRaisedDemands": RaisedPostingsView(
        items=(
            RaisedPostingView(
                posting="p_ef56gh78",
                title="保洁员",
                employer="江城示例科技有限公司",
                zeros=None,
                raised=(_example(RaiseState.WAITING, ""),),
            ),
        ),
        more=False,
    ),
    "decideRaisedDemand": _example(RaiseState.REFUSED, "招聘文字里没有这样的搬运"),
}
