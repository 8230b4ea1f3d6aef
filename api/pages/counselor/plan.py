"""一人一策 of one person: generated, written beside, settled by a named person, printed."""

from collections.abc import Mapping
from typing import Annotated, Final, Literal
from uuid import uuid4

from fastapi import APIRouter, Query, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.access import ApplicationOf, StaffOf
from api.actions.errors import BadInput
from api.actions.person_plans import edit_plan, plan_file, plan_view, settle_plan
from api.languages import language_of
from api.origin import FromOwnPage
from api.pages.counselor.fields import MISSING, Faults, read_key, read_text
from api.pages.counselor.rendering import show
from api.pages.forms import LongForm
from api.pages.rendering import href
from api.paper.blocks import Style
from api.routes.papers import disposition
from api.routes.parameters import LONGEST, PRINTABLE, CandidateId
from api.schemas.person_plans import PlanEditInput
from api.wiring import Application
from matching.person_plan import SectionKey
from matching.records import Viewer

router = APIRouter(include_in_schema=False)

LONGEST_WORDS: Final = 4_000
AtEvent = Annotated[str | None, Query(alias="event", max_length=LONGEST, pattern=PRINTABLE)]
Done = Annotated[Literal["written", "settled"] | None, Query()]


@router.get("/people/{candidate}/plan")
def plan_page(
    request: Request, app: ApplicationOf, viewer: StaffOf, candidate: CandidateId, event: AtEvent = None, done: Done = None
) -> HTMLResponse:
    """The plan as of today, with what the counselor wrote."""
    return _page(request, app, viewer, candidate, event or None, done=done)


@router.get("/people/{candidate}/plan.pdf")
def plan_pdf(
    request: Request,
    app: ApplicationOf,
    viewer: StaffOf,
    candidate: CandidateId,
    event: AtEvent = None,
    large: bool = False,
    plain: bool = False,
) -> Response:
    """The plan to print and hand over."""
    style = Style(language_of(request), large, plain)
    made = plan_file(app, viewer, candidate, "pdf", style, event or None)
    return Response(made.content, media_type=made.media_type, headers=disposition(made.name))


@router.post("/people/{candidate}/plan/edits")
def write(
    request: Request, app: ApplicationOf, viewer: StaffOf, _: FromOwnPage, candidate: CandidateId, form: LongForm
) -> Response:
    """Keep what was written beside one section; the generated lines stay."""
    event, key, section = _event(form), read_key(form), form.get("section", "")
    if section not in set(SectionKey):
        raise BadInput(MISSING)
    faults: Faults = {}
    text = read_text(form, "text", faults, LONGEST_WORDS)
    if faults:
        return _page(request, app, viewer, candidate, event, form, {f"text-{section}": faults["text"]})
    edit_plan(app, viewer, candidate, PlanEditInput(section=SectionKey(section), text=text), key, event)
    return RedirectResponse(f"{href('people', candidate, 'plan', event=event, done='written')}#{section}", status_code=303)


@router.post("/people/{candidate}/plan/settle")
def settle(
    request: Request, app: ApplicationOf, viewer: StaffOf, _: FromOwnPage, candidate: CandidateId, form: LongForm
) -> Response:
    """Record that the plan was gone through with the person, by name."""
    event, key = _event(form), read_key(form)
    faults: Faults = {}
    named = read_text(form, "named", faults, LONGEST, needed=True)
    if faults:
        return _page(request, app, viewer, candidate, event, form, faults)
    settle_plan(app, viewer, candidate, key, event, named)
    return RedirectResponse(href("people", candidate, "plan", event=event, done="settled"), status_code=303)


def _event(form: Mapping[str, str]) -> str | None:
    event = form.get("event", "")
    if len(event) > LONGEST or not event.isprintable():
        raise BadInput(MISSING)
    return event or None


def _page(
    request: Request,
    app: Application,
    viewer: Viewer,
    candidate: str,
    event: str | None,
    form: Mapping[str, str] | None = None,
    faults: Faults | None = None,
    done: str | None = None,
) -> HTMLResponse:
    view = plan_view(app, viewer, candidate, event)
    return show(
        request,
        "plan.html",
        status=422 if faults else 200,
        who=view,
        view=view,
        asked=event,
        form=form or {},
        faults=faults or {},
        keys={one.key.value: str(uuid4()) for one in view.sections} | {"settle": str(uuid4())},
        done=done,
    )
