"""The first page of an employer's room: what waits, with counts, and the next fair."""

from collections.abc import Mapping
from itertools import groupby
from typing import Final

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from api.access import ApplicationOf, EmployerOf
from api.actions.employer_events import events_view
from api.actions.employer_tasks import tasks_view
from api.pages.rendering import href, render
from api.schemas.employer_postings import TaskView

router = APIRouter(include_in_schema=False)

SHOWN: Final = 5
"""How many tasks of one kind stand on the page; the others are behind a link."""
_ALL: Final[Mapping[str, str]] = {
    "stale": "/employer/files",
    "follow_ups": "/employer/hires",
    "checks": "/employer/promises",
}


@router.get("/employer")
def home_page(request: Request, app: ApplicationOf, viewer: EmployerOf) -> HTMLResponse:
    """What needs the employer, most pressing first."""
    view = tasks_view(app, viewer)
    groups = [(kind, list(rows)) for kind, rows in groupby(view.items, lambda one: one.kind)]
    ahead = [one for one in events_view(app, viewer).items if one.on is None or one.on >= app.today]
    return render(request, "employer/home.html", view=view, groups=groups, shown=SHOWN, leads_to=leads_to, ahead=ahead)


def leads_to(task: TaskView) -> str:
    """Where a task is done."""
    if task.kind in _ALL or task.posting is None:
        return _ALL.get(task.kind, "/employer/postings")
    if task.kind == "confirm":
        return href("postings", task.posting, "demands")
    if task.kind == "decide" and task.event is not None:
        return href("employer", "events", task.event, "postings", task.posting)
    return href("employer", "postings", task.posting)
