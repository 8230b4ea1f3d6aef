"""What a person may ask for: their sheet, a copy of everything, objections and their answers, and erasure; as JSON and files."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Path, Query
from pydantic import BaseModel
from starlette.responses import Response

from api.access import ApplicationOf, StaffOf
from api.actions import appeals
from api.actions.erasing import GOES, erase, erasure_view
from api.actions.own_sheets import RIGHTS, own_sheet, sheet_file
from api.actions.person_records import record_file, record_view
from api.once import IdempotencyKey
from api.origin import FromProgram
from api.paper.blocks import Style
from api.paper.files import MEDIA_TYPES
from api.routes.assessing import AtEvent
from api.routes.papers import disposition
from api.routes.parameters import CandidateId, Limit
from api.schemas.appeals import AnswerInput, AppealInput, AppealsView, AppealView
from api.schemas.own_sheets import OwnAccessView, OwnPostView, OwnSheetView
from api.schemas.person_posts import EventRef
from api.schemas.person_records import (
    ErasedView,
    ErasureInput,
    ErasureView,
    KeptView,
    PersonRecordView,
    RecordRowView,
    RecordSectionView,
)
from matching.knowledge.catalogue import Text
from matching.wordings import wording_on

router = APIRouter()

AppealNumber = Annotated[int, Path(alias="appeal", ge=1, le=2_147_483_647, description="Number of the request", examples=[3])]
ShownAppeals = Annotated[Literal["waiting", "answered"], Query(alias="show", description="Those that wait, or those answered")]
AfterNumber = Annotated[int, Query(alias="after", ge=0, le=2_147_483_647, description="`next` of the page before; 0: the first")]
Large = Annotated[bool, Query(description="A PDF in large print")]
Plain = Annotated[bool, Query(description="A PDF in plain words")]
InLanguage = Annotated[Literal["zh", "en"], Query(description="The language of a file")]
_BINARY: Final = {"schema": {"type": "string", "format": "binary"}}
_FILES: Final[dict[int | str, dict[str, Any]]] = {
    200: {"content": {MEDIA_TYPES[one].partition(";")[0]: _BINARY for one in ("pdf", "xlsx", "csv")}}
}


def _answer(view: BaseModel) -> Response:
    return Response(view.model_dump_json(), media_type="application/json")


@router.get(
    "/people/{candidate}/sheet",
    operation_id="getOwnSheet",
    tags=["people"],
    summary="The sheet for the person",
    response_description="The sheet: JSON, or the file itself with its name",
    response_model=OwnSheetView,
    responses=_FILES,
)
def get_sheet(
    app: ApplicationOf,
    viewer: StaffOf,
    candidate: CandidateId,
    event: AtEvent = None,
    form: Annotated[Literal["json", "pdf"], Query(alias="as", description="The format")] = "json",
    large: Large = False,
    plain: Plain = False,
    language: InLanguage = "zh",
) -> Response:
    """My matches and why, what is stored about me, who read it, my consents, and how to object. Reading it is an access."""
    if form == "json":
        return _answer(own_sheet(app, viewer, candidate, event))
    made = sheet_file(app, viewer, candidate, form, Style(language, large, plain), event)
    return Response(made.content, media_type=made.media_type, headers=disposition(made.name))


@router.get(
    "/people/{candidate}/record",
    operation_id="exportPerson",
    tags=["people"],
    summary="Everything that is stored about a person",
    response_description="In words: JSON, or a file; `as=data` gives the data themselves",
    response_model=PersonRecordView | dict[str, Any],
    responses=_FILES,
)
def get_record(
    app: ApplicationOf,
    viewer: StaffOf,
    candidate: CandidateId,
    form: Annotated[Literal["json", "data", "pdf", "xlsx", "csv"], Query(alias="as", description="The format")] = "json",
    large: Large = False,
    language: InLanguage = "zh",
) -> Response:
    """A copy for the person, certificate included. It is logged as an export: hand it over and keep none."""
    if form == "json":
        return _answer(record_view(app, viewer, candidate))
    kind = "json" if form == "data" else form
    made = record_file(app, viewer, candidate, kind, Style(language, large))
    return Response(made.content, media_type=made.media_type, headers=disposition(made.name))


@router.get(
    "/people/{candidate}/erasure",
    operation_id="previewErasure",
    tags=["people"],
    summary="What an erasure would take and leave",
    response_description="What goes, and what stays by law, why and until when",
    response_model=ErasureView,
)
def get_erasure(app: ApplicationOf, viewer: StaffOf, candidate: CandidateId) -> Response:
    """To be read before a person is erased."""
    return _answer(erasure_view(app, viewer, candidate))


@router.post(
    "/people/{candidate}/erasure",
    operation_id="erasePerson",
    tags=["people"],
    summary="Erase a person",
    response_description="When it was done, and what stays until when",
    response_model=ErasedView,
)
def post_erasure(
    app: ApplicationOf, viewer: StaffOf, _: FromProgram, candidate: CandidateId, told: ErasureInput, key: IdempotencyKey
) -> Response:
    """The person's key is destroyed. It cannot be undone."""
    return _answer(erase(app, viewer, candidate, told))


@router.get(
    "/appeals",
    operation_id="listAppeals",
    tags=["people"],
    summary="What people asked for or objected to",
    response_description="A page of requests without their words, oldest first",
    response_model=AppealsView,
)
def get_appeals(
    app: ApplicationOf, viewer: StaffOf, shown: ShownAppeals = "waiting", after: AfterNumber = 0, limit: Limit = 50
) -> Response:
    """What waits, and by when it is to be answered."""
    return _answer(appeals.appeals_view(app, viewer, shown, after, limit))


@router.get(
    "/appeals/{appeal}",
    operation_id="getAppeal",
    tags=["people"],
    summary="One request in the person's words",
    response_description="The request",
    response_model=AppealView,
)
def get_appeal(app: ApplicationOf, viewer: StaffOf, appeal: AppealNumber) -> Response:
    """Opening the words is recorded as an access."""
    return _answer(appeals.appeal_view(app, viewer, appeal))


@router.post(
    "/people/{candidate}/appeals",
    operation_id="lodgeAppeal",
    tags=["people"],
    summary="Record an objection, a complaint or a request",
    response_description="The request with the day by which it is answered",
    response_model=AppealView,
)
def post_appeal(
    app: ApplicationOf, viewer: StaffOf, _: FromProgram, candidate: CandidateId, told: AppealInput, key: IdempotencyKey
) -> Response:
    """In the person's words, sealed. The same key with the same words again records nothing twice."""
    return _answer(appeals.lodge_appeal(app, viewer, candidate, told, key))


@router.post(
    "/appeals/{appeal}/answer",
    operation_id="answerAppeal",
    tags=["people"],
    summary="Answer a request",
    response_description="The request with its answer",
    response_model=AppealView,
)
def post_answer(
    app: ApplicationOf, viewer: StaffOf, _: FromProgram, appeal: AppealNumber, told: AnswerInput, key: IdempotencyKey
) -> Response:
    """Once, by a named person; the answer stands on the person's sheet."""
    return _answer(appeals.answer_appeal(app, viewer, appeal, told))


_NOTICE: Final = wording_on("notice", date(2027, 3, 1))
_APPEAL: Final = AppealView(
    id=3,
    candidate="c_ab12cd34",
    name="示例甲",
    kind="objection",
    posting="p_ef56gh78",
    title="文字客服",
    text="我会用读屏软件，请再看看这个岗位。",
    on=date(2027, 3, 10),
    due_on=date(2027, 4, 9),
    late=False,
    recorded_at=datetime(2027, 3, 10, 2, 0, tzinfo=UTC),
    result="done",
    answer="已经和单位确认可以用读屏软件，名单会更新。",
    named="王芳",
    answered_at=datetime(2027, 3, 12, 2, 0, tzinfo=UTC),
)
_SECTION: Final = RecordSectionView(
    key="aids",
    title=Text(zh="辅具和沟通方式", en="Aids and ways to communicate"),
    rows=(RecordRowView(name=Text(zh="自己的辅具", en="own aids"), value=Text(zh="读屏软件", en="screen reader")),),
)
_KEPT: Final = KeptView(
    what=Text(zh="谁在什么时候打开过档案（只有编号）", en="who opened the file and when (by its id alone)"),
    why=Text(zh="查得出有没有人乱看。", en="so that misuse can be found."),
    until=date(2027, 9, 18),
    source="网络安全法第二十一条",
    to_confirm=False,
)
EXAMPLES: Final[Mapping[str, BaseModel]] = {
    "getOwnSheet": OwnSheetView(
        candidate="c_ab12cd34",
        name="示例甲",
        on=date(2027, 3, 18),
        event=EventRef(id="spring-2027", name="春季专场"),
        postings=12,
        fit=5,
        asked=5,
        blocked=2,
        fits=(
            OwnPostView(
                posting="p_ef56gh78",
                title="文字客服",
                employer="江城示例科技有限公司",
                verdict="eligible_with",
                line=Text(zh="这份工作你可以做。要有：读屏软件。", en="You can do this job, with: screen reader."),
                paragraph=Text(zh="这份工作你可以做。要有：读屏软件。", en="You can do this job, with: screen reader."),
                reasons=(Text(zh="和您想做的职业相近", en="close to the occupation you want"),),
            ),
        ),
        asks=(),
        profiling=True,
        notice_version=_NOTICE.version,
        notice=_NOTICE.full,
        notice_easy=_NOTICE.easy,
        stored=(_SECTION,),
        accesses=(
            OwnAccessView(
                on=date(2027, 3, 18),
                role=Text(zh="辅导员", en="counselor"),
                organisation=Text(zh="洪山区残联", en="洪山区残联"),
                what=Text(zh="打开档案", en="opened the file"),
                times=2,
            ),
        ),
        consents=(),
        appeals=(_APPEAL,),
        rights=RIGHTS,
        answer_days=30,
        answer_to_confirm=True,
    ),
    "exportPerson": PersonRecordView(
        candidate="c_ab12cd34", name="示例甲", made_at=datetime(2027, 3, 18, 2, 0, tzinfo=UTC), sections=(_SECTION,)
    ),
    "previewErasure": ErasureView(
        candidate="c_ab12cd34", name="示例甲", on=date(2027, 3, 18), goes=GOES, stays=(_KEPT,), interviews_ahead=1
    ),
    "erasePerson": ErasedView(candidate="c_ab12cd34", erased_at=datetime(2027, 3, 18, 2, 0, tzinfo=UTC), stays=(_KEPT,)),
    "listAppeals": AppealsView(
        on=date(2027, 3, 18),
        all=4,
        waiting=1,
        late=0,
        shown="answered",
        items=(_APPEAL.model_copy(update={"text": "", "answer": ""}),),
        next=None,
    ),
    "getAppeal": _APPEAL,
    "lodgeAppeal": _APPEAL.model_copy(update={"result": None, "answer": "", "named": None, "answered_at": None}),
    "answerAppeal": _APPEAL,
}
