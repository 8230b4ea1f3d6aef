"""The pages of the hall: booths in rows, one booth with everything, and two buttons that lay many out at once."""

from collections.abc import Mapping
from typing import Annotated, Final, Literal
from uuid import uuid4

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.access import ApplicationOf, OrganizerOf
from api.actions import booth_plans, fairs, invited, lists
from api.actions.errors import BadInput, Conflict, NotFound
from api.origin import FromOwnPage
from api.pages.fair.booth_form import BOOTHS, WINDOWS, Employers, booth_given, booth_rows, read_booth, read_booths
from api.pages.fair.rows import Row, is_row_button, pressed, rows_in
from api.pages.fair.sent import sent_key, sent_number, sent_version
from api.pages.fair.values import Reading
from api.pages.forms import Form, LongForm
from api.pages.rendering import href, render
from api.routes.parameters import PRINTABLE, EventId
from api.schemas.fairs import EventPlan, FairView
from api.wiring import Application
from matching.knowledge.catalogue import Text
from matching.records import SUPPORT_TEXTS, Viewer

router = APIRouter(include_in_schema=False)

SHOWN: Final = 20
"""Booths on one page."""

Done = Annotated[Literal["saved", "added", "placed"] | None, Query()]
First = Annotated[int, Query(alias="from", ge=0, le=100_000)]
BoothNumber = Annotated[str, Path(alias="booth", max_length=20, pattern=PRINTABLE)]
TAKING_PART: Final[Mapping[str, Text]] = {
    "with_booth": Text(zh="在这里有展位的单位的岗位", en="the postings of employers with a booth here"),
    "all": Text(zh="所有在招岗位（每家单位都要有展位）", en="every open posting (each employer needs a booth then)"),
}
_BOOTH: Final = Text(zh="展位", en="booth")


@router.get("/events/{event}/plan/booths")
def booths_page(
    request: Request, app: ApplicationOf, viewer: OrganizerOf, event: EventId, first: First = 0, done: Done = None
) -> HTMLResponse:
    """A page of booths, one row each."""
    return _page(request, app, viewer, event, first, done=done)


@router.post("/events/{event}/plan/booths")
def save_booths(
    request: Request, app: ApplicationOf, viewer: OrganizerOf, _: FromOwnPage, event: EventId, form: LongForm
) -> Response:
    """Save the rows of one page; a row button only changes the form."""
    first, shown = sent_number(form, "first"), sent_number(form, "shown")
    rows = rows_in(form, "booths", BOOTHS)
    if is_row_button(form):
        return _page(request, app, viewer, event, first, form=form, rows=pressed(form, "booths", rows, BOOTHS), shown=shown)
    view, employers = fairs.fair_view(app, viewer, event), Employers(invited.invited_employers(app, viewer, event))
    booths, faults = read_booths(form, view.hall.booths, first, shown, employers)
    refused: Text | None = None
    if not faults:
        plan = EventPlan(
            hall=view.hall.model_copy(update={"booths": booths}),
            postings="with_booth" if form.get("postings") == "with_booth" else "all",
        )
        try:
            fairs.plan_event(app, viewer, event, plan, sent_key(form), sent_version(form))
        except (BadInput, Conflict) as fault:
            refused = fault.detail
        else:
            return RedirectResponse(href("events", event, "plan", "booths", **{"from": first or None, "done": "saved"}), 303)
    return _page(request, app, viewer, event, first, form=form, rows=rows, shown=shown, faults=faults, refused=refused)


@router.post("/events/{event}/plan/booths/approved")
def add_approved(request: Request, app: ApplicationOf, viewer: OrganizerOf, _: FromOwnPage, event: EventId, form: Form) -> Response:
    """A booth for each approved employer without one."""
    try:
        booth_plans.add_approved(app, viewer, event, sent_key(form), sent_version(form))
    except (BadInput, Conflict) as fault:
        return _page(request, app, viewer, event, 0, refused=fault.detail)
    return RedirectResponse(href("events", event, "plan", "booths", done="added"), 303)


@router.post("/events/{event}/plan/booths/placing")
def place(request: Request, app: ApplicationOf, viewer: OrganizerOf, _: FromOwnPage, event: EventId, form: Form) -> Response:
    """Booths in rows, so that walks between them take their time."""
    reading = Reading(form)
    in_a_row, metres = reading.whole("in_a_row", 1, 100), reading.whole("metres", 1, 100)
    if in_a_row is None or metres is None:
        faults = reading.faults or {"in_a_row": Text(zh="两项都要填", en="give both")}
        return _page(request, app, viewer, event, 0, placing=form, faults=faults)
    try:
        booth_plans.place_in_rows(app, viewer, event, in_a_row, float(metres), sent_key(form), sent_version(form))
    except (BadInput, Conflict) as fault:
        return _page(request, app, viewer, event, 0, refused=fault.detail)
    return RedirectResponse(href("events", event, "plan", "booths", done="placed"), 303)


@router.get("/events/{event}/plan/booths/{booth}")
def booth_page(
    request: Request, app: ApplicationOf, viewer: OrganizerOf, event: EventId, number: BoothNumber, done: Done = None
) -> HTMLResponse:
    """One booth with everything: hours, place, what it brings, which postings."""
    return _one(request, app, viewer, event, number, done=done)


@router.post("/events/{event}/plan/booths/{booth}")
def save_booth(
    request: Request,
    app: ApplicationOf,
    viewer: OrganizerOf,
    _: FromOwnPage,
    event: EventId,
    number: BoothNumber,
    form: LongForm,
) -> Response:
    """Save one booth; a row button only changes the form."""
    if is_row_button(form):
        rows = pressed(form, "windows", rows_in(form, "windows", WINDOWS), WINDOWS)
        return _one(request, app, viewer, event, number, form=form, rows=rows)
    view, employers = fairs.fair_view(app, viewer, event), Employers(invited.invited_employers(app, viewer, event))
    place = _place_of(view, number)
    booth = view.hall.booths[place]
    others = [one for row, one in enumerate(view.hall.booths) if row != place]
    offered = () if booth.employer is None else booth_plans.postings_of(app, viewer, booth.employer)
    changed, faults = read_booth(form, booth, others, employers, [one.id for one in offered])
    refused: Text | None = None
    if not faults:
        booths = tuple(changed if row == place else one for row, one in enumerate(view.hall.booths))
        plan = EventPlan(
            hall=view.hall.model_copy(update={"booths": booths}), postings="with_booth" if view.chosen_postings else None
        )
        try:
            fairs.plan_event(app, viewer, event, plan, sent_key(form), sent_version(form))
        except (BadInput, Conflict) as fault:
            refused = fault.detail
        else:
            return RedirectResponse(href("events", event, "plan", "booths", changed.number, done="saved"), 303)
    return _one(request, app, viewer, event, number, form=form, faults=faults, refused=refused)


def _place_of(view: FairView, number: str) -> int:
    found = next((row for row, booth in enumerate(view.hall.booths) if booth.number == number), None)
    if found is None:
        raise NotFound(_BOOTH, number)
    return found


def _page(
    request: Request,
    app: Application,
    viewer: Viewer,
    event: str,
    first: int,
    *,
    form: Mapping[str, str] | None = None,
    placing: Mapping[str, str] | None = None,
    rows: list[Row] | None = None,
    shown: int | None = None,
    faults: Mapping[str, Text] | None = None,
    refused: Text | None = None,
    done: str | None = None,
) -> HTMLResponse:
    view, list_ = fairs.fair_view(app, viewer, event), invited.invited_employers(app, viewer, event)
    employers = Employers(list_)
    there = view.hall.booths[first : first + SHOWN]
    seated = {booth.employer for booth in view.hall.booths}
    return render(
        request,
        "fair/booths.html",
        status=409 if refused is not None else 422 if faults else 200,
        event=lists.event_view(app, viewer, event),
        view=view,
        rows=booth_rows(there, employers, first) if rows is None else rows,
        first=first,
        shown=len(there) if shown is None else shown,
        step=SHOWN,
        faults=faults or {},
        refused=refused,
        done=done,
        taking_part=TAKING_PART,
        chosen=(form or {}).get("postings", "with_booth" if view.chosen_postings or not view.hall.booths else "all"),
        placing=placing or {"in_a_row": "10", "metres": "4"},
        names=sorted(employers.words.values()),
        waiting=sum(one.state == "approved" and one.employer not in seated for one in list_.items),
        open=any(act.act == "plan" for act in view.acts),
        # What was typed belongs to the event as it was looked at: only after a refusal it is meant for the present one.
        version=(form or {}).get("version", view.version) if refused is None else view.version,
        key=str(uuid4()),
    )


def _one(
    request: Request,
    app: Application,
    viewer: Viewer,
    event: str,
    number: str,
    *,
    form: Mapping[str, str] | None = None,
    rows: list[Row] | None = None,
    faults: Mapping[str, Text] | None = None,
    refused: Text | None = None,
    done: str | None = None,
) -> HTMLResponse:
    view, employers = fairs.fair_view(app, viewer, event), Employers(invited.invited_employers(app, viewer, event))
    booth = view.hall.booths[_place_of(view, number)]
    given = booth_given(booth, employers) if form is None else form
    return render(
        request,
        "fair/booth.html",
        status=409 if refused is not None else 422 if faults else 200,
        event=lists.event_view(app, viewer, event),
        view=view,
        booth=booth,
        given=given,
        rows=rows_in(given, "windows", WINDOWS) if rows is None else rows,
        postings=() if booth.employer is None else booth_plans.postings_of(app, viewer, booth.employer),
        supports=SUPPORT_TEXTS,
        names=sorted(employers.words.values()),
        faults=faults or {},
        refused=refused,
        done=done,
        open=any(act.act == "plan" for act in view.acts),
        version=(form or {}).get("version", view.version) if refused is None else view.version,
        key=str(uuid4()),
    )
