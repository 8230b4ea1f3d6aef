"""The timetable of a fair: a grid by booth and time, a booth by time, people with their interviews."""

from typing import Annotated, Final, Literal

from fastapi import APIRouter, Query, Request
from starlette.responses import HTMLResponse

from api.access import ApplicationOf, StaffOf
from api.actions import lists
from api.actions.errors import NotFound
from api.actions.naming import person_meant
from api.actions.timetable_grid import grid_view
from api.actions.timetable_people import booth_line, people_page, person_line
from api.pages.fair.allocation import report_of
from api.pages.fair.booths import BoothNumber
from api.pages.fair.steps import timetable_of
from api.pages.rendering import render
from api.routes.parameters import PRINTABLE_OR_EMPTY, CandidateId, EventId
from api.schemas.timetables import PersonLineView

router = APIRouter(include_in_schema=False)

BOOTHS: Final = 15
"""Booths on one page of the grid, which keeps it light and on one sheet of A4."""
PEOPLE: Final = 40

First = Annotated[int, Query(alias="from", ge=0, le=1_000_000)]
Show = Annotated[Literal["names", "codes"], Query()]
Wanted = Annotated[str, Query(alias="find", max_length=60, pattern=PRINTABLE_OR_EMPTY)]


@router.get("/events/{event}/timetable")
def timetable_page(
    request: Request, app: ApplicationOf, viewer: StaffOf, event: EventId, first: First = 0, show: Show = "names"
) -> HTMLResponse:
    """The grid, a row each interviewer; conflicts first; and what more would fit with what."""
    timetable = timetable_of(app, viewer, event)
    grid = None if timetable is None else grid_view(app, viewer, event, first, BOOTHS)
    report = None if timetable is None else report_of(app, viewer, timetable)
    return render(
        request,
        "fair/timetable.html",
        event=lists.event_view(app, viewer, event),
        grid=grid,
        timetable=timetable,
        additions=() if report is None else report.additions,
        show=show,
        step=BOOTHS,
        clashing=set() if grid is None else {seat.id for one in grid.conflicts for seat in one.seats},
    )


@router.get("/events/{event}/timetable/people")
def people_list_page(
    request: Request, app: ApplicationOf, viewer: StaffOf, event: EventId, first: First = 0, wanted: Wanted = ""
) -> HTMLResponse:
    """People with their interviews; one of them by code, id or an office's number."""
    found: PersonLineView | None = None
    missing = False
    if wanted.strip():
        who = person_meant(app, viewer, event, wanted.strip())
        missing = who is None
        if who is not None:
            try:
                found = person_line(app, viewer, event, who)
            except NotFound:
                missing = True
    timetable = timetable_of(app, viewer, event)
    page = None if timetable is None else people_page(app, viewer, event, first, PEOPLE)
    return render(
        request,
        "fair/timetable_people.html",
        status=404 if missing else 200,
        event=lists.event_view(app, viewer, event),
        page=page,
        found=found,
        missing=missing,
        wanted=wanted,
        following=first + PEOPLE if page is not None and first + PEOPLE < page.total else None,
    )


@router.get("/events/{event}/timetable/people/{candidate}")
def person_page(request: Request, app: ApplicationOf, viewer: StaffOf, event: EventId, candidate: CandidateId) -> HTMLResponse:
    """The interviews of one person."""
    line = person_line(app, viewer, event, candidate)
    return render(request, "fair/timetable_person.html", event=lists.event_view(app, viewer, event), line=line)


@router.get("/events/{event}/timetable/booths/{booth}")
def booth_times_page(request: Request, app: ApplicationOf, viewer: StaffOf, event: EventId, booth: BoothNumber) -> HTMLResponse:
    """The interviews of one booth, by time."""
    view = booth_line(app, viewer, event, booth)
    return render(request, "fair/timetable_booth.html", event=lists.event_view(app, viewer, event), view=view)
