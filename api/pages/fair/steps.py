"""The event as a task list, and its moves from state to state: one next step, a confirmation that names who confirms."""

from typing import Annotated, Final, Literal
from uuid import uuid4

from fastapi import APIRouter, Query, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.access import ApplicationOf, OrganizerOf
from api.actions import fairs, interviews, lists
from api.actions.errors import BadInput, Conflict, NotFound
from api.origin import FromOwnPage
from api.pages.fair.sent import sent_id, sent_key, sent_version
from api.pages.fair.tasks import BACK, VERBS, forward_of, next_step, steps_of
from api.pages.forms import Form
from api.pages.rendering import href, render
from api.routes.parameters import EventId
from api.schemas.interviews import TimetableView
from api.wiring import Application
from matching.fair.states import FairState
from matching.knowledge.catalogue import Text
from matching.records import Viewer

router = APIRouter(include_in_schema=False)

Done = Annotated[Literal["created", "moved"] | None, Query()]
_NAME: Final = Text(zh="请写上确认人的姓名", en="give the name of the person who confirms")
_LONG: Final = Text(zh="姓名最多 120 个字，说明最多 400 个字", en="a name has at most 120 characters, a note 400")


@router.get("/events/{event}/steps")
def steps_page(request: Request, app: ApplicationOf, viewer: OrganizerOf, event: EventId, done: Done = None) -> HTMLResponse:
    """Where the event stands, what each state needs, and what comes next."""
    return _steps(request, app, viewer, event, done=done)


@router.get("/events/{event}/steps/confirm")
def confirm_page(request: Request, app: ApplicationOf, viewer: OrganizerOf, event: EventId) -> HTMLResponse:
    """What is about to be confirmed, and by whom."""
    return _confirm(request, app, viewer, event)


@router.post("/events/{event}/steps/confirm")
def confirm(request: Request, app: ApplicationOf, viewer: OrganizerOf, _: FromOwnPage, event: EventId, form: Form) -> Response:
    """Confirm the lists in the name of a person. Whoever is second is told who was first."""
    named, note = form.get("named", "").strip(), form.get("note", "").strip()
    faults: dict[str, Text] = {}
    if not named:
        faults["named"] = _NAME
    elif len(named) > 120 or len(note) > 400 or not (named + note).isprintable():
        faults["named"] = _LONG
    if not faults:
        try:
            fairs.move_event(app, viewer, event, FairState.CONFIRMED, sent_key(form), sent_version(form), named, note)
        except (BadInput, Conflict) as refused:
            return _confirm(request, app, viewer, event, {"named": named, "note": note}, refused=refused.detail)
        return _moved(event)
    return _confirm(request, app, viewer, event, {"named": named, "note": note}, faults)


@router.post("/events/{event}/steps")
def move(request: Request, app: ApplicationOf, viewer: OrganizerOf, _: FromOwnPage, event: EventId, form: Form) -> Response:
    """Take the event to another state. Whoever takes a publication back answers for the lists from then on."""
    named = form.get("named", "").strip()[:120]
    try:
        fairs.move_event(app, viewer, event, sent_id(form, "to"), sent_key(form), sent_version(form), named)
    except (BadInput, Conflict) as refused:
        return _steps(request, app, viewer, event, refused=refused.detail)
    return _moved(event)


def timetable_of(app: Application, viewer: Viewer, event: str) -> TimetableView | None:
    """The timetable in force, if there is one."""
    try:
        return interviews.timetable_view(app, viewer, event)
    except NotFound:
        return None


def _moved(event: str) -> RedirectResponse:
    return RedirectResponse(href("events", event, "steps", done="moved"), 303)


def _steps(
    request: Request, app: Application, viewer: Viewer, event: str, *, done: str | None = None, refused: Text | None = None
) -> HTMLResponse:
    view, shown = fairs.fair_view(app, viewer, event), lists.event_view(app, viewer, event)
    timetable = timetable_of(app, viewer, event)
    forward = forward_of(view)
    return render(
        request,
        "fair/steps.html",
        status=200 if refused is None else 409,
        event=shown,
        view=view,
        steps=steps_of(view, shown, timetable),
        next=next_step(view, shown, timetable),
        forward=forward,
        back=[(one, BACK[FairState(one.to)]) for one in view.moves if one is not forward],
        history=fairs.fair_history(app, viewer, event).items[::-1],
        done=done,
        refused=refused,
        key=str(uuid4()),
    )


def _confirm(
    request: Request,
    app: Application,
    viewer: Viewer,
    event: str,
    given: dict[str, str] | None = None,
    faults: dict[str, Text] | None = None,
    refused: Text | None = None,
) -> HTMLResponse:
    view = fairs.fair_view(app, viewer, event)
    forward = forward_of(view)
    confirmable = forward is not None and FairState(forward.to) is FairState.CONFIRMED
    missing = () if forward is None or not confirmable else forward.missing
    return render(
        request,
        "fair/confirm.html",
        status=409 if refused is not None else 422 if faults else 200,
        event=lists.event_view(app, viewer, event),
        view=view,
        ready=confirmable and not missing,
        missing=missing,
        given=given or {},
        faults=faults or {},
        refused=refused,
        verb=VERBS[FairState.CONFIRMED],
        key=str(uuid4()),
    )
