"""What employers decided, which reviews a named person settled, and certificates that people handed over, as JSON for staff."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Final

from fastapi import APIRouter
from pydantic import BaseModel
from starlette.responses import Response

from api.access import ApplicationOf, StaffOf
from api.actions import decisions, handed_certificates, reviews
from api.once import IdempotencyKey
from api.origin import FromProgram
from api.routes.parameters import CandidateId, EventId, PostingId
from api.routes.unlock import EmployerId
from api.schemas.employer_events import CertificateInput, CertificateView, HandedView, OfferedView
from api.schemas.employer_lists import ClearedReviewsView, ClearedView, ClearInput, MadeDecisionsView, MadeDecisionView
from matching.knowledge.catalogue import Text

router = APIRouter()

_AT: Final = datetime(2027, 3, 18, 9, 30, tzinfo=UTC)
_CLEARED: Final = ClearedView(
    event="spring-2027",
    posting="p_ef56gh78",
    candidate="c_ab12cd34",
    named="王芳",
    note="与本人电话确认：可用文字沟通",
    at=_AT,
    by="local",
    standing=True,
)
_HANDED: Final = CertificateView(
    candidate="c_ab12cd34", employer="e_vw12xy34", employer_name="江城示例科技有限公司", on=date(2027, 4, 2), standing=True
)
_OFFERED: Final = OfferedView(posting="p_gh78jk90", title="档案整理员", employer="e_kl12mn34", employer_name="江城示例档案馆")
EXAMPLES: Final[Mapping[str, BaseModel]] = {
    "listDecisions": MadeDecisionsView(
        event="spring-2027",
        items=(
            MadeDecisionView(
                candidate="c_ab12cd34",
                name="示例甲",
                posting="p_ef56gh78",
                title="文字客服",
                employer="江城示例科技有限公司",
                decision="invite",
                text=Text(zh="邀请面试", en="invited"),
                reason=None,
                reason_text=None,
                at=_AT,
            ),
        ),
    ),
    "listClearedReviews": ClearedReviewsView(event="spring-2027", posting="p_ef56gh78", items=(_CLEARED,)),
    "clearReview": _CLEARED,
    "undoClearing": _CLEARED.model_copy(update={"standing": False}),
    "listHandedCertificates": HandedView(candidate="c_ab12cd34", name="示例甲", items=(_HANDED,), offers=(_OFFERED,)),
    "handCertificate": _HANDED,
    "takeCertificateBack": _HANDED.model_copy(update={"standing": False}),
}


def _answer(view: BaseModel) -> Response:
    return Response(view.model_dump_json(), media_type="application/json")


@router.get(
    "/events/{event}/decisions",
    operation_id="listDecisions",
    tags=["fairs"],
    summary="Whom employers want to meet",
    response_description="Standing decisions in the order in which they were made",
    response_model=MadeDecisionsView,
)
def get_decisions(app: ApplicationOf, viewer: StaffOf, event: EventId) -> Response:
    """What employers decided about people on their lists; nobody is told a reason of health, for there is none to choose."""
    return _answer(decisions.decisions_view(app, viewer, event))


@router.get(
    "/events/{event}/postings/{posting}/settled-reviews",
    operation_id="listClearedReviews",
    tags=["fairs"],
    summary="Reviews of a list that were settled",
    response_description="Those that stand, in order of the person's id",
    response_model=ClearedReviewsView,
)
def get_reviews(app: ApplicationOf, viewer: StaffOf, event: EventId, posting: PostingId) -> Response:
    """Whom the employer may see although the rules asked a question first: who answers for it, and why."""
    return _answer(reviews.cleared_reviews(app, viewer, event, posting))


@router.put(
    "/events/{event}/postings/{posting}/candidates/{candidate}/review",
    operation_id="clearReview",
    tags=["fairs"],
    summary="Settle a review by name",
    response_description="Who answers for it",
    response_model=ClearedView,
)
def put_review(
    app: ApplicationOf,
    viewer: StaffOf,
    _: FromProgram,
    event: EventId,
    posting: PostingId,
    candidate: CandidateId,
    given: ClearInput,
    key: IdempotencyKey,
) -> Response:
    """The question about an entry under review is settled: its employer may see the person, where their consent allows it."""
    return _answer(reviews.clear_review(app, viewer, event, posting, candidate, given.named, given.note, key))


@router.delete(
    "/events/{event}/postings/{posting}/candidates/{candidate}/review",
    operation_id="undoClearing",
    tags=["fairs"],
    summary="Take a settled review back",
    response_description="What stood",
    response_model=ClearedView,
)
def delete_review(
    app: ApplicationOf,
    viewer: StaffOf,
    _: FromProgram,
    event: EventId,
    posting: PostingId,
    candidate: CandidateId,
    key: IdempotencyKey,
) -> Response:
    """The employer no longer sees the person."""
    return _answer(reviews.undo_clearing(app, viewer, event, posting, candidate))


@router.get(
    "/candidates/{candidate}/handed-certificates",
    operation_id="listHandedCertificates",
    tags=["candidates"],
    summary="Employers that a person gave a copy of their certificate",
    response_description="The copies that are or were there, and the offers after which one can be given",
    response_model=HandedView,
)
def get_certificates(app: ApplicationOf, viewer: StaffOf, candidate: CandidateId) -> Response:
    """Only a copy that was handed over counts for an employer's quota."""
    return _answer(handed_certificates.handed_view(app, viewer, candidate))


@router.post(
    "/candidates/{candidate}/handed-certificates",
    operation_id="handCertificate",
    tags=["candidates"],
    summary="Record that a person handed over their certificate",
    response_description="To which employer, and when",
    response_model=CertificateView,
)
def post_certificate(
    app: ApplicationOf, viewer: StaffOf, _: FromProgram, candidate: CandidateId, given: CertificateInput, key: IdempotencyKey
) -> Response:
    """By the person's own act, after an offer. Only then does the employer's counter move. The same again changes nothing."""
    return _answer(handed_certificates.hand_certificate(app, viewer, candidate, given.posting, given.on))


@router.delete(
    "/candidates/{candidate}/handed-certificates/{employer}",
    operation_id="takeCertificateBack",
    tags=["candidates"],
    summary="Record that the person asked the copy back",
    response_description="What stood",
    response_model=CertificateView,
)
def delete_certificate(
    app: ApplicationOf, viewer: StaffOf, _: FromProgram, candidate: CandidateId, employer: EmployerId, key: IdempotencyKey
) -> Response:
    """The employer's counter goes down at once."""
    return _answer(handed_certificates.take_certificate_back(app, viewer, candidate, employer))
