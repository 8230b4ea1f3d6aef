"""The assessment form of one person on the 45 dimensions."""

from collections.abc import Mapping
from typing import Annotated, Final, Literal

from fastapi import APIRouter, Query, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.access import ApplicationOf, StaffOf
from api.actions.assessing import assess, assessment_view
from api.actions.errors import BadInput, Conflict
from api.origin import FromOwnPage
from api.pages.counselor.fields import CHOSEN, Faults, read_choice, read_day, ticked
from api.pages.counselor.rendering import show
from api.pages.counselor.words import SOURCES
from api.pages.forms import LongForm
from api.pages.rendering import href
from api.routes.parameters import LONGEST, PRINTABLE, CandidateId
from api.schemas.assessing import AbilityView, AssessmentInput, AssessmentView, TellerName
from api.wiring import Application
from matching.knowledge import CATALOGUE
from matching.knowledge.catalogue import Level, Text
from matching.records import Viewer

router = APIRouter(include_in_schema=False)

NOT_ASSESSED: Final = ""
SHOWN: Final = "shown"
"""The hidden field with the levels that the form was filled with: a digit or - a dimension, in the order of the catalogue."""
_NONE: Final = "-"
LEVELS: Final[Mapping[str, Level]] = {"0": 0, "1": 1, "2": 2, "3": 3, "4": 4}
_TELLERS: Final[Mapping[str, TellerName]] = {"counselor": "counselor", "assessor": "assessor", "self": "self"}

AtEvent = Annotated[str | None, Query(alias="event", max_length=LONGEST, pattern=PRINTABLE)]
Done = Annotated[Literal["saved", "unchanged"] | None, Query()]
Figure = Annotated[int, Query(ge=0, le=100_000)]


@router.get("/people/{candidate}/assessment")
def assessment_page(
    request: Request,
    app: ApplicationOf,
    viewer: StaffOf,
    candidate: CandidateId,
    event: AtEvent = None,
    done: Done = None,
    changed: Figure = 0,
    opened: Figure = 0,
    closed: Figure = 0,
    settled: Figure = 0,
) -> HTMLResponse:
    """The form, prefilled; after saving, what it changed."""
    figures = {"changed": changed, "opened": opened, "closed": closed, "settled": settled}
    return _page(request, app, viewer, candidate, event, done=done, figures=figures)


@router.post("/people/{candidate}/assessment")
def save_assessment(
    request: Request, app: ApplicationOf, viewer: StaffOf, _: FromOwnPage, candidate: CandidateId, form: LongForm
) -> Response:
    """Save what changed. Who wrote second is told what the first one wrote; nothing typed is lost."""
    event = form.get("event") or None
    if event is not None and len(event) > LONGEST:
        event = None
    faults: Faults = {}
    source = read_choice(form, "source", faults, _TELLERS, needed=True)
    on = read_day(form, "on", faults)
    conflict = None
    if source is not None and not faults:
        told = AssessmentInput(
            levels=_levels(form),
            again=ticked(form, "again")[:100],
            source=_TELLERS[source],
            on=on,
            service=form.get("service") == CHOSEN,
            version=form.get("version", "")[:40] or None,
        )
        try:
            view = assess(app, viewer, candidate, told, event)
        except BadInput as fault:
            faults["on"] = fault.detail
        except Conflict as fault:
            conflict = fault.detail
        else:
            figures = {
                "changed": len(view.changed) + len(view.again),
                "opened": len(view.opened),
                "closed": len(view.closed),
                "settled": view.settled,
            }
            done = "saved" if figures["changed"] else "unchanged"
            return RedirectResponse(href("people", candidate, "assessment", event=event, done=done, **figures), status_code=303)
    return _page(request, app, viewer, candidate, event, form, faults, conflict)


def _levels(form: Mapping[str, str]) -> dict[str, Level | None]:
    """The levels that were chosen anew: those that differ from what the form showed. The empty choice is "not assessed".

    What was left as it was shown is not sent on: somebody else may have changed it since.
    """
    shown = form.get(SHOWN, "").ljust(len(CATALOGUE.dimensions), _NONE)
    found: dict[str, Level | None] = {}
    for row, was in zip(CATALOGUE.dimensions, shown, strict=False):
        given = form.get(row.name)
        if given is not None and (given == NOT_ASSESSED or given in LEVELS) and (given or _NONE) != was:
            found[row.name] = LEVELS.get(given)
    return found


def _page(
    request: Request,
    app: Application,
    viewer: Viewer,
    candidate: str,
    event: str | None,
    form: Mapping[str, str] | None = None,
    faults: Faults | None = None,
    conflict: Text | None = None,
    done: str | None = None,
    figures: Mapping[str, int] | None = None,
) -> HTMLResponse:
    view = assessment_view(app, viewer, candidate, event)
    written = {} if form is None else _levels(form)
    return show(
        request,
        "assessment.html",
        status=409 if conflict is not None else 422 if faults else 200,
        who=view,
        view=view,
        given={one.dimension: _word(written.get(one.dimension, one.level)) for one in _abilities(view)},
        written={one.dimension: one for one in _abilities(view) if one.dimension in written},
        shown=_shown(view),
        form=form or {},
        faults=faults or {},
        conflict=conflict,
        done=done,
        figures=figures or {},
        today=app.today,
        sources=SOURCES,
        tellers={name: SOURCES[name] for name in _TELLERS},
    )


def _shown(view: AssessmentView) -> str:
    levels = {one.dimension: one.level for one in _abilities(view)}
    return "".join(_word(levels[row.name]) or _NONE for row in CATALOGUE.dimensions)


def _word(level: Level | None) -> str:
    return NOT_ASSESSED if level is None else str(level)


def _abilities(view: AssessmentView) -> list[AbilityView]:
    return [*view.first, *(one for group in view.groups for one in group.abilities)]
