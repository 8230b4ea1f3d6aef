"""The page of who meets whom: asked for with guarantees, priorities, pins and exclusions; then read, with why."""

from collections.abc import Mapping
from typing import Annotated, Final, Literal
from uuid import uuid4

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.access import ApplicationOf, OrganizerOf
from api.actions import fairs, jobs, lists
from api.actions.allocating import allocate_event
from api.actions.allocation_words import titled_report
from api.actions.errors import BadInput, Conflict
from api.actions.naming import people_meant, posting_meant
from api.actions.orders import list_orders, withdraw_order
from api.actions.timetable_people import waiting_page
from api.origin import FromOwnPage
from api.pages.fair.order_form import GROUPS, WEIGHTS, WHO, read_orders
from api.pages.fair.rows import Row, is_row_button, pressed, rows_in
from api.pages.fair.sent import sent_key
from api.pages.fair.steps import timetable_of
from api.pages.forms import LongForm
from api.pages.rendering import href, render
from api.routes.parameters import LONGEST, PRINTABLE, EventId
from api.schemas.allocation import METHODS, AllocationReport
from api.schemas.interviews import TimetableView
from api.wiring import Application
from matching.knowledge.catalogue import Text
from matching.records import Viewer

router = APIRouter(include_in_schema=False)

WAITING: Final = 30
"""Places of waiting lists on one page."""
SHOWN: Final = 5
"""Bottlenecks named."""

Done = Annotated[Literal["allocated", "withdrawn"] | None, Query()]
OrderNumber = Annotated[int, Path(alias="order", ge=1, le=2**31 - 1)]
First = Annotated[int, Query(alias="from", ge=0, le=1_000_000)]
Pinned = Annotated[str | None, Query(max_length=LONGEST, pattern=PRINTABLE)]


@router.get("/events/{event}/allocation")
def allocation_page(
    request: Request,
    app: ApplicationOf,
    viewer: OrganizerOf,
    event: EventId,
    first: First = 0,
    done: Done = None,
    candidate: Pinned = None,
    posting: Pinned = None,
    order: Literal["pin", "exclude"] = "pin",
) -> HTMLResponse:
    """What was decided and how good it is; and the form. A pair in the address is put into a row of the form."""
    given: dict[str, str] = {}
    if candidate is not None and posting is not None:
        group = "pins" if order == "pin" else "exclusions"
        given = {f"{group}.0.candidate": candidate, f"{group}.0.posting": posting, f"{group}.0.reason": ""}
    return _page(request, app, viewer, event, given, first=first, done=done)


@router.post("/events/{event}/allocation")
def allocate(request: Request, app: ApplicationOf, viewer: OrganizerOf, _: FromOwnPage, event: EventId, form: LongForm) -> Response:
    """Decide who meets whom and when, as a job or here and now; a row button only changes the form."""
    rows = {group: rows_in(form, group, fields) for group, fields in GROUPS.items()}
    if is_row_button(form):
        changed = {group: pressed(form, group, rows[group], fields) for group, fields in GROUPS.items()}
        return _page(request, app, viewer, event, form, rows=changed)
    guaranteed = fairs.fair_view(app, viewer, event).hall.guaranteed
    asked, faults = read_orders(
        form,
        guaranteed,
        lambda names: people_meant(app, viewer, event, names),
        lambda typed: posting_meant(app, viewer, event, typed),
    )
    if faults:
        return _page(request, app, viewer, event, form, faults=faults)
    try:
        if form.get("how") == "now":
            allocate_event(app, viewer, event, asked, sent_key(form))
            return RedirectResponse(href("events", event, "allocation", done="allocated"), 303)
        payload = {"event": event, "asked": asked.model_dump(mode="json")}
        job = jobs.enqueue_job(app, viewer, "allocate", payload, sent_key(form))
    except (BadInput, Conflict) as refused:
        return _page(request, app, viewer, event, form, refused=refused.detail)
    return RedirectResponse(href("events", event, "run", job=job.id), 303)


@router.post("/events/{event}/orders/{order}/withdraw")
def withdraw(
    request: Request, app: ApplicationOf, viewer: OrganizerOf, _: FromOwnPage, event: EventId, order: OrderNumber
) -> Response:
    """Take an order back: no allocation from now on heeds it."""
    try:
        withdraw_order(app, viewer, event, order)
    except Conflict as refused:
        return _page(request, app, viewer, event, {}, refused=refused.detail)
    return RedirectResponse(f"{href('events', event, 'allocation', done='withdrawn')}#standing", 303)


def _page(
    request: Request,
    app: Application,
    viewer: Viewer,
    event: str,
    given: Mapping[str, str],
    *,
    first: int = 0,
    rows: Mapping[str, list[Row]] | None = None,
    faults: Mapping[str, Text] | None = None,
    refused: Text | None = None,
    done: str | None = None,
) -> HTMLResponse:
    view = fairs.fair_view(app, viewer, event)
    timetable = timetable_of(app, viewer, event)
    acts = {act.act for act in view.acts}
    waiting = None if timetable is None else waiting_page(app, viewer, event, first, WAITING)
    return render(
        request,
        "fair/allocation.html",
        status=409 if refused is not None else 422 if faults else 200,
        event=lists.event_view(app, viewer, event),
        view=view,
        timetable=timetable,
        report=None if timetable is None else report_of(app, viewer, timetable),
        methods=METHODS,
        shown=SHOWN,
        standing=[one for one in list_orders(app, viewer, event).items if one.withdrawn_at is None],
        may_order="order" in acts,
        waiting=waiting,
        following=first + WAITING if waiting is not None and first + WAITING < waiting.total else None,
        given=given,
        rows=rows or {group: rows_in(given, group, fields) for group, fields in GROUPS.items()},
        who=WHO,
        weights=WEIGHTS,
        faults=faults or {},
        refused=refused,
        done=done,
        open={"allocate", "publish"} <= acts,
        key=str(uuid4()),
    )


def report_of(app: Application, viewer: Viewer, timetable: TimetableView) -> AllocationReport | None:
    """The report of an allocation in words; none where the timetable was made elsewhere."""
    if "lottery" not in timetable.report:
        return None
    return titled_report(app, viewer, AllocationReport.model_validate(timetable.report))
