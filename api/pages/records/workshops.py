"""Sheltered work: workshops and their places, batches that wait, and sending them out within capacity."""

from collections.abc import Mapping
from typing import Annotated, Literal
from uuid import uuid4

from fastapi import APIRouter, Query, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.access import ApplicationOf, OrganizerOf, StaffOf
from api.actions import dispatching
from api.actions.errors import BadInput
from api.origin import FromOwnPage
from api.pages.fair.sent import sent_key
from api.pages.forms import Form
from api.pages.records.fields import Fields
from api.pages.records.indicators import PLACES
from api.pages.rendering import href, render
from api.schemas.workshops import BatchInput, SendInput, WorkshopInput
from api.wiring import Application
from matching.knowledge.catalogue import Text
from matching.records import Viewer

router = APIRouter(include_in_schema=False)

Done = Annotated[Literal["workshop", "batch", "sent"] | None, Query()]


@router.get("/indicators/workshops")
def workshops_page(request: Request, app: ApplicationOf, viewer: StaffOf, done: Done = None) -> HTMLResponse:
    """The workshops, what was sent, and a proposal for what waits."""
    return _page(request, app, viewer, done=done)


@router.post("/indicators/workshops")
def report(request: Request, app: ApplicationOf, viewer: OrganizerOf, _: FromOwnPage, form: Form) -> Response:
    """Keep what a workshop reported."""
    fields = Fields(form)
    name, number = fields.text("name", needed=True), fields.text("number", needed=True)
    places, day = fields.number("places", needed=True), fields.day("reported_on", needed=True)
    taken, free = fields.number("taken"), fields.number("free_days")
    if fields.faults or places is None or day is None:
        return _page(request, app, viewer, form, fields.faults)
    work = tuple(part for part in fields.text("work").replace("，", "、").replace(",", "、").split("、") if part.strip())
    told = WorkshopInput(
        id=number,
        name=name,
        district=fields.text("district") or viewer.district,
        places=places,
        taken=taken,
        work=work,
        free_days=free or 0,
        reported_on=day,
    )
    try:
        dispatching.report_workshop(app, viewer, told)
    except BadInput as refused:
        return _page(request, app, viewer, form, {"places": refused.detail})
    return RedirectResponse(href("indicators", "workshops", done="workshop"), status_code=303)


@router.post("/indicators/workshops/batches")
def add_batch(request: Request, app: ApplicationOf, viewer: OrganizerOf, _: FromOwnPage, form: Form) -> Response:
    """Keep a batch of work that waits for a workshop."""
    fields = Fields(form)
    title, number = fields.text("title", needed=True), fields.text("batch", needed=True)
    work, days = fields.text("kind", needed=True), fields.number("days", needed=True)
    if fields.faults or days is None:
        return _page(request, app, viewer, form, fields.faults)
    told = BatchInput(id=number, title=title, work=work, days=days, district=fields.text("of") or viewer.district)
    try:
        dispatching.add_batch(app, viewer, told)
    except BadInput as refused:
        return _page(request, app, viewer, form, {"batch": refused.detail})
    return RedirectResponse(href("indicators", "workshops", done="batch"), status_code=303)


@router.post("/indicators/workshops/send")
def send(request: Request, app: ApplicationOf, viewer: OrganizerOf, _: FromOwnPage, form: Form) -> Response:
    """Record the proposal as sent."""
    try:
        dispatching.send_batches(app, viewer, SendInput(), sent_key(form))
    except BadInput as refused:
        return _page(request, app, viewer, form, {"send": refused.detail})
    return RedirectResponse(href("indicators", "workshops", done="sent"), status_code=303)


def _page(
    request: Request,
    app: Application,
    viewer: Viewer,
    given: Mapping[str, str] | None = None,
    faults: Mapping[str, Text] | None = None,
    done: str | None = None,
) -> HTMLResponse:
    return render(
        request,
        "records/workshops.html",
        status=422 if faults else 200,
        view=dispatching.dispatch_view(app, viewer),
        districts={"": Text(zh="未说明", en="not told"), **PLACES},
        given=given or {"reported_on": app.today.isoformat()},
        faults=faults or {},
        done=done,
        key=str(uuid4()),
    )
