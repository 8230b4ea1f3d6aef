"""The first page: for staff a list of what needs them, for others the way to their room; and the postings to repair."""

from typing import Final

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.access import ApplicationOf, MemberOf, StaffOf
from api.actions import tasks
from api.pages.fair.tasks import VERBS
from api.pages.rendering import render
from api.pages.rooms import STAFF, home_of
from api.routes.parameters import After
from matching.fair.states import MOVES, FairState
from matching.knowledge.catalogue import Text

router = APIRouter(include_in_schema=False)

ROWS: Final = 50
NEXT: Final[dict[str, Text]] = {state.value: VERBS[moves[0]] for state, moves in MOVES.items() if moves}
"""What comes next for an event in each state."""


@router.get("/")
def start_page(request: Request, app: ApplicationOf, viewer: MemberOf) -> Response:
    """What needs me; for a role that has another room, the way there."""
    if viewer.role not in STAFF:
        return RedirectResponse(home_of(viewer), 303)
    return render(request, "records/tasks.html", view=tasks.tasks_view(app, viewer), next_step=NEXT, states=FairState)


@router.get("/postings/to-repair")
def to_repair_page(request: Request, app: ApplicationOf, viewer: StaffOf, after: After = None) -> HTMLResponse:
    """The open postings that the law does not let stand as they are."""
    page = tasks.postings_to_repair(app, viewer, after, ROWS)
    return render(request, "records/to_repair.html", page=page, after=after)
