"""An employer's fairs: lists, booth timetable, what to prepare, and files to take away."""

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from api.access import ApplicationOf, EmployerOf
from api.actions.employer_events import event_view, events_view
from api.pages.rendering import render
from api.routes.parameters import EventId

router = APIRouter(include_in_schema=False)


@router.get("/employer/events")
def events_page(request: Request, app: ApplicationOf, viewer: EmployerOf) -> HTMLResponse:
    """The events that the employer was invited to."""
    return render(request, "employer/events.html", view=events_view(app, viewer))


@router.get("/employer/events/{event}")
def event_page(request: Request, app: ApplicationOf, viewer: EmployerOf, event: EventId) -> HTMLResponse:
    """One event: its lists, its booths, and how to prepare."""
    view = event_view(app, viewer, event)
    return render(request, "employer/event.html", view=view, booths=sorted({one.booth for one in view.interviews}))
