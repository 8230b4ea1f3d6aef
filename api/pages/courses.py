"""The page of the courses."""

from typing import Final

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from api.access import ApplicationOf, StaffOf
from api.actions.courses import list_courses
from api.pages.rendering import render
from api.routes.parameters import After

router = APIRouter(include_in_schema=False)

ROWS: Final = 25


@router.get("/courses")
def courses_page(request: Request, app: ApplicationOf, viewer: StaffOf, after: After = None) -> HTMLResponse:
    """What is offered, for whom a seat is left, what it costs and what one learns."""
    page = list_courses(app, viewer, after, ROWS)
    return render(request, "courses.html", page=page, after=after, today=app.today)
