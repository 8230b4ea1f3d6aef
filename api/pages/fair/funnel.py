"""How far the people of a fair came, as a picture with its table."""

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, Response

from api.access import ApplicationOf, StaffOf
from api.actions import lists
from api.actions.funnels import event_funnel
from api.languages import language_of
from api.pages.picture import AskedSize, svg
from api.pages.rendering import render
from api.pictures import funnel
from api.routes.parameters import EventId

router = APIRouter(include_in_schema=False)


@router.get("/events/{event}/interviews/funnel")
def funnel_page(request: Request, app: ApplicationOf, viewer: StaffOf, event: EventId) -> HTMLResponse:
    """The steps from being looked at to a job that is still held after three months."""
    return render(request, "fair/funnel.html", event=lists.event_view(app, viewer, event), view=event_funnel(app, viewer, event))


@router.get("/events/{event}/interviews/funnel.svg")
def funnel_picture(request: Request, app: ApplicationOf, viewer: StaffOf, event: EventId, size: AskedSize = "wide") -> Response:
    """The same as a picture."""
    language = language_of(request)
    return svg(funnel.draw(event_funnel(app, viewer, event), language, size), language)
