"""The copy of a person's certificate: which employers were given one, by the person's own act, and asking it back."""

from collections.abc import Mapping
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.access import ApplicationOf, StaffOf
from api.actions.errors import BadInput
from api.actions.handed_certificates import hand_certificate, handed_view, take_certificate_back
from api.origin import FromOwnPage
from api.pages.counselor.fields import NO_CHOICE, Faults, read_day
from api.pages.counselor.rendering import show
from api.pages.fair.sent import sent_id
from api.pages.forms import Form
from api.pages.rendering import href
from api.routes.parameters import LONGEST, CandidateId
from api.wiring import Application
from matching.records import Viewer

router = APIRouter(include_in_schema=False)

Done = Annotated[Literal["handed", "back"] | None, Query()]


@router.get("/people/{candidate}/certificate")
def certificate_page(
    request: Request, app: ApplicationOf, viewer: StaffOf, candidate: CandidateId, done: Done = None
) -> HTMLResponse:
    """Where copies are, and the form that records one."""
    return _page(request, app, viewer, candidate, done=done)


@router.post("/people/{candidate}/certificate")
def hand(request: Request, app: ApplicationOf, viewer: StaffOf, _: FromOwnPage, candidate: CandidateId, form: Form) -> Response:
    """Record that the person gave an employer a copy, or asked one back. The same again changes nothing."""
    if form.get("act") == "back":
        take_certificate_back(app, viewer, candidate, sent_id(form, "employer"))
        return RedirectResponse(href("people", candidate, "certificate", done="back"), status_code=303)
    faults: Faults = {}
    posting = form.get("posting", "")[:LONGEST]
    if not posting:
        faults["posting"] = NO_CHOICE
    on = read_day(form, "on", faults)
    if not faults:
        try:
            hand_certificate(app, viewer, candidate, posting, on)
        except BadInput as refused:
            offered = {one.posting for one in handed_view(app, viewer, candidate).offers}
            faults["on" if posting in offered else "posting"] = refused.detail
        else:
            return RedirectResponse(href("people", candidate, "certificate", done="handed"), status_code=303)
    return _page(request, app, viewer, candidate, form, faults)


def _page(
    request: Request,
    app: Application,
    viewer: Viewer,
    candidate: str,
    form: Mapping[str, str] | None = None,
    faults: Faults | None = None,
    done: str | None = None,
) -> HTMLResponse:
    view = handed_view(app, viewer, candidate)
    return show(
        request,
        "certificate.html",
        status=422 if faults else 200,
        who=view,
        view=view,
        today=app.today,
        form=form or {},
        faults=faults or {},
        done=done,
    )
