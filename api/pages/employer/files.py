"""The files that an employer takes away, and which of them must be destroyed since."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from starlette.responses import HTMLResponse, Response

from api.access import ApplicationOf, EmployerOf
from api.actions.employer_events import events_view
from api.actions.employer_papers import files_view, own_file
from api.actions.employer_postings import postings_view
from api.languages import language_of
from api.pages.rendering import render
from api.paper.blocks import Style
from api.routes.employer import FileKind, OfBooth, OfPosting
from api.routes.papers import disposition
from api.routes.parameters import EventId

router = APIRouter(include_in_schema=False)

Form = Annotated[Literal["pdf", "xlsx", "csv", "ics"], Query(alias="as")]


@router.get("/employer/files")
def files_page(request: Request, app: ApplicationOf, viewer: EmployerOf) -> HTMLResponse:
    """Every file that left, newest first."""
    return render(
        request,
        "employer/files.html",
        view=files_view(app, viewer),
        events={one.id: one.name for one in events_view(app, viewer).items},
        titles={one.id: one.title for one in postings_view(app, viewer).items},
    )


@router.get("/employer/events/{event}/files/{kind}")
def download(
    request: Request,
    app: ApplicationOf,
    viewer: EmployerOf,
    event: EventId,
    kind: FileKind,
    form: Form,
    posting: OfPosting = None,
    booth: OfBooth = None,
) -> Response:
    """One file, in the language of the page."""
    made = own_file(app, viewer, event, kind, form, Style(language_of(request)), posting, booth)
    return Response(made.content, media_type=made.media_type, headers=disposition(made.name))
