"""The pages of the linter: the flagged postings of an event, and those flags of one posting."""

from typing import Final

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from api.access import ApplicationOf, StaffOf
from api.actions.lint import lint_event, lint_one
from api.actions.lists import event_view
from api.pages.rendering import render
from api.routes.parameters import After, EventId, PostingId

router = APIRouter(include_in_schema=False)

ROWS: Final = 10
"""Postings on a page: with several flags each it stays under 60 kB."""


@router.get("/events/{event}/lint")
def event_lint_page(request: Request, app: ApplicationOf, viewer: StaffOf, event: EventId, after: After = None) -> HTMLResponse:
    """The flagged postings, the most serious first."""
    view = lint_event(app, viewer, event, after, ROWS)
    return render(request, "lint.html", event=event_view(app, viewer, event), view=view, after=after)


@router.get("/events/{event}/postings/{posting}/lint")
def posting_lint_page(request: Request, app: ApplicationOf, viewer: StaffOf, event: EventId, posting: PostingId) -> HTMLResponse:
    """The flags of one posting."""
    return render(request, "lint_posting.html", event=event_view(app, viewer, event), posting=lint_one(app, viewer, posting))
