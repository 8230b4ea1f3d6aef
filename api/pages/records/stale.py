"""Files past their date: postings that are open after their last day, and people to assess again."""

from typing import Final

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from api.access import ApplicationOf, StaffOf
from api.actions import stale
from api.pages.rendering import render
from api.routes.parameters import After

router = APIRouter(include_in_schema=False)

ROWS: Final = 50


@router.get("/postings/overdue")
def overdue_page(request: Request, app: ApplicationOf, viewer: StaffOf, after: After = None) -> HTMLResponse:
    """Open postings whose last day has gone by, each with the ways to settle it."""
    return render(request, "records/overdue.html", page=stale.overdue_postings(app, viewer, after, ROWS), after=after)


@router.get("/caseload/outdated")
def outdated_page(request: Request, app: ApplicationOf, viewer: StaffOf, after: After = None) -> HTMLResponse:
    """People whose assessment is too old to count."""
    return render(request, "records/outdated.html", page=stale.outdated_people(app, viewer, after, ROWS), after=after)
