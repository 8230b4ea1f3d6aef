"""The caseload and one person's file, as JSON."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Annotated, Final

from fastapi import APIRouter, Query
from pydantic import BaseModel
from starlette.responses import Response

from api.access import ApplicationOf, StaffOf
from api.actions import person_files
from api.actions.caseload import caseload_view
from api.actions.person_services import record_service
from api.once import IdempotencyKey
from api.origin import FromProgram
from api.routes.parameters import LONGEST, PRINTABLE_OR_EMPTY, After, CandidateId, Limit
from api.schemas.caseload import CaseCounts, CaseloadView, CaseName, CaseView, OneView, TodayView
from api.schemas.consents import RefusedEmployer
from api.schemas.person_files import (
    AidsInput,
    AidsView,
    ContactView,
    PersonView,
    ProfilingInput,
    ServiceInput,
    ServiceView,
    TrainingView,
    WishesInput,
    WishesView,
)
from matching.knowledge.catalogue import Text
from matching.ledger import NextStep
from matching.records import ServiceKind

router = APIRouter()

Shown = Annotated[CaseName, Query(alias="show", description="Only these people")]
Asked = Annotated[
    str, Query(alias="q", max_length=LONGEST, pattern=PRINTABLE_OR_EMPTY, description="Only people with this in name or number")
]


def _answer(view: BaseModel) -> Response:
    return Response(view.model_dump_json(), media_type="application/json")


@router.get(
    "/caseload",
    operation_id="getCaseload",
    tags=["people"],
    summary="The people of the caseload",
    response_description="A page of people in order of id, with counts of what waits",
    response_model=CaseloadView,
)
def get_caseload(
    app: ApplicationOf, viewer: StaffOf, shown: Shown = "all", query: Asked = "", after: After = None, limit: Limit = 50
) -> Response:
    """Everybody whom the account may see: the four services of each, and what comes next, the most pressing first."""
    return _answer(caseload_view(app, viewer, shown, query, after, limit))


@router.get(
    "/people/{candidate}",
    operation_id="getPerson",
    tags=["people"],
    summary="The file of a person",
    response_description="The file at a glance",
    response_model=PersonView,
)
def get_person(app: ApplicationOf, viewer: StaffOf, candidate: CandidateId) -> Response:
    """Contact, wishes, aids, services, courses and what comes next; no category, no grade. Reading it is recorded as an access."""
    return _answer(person_files.person_view(app, viewer, candidate))


@router.post(
    "/people/{candidate}/services",
    operation_id="recordService",
    tags=["people"],
    summary="Record a service to a person",
    response_description="The file with the service",
    response_model=PersonView,
)
def post_service(
    app: ApplicationOf, viewer: StaffOf, _: FromProgram, candidate: CandidateId, told: ServiceInput, key: IdempotencyKey
) -> Response:
    """One of the four services (四个一). The same kind, day and giver again replaces the note."""
    return _answer(record_service(app, viewer, candidate, told))


@router.put(
    "/people/{candidate}/wishes",
    operation_id="changeWishes",
    tags=["people"],
    summary="Write what a person is looking for",
    response_description="The file with the wishes",
    response_model=PersonView,
)
def put_wishes(
    app: ApplicationOf, viewer: StaffOf, _: FromProgram, candidate: CandidateId, told: WishesInput, key: IdempotencyKey
) -> Response:
    """The wishes whole: what is left out was not said. With a `version` they must still be as they were shown."""
    return _answer(person_files.change_wishes(app, viewer, candidate, told))


@router.put(
    "/people/{candidate}/aids",
    operation_id="changeAids",
    tags=["people"],
    summary="Write the own aids of a person",
    response_description="The file with the aids",
    response_model=PersonView,
)
def put_aids(
    app: ApplicationOf, viewer: StaffOf, _: FromProgram, candidate: CandidateId, told: AidsInput, key: IdempotencyKey
) -> Response:
    """Aids, access skills and arrangements that the person refuses, whole."""
    return _answer(person_files.change_aids(app, viewer, candidate, told))


@router.put(
    "/people/{candidate}/profiling",
    operation_id="setProfiling",
    tags=["people"],
    summary="Opt a person out of profiling, or in again",
    response_description="The file",
    response_model=PersonView,
)
def put_profiling(
    app: ApplicationOf, viewer: StaffOf, _: FromProgram, candidate: CandidateId, told: ProfilingInput, key: IdempotencyKey
) -> Response:
    """Who opts out is placed by a seeded draw among the allowed: never last for it, and no employer learns of it."""
    return _answer(person_files.set_profiling(app, viewer, candidate, told.profiling))


_ONES: Final = (
    OneView(kind=ServiceKind.VERIFICATION, on=date(2027, 3, 1), owed=True),
    OneView(kind=ServiceKind.ASSESSMENT, on=None, owed=True),
    OneView(kind=ServiceKind.NEEDS, on=None, owed=None),
    OneView(kind=ServiceKind.EMPLOYMENT, on=None, owed=None),
)
_CHANGED: Final = datetime(2027, 3, 2, 1, 30, tzinfo=UTC)
_PERSON: Final = PersonView(
    candidate="c_ab12cd34",
    external_id="A-17",
    name="示例甲",
    contact=ContactView(phone=None, email=None, note="请发短信", born=date(2003, 5, 6), guardian=None, home="武汉洪山区"),
    credential=Text(zh="残疾人证", en="certificate of disability"),
    credential_until=date(2031, 1, 1),
    brings=(Text(zh="会做：文字录入", en="Skills: 文字录入"),),
    services=_ONES,
    given=(ServiceView(kind=ServiceKind.VERIFICATION, on=date(2027, 3, 1), by="王芳", note=""),),
    trainings=(TrainingView(course="k_typing", name="打字与文员班", state="registered", on=None),),
    steps=(NextStep.ASSESS, NextStep.CONSENT, NextStep.PLAN),
    assessed=12,
    outdated=0,
    assessed_on=date(2027, 3, 1),
    consents=0,
    handed=0,
    wishes=WishesView(
        occupations=("文员",),
        text="想做文字录入一类的工作",
        kinds=(),
        pay_min=3_000,
        minutes_max=60,
        hours_max=None,
        districts=("420111",),
        remote="welcome",
        conditions=("night",),
        version="0123456789abcdef",
    ),
    aids=AidsView(aids=("screen_reader",), skills=("screen_reader",), refused=(), version="0123456789abcdef"),
    refused_employers=(RefusedEmployer(id="e_vw12xy34", name="江城示例科技有限公司"),),
    profiling=True,
    settled_at=None,
    changed_at=_CHANGED,
)
EXAMPLES: Final[Mapping[str, BaseModel]] = {
    "getCaseload": CaseloadView(
        on=date(2027, 3, 18),
        counts=CaseCounts(all=40, appeal=1, follow_up=2, course=3, assess=9, consent=12, plan=20, review_plan=4),
        today=TodayView(follow_ups=2, appeals=1, late=0, courses=3, assess_again=1),
        shown="all",
        query="",
        found=None,
        items=(
            CaseView(
                candidate="c_ab12cd34",
                name="示例甲",
                services=_ONES,
                assessed=12,
                consents=0,
                settled_at=None,
                changed_at=_CHANGED,
                steps=(NextStep.ASSESS, NextStep.CONSENT, NextStep.PLAN),
            ),
        ),
        next="c_ab12cd34",
    ),
    "getPerson": _PERSON,
    "recordService": _PERSON,
    "changeWishes": _PERSON,
    "changeAids": _PERSON,
    "setProfiling": _PERSON,
}
