"""The plan of one person, as JSON."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Final, Literal

from fastapi import APIRouter, Query
from pydantic import BaseModel
from starlette.responses import Response

from api.access import ApplicationOf, StaffOf
from api.actions.person_plans import edit_plan, plan_file, plan_view, settle_plan
from api.once import IdempotencyKey
from api.origin import FromProgram
from api.paper.blocks import Style
from api.paper.files import MEDIA_TYPES
from api.routes.papers import disposition
from api.routes.parameters import LONGEST, PRINTABLE, CandidateId
from api.schemas.person_plans import (
    PersonPlanView,
    PlanEditInput,
    PlanEditView,
    PlanLineView,
    PlanSectionView,
    SettleInput,
    SettlementView,
)
from matching.knowledge.catalogue import Text
from matching.person_plan import SectionKey

router = APIRouter()

AtEvent = Annotated[
    str | None,
    Query(
        alias="event",
        max_length=LONGEST,
        pattern=PRINTABLE,
        description="The event; without it, the one matched last, else all open postings",
    ),
]
_BINARY: Final = {"schema": {"type": "string", "format": "binary"}}


def _answer(view: BaseModel) -> Response:
    return Response(view.model_dump_json(), media_type="application/json")


@router.get(
    "/candidates/{candidate}/plan",
    operation_id="getPersonPlan",
    tags=["candidates"],
    summary="The plan of a person",
    response_description="The plan: JSON, or the file itself with its name",
    response_model=PersonPlanView,
    responses={200: {"content": {MEDIA_TYPES[one].partition(";")[0]: _BINARY for one in ("pdf", "xlsx", "csv")}}},
)
def get_plan(
    app: ApplicationOf,
    viewer: StaffOf,
    candidate: CandidateId,
    event: AtEvent = None,
    form: Annotated[Literal["json", "pdf", "xlsx", "csv"], Query(alias="as", description="The format")] = "json",
    language: Annotated[Literal["zh", "en"], Query(description="The language of a file")] = "zh",
) -> Response:
    """一人一策: wishes, open posts, questions, what would open more, courses, support, services and next steps, generated today.

    What the counselor wrote stands beside each section. Reading it is recorded as an access.
    """
    if form == "json":
        return _answer(plan_view(app, viewer, candidate, event))
    made = plan_file(app, viewer, candidate, form, Style(language), event)
    return Response(made.content, media_type=made.media_type, headers=disposition(made.name))


@router.post(
    "/candidates/{candidate}/plan/edits",
    operation_id="editPersonPlan",
    tags=["candidates"],
    summary="Write beside a section of a plan",
    response_description="The plan with the words",
    response_model=PersonPlanView,
)
def post_edit(
    app: ApplicationOf,
    viewer: StaffOf,
    _: FromProgram,
    candidate: CandidateId,
    told: PlanEditInput,
    key: IdempotencyKey,
    event: AtEvent = None,
) -> Response:
    """The generated lines stay; empty words take what was written out again. What is written is sealed."""
    return _answer(edit_plan(app, viewer, candidate, told, key, event))


@router.post(
    "/candidates/{candidate}/plan/settlements",
    operation_id="settlePersonPlan",
    tags=["candidates"],
    summary="Record that a plan was settled with the person",
    response_description="The plan with the days on which it was settled",
    response_model=PersonPlanView,
)
def post_settlement(
    app: ApplicationOf,
    viewer: StaffOf,
    _: FromProgram,
    candidate: CandidateId,
    key: IdempotencyKey,
    told: SettleInput | None = None,
    event: AtEvent = None,
) -> Response:
    """It was gone through with the person today; a graduate of the window stands in the ledger from then on."""
    return _answer(settle_plan(app, viewer, candidate, key, event, None if told is None else told.named))


_PLAN: Final = PersonPlanView(
    candidate="c_ab12cd34",
    name="示例甲",
    on=date(2027, 3, 18),
    event="spring-2027",
    sections=(
        PlanSectionView(
            key=SectionKey.WISHES,
            title=Text(zh="我想要的工作", en="The work I want"),
            lines=(PlanLineView(text=Text(zh="想做：文员。", en="Wanted: 文员."), to_confirm=False),),
            edit=PlanEditView(text="先试半天班", by="local", on=date(2027, 3, 18)),
            outdated=False,
        ),
    ),
    to_review=(),
    settled=(date(2027, 3, 18),),
    settlements=(SettlementView(on=date(2027, 3, 18), named="王芳", by="local"),),
)
EXAMPLES: Final[Mapping[str, BaseModel]] = {
    "getPersonPlan": _PLAN,
    "editPersonPlan": _PLAN,
    "settlePersonPlan": _PLAN,
}
