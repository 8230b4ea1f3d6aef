"""The pages of the audit trail: its lines, and its proof."""

from typing import Annotated, Final

from fastapi import APIRouter, Query, Request
from starlette.responses import HTMLResponse

from api.access import AdministratorOrAuditorOf, ApplicationOf, OnlyAuditorOf
from api.actions.trail import list_trail, prove_trail
from api.pages.rendering import render
from api.pages.trail_words import ACTS, KINDS
from api.routes.parameters import LONGEST, PRINTABLE_OR_EMPTY
from api.routes.trail import AfterLine

router = APIRouter(include_in_schema=False)

ROWS: Final = 50
Asked = Annotated[str, Query(max_length=LONGEST, pattern=PRINTABLE_OR_EMPTY)]


@router.get("/trail")
def trail_page(
    request: Request, app: ApplicationOf, viewer: OnlyAuditorOf, after: AfterLine = 0, kind: Asked = "", record: Asked = ""
) -> HTMLResponse:
    """Who did what to which record, oldest first."""
    kind, record = kind.strip(), record.strip()
    page = list_trail(app, viewer, after, ROWS, kind or None, record or None)
    return render(request, "trail.html", page=page, after=after, kind=kind, record=record, kinds=KINDS, acts=ACTS)


@router.get("/trail/proof")
def proof_page(request: Request, app: ApplicationOf, viewer: AdministratorOrAuditorOf) -> HTMLResponse:
    """Whether every line is what it was when it was written."""
    return render(request, "trail_proof.html", proof=prove_trail(app, viewer), at=app.clock())
