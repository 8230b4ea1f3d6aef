"""The documents of an event as files, and as JSON."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Annotated, Any, Final, Literal
from urllib.parse import quote

from fastapi import APIRouter, Path, Query
from pydantic import BaseModel
from starlette.responses import Response

from api.access import ApplicationOf, StaffOf
from api.actions.papers import AnyFormat, Audience, Kind, Order, one_paper
from api.paper.blocks import Style
from api.paper.files import MEDIA_TYPES
from api.paper.words import EMPLOYER_ONLY
from api.routes.parameters import LONGEST, PRINTABLE, EventId
from api.schemas.calls import AddresseeName
from api.schemas.papers import PaperTableView, PaperView
from matching.knowledge.catalogue import Text

router = APIRouter()

EXAMPLES: Final[Mapping[str, BaseModel]] = {
    "getPaper": PaperView(
        kind="shortlist",
        title=Text(zh="面试名单", en="Interview list"),
        event="春季专场招聘会",
        on=date(2027, 3, 20),
        file="2027-03-20_春季专场招聘会_面试名单_江城示例科技有限公司_文字客服_给单位.pdf",
        version="3f9a12c0",
        made_at=datetime(2027, 3, 18, 2, 0, tzinfo=UTC),
        run="r_20270318T013000000000Z_0123456789ab",
        run_at=datetime(2027, 3, 18, 1, 30, tzinfo=UTC),
        software="0.2.0",
        handling=EMPLOYER_ONLY,
        tables=(
            PaperTableView(
                title=Text(zh="面试名单", en="Interview list"),
                columns=(Text(zh="分组", en="group"), Text(zh="编号", en="number"), Text(zh="希望月薪（元）", en="wage wish")),
                rows=(("前 5 名", "K7QP-3XWD", 4_000),),
            ),
        ),
    )
}
_BINARY: Final[dict[str, Any]] = {"schema": {"type": "string", "format": "binary"}}
_RESPONSES: Final[dict[int | str, dict[str, Any]]] = {
    200: {"content": {MEDIA_TYPES[one].partition(";")[0]: _BINARY for one in ("pdf", "xlsx", "csv", "ics")}}
}
PaperKind = Annotated[Kind, Path(alias="kind", description="Which document", examples=["shortlist"])]
OfPosting = Annotated[
    str | None,
    Query(
        alias="posting",
        max_length=LONGEST,
        pattern=PRINTABLE,
        description="For interview lists: the posting",
        examples=["p_ef56gh78"],
    ),
]
OfBooth = Annotated[
    str | None,
    Query(
        alias="booth",
        max_length=20,
        pattern=PRINTABLE,
        description="For sheets and calendars of booths: the booth",
        examples=["A1"],
    ),
]
OfCandidate = Annotated[
    str | None,
    Query(
        alias="candidate",
        max_length=LONGEST,
        pattern=PRINTABLE,
        description="For people's own sheets and calendars: the person",
        examples=["c_ab12cd34"],
    ),
]


@router.get(
    "/events/{event}/papers/{kind}",
    operation_id="getPaper",
    tags=["events"],
    summary="A document of an event",
    response_description="The document: JSON, or the file itself with its name",
    response_model=PaperView,
    responses=_RESPONSES,
)
def get_paper(
    app: ApplicationOf,
    viewer: StaffOf,
    event: EventId,
    kind: PaperKind,
    posting: OfPosting = None,
    booth: OfBooth = None,
    candidate: OfCandidate = None,
    form: Annotated[
        AnyFormat | None, Query(alias="as", description="The format: JSON unless told, and ICS for calendars, which have no other")
    ] = None,
    language: Annotated[Literal["zh", "en"], Query(description="The language of the document")] = "zh",
    large: Annotated[bool, Query(description="Large print: 18 pt and more (PDF only)")] = False,
    plain: Annotated[bool, Query(description="Plain words, short sentences (PDF only)")] = False,
    audience: Annotated[
        Audience, Query(alias="for", description="Who gets it; an employer's list holds what consents allow")
    ] = "staff",
    addressee: Annotated[
        AddresseeName | None, Query(description="For the call list: only the calls to this kind of addressee")
    ] = None,
) -> Response:
    """Interview list of a posting, call list, people without a list, report, guide; of the timetable in force the sheet of a booth
    or of a person, the wall of the hall, and calendars. PDF is tagged (PDF/UA-1). That it was exported is recorded as an access."""
    order = Order(kind, Style(language, large, plain), posting, booth, candidate, audience, addressee)
    made = one_paper(app, viewer, event, order, form or ("ics" if kind == "calendar" else "json"))
    return Response(made.content, media_type=made.media_type, headers=disposition(made.name))


def disposition(name: str) -> dict[str, str]:
    """The header that names a file, in any script (RFC 6266)."""
    return {"content-disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}"}
