"""What people asked for, objected to or complained about: what waits, and the answer to one."""

from collections.abc import Mapping
from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.access import ApplicationOf, StaffOf
from api.actions.appeals import answer_appeal, appeal_view, appeals_view
from api.actions.errors import Conflict
from api.origin import FromOwnPage
from api.pages.counselor.fields import Faults, read_choice, read_text
from api.pages.counselor.rendering import show
from api.pages.counselor.words import APPEALS, RESULTS
from api.pages.forms import LongForm
from api.pages.rendering import href
from api.routes.parameters import LONGEST
from api.schemas.appeals import AnswerInput, ResultName
from api.wiring import Application
from matching.records import Viewer

router = APIRouter(include_in_schema=False)

ROWS = 25
Number = Annotated[int, Path(ge=1, le=2_147_483_647)]
Shown = Annotated[Literal["waiting", "answered"], Query(alias="show")]
AfterNumber = Annotated[int, Query(alias="after", ge=0, le=2_147_483_647)]
Done = Annotated[Literal["answered"] | None, Query()]
_RESULTS: Mapping[str, ResultName] = {"done": "done", "partly": "partly", "refused": "refused"}


@router.get("/appeals")
def appeals_page(
    request: Request, app: ApplicationOf, viewer: StaffOf, shown: Shown = "waiting", after: AfterNumber = 0, done: Done = None
) -> HTMLResponse:
    """What waits for an answer and by when; or what was answered."""
    view = appeals_view(app, viewer, shown, after, ROWS)
    return show(request, "appeals.html", view=view, after=after, done=done, kinds=APPEALS, results=RESULTS)


@router.get("/appeals/{number}")
def appeal_page(request: Request, app: ApplicationOf, viewer: StaffOf, number: Number) -> HTMLResponse:
    """One request in the person's words, with the form to answer it."""
    return _page(request, app, viewer, number)


@router.post("/appeals/{number}")
def answer(request: Request, app: ApplicationOf, viewer: StaffOf, _: FromOwnPage, number: Number, form: LongForm) -> Response:
    """Answer it, once."""
    faults: Faults = {}
    result = read_choice(form, "result", faults, RESULTS, needed=True)
    text = read_text(form, "text", faults, 4_000, needed=True)
    named = read_text(form, "named", faults, LONGEST, needed=True)
    if result is not None and not faults:
        try:
            answer_appeal(app, viewer, number, AnswerInput(result=_RESULTS[result], text=text, named=named))
        except Conflict as fault:
            faults["text"] = fault.detail
        else:
            return RedirectResponse(href("appeals", done="answered"), status_code=303)
    return _page(request, app, viewer, number, form, faults)


def _page(
    request: Request,
    app: Application,
    viewer: Viewer,
    number: int,
    form: Mapping[str, str] | None = None,
    faults: Faults | None = None,
) -> HTMLResponse:
    view = appeal_view(app, viewer, number)
    return show(
        request,
        "appeal.html",
        status=422 if faults else 200,
        who=view,
        view=view,
        form=form or {},
        faults=faults or {},
        kinds=APPEALS,
        results=RESULTS,
    )
