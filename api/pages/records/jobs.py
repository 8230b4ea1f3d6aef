"""Work in the background: what runs, what waits, what ended and why; stop it, have it tried again."""

from typing import Annotated, Final, Literal

from fastapi import APIRouter, Depends, Path, Query, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.access import Allow, ApplicationOf
from api.actions import jobs
from api.actions.errors import Conflict
from api.origin import FromOwnPage
from api.pages.forms import Form
from api.pages.rendering import href, render
from api.routes.parameters import LONGEST, PRINTABLE, After
from api.wiring import Application
from data.stores import JobState
from matching.knowledge.catalogue import Text
from matching.records import Role, Viewer

router = APIRouter(include_in_schema=False)

ROWS: Final = 30
LookerOf = Annotated[Viewer, Depends(Allow(Role.ORGANIZER, Role.COUNSELOR, Role.ADMINISTRATOR))]
JobId = Annotated[str, Path(max_length=LONGEST, pattern=PRINTABLE)]
State = Annotated[JobState | None, Query()]
Done = Annotated[Literal["cancelled", "retried"] | None, Query()]


@router.get("/jobs")
def jobs_page(request: Request, app: ApplicationOf, viewer: LookerOf, after: After = None, state: State = None) -> HTMLResponse:
    """Jobs, newest first, all or of one state."""
    page = jobs.list_jobs(app, viewer, None if state is None else state.value, after, ROWS)
    alone = any(jobs.waits_unattended(app, viewer, job) for job in page.items)
    return render(request, "records/jobs.html", page=page, after=after, chosen=state, states=jobs.STATES, alone=alone)


@router.get("/jobs/{job}")
def job_page(request: Request, app: ApplicationOf, viewer: LookerOf, job: JobId, done: Done = None) -> HTMLResponse:
    """One job: how far it is, or how it ended."""
    return _page(request, app, viewer, job, done=done)


@router.post("/jobs/{job}/cancel")
def cancel(request: Request, app: ApplicationOf, viewer: LookerOf, _: FromOwnPage, job: JobId, form: Form) -> Response:
    """Stop a job; nothing of it is published then."""
    try:
        jobs.cancel_job(app, viewer, job)
    except Conflict as refused:
        return _page(request, app, viewer, job, refused=refused.detail)
    return RedirectResponse(href("jobs", job, done="cancelled"), status_code=303)


@router.post("/jobs/{job}/retry")
def retry(request: Request, app: ApplicationOf, viewer: LookerOf, _: FromOwnPage, job: JobId, form: Form) -> Response:
    """Have a job tried again that failed, was parked or stopped."""
    try:
        jobs.retry_job(app, viewer, job)
    except Conflict as refused:
        return _page(request, app, viewer, job, refused=refused.detail)
    return RedirectResponse(href("jobs", job, done="retried"), status_code=303)


def _page(
    request: Request, app: Application, viewer: Viewer, job: str, *, done: str | None = None, refused: Text | None = None
) -> HTMLResponse:
    view = jobs.show_job(app, viewer, job)
    return render(
        request,
        "records/job.html",
        status=200 if refused is None else 409,
        job=view,
        going=view.state in ("waiting", "running"),
        alone=jobs.waits_unattended(app, viewer, view),
        done=done,
        refused=refused,
    )
