"""The page that comes before an erasure: what goes, what the law keeps and until when, and the form that does it."""

from collections.abc import Mapping

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.access import ApplicationOf, StaffOf
from api.actions.erasing import erase, erasure_view
from api.actions.errors import BadInput
from api.origin import FromOwnPage
from api.pages.counselor.fields import Faults, read_text
from api.pages.counselor.rendering import show
from api.pages.forms import Form
from api.pages.rendering import href
from api.routes.parameters import LONGEST, CandidateId
from api.schemas.person_records import ErasureInput
from api.wiring import Application
from matching.records import Viewer

router = APIRouter(include_in_schema=False)


@router.get("/people/{candidate}/erasure")
def erasure_page(request: Request, app: ApplicationOf, viewer: StaffOf, candidate: CandidateId) -> HTMLResponse:
    """What an erasure takes and leaves."""
    return _page(request, app, viewer, candidate)


@router.post("/people/{candidate}/erasure")
def erase_person(
    request: Request, app: ApplicationOf, viewer: StaffOf, _: FromOwnPage, candidate: CandidateId, form: Form
) -> Response:
    """Erase, once the person's id was written again and somebody answers for it."""
    faults: Faults = {}
    again = read_text(form, "candidate", faults, LONGEST, needed=True)
    named = read_text(form, "named", faults, LONGEST, needed=True)
    if not faults:
        try:
            erase(app, viewer, candidate, ErasureInput(candidate=again, named=named))
        except BadInput as fault:
            faults["candidate"] = fault.detail
        else:
            return RedirectResponse(href("caseload", done="erased"), status_code=303)
    return _page(request, app, viewer, candidate, form, faults)


def _page(
    request: Request,
    app: Application,
    viewer: Viewer,
    candidate: str,
    form: Mapping[str, str] | None = None,
    faults: Faults | None = None,
) -> HTMLResponse:
    view = erasure_view(app, viewer, candidate)
    status = 422 if faults else 200
    return show(request, "erasure.html", status=status, who=view, view=view, form=form or {}, faults=faults or {})
