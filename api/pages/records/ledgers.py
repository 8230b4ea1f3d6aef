"""The ledgers of people, line by line, and one line entered by form: placements, services, graduates, outcomes, trainings."""

from collections.abc import Mapping
from typing import Annotated, Final, Literal
from uuid import uuid4

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.access import ApplicationOf, StaffOf
from api.actions import ledgers, sheet_entry
from api.actions.entering import EntryRefused
from api.actions.upload_columns import kind_text
from api.actions.year_reports import FIRST_YEAR
from api.origin import FromOwnPage
from api.pages.counselor.words import SERVICES as SERVICE_WORDS
from api.pages.fair.sent import sent_key
from api.pages.forms import Form, LongForm
from api.pages.records.entry import cells_of, entry_page, typed_of
from api.pages.records.indicators import PLACES, Year
from api.pages.rendering import href, render
from api.routes.parameters import After
from matching.knowledge.catalogue import Text
from matching.records import ServiceKind

router = APIRouter(include_in_schema=False)

ROWS: Final = 50
SERVICES: Final[Mapping[ServiceKind, Text]] = {kind: SERVICE_WORDS[kind.value] for kind in ServiceKind}
BACK: Final = {
    "placements": "placements",
    "services": "services",
    "graduates": "graduates",
    "outcomes": "placements",
    "trainings": "services",
}
"""To which ledger each kind of line belongs."""

Missing = Annotated[bool, Query()]
Kind = Annotated[str, Path(max_length=20, pattern=r"^[a-z]+$")]
Done = Annotated[Literal["entered", "taken"] | None, Query()]


@router.get("/indicators/graduates")
def graduates_page(
    request: Request, app: ApplicationOf, viewer: StaffOf, after: After = None, missing: Missing = False, done: Done = None
) -> HTMLResponse:
    """The graduates' ledger, all or those with an alert."""
    page = ledgers.graduates_view(app, viewer, after, ROWS, only_missing=missing)
    return render(request, "records/graduates.html", page=page, after=after, missing=missing, districts=PLACES, done=done)


@router.post("/indicators/graduates/enter")
def enter_graduates(app: ApplicationOf, viewer: StaffOf, _: FromOwnPage, form: Form) -> RedirectResponse:
    """Take every graduate of the window into the ledger."""
    ledgers.enter_graduates(app, viewer)
    return RedirectResponse(href("indicators", "graduates", done="taken"), status_code=303)


@router.get("/indicators/services")
def services_page(
    request: Request, app: ApplicationOf, viewer: StaffOf, after: After = None, missing: Missing = False, done: Done = None
) -> HTMLResponse:
    """The four services of each person, all or those who lack one."""
    page = ledgers.services_view(app, viewer, after, ROWS, only_missing=missing)
    return render(request, "records/services.html", page=page, after=after, missing=missing, services=SERVICES, done=done)


@router.get("/indicators/placements")
def placements_page(
    request: Request, app: ApplicationOf, viewer: StaffOf, year: Year = None, after: After = None, done: Done = None
) -> HTMLResponse:
    """The jobs that people began in a year."""
    chosen = year or app.today.year
    page = ledgers.placements_view(app, viewer, chosen, after, ROWS)
    years = range(app.today.year, FIRST_YEAR - 1, -1)
    return render(request, "records/placements.html", page=page, after=after, year=chosen, years=years, districts=PLACES, done=done)


@router.get("/indicators/enter/{kind}")
def entry_form(request: Request, app: ApplicationOf, viewer: StaffOf, kind: Kind) -> HTMLResponse:
    """An empty line of a ledger."""
    groups = ((kind_text(kind) if kind in sheet_entry.KINDS else sheet_entry.SHEET, sheet_entry.row_fields(kind)),)
    return entry_page(request, "records/ledger_entry.html", groups, {}, kind=kind, back=BACK[kind], key=str(uuid4()))


@router.post("/indicators/enter/{kind}")
def enter(request: Request, app: ApplicationOf, viewer: StaffOf, _: FromOwnPage, kind: Kind, form: LongForm) -> Response:
    """Store a line; what is wrong comes back beside its field."""
    groups = ((sheet_entry.SHEET, sheet_entry.row_fields(kind)),)
    key = sent_key(form)
    try:
        sheet_entry.enter_row(app, viewer, kind, cells_of(form, groups), key)
    except EntryRefused as refused:
        groups = ((kind_text(kind), groups[0][1]),)
        typed = typed_of(form, groups)
        return entry_page(request, "records/ledger_entry.html", groups, typed, refused=refused, kind=kind, back=BACK[kind], key=key)
    return RedirectResponse(href("indicators", BACK[kind], done="entered"), status_code=303)
