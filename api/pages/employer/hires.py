"""What an employer is asked about people it hired: still in the job, or left."""

from collections.abc import Mapping
from typing import Annotated, Final, Literal
from uuid import uuid4

from fastapi import APIRouter, Query, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.access import ApplicationOf, EmployerOf
from api.actions.employer_hires import answer, hires_view
from api.actions.errors import BadInput
from api.origin import FromOwnPage
from api.pages.fair.values import Reading
from api.pages.forms import Form
from api.pages.rendering import render
from api.routes.parameters import LONGEST
from api.wiring import Application
from matching.knowledge.catalogue import Text
from matching.privacy import LEAVINGS
from matching.records import Viewer

router = APIRouter(include_in_schema=False)

Done = Annotated[Literal["answered"] | None, Query()]
_MISSING: Final = Text(zh="表单缺了内容；请回到页面再试。", en="The form lacks something; go back to the page and try again.")
_SAY: Final = Text(zh="请选“还在岗”或“已离开”", en="say whether the person is still there")
_WHY: Final = Text(zh="请选离开的原因", en="choose why the person left")


@router.get("/employer/hires")
def hires_page(request: Request, app: ApplicationOf, viewer: EmployerOf, done: Done = None) -> HTMLResponse:
    """The questions of today, the oldest first."""
    return _page(request, app, viewer, done=done)


@router.post("/employer/hires")
def save_answer(request: Request, app: ApplicationOf, viewer: EmployerOf, _: FromOwnPage, form: Form) -> Response:
    """One answer; the same again changes nothing."""
    event, posting, person, months = (form.get(name, "") for name in ("event", "posting", "person", "months"))
    if months not in ("1", "3", "6") or not all((event, posting, person)) or max(map(len, (event, posting, person))) > LONGEST:
        raise BadInput(_MISSING)
    row = f"{person}.{months}"
    reading = Reading(form)
    day = reading.day("on")
    faults = {f"on.{row}": text for text in reading.faults.values()}
    stays, reason = form.get("stays", ""), form.get("reason", "")
    if stays not in ("yes", "no"):
        faults[f"stays.{row}"] = _SAY
    elif stays == "no" and reason not in LEAVINGS:
        faults[f"reason.{row}"] = _WHY
    if faults:
        return _page(request, app, viewer, form, faults)
    try:
        answer(app, viewer, event, posting, person, int(months), stays == "yes", day, reason if stays == "no" else None)
    except BadInput as wrong:
        return _page(request, app, viewer, form, {f"on.{row}": wrong.detail})
    return RedirectResponse("/employer/hires?done=answered", status_code=303)


def _page(
    request: Request,
    app: Application,
    viewer: Viewer,
    form: Mapping[str, str] | None = None,
    faults: Mapping[str, Text] | None = None,
    done: str | None = None,
) -> HTMLResponse:
    given = form or {}
    return render(
        request,
        "employer/hires.html",
        status=422 if faults else 200,
        view=hires_view(app, viewer),
        reasons=LEAVINGS,
        given=given,
        row=f"{given.get('person', '')}.{given.get('months', '')}",
        faults=faults or {},
        done=done,
        key=str(uuid4()),
    )
