"""The promises of a fair: what an employer promised at its booth, and whether it was found kept."""

from collections.abc import Mapping
from typing import Annotated, Final, Literal
from uuid import uuid4

from fastapi import APIRouter, Query, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.access import ApplicationOf, StaffOf
from api.actions import lists, promises
from api.actions.errors import BadInput, Conflict, NotFound
from api.actions.event_promises import event_promises
from api.actions.naming import person_meant, posting_meant
from api.origin import FromOwnPage
from api.pages.fair.sent import sent_key, sent_number
from api.pages.fair.values import Reading
from api.pages.forms import Form
from api.pages.rendering import href, render
from api.routes.parameters import EventId
from api.schemas.promises import RefusedView
from api.wiring import Application
from data.stores import Promise
from matching.knowledge import CATALOGUE
from matching.knowledge.catalogue import Text
from matching.records import Viewer

router = APIRouter(include_in_schema=False)

SHOWN: Final = 40
CHECKS: Final[Mapping[str, Text]] = {
    "": Text(zh="请选择", en="choose"),
    "kept": Text(zh="做到了", en="kept"),
    "broken": Text(zh="没有做到", en="not kept"),
    "refused": Text(zh="单位不再提供", en="the employer takes it back"),
}
STATES: Final[Mapping[str, Text]] = {
    "recorded": Text(zh="已记录", en="recorded"),
    "contested": Text(zh="单位有异议，待裁定", en="contested by the employer, to be settled"),
    "upheld": Text(zh="有异议，维持原结果", en="contested, and it stands"),
    "withdrawn": Text(zh="有异议，已撤销", en="contested, and taken back"),
}
_NOBODY: Final = Text(zh="没有找到这个人；请核对签到码或编号", en="nobody has this code or id; compare it")
_CHOOSE: Final = Text(zh="请选择核查结果", en="say what was found")
Done = Annotated[Literal["promised", "checked", "settled"] | None, Query()]


@router.get("/events/{event}/interviews/promises")
def promises_page(request: Request, app: ApplicationOf, viewer: StaffOf, event: EventId, done: Done = None) -> HTMLResponse:
    """What was promised at the fair, newest first."""
    return _page(request, app, viewer, event, done=done)


@router.post("/events/{event}/interviews/promises")
def promise(request: Request, app: ApplicationOf, viewer: StaffOf, _: FromOwnPage, event: EventId, form: Form) -> Response:
    """Record a promise."""
    reading = Reading(form)
    posting = reading.words("posting", 120, needed=True)
    candidate = reading.words("candidate", 120)
    day = reading.day("on")
    accommodation = reading.choice("accommodation", {one.name: one for one in CATALOGUE.accommodations})
    faults = dict(reading.faults)
    who = person_meant(app, viewer, event, candidate) if candidate and not faults else None
    if candidate and who is None:
        faults.setdefault("candidate", _NOBODY)
    if not faults:
        try:
            meant = posting_meant(app, viewer, event, posting)
            made = Promise(posting=meant, accommodation=accommodation, candidate=who, event=event, promised_on=day or app.today)
            promises.record_promise(app, viewer, made, sent_key(form))
        except (BadInput, NotFound) as refused:
            faults = {"posting": refused.detail}
    if faults:
        return _page(request, app, viewer, event, given=form, faults=faults)
    return _done(event, "promised")


@router.post("/events/{event}/interviews/promises/checks")
def check(request: Request, app: ApplicationOf, viewer: StaffOf, _: FromOwnPage, event: EventId, form: Form) -> Response:
    """Record what was found; an arrangement that is taken back says whom to tell."""
    number = sent_number(form, "promise")
    found, note = form.get("found", ""), form.get("note", "").strip()[:400]
    if found not in CHECKS or not found:
        return _page(request, app, viewer, event, given=form, faults={f"found.{number}": _CHOOSE})
    try:
        if found == "refused":
            refused = promises.refuse_promise(app, viewer, number, note=note)
            return _page(request, app, viewer, event, taken_back=refused, done="checked")
        promises.check_promise(app, viewer, number, found == "kept", note=note)
    except (BadInput, Conflict) as fault:
        return _page(request, app, viewer, event, given=form, faults={f"found.{number}": fault.detail})
    return _done(event, "checked")


@router.post("/events/{event}/interviews/promises/settlements")
def settle(request: Request, app: ApplicationOf, viewer: StaffOf, _: FromOwnPage, event: EventId, form: Form) -> Response:
    """Say of a contested check that it stands, or that it does not."""
    promises.settle_check(app, viewer, sent_number(form, "check"), form.get("upheld") == "yes")
    return _done(event, "settled")


def _done(event: str, what: str) -> RedirectResponse:
    return RedirectResponse(href("events", event, "interviews", "promises", done=what), 303)


def _page(
    request: Request,
    app: Application,
    viewer: Viewer,
    event: str,
    *,
    given: Mapping[str, str] | None = None,
    faults: Mapping[str, Text] | None = None,
    taken_back: RefusedView | None = None,
    done: str | None = None,
) -> HTMLResponse:
    shown = lists.event_view(app, viewer, event)
    found = event_promises(app, viewer, event)
    return render(
        request,
        "fair/promises.html",
        status=422 if faults else 200,
        event=shown,
        items=found[:SHOWN],
        total=len(found),
        accommodations={one.name: one.text for one in CATALOGUE.accommodations},
        checks=CHECKS,
        states=STATES,
        given=given or {},
        faults=faults or {},
        taken_back=taken_back,
        done=done,
        key=str(uuid4()),
    )
