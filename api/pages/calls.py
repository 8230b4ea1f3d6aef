"""The pages of the call list, and of what to assess next for one person."""

from typing import Final

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, Response

from api.access import ApplicationOf, StaffOf
from api.actions import calls, lists
from api.actions.call_sheets import FileKind, call_file
from api.pages.rendering import render
from api.routes.calls import AskedAddressee
from api.routes.parameters import After, CandidateId, EventId
from api.schemas.calls import AddresseeName

router = APIRouter(include_in_schema=False)

CALLS: Final = 20
LINES: Final = 40
SHOWN: Final = 60
MOST: Final = 45
"""Most calls and questions on a page, most questions shown of one call (the file has them all), and most abilities."""

_TYPES: Final[dict[FileKind, str]] = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


@router.get("/events/{event}/calls")
def calls_page(
    request: Request,
    app: ApplicationOf,
    viewer: StaffOf,
    event: EventId,
    addressee: AskedAddressee = None,
    after: After = None,
) -> HTMLResponse:
    """Whom to ask what, those first whose answers settle most; printed, each employer has a page."""
    page = calls.call_list(app, viewer, event, addressee, after, CALLS, LINES)
    view = lists.event_view(app, viewer, event)
    return render(request, "calls.html", event=view, page=page, after=after, most=SHOWN, today=app.today)


@router.get("/events/{event}/calls.xlsx")
def calls_workbook(app: ApplicationOf, viewer: StaffOf, event: EventId, addressee: AskedAddressee = None) -> Response:
    """The whole list as a workbook."""
    return _file(app, viewer, event, addressee, "xlsx")


@router.get("/events/{event}/calls.csv")
def calls_text(app: ApplicationOf, viewer: StaffOf, event: EventId, addressee: AskedAddressee = None) -> Response:
    """The whole list as text."""
    return _file(app, viewer, event, addressee, "csv")


@router.get("/events/{event}/candidates/{candidate}/next-assessments")
def next_page(request: Request, app: ApplicationOf, viewer: StaffOf, event: EventId, candidate: CandidateId) -> HTMLResponse:
    """What to assess next for one person."""
    assessments = calls.next_to_assess(app, viewer, event, candidate)
    return render(
        request,
        "next.html",
        event=lists.event_view(app, viewer, event),
        candidate=candidate,
        assessments=assessments,
        most=MOST,
        today=app.today,
    )


def _file(app: ApplicationOf, viewer: StaffOf, event: str, addressee: AddresseeName | None, kind: FileKind) -> Response:
    content = call_file(app, viewer, event, addressee, kind)
    name = f"calls-{addressee}.{kind}" if addressee else f"calls.{kind}"
    return Response(content, media_type=_TYPES[kind], headers={"content-disposition": f'attachment; filename="{name}"'})
