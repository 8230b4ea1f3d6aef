"""The caseload: what needs me today, then everybody with how they stand and what comes next; and the follow-ups that are due."""

from collections.abc import Mapping
from typing import Annotated, Final, Literal

from fastapi import APIRouter, Query, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.access import ApplicationOf, StaffOf
from api.actions import follow_ups
from api.actions.caseload import caseload_view
from api.actions.errors import BadInput
from api.origin import FromOwnPage
from api.pages.counselor.fields import MISSING, Faults, read_choice, read_day
from api.pages.counselor.rendering import show
from api.pages.forms import Form
from api.pages.rendering import href
from api.routes.parameters import LONGEST, PRINTABLE_OR_EMPTY, After
from api.schemas.caseload import CaseName
from data.importers.columns_outcomes import REASONS
from matching.knowledge.catalogue import Text
from matching.records import Viewer

router = APIRouter(include_in_schema=False)

ROWS: Final = 25
_MONTHS: Final = {"1": 1, "3": 3, "6": 6}

Shown = Annotated[CaseName, Query(alias="show")]
Asked = Annotated[str, Query(alias="q", max_length=LONGEST, pattern=PRINTABLE_OR_EMPTY)]
Done = Annotated[Literal["recorded", "erased"] | None, Query()]


@router.get("/caseload")
def caseload_page(
    request: Request,
    app: ApplicationOf,
    viewer: StaffOf,
    shown: Shown = "all",
    query: Asked = "",
    after: After = None,
    done: Done = None,
) -> HTMLResponse:
    """Everybody of the caseload, narrowed by a filter and a search."""
    view = caseload_view(app, viewer, shown, query, after, ROWS)
    return show(request, "caseload.html", view=view, after=after, done=done)


@router.get("/caseload/follow-ups")
def follow_ups_page(request: Request, app: ApplicationOf, viewer: StaffOf, done: Done = None) -> HTMLResponse:
    """Whom to ask at one, three and six months, each with a short form."""
    return _follow_ups(request, app, viewer, done=done)


@router.post("/caseload/follow-ups")
def record_follow_up(request: Request, app: ApplicationOf, viewer: StaffOf, _: FromOwnPage, form: Form) -> Response:
    """Record one answer; the same again changes nothing."""
    names = ("candidate", "posting", "months")
    if any(not form.get(name) or len(form[name]) > LONGEST for name in names) or form["months"] not in _MONTHS:
        raise BadInput(MISSING)
    faults: Faults = {}
    answer = read_choice(form, "answer", faults, ("there", "left"), needed=True)
    on = read_day(form, "on", faults)
    reason = read_choice(form, "reason", faults, REASONS.values()) or ""
    if not faults:
        event = form.get("event") or None
        try:
            follow_ups.record_follow_up(
                app,
                viewer,
                form["candidate"],
                form["posting"],
                event,
                _MONTHS[form["months"]],
                answer == "there",
                on,
                reason if answer == "left" else "",
            )
        except BadInput as fault:
            faults["on"] = fault.detail
        else:
            return RedirectResponse(href("caseload", "follow-ups", done="recorded"), status_code=303)
    return _follow_ups(request, app, viewer, form, faults)


def _follow_ups(
    request: Request,
    app: ApplicationOf,
    viewer: Viewer,
    form: Mapping[str, str] | None = None,
    faults: Mapping[str, Text] | None = None,
    done: str | None = None,
) -> HTMLResponse:
    view = follow_ups.follow_ups(app, viewer)
    return show(
        request,
        "follow_ups.html",
        status=422 if faults else 200,
        view=view,
        form=form or {},
        faults=faults or {},
        reasons=[(code, Text(zh=word, en=code.replace("_", " "))) for word, code in REASONS.items()],
        done=done,
    )
