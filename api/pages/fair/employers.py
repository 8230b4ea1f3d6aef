"""The page of an event's employers: whom to invite, and whom to approve or decline, with the reason on record."""

from collections.abc import Mapping
from typing import Annotated, Final, Literal
from uuid import uuid4

from fastapi import APIRouter, Query, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.access import ApplicationOf, OrganizerOf
from api.actions import fairs, invited, lists
from api.actions.errors import BadInput, Conflict
from api.origin import FromOwnPage
from api.pages.fair.sent import sent_id
from api.pages.forms import Form, LongForm
from api.pages.rendering import href, render
from api.routes.parameters import PRINTABLE_OR_EMPTY, EventId
from api.wiring import Application
from matching.knowledge.catalogue import Text
from matching.records import Viewer

router = APIRouter(include_in_schema=False)

SHOWN: Final = 20
"""Employers on one page."""

Done = Annotated[Literal["invited", "approved", "declined"] | None, Query()]
First = Annotated[int, Query(alias="from", ge=0, le=100_000)]
Wanted = Annotated[str, Query(alias="find", max_length=60, pattern=PRINTABLE_OR_EMPTY)]
_NOBODY: Final = Text(zh="请至少勾选一家单位", en="tick at least one employer")
_WHICH: Final = Text(zh="请选择通过或不通过", en="choose whether it may come")
_WHY: Final = Text(zh="不通过要写明理由", en="say why it may not come")
DECISIONS: Final[Mapping[str, Text]] = {
    "": Text(zh="请选择", en="choose"),
    "yes": Text(zh="通过", en="approve"),
    "no": Text(zh="不通过", en="decline"),
}
_PICK: Final = "pick."


@router.get("/events/{event}/employers")
def employers_page(
    request: Request,
    app: ApplicationOf,
    viewer: OrganizerOf,
    event: EventId,
    first: First = 0,
    wanted: Wanted = "",
    done: Done = None,
) -> HTMLResponse:
    """Who was invited, those to vet first; and who could be invited."""
    return _page(request, app, viewer, event, first, wanted, done=done)


@router.post("/events/{event}/employers/invitations")
def invite(request: Request, app: ApplicationOf, viewer: OrganizerOf, _: FromOwnPage, event: EventId, form: LongForm) -> Response:
    """Invite those that are ticked, or all that have open postings."""
    everybody = form.get("who") == "all"
    names = [one.employer for one in invited.employers_to_invite(app, viewer, event)] if everybody else _picked(form)
    if not names:
        return _page(request, app, viewer, event, faults={"to-invite": _NOBODY})
    try:
        invited.invite_employers(app, viewer, event, names)
    except (BadInput, Conflict) as refused:
        return _page(request, app, viewer, event, refused=refused.detail)
    return RedirectResponse(href("events", event, "employers", done="invited"), 303)


@router.post("/events/{event}/employers/approvals")
def approve(request: Request, app: ApplicationOf, viewer: OrganizerOf, _: FromOwnPage, event: EventId, form: LongForm) -> Response:
    """Approve those that are ticked; each has a credit code whose check character fits."""
    names = _picked(form)
    if not names:
        return _page(request, app, viewer, event, faults={"many": _NOBODY})
    for name in names:
        try:
            invited.vet_employer(app, viewer, event, name, True)
        except (BadInput, Conflict) as refused:
            return _page(request, app, viewer, event, refused=refused.detail)
    return RedirectResponse(href("events", event, "employers", done="approved"), 303)


@router.post("/events/{event}/employers/vetting")
def vet(request: Request, app: ApplicationOf, viewer: OrganizerOf, _: FromOwnPage, event: EventId, form: Form) -> Response:
    """Approve or decline one employer."""
    name, decision, note = sent_id(form, "employer"), form.get("approved", ""), form.get("note", "").strip()[:400]
    fault = _WHICH if decision not in ("yes", "no") else _WHY if decision == "no" and not note else None
    if fault is None:
        try:
            invited.vet_employer(app, viewer, event, name, decision == "yes", note)
        except BadInput as refused:
            fault = refused.detail
        except Conflict as refused:
            return _page(request, app, viewer, event, refused=refused.detail)
    if fault is not None:
        return _page(request, app, viewer, event, faults={f"note-{name}": fault}, given=form)
    return RedirectResponse(href("events", event, "employers", done="approved" if decision == "yes" else "declined"), 303)


def _picked(form: Mapping[str, str]) -> list[str]:
    return [name.removeprefix(_PICK) for name in form if name.startswith(_PICK)]


def _page(
    request: Request,
    app: Application,
    viewer: Viewer,
    event: str,
    first: int = 0,
    wanted: str = "",
    *,
    done: str | None = None,
    faults: Mapping[str, Text] | None = None,
    refused: Text | None = None,
    given: Mapping[str, str] | None = None,
) -> HTMLResponse:
    view = invited.invited_employers(app, viewer, event)
    order = {"invited": 0, "refused": 1, "approved": 2}
    there = sorted(view.items, key=lambda one: (order[one.state], one.name))
    # An employer with a fault is on the page whatever page it was sent from.
    named = None if given is None else given.get("employer")
    there.sort(key=lambda one: one.employer != named)
    others = [one for one in invited.employers_to_invite(app, viewer, event) if wanted.strip() in one.name]
    fair = fairs.fair_view(app, viewer, event)
    return render(
        request,
        "fair/employers.html",
        status=409 if refused is not None else 422 if faults else 200,
        event=lists.event_view(app, viewer, event),
        view=fair,
        items=there[first : first + SHOWN],
        counts={state: sum(one.state == state for one in view.items) for state in order},
        first=first,
        following=first + SHOWN if first + SHOWN < len(there) else None,
        others=others[:SHOWN],
        uninvited=len(others),
        wanted=wanted,
        decisions=DECISIONS,
        faults=faults or {},
        refused=refused,
        given=given or {},
        done=done,
        open=any(act.act == "invite_employers" for act in fair.acts),
        key=str(uuid4()),
    )
