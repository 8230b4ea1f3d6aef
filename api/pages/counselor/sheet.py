"""The candidate sheet: for the person, in plain words; to read on the screen, and to print in large letters."""

from collections.abc import Mapping
from typing import Annotated, Final, Literal
from uuid import uuid4

from fastapi import APIRouter, Query, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.access import ApplicationOf, StaffOf
from api.actions.appeals import lodge_appeal
from api.actions.errors import BadInput
from api.actions.own_sheets import own_sheet, sheet_file
from api.actions.person_records import record_file
from api.languages import language_of
from api.origin import FromOwnPage
from api.pages.counselor.fields import Faults, read_choice, read_day, read_key, read_text
from api.pages.counselor.rendering import show
from api.pages.counselor.words import APPEALS, RESULTS, SCOPES
from api.pages.forms import Form
from api.pages.rendering import href
from api.paper.blocks import Style
from api.paper.files import PaperFile
from api.routes.papers import disposition
from api.routes.parameters import LONGEST, PRINTABLE, CandidateId
from api.schemas.appeals import AppealInput, AppealName
from api.wiring import Application
from matching.records import Viewer

router = APIRouter(include_in_schema=False)

ROWS: Final = 20
"""Most rows of a section on the screen; the copy has all of them."""

AtEvent = Annotated[str | None, Query(alias="event", max_length=LONGEST, pattern=PRINTABLE)]
Done = Annotated[Literal["lodged"] | None, Query()]
_KINDS: Mapping[str, AppealName] = {
    "human": "human",
    "objection": "objection",
    "correction": "correction",
    "complaint": "complaint",
    "copy": "copy",
    "erasure": "erasure",
}


@router.get("/people/{candidate}/sheet")
def sheet_page(
    request: Request, app: ApplicationOf, viewer: StaffOf, candidate: CandidateId, event: AtEvent = None, done: Done = None
) -> HTMLResponse:
    """My matches and why, what is stored about me, who read it, my consents, and how to object."""
    return _page(request, app, viewer, candidate, event or None, done=done)


@router.get("/people/{candidate}/sheet.pdf")
def sheet_pdf(
    request: Request,
    app: ApplicationOf,
    viewer: StaffOf,
    candidate: CandidateId,
    event: AtEvent = None,
    large: bool = True,
    plain: bool = True,
) -> Response:
    """The same on paper; large and in plain words unless told otherwise."""
    return _file(sheet_file(app, viewer, candidate, "pdf", Style(language_of(request), large, plain), event or None))


@router.get("/people/{candidate}/record.pdf")
def record_pdf(request: Request, app: ApplicationOf, viewer: StaffOf, candidate: CandidateId, large: bool = False) -> Response:
    """Everything that is stored, readable, for the person to keep."""
    return _file(record_file(app, viewer, candidate, "pdf", Style(language_of(request), large)))


@router.get("/people/{candidate}/record.json")
def record_json(app: ApplicationOf, viewer: StaffOf, candidate: CandidateId) -> Response:
    """Everything that is stored, for programs."""
    return _file(record_file(app, viewer, candidate, "json"))


@router.post("/people/{candidate}/appeals")
def lodge(request: Request, app: ApplicationOf, viewer: StaffOf, _: FromOwnPage, candidate: CandidateId, form: Form) -> Response:
    """Record an objection, a complaint or a request in the person's words; a second press records nothing more."""
    key = read_key(form)
    faults: Faults = {}
    kind = read_choice(form, "kind", faults, APPEALS, needed=True)
    text = read_text(form, "text", faults, 4_000, needed=True)
    on = read_day(form, "on", faults)
    posting = form.get("posting", "")[:LONGEST] or None
    if kind is not None and not faults:
        try:
            lodge_appeal(app, viewer, candidate, AppealInput(kind=_KINDS[kind], text=text, posting=posting, on=on), key)
        except BadInput as fault:
            faults["on"] = fault.detail
        else:
            return RedirectResponse(f"{href('people', candidate, 'sheet', done='lodged')}#asked", status_code=303)
    return _page(request, app, viewer, candidate, None, form, faults)


def _file(made: PaperFile) -> Response:
    return Response(made.content, media_type=made.media_type, headers=disposition(made.name))


def _page(
    request: Request,
    app: Application,
    viewer: Viewer,
    candidate: str,
    event: str | None,
    form: Mapping[str, str] | None = None,
    faults: Faults | None = None,
    done: str | None = None,
) -> HTMLResponse:
    view = own_sheet(app, viewer, candidate, event)
    return show(
        request,
        "sheet.html",
        status=422 if faults else 200,
        who=view,
        view=view,
        form=form or {},
        faults=faults or {},
        done=done,
        key=str(uuid4()),
        rows=ROWS,
        kinds=APPEALS,
        results=RESULTS,
        scopes=SCOPES,
    )
