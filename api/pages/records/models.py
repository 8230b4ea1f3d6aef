"""The versions of the ranker: which serves, what the gate said of each, its card; train a new one, promote, go back."""

from typing import Annotated, Final, Literal
from uuid import uuid4

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.access import ApplicationOf, CityOrganizerOf, OrganizerOf
from api.actions import jobs, learning, rankers
from api.actions.errors import ActionError, Conflict, NotFound
from api.languages import language_of
from api.origin import FromOwnPage
from api.pages.fair.sent import sent_key
from api.pages.forms import Form
from api.pages.picture import AskedSize, svg
from api.pages.rendering import href, render
from api.pictures import calibration
from api.pictures import learning as drawn_learning
from api.routes.parameters import LONGEST, PRINTABLE
from api.wiring import Application
from matching.knowledge.catalogue import Text
from matching.records import Viewer

router = APIRouter(include_in_schema=False)

MOST_WORDS: Final = 500
JUDGED: Final = Text(zh="经过检验的版本", en="judged version")
FORECASTS: Final = Text(zh="这个版本的预测记录", en="forecasts of this version")
Version = Annotated[str, Path(max_length=LONGEST, pattern=PRINTABLE)]
Done = Annotated[Literal["promoted", "back"] | None, Query()]


@router.get("/models")
def models_page(request: Request, app: ApplicationOf, viewer: OrganizerOf, done: Done = None) -> HTMLResponse:
    """All versions, newest first, and what became of them."""
    return _page(request, app, viewer, done=done)


@router.post("/models/train")
def train(request: Request, app: ApplicationOf, viewer: OrganizerOf, _: FromOwnPage, form: Form) -> Response:
    """Have a challenger trained in the background; the gate judges it."""
    try:
        asked = {"seed": 7, "synthetic": form.get("on") == "synthetic"}
        job = jobs.enqueue_job(app, viewer, "train", asked, sent_key(form))
    except ActionError as refused:
        return _page(request, app, viewer, refused=refused)
    return RedirectResponse(href("jobs", job.id), status_code=303)


@router.post("/models/back")
def go_back(request: Request, app: ApplicationOf, viewer: CityOrganizerOf, _: FromOwnPage, form: Form) -> Response:
    """Go back to what served before."""
    try:
        rankers.rollback_models(app, viewer, form.get("why", "")[:MOST_WORDS].strip(), None, sent_key(form))
    except ActionError as refused:
        return _page(request, app, viewer, refused=refused)
    return RedirectResponse(href("models", done="back"), status_code=303)


@router.get("/models/learning.svg")
def learning_picture(request: Request, app: ApplicationOf, viewer: OrganizerOf, size: AskedSize = "wide") -> Response:
    """What each judged version brought, as a picture."""
    view = learning.learning_view(app, viewer)
    if not view.versions:
        raise NotFound(JUDGED, "learning.svg")
    language = language_of(request)
    return svg(drawn_learning.draw(view, language, size), language)


@router.get("/models/{version}/calibration.svg")
def calibration_picture(
    request: Request, app: ApplicationOf, viewer: OrganizerOf, version: Version, size: AskedSize = "wide"
) -> Response:
    """What a version told against what came, as a picture."""
    view = learning.calibration_view(app, viewer, version)
    if not view.steps:
        raise NotFound(FORECASTS, version)
    language = language_of(request)
    return svg(calibration.draw(view, language, size), language)


@router.get("/models/{version}")
def model_page(request: Request, app: ApplicationOf, viewer: OrganizerOf, version: Version) -> HTMLResponse:
    """One version with its card and the checks of the gate."""
    return _model(request, app, viewer, version)


@router.post("/models/{version}/promote")
def promote(
    request: Request, app: ApplicationOf, viewer: CityOrganizerOf, _: FromOwnPage, version: Version, form: Form
) -> Response:
    """Let a version serve, if the gate lets it through."""
    try:
        rankers.promote_model(app, viewer, version, form.get("why", "")[:MOST_WORDS].strip(), sent_key(form))
    except Conflict as refused:
        return _model(request, app, viewer, version, refused)
    return RedirectResponse(href("models", done="promoted"), status_code=303)


def _page(
    request: Request, app: Application, viewer: Viewer, *, done: str | None = None, refused: ActionError | None = None
) -> HTMLResponse:
    view = rankers.list_models(app, viewer)
    return render(
        request,
        "records/models.html",
        status=200 if refused is None else refused.status,
        view=view,
        learnt=learning.learning_view(app, viewer),
        models=tuple(reversed(view.models)),
        history=tuple(reversed(view.history)),
        done=done,
        refused=None if refused is None else refused.detail,
        key=str(uuid4()),
    )


def _model(request: Request, app: Application, viewer: Viewer, version: str, refused: ActionError | None = None) -> HTMLResponse:
    return render(
        request,
        "records/model.html",
        status=200 if refused is None else refused.status,
        view=rankers.show_model(app, viewer, version),
        told=learning.calibration_view(app, viewer, version),
        refused=None if refused is None else refused.detail,
        key=str(uuid4()),
    )
