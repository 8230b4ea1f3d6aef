"""What employers promised and kept, as JSON."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Annotated, Final

from fastapi import APIRouter, Path, Query
from pydantic import BaseModel
from starlette.responses import Response

from api.access import ApplicationOf, StaffOf, StaffOrEmployerOf
from api.actions import promises
from api.once import IdempotencyKey
from api.origin import FromProgram
from api.routes.interviews import AfterEntry, Most
from api.routes.parameters import LONGEST, PRINTABLE
from api.schemas.promises import (
    CheckInput,
    CheckView,
    PromiseInput,
    PromisesView,
    PromiseView,
    RefusalInput,
    RefusedView,
    SettledView,
    SettleInput,
    ToTellView,
)
from data.stores import Promise
from matching.knowledge import CATALOGUE
from matching.knowledge.catalogue import Text

router = APIRouter()

Number = Annotated[int, Path(alias="promise", ge=1, le=2**53, description="Number of the promise", examples=[3])]
CheckNumber = Annotated[int, Path(alias="check", ge=1, le=2**53, description="Number of the check", examples=[5])]
OfEmployer = Annotated[
    str | None, Query(alias="employer", max_length=LONGEST, pattern=PRINTABLE, description="Only promises of this employer")
]
OfPosting = Annotated[
    str | None, Query(alias="posting", max_length=LONGEST, pattern=PRINTABLE, description="Only promises for this posting")
]
OfCandidate = Annotated[
    str | None, Query(alias="candidate", max_length=LONGEST, pattern=PRINTABLE, description="Only promises to this person")
]

_PROMISE: Final = PromiseView(
    id=3,
    employer="e_vw12xy34",
    posting="p_ef56gh78",
    accommodation="visual_alarm",
    text=next(row.text for row in CATALOGUE.accommodations if row.name == "visual_alarm"),
    candidate="c_ab12cd34",
    event="spring-2027",
    promised_on=date(2027, 3, 20),
    recorded_at=datetime(2027, 3, 20, 3, 10, tzinfo=UTC),
    by="local",
    checks=(CheckView(id=5, on=date(2027, 5, 4), kept=False, state="recorded", by="local"),),
)
EXAMPLES: Final[Mapping[str, BaseModel]] = {
    "listPromises": PromisesView(items=(_PROMISE,), next=None),
    "recordPromise": _PROMISE.model_copy(update={"checks": ()}),
    "checkPromise": _PROMISE,
    "refusePromise": RefusedView(
        promise=_PROMISE,
        looked_at=12,
        to_tell=(
            ToTellView(
                candidate="c_ab12cd34",
                name="示例甲",
                counselor="王芳",
                district="420111",
                before="eligible_with",
                after="blocked",
                text=Text(
                    zh="文字客服：原来“可以，要有便利安排”，现在“不可以”",
                    en="文字客服: eligible with arrangements before, now blocked",
                ),
                events=("spring-2027",),
            ),
        ),
        written_to=2,
    ),
    "contestCheck": SettledView(check=5, state="contested"),
    "settleCheck": SettledView(check=5, state="upheld"),
}


def _answer(view: BaseModel) -> Response:
    return Response(view.model_dump_json(), media_type="application/json")


@router.get(
    "/promises",
    operation_id="listPromises",
    tags=["promises"],
    summary="Promises of employers",
    response_description="Promises in the order in which they were recorded",
    response_model=PromisesView,
)
def get_promises(
    app: ApplicationOf,
    viewer: StaffOrEmployerOf,
    employer: OfEmployer = None,
    posting: OfPosting = None,
    candidate: OfCandidate = None,
    after: AfterEntry = 0,
    limit: Most = 50,
) -> Response:
    """Arrangements that employers promised, with what each check found. An employer sees its own, without names."""
    view = promises.list_promises(app, viewer, after, limit, employer=employer, posting=posting, candidate=candidate)
    return _answer(view)


@router.post(
    "/promises",
    operation_id="recordPromise",
    tags=["promises"],
    summary="Record a promise",
    response_description="The promise",
    response_model=PromiseView,
)
def post_promise(
    app: ApplicationOf, viewer: StaffOrEmployerOf, _: FromProgram, given: PromiseInput, key: IdempotencyKey
) -> Response:
    """A promise to whoever comes is committed at the posting from then on. The same key again changes nothing."""
    promise = Promise(
        posting=given.posting,
        accommodation=given.accommodation,
        promised_on=given.promised_on or app.today,
        candidate=given.candidate,
        event=given.event,
    )
    return _answer(promises.record_promise(app, viewer, promise, key))


@router.post(
    "/promises/{promise}/checks",
    operation_id="checkPromise",
    tags=["promises"],
    summary="Record whether a promise was kept",
    response_description="The promise with its checks",
    response_model=PromiseView,
)
def post_check(
    app: ApplicationOf, viewer: StaffOf, _: FromProgram, number: Number, given: CheckInput, key: IdempotencyKey
) -> Response:
    """One answer a day. What was found becomes the employer's record, which it can contest."""
    return _answer(promises.check_promise(app, viewer, number, given.kept, given.on, given.note))


@router.post(
    "/promises/{promise}/refusal",
    operation_id="refusePromise",
    tags=["promises"],
    summary="The employer takes a promise back",
    response_description="Whom to tell, because their verdict is another one since",
    response_model=RefusedView,
)
def post_refusal(
    app: ApplicationOf, viewer: StaffOf, _: FromProgram, number: Number, given: RefusalInput, key: IdempotencyKey
) -> Response:
    """The posting no longer has the arrangement, and everybody who has to do with it is judged anew."""
    return _answer(promises.refuse_promise(app, viewer, number, given.on, given.note))


@router.put(
    "/checks/{check}/contest",
    operation_id="contestCheck",
    tags=["promises"],
    summary="Contest a check",
    response_description="The check's state",
    response_model=SettledView,
)
def put_contest(app: ApplicationOf, viewer: StaffOrEmployerOf, _: FromProgram, check: CheckNumber, key: IdempotencyKey) -> Response:
    """For the employer: a contested check does not count until staff settle it."""
    promises.contest_check(app, viewer, check)
    return _answer(SettledView(check=check, state="contested"))


@router.put(
    "/checks/{check}/settlement",
    operation_id="settleCheck",
    tags=["promises"],
    summary="Settle a contested check",
    response_description="The check's state",
    response_model=SettledView,
)
def put_settlement(
    app: ApplicationOf, viewer: StaffOf, _: FromProgram, check: CheckNumber, given: SettleInput, key: IdempotencyKey
) -> Response:
    """It stands and counts (`upheld`), or it does not."""
    promises.settle_check(app, viewer, check, given.upheld)
    return _answer(SettledView(check=check, state="upheld" if given.upheld else "withdrawn"))
