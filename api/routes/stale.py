"""Files past their date, as JSON."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from fastapi import APIRouter
from pydantic import BaseModel
from starlette.responses import Response

from api.access import ApplicationOf, StaffOf
from api.actions import stale
from api.routes.parameters import After, Limit
from api.schemas.base import Page
from api.schemas.stale import OutdatedView, OverdueView

router = APIRouter()

EXAMPLES: Final[Mapping[str, BaseModel]] = {
    "listOverduePostings": Page[OverdueView](
        items=(
            OverdueView(id="p_ef56gh78", title="文字客服", employer="江城示例科技有限公司", closes_on=date(2027, 3, 1), days=17),
        )
    ),
    "listOutdatedPeople": Page[OutdatedView](
        items=(OutdatedView(candidate="c_ab12cd34", name="示例甲", outdated=6, assessed=45, last=date(2025, 2, 11)),)
    ),
}


def _answer(view: BaseModel) -> Response:
    return Response(view.model_dump_json(), media_type="application/json")


@router.get(
    "/overdue-postings",
    operation_id="listOverduePostings",
    tags=["postings"],
    summary="Open postings past their last day",
    response_description="Postings in order of id",
    response_model=Page[OverdueView],
)
def get_overdue(app: ApplicationOf, viewer: StaffOf, after: After = None, limit: Limit = 50) -> Response:
    """They are matched like others until somebody closes them or the employer names another day."""
    return _answer(stale.overdue_postings(app, viewer, after, limit))


@router.get(
    "/outdated-assessments",
    operation_id="listOutdatedPeople",
    tags=["people"],
    summary="People whose assessment is too old to count",
    response_description="People in order of id",
    response_model=Page[OutdatedView],
)
def get_outdated(app: ApplicationOf, viewer: StaffOf, after: After = None, limit: Limit = 50) -> Response:
    """On a hard demand an old level counts as not assessed until somebody looks again."""
    return _answer(stale.outdated_people(app, viewer, after, limit))
