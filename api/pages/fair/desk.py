"""The desk of a fair on its day: check-in by code, who is next, what goes otherwise; and the log."""

from collections.abc import Mapping
from typing import Annotated, Final
from uuid import uuid4

from fastapi import APIRouter, Query, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.access import ApplicationOf, OrganizerOf
from api.actions import fairs, lists
from api.actions.desk import desk_view, entry_page, foreseen_lines, latest_entries
from api.actions.errors import BadInput, Conflict, NotFound
from api.actions.fair_day import tell
from api.actions.left_without import without_after
from api.actions.naming import person_meant
from api.origin import FromOwnPage
from api.pages.fair.entry_form import AT_ONCE, FIELDS, act_of, read_entry, units_of
from api.pages.fair.sent import sent_id, sent_key
from api.pages.forms import Form
from api.pages.rendering import href, render
from api.routes.parameters import EventId
from api.schemas.interviews import ACT_WORDS, DayInput
from api.wiring import Application
from matching.knowledge.catalogue import Text
from matching.records import SUPPORT_TEXTS, DayAct, Viewer

router = APIRouter(include_in_schema=False)

BOOTHS: Final = 15
"""Booths on one page."""
LAST: Final = 6
LOG: Final = 40
"""Entries shown on the desk, and on a page of the log."""
CHANGES: Final = 4
"""Changes of one entry that the desk tells; the log has them all."""

First = Annotated[int, Query(alias="from", ge=0, le=100_000)]
DoneEntry = Annotated[int | None, Query(alias="done", ge=1, le=2**53)]
AfterEntry = Annotated[int, Query(alias="after", ge=0, le=2**53)]
_NO_ACT: Final = Text(zh="没有这种登记。", en="There is no such entry.")


@router.get("/events/{event}/desk")
def desk_page(
    request: Request, app: ApplicationOf, viewer: OrganizerOf, event: EventId, first: First = 0, done: DoneEntry = None
) -> HTMLResponse:
    """The fair at this moment, and the forms of the desk."""
    return _desk(request, app, viewer, event, first=first, done=done)


@router.post("/events/{event}/desk")
def enter(request: Request, app: ApplicationOf, viewer: OrganizerOf, _: FromOwnPage, event: EventId, form: Form) -> Response:
    """Record an entry that moves nobody; show what another would change before it is kept."""
    act = act_of(form)
    if act is None:
        raise BadInput(_NO_ACT)
    told, faults = _told(app, viewer, event, form, act)
    if told is None:
        return _desk(request, app, viewer, event, form=form, faults=faults)
    try:
        if act in AT_ONCE:
            made = tell(app, viewer, event, told, sent_key(form))
            return RedirectResponse(f"{href('events', event, 'desk', done=made.id)}#check_in-who", 303)
        line, seen, at = foreseen_lines(app, viewer, event, told)
    except (BadInput, Conflict, NotFound) as refused:
        return _desk(request, app, viewer, event, form=form, refused=refused.detail)
    return render(
        request,
        "fair/foreseen.html",
        event=lists.event_view(app, viewer, event),
        line=line,
        seen=seen,
        given={name: form.get(name, "") for name in FIELDS} | {"at": at.isoformat()},
        act=act,
        key=str(uuid4()),
    )


@router.post("/events/{event}/desk/keep")
def keep(request: Request, app: ApplicationOf, viewer: OrganizerOf, _: FromOwnPage, event: EventId, form: Form) -> Response:
    """Record what was shown; if something else would follow by now, nothing is recorded and it is shown anew."""
    act = act_of(form)
    if act is None:
        raise BadInput(_NO_ACT)
    told, faults = _told(app, viewer, event, form, act)
    if told is None:
        return _desk(request, app, viewer, event, form=form, faults=faults)
    try:
        made = tell(app, viewer, event, told, sent_key(form), seen=sent_id(form, "seen"))
    except (BadInput, Conflict, NotFound) as refused:
        return _desk(request, app, viewer, event, form=form, refused=refused.detail)
    return RedirectResponse(f"{href('events', event, 'desk', done=made.id)}#check_in-who", 303)


@router.get("/events/{event}/desk/log")
def log_page(request: Request, app: ApplicationOf, viewer: OrganizerOf, event: EventId, after: AfterEntry = 0) -> HTMLResponse:
    """Everything that was entered, in the order of the day."""
    items, following = entry_page(app, viewer, event, after, LOG)
    return render(
        request,
        "fair/day_log.html",
        event=lists.event_view(app, viewer, event),
        items=items,
        after=after,
        following=following,
    )


def _told(
    app: Application, viewer: Viewer, event: str, form: Mapping[str, str], act: DayAct
) -> tuple[DayInput | None, dict[str, Text]]:
    who = form.get("who", "").strip()[:120]
    candidate = person_meant(app, viewer, event, who) if who and who.isprintable() else None
    return read_entry(form, act, fairs.fair_view(app, viewer, event).hall, candidate)


def _desk(
    request: Request,
    app: Application,
    viewer: Viewer,
    event: str,
    *,
    first: int = 0,
    done: int | None = None,
    form: Mapping[str, str] | None = None,
    faults: Mapping[str, Text] | None = None,
    refused: Text | None = None,
) -> HTMLResponse:
    fair = fairs.fair_view(app, viewer, event)
    try:
        view = desk_view(app, viewer, event, first, BOOTHS)
    except NotFound:
        view = None
    last = () if view is None else latest_entries(app, viewer, event, LAST)
    act = None if form is None else form.get("act")
    return render(
        request,
        "fair/desk.html",
        status=409 if refused is not None else 422 if faults else 200,
        event=lists.event_view(app, viewer, event),
        fair=fair,
        view=view,
        last=last,
        shown=CHANGES,
        entry=next((one for one in last if one.id == done), None),
        without=() if done is None else without_after(app, viewer, event, done),
        acts={act_.value: text for act_, text in ACT_WORDS.items()},
        booths=[booth.number for booth in fair.hall.booths],
        units={
            value: Text(zh=f"{SUPPORT_TEXTS[kind].zh} {unit + 1} 号", en=f"{SUPPORT_TEXTS[kind].en} {unit + 1}")
            for value, (kind, unit) in units_of(fair.hall).items()
        },
        following=first + BOOTHS if view is not None and first + BOOTHS < view.total else None,
        given=form or {},
        act=act,
        faults=faults or {},
        refused=refused,
        open=any(one.act == "day" for one in fair.acts),
        key=str(uuid4()),
    )
