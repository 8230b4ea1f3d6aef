"""The page on which an event is matched, with its progress; and the progress of an allocation."""

from typing import Annotated, Final, Literal
from uuid import uuid4

from fastapi import APIRouter, Query, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.access import ApplicationOf, OrganizerOf
from api.actions import fairs, jobs, lists
from api.actions.errors import BadInput, Conflict
from api.actions.matching import match_event
from api.origin import FromOwnPage
from api.pages.fair.sent import sent_id, sent_key
from api.pages.forms import Form
from api.pages.rendering import href, render
from api.routes.parameters import LONGEST, PRINTABLE, EventId
from api.schemas.jobs import JobView
from api.wiring import Application
from matching.knowledge.catalogue import Text
from matching.records import Viewer

router = APIRouter(include_in_schema=False)

RECENT: Final = 5

AskedJob = Annotated[str | None, Query(alias="job", max_length=LONGEST, pattern=PRINTABLE)]
Done = Annotated[Literal["matched"] | None, Query()]


@router.get("/events/{event}/run")
def run_page(
    request: Request, app: ApplicationOf, viewer: OrganizerOf, event: EventId, asked: AskedJob = None, done: Done = None
) -> HTMLResponse:
    """What a match would take in; or, of a job, how far it is."""
    job = None if asked is None else jobs.show_job(app, viewer, asked)
    return _page(request, app, viewer, event, job, done=done)


@router.post("/events/{event}/run")
def start(request: Request, app: ApplicationOf, viewer: OrganizerOf, _: FromOwnPage, event: EventId, form: Form) -> Response:
    """Match the event: as a job, or here and now."""
    try:
        if form.get("how") == "now":
            match_event(app, viewer, event)
            return RedirectResponse(href("events", event, "run", done="matched"), 303)
        job = jobs.enqueue_job(app, viewer, "match", {"event": event}, sent_key(form))
    except (BadInput, Conflict) as refused:
        return _page(request, app, viewer, event, None, refused=refused.detail)
    return RedirectResponse(href("events", event, "run", job=job.id), 303)


@router.post("/events/{event}/run/cancel")
def cancel(app: ApplicationOf, viewer: OrganizerOf, _: FromOwnPage, event: EventId, form: Form) -> RedirectResponse:
    """Stop a job; nothing of it is published then."""
    return _to(event, jobs.cancel_job(app, viewer, sent_id(form, "job")))


@router.post("/events/{event}/run/retry")
def retry(app: ApplicationOf, viewer: OrganizerOf, _: FromOwnPage, event: EventId, form: Form) -> RedirectResponse:
    """Have a job tried again."""
    return _to(event, jobs.retry_job(app, viewer, sent_id(form, "job")))


def _to(event: str, job: JobView) -> RedirectResponse:
    return RedirectResponse(href("events", event, "run", job=job.id), 303)


def _page(
    request: Request,
    app: Application,
    viewer: Viewer,
    event: str,
    job: JobView | None,
    *,
    done: str | None = None,
    refused: Text | None = None,
) -> HTMLResponse:
    view = fairs.fair_view(app, viewer, event)
    recent = [one for one in jobs.list_jobs(app, viewer, limit=50).items if one.kind in ("match", "allocate")]
    return render(
        request,
        "fair/run.html",
        status=200 if refused is None else 409,
        event=lists.event_view(app, viewer, event),
        view=view,
        job=job,
        going=job is not None and job.state in ("waiting", "running"),
        alone=jobs.waits_unattended(app, viewer, job),
        recent=recent[:RECENT],
        open=any(act.act == "match" for act in view.acts),
        done=done,
        refused=refused,
        key=str(uuid4()),
    )
