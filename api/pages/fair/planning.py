"""The pages on which an event is created and planned: day, venue, hours, supports, and who may take part."""

from collections.abc import Mapping
from typing import Annotated, Final, Literal
from uuid import uuid4

from fastapi import APIRouter, Query, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.access import ApplicationOf, OrganizerOf
from api.actions import fairs, lists
from api.actions.errors import BadInput, Conflict
from api.origin import FromOwnPage
from api.pages.fair.plan_form import (
    BREAKS,
    KINDS,
    SUPPORT_KINDS,
    SUPPORTS,
    THERE,
    TOILETS,
    UNKNOWN,
    empty_plan,
    plan_given,
    read_plan,
)
from api.pages.fair.rows import is_row_button, pressed, rows_in
from api.pages.fair.sent import sent_key, sent_version
from api.pages.forms import LongForm
from api.pages.rendering import href, render
from api.routes.parameters import EventId
from api.schemas import EventView
from api.schemas.fairs import EventPlan, FairView
from matching.geography import DISTRICTS
from matching.knowledge.catalogue import Text

router = APIRouter(include_in_schema=False)

Done = Annotated[Literal["planned", "created"] | None, Query()]
_ROWS: Final = {"breaks": BREAKS, "supports": SUPPORTS}
_DISTRICTS: Final = {code: area.text for code, area in DISTRICTS.items()}


@router.get("/events/new")
def new_event_page(request: Request, app: ApplicationOf, viewer: OrganizerOf) -> HTMLResponse:
    """An empty plan with the usual hours in it."""
    return _form(request, None, None, empty_plan())


@router.post("/events/new")
def create(request: Request, app: ApplicationOf, viewer: OrganizerOf, _: FromOwnPage, form: LongForm) -> Response:
    """Create the event; a row button only changes the form."""
    if is_row_button(form):
        return _form(request, None, None, form, rows=_pressed(form))
    plan, faults = read_plan(form, None, app.today)
    if not faults:
        try:
            kind = KINDS[form["kind"]] if form.get("kind") in KINDS else next(iter(KINDS.values()))
            made = fairs.create_event(app, viewer, plan.name or "", kind, plan, sent_key(form))
        except BadInput as refused:
            faults = {"graduates": refused.detail}
        else:
            return RedirectResponse(href("events", made.event, "steps", done="created"), status_code=303)
    return _form(request, None, None, form, faults)


@router.get("/events/{event}/plan")
def plan_page(request: Request, app: ApplicationOf, viewer: OrganizerOf, event: EventId, done: Done = None) -> HTMLResponse:
    """The plan of an event as it is."""
    view = fairs.fair_view(app, viewer, event)
    return _form(request, lists.event_view(app, viewer, event), view, plan_given(view), done=done)


@router.post("/events/{event}/plan")
def save_plan(
    request: Request, app: ApplicationOf, viewer: OrganizerOf, _: FromOwnPage, event: EventId, form: LongForm
) -> Response:
    """Save the plan. Who is second to change it is told, and finds everything typed."""
    view = fairs.fair_view(app, viewer, event)
    shown = lists.event_view(app, viewer, event)
    if is_row_button(form):
        return _form(request, shown, view, form, rows=_pressed(form))
    # A plan that is only read has no fields: nothing can be missing, and the state says why it is refused.
    plan, faults = read_plan(form, view, app.today) if _is_open(view) else (EventPlan(), {})
    refused: Text | None = None
    if not faults:
        try:
            fairs.plan_event(app, viewer, event, plan, sent_key(form), sent_version(form) if _is_open(view) else None)
        except BadInput as fault:
            faults = {"graduates": fault.detail}
        except Conflict as conflict:
            refused = conflict.detail
        else:
            return RedirectResponse(href("events", event, "plan", done="planned"), status_code=303)
    return _form(request, shown, view, form, faults, refused=refused)


def _is_open(view: FairView) -> bool:
    return any(act.act == "plan" for act in view.acts)


def _pressed(form: Mapping[str, str]) -> dict[str, list[dict[str, str]]]:
    return {group: pressed(form, group, rows_in(form, group, fields), fields) for group, fields in _ROWS.items()}


def _form(
    request: Request,
    event: EventView | None,
    view: FairView | None,
    given: Mapping[str, str],
    faults: Mapping[str, Text] | None = None,
    rows: Mapping[str, list[dict[str, str]]] | None = None,
    done: str | None = None,
    refused: Text | None = None,
) -> HTMLResponse:
    if view is not None and not _is_open(view):
        given, rows = plan_given(view), None
    return render(
        request,
        "fair/plan.html" if view is not None else "fair/new.html",
        status=409 if refused is not None else 422 if faults else 200,
        event=event,
        view=view,
        given=given,
        rows=rows or {group: rows_in(given, group, fields) for group, fields in _ROWS.items()},
        faults=faults or {},
        refused=refused,
        done=done,
        kinds=list(KINDS),
        supports=SUPPORT_KINDS,
        toilets=TOILETS,
        there=THERE,
        districts=_DISTRICTS,
        any_district={"": UNKNOWN, **_DISTRICTS},
        some_district=any(name.startswith("district.") for name in given),
        version=0 if view is None else given.get("version", view.version) if refused is None else view.version,
        open=view is None or _is_open(view),
        key=str(uuid4()),
    )
