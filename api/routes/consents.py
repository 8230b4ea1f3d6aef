"""The consents of one person, as JSON."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Final

from fastapi import APIRouter, Path, Query
from pydantic import BaseModel
from starlette.responses import Response

from api.access import ApplicationOf, StaffOf
from api.actions import consents
from api.once import IdempotencyKey
from api.origin import FromProgram
from api.routes.parameters import LONGEST, PRINTABLE, CandidateId
from api.routes.unlock import EmployerId
from api.schemas.consents import (
    AskedView,
    ConsentInput,
    ConsentsView,
    ConsentView,
    EmployerRefusalInput,
    NamedEmployer,
    RefusedEmployer,
    ScopeName,
)
from matching.wordings import wording_on

router = APIRouter()

ConsentNumber = Annotated[int, Path(alias="consent", ge=1, le=2_147_483_647, description="Number of the consent", examples=[3])]
AskedScope = Annotated[ScopeName, Query(description="To be listed under a number, or to be named to one employer")]
AtEvent = Annotated[
    str | None,
    Query(alias="event", max_length=LONGEST, pattern=PRINTABLE, description="The event; a consent to be listed needs one"),
]


def _answer(view: BaseModel) -> Response:
    return Response(view.model_dump_json(), media_type="application/json")


@router.get(
    "/people/{candidate}/consents",
    operation_id="listConsents",
    tags=["people"],
    summary="What a person agreed to",
    response_description="All consents, newest first, and the employers that the person refuses",
    response_model=ConsentsView,
)
def get_consents(app: ApplicationOf, viewer: StaffOf, candidate: CandidateId) -> Response:
    """Those in force, those that ended and those that were taken back. Reading it is recorded as an access."""
    return _answer(consents.consents_view(app, viewer, candidate))


@router.get(
    "/people/{candidate}/consents/asked",
    operation_id="getConsentWording",
    tags=["people"],
    summary="What a person is asked to agree to",
    response_description="The wording in force, in full and in plain words, and the employers that can be named",
    response_model=AskedView,
)
def get_asked(
    app: ApplicationOf, viewer: StaffOf, candidate: CandidateId, scope: AskedScope = "identity", event: AtEvent = None
) -> Response:
    """To be gone through with the person before a consent is recorded."""
    return _answer(consents.asked_view(app, viewer, candidate, scope, event))


@router.post(
    "/people/{candidate}/consents",
    operation_id="giveConsent",
    tags=["people"],
    summary="Record a consent",
    response_description="All consents with the new one",
    response_model=ConsentsView,
)
def post_consent(
    app: ApplicationOf, viewer: StaffOf, _: FromProgram, candidate: CandidateId, told: ConsentInput, key: IdempotencyKey
) -> Response:
    """As it was given, with how it was explained. An older listing of the event ends with it; the same again changes nothing."""
    return _answer(consents.give_consent(app, viewer, candidate, told))


@router.post(
    "/people/{candidate}/consents/{consent}/withdrawal",
    operation_id="withdrawConsent",
    tags=["people"],
    summary="Take a consent back",
    response_description="All consents",
    response_model=ConsentsView,
)
def post_withdrawal(
    app: ApplicationOf, viewer: StaffOf, _: FromProgram, candidate: CandidateId, consent: ConsentNumber, key: IdempotencyKey
) -> Response:
    """It holds no longer from the next read on."""
    return _answer(consents.withdraw_consent(app, viewer, candidate, consent))


@router.put(
    "/people/{candidate}/refusals/{employer}",
    operation_id="refuseEmployer",
    tags=["people"],
    summary="Refuse an employer altogether, or no longer",
    response_description="All consents and refusals",
    response_model=ConsentsView,
)
def put_refusal(
    app: ApplicationOf,
    viewer: StaffOf,
    _: FromProgram,
    candidate: CandidateId,
    employer: EmployerId,
    told: EmployerRefusalInput,
    key: IdempotencyKey,
) -> Response:
    """A refused employer learns nothing of the person, whatever was agreed before."""
    return _answer(consents.refuse_employer(app, viewer, candidate, employer, told.refused))


_EMPLOYER: Final = NamedEmployer(id="e_vw12xy34", name="江城示例科技有限公司")
_WORDING: Final = wording_on("listing", date(2027, 3, 1))
_CONSENTS: Final = ConsentsView(
    candidate="c_ab12cd34",
    name="示例甲",
    on=date(2027, 3, 18),
    guardian_needed=False,
    guardian_known=False,
    items=(
        ConsentView(
            id=3,
            scope="listing",
            event="spring-2027",
            event_name="春季专场",
            employers=(_EMPLOYER,),
            wording=_WORDING.version,
            explained="easy_text",
            given_on=date(2027, 3, 1),
            ends_on=None,
            guardian=None,
            stated=(),
            withdrawn_at=None,
            holds=True,
        ),
    ),
    refused=(RefusedEmployer(id="e_hall", name="滨江示例展厅"),),
)
EXAMPLES: Final[Mapping[str, BaseModel]] = {
    "listConsents": _CONSENTS,
    "giveConsent": _CONSENTS,
    "getConsentWording": AskedView(
        scope="listing",
        event="spring-2027",
        event_name="春季专场",
        version=_WORDING.version,
        full=_WORDING.filled(event="春季专场"),
        easy=_WORDING.easy,
        employers=(_EMPLOYER,),
    ),
    "withdrawConsent": _CONSENTS,
    "refuseEmployer": _CONSENTS,
}
