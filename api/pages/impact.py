"""The pages of the impact assessment: read it, record it with a conclusion, print it."""

from typing import Annotated, Final, Literal

from fastapi import APIRouter, Query, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.access import ApplicationOf, OrganizerOrAdministratorOf
from api.actions.impacts import impact_file, impact_view, record_impact
from api.languages import language_of
from api.origin import FromOwnPage
from api.pages.forms import Form
from api.pages.rendering import href, render
from api.paper.blocks import Style
from api.routes.impacts import ImpactReaderOf
from api.routes.papers import disposition
from api.schemas.impacts import Conclusion, ImpactInput
from api.wiring import Application
from matching.knowledge.catalogue import Text
from matching.records import Viewer

router = APIRouter(include_in_schema=False)

Done = Annotated[Literal["recorded"] | None, Query()]
_CONCLUSIONS: Final[dict[str, Conclusion]] = {"proceed": "proceed", "improve": "improve", "stop": "stop"}
_NONE: Final = Text(zh="请选择结论", en="choose a conclusion")


@router.get("/impact")
def impact_page(request: Request, app: ApplicationOf, viewer: ImpactReaderOf, done: Done = None) -> HTMLResponse:
    """Purposes, data, who sees what, retention, the ranker, the attack on lists, risks, and earlier assessments."""
    return _page(request, app, viewer, done=done)


@router.post("/impact")
def record(request: Request, app: ApplicationOf, viewer: OrganizerOrAdministratorOf, _: FromOwnPage, form: Form) -> Response:
    """Record the assessment as it stands; a second press records nothing more."""
    conclusion = _CONCLUSIONS.get(form.get("conclusion", ""))
    if conclusion is None:
        return _page(request, app, viewer, faults={"conclusion": _NONE})
    record_impact(app, viewer, ImpactInput(conclusion=conclusion))
    return RedirectResponse(f"{href('impact', done='recorded')}#records", status_code=303)


@router.get("/impact/file")
def impact_document(
    request: Request,
    app: ApplicationOf,
    viewer: ImpactReaderOf,
    form: Annotated[Literal["pdf", "xlsx", "csv", "json"], Query(alias="format")] = "pdf",
) -> Response:
    """The assessment as a file, to print and to sign."""
    made = impact_file(app, viewer, form, Style(language=language_of(request)))
    return Response(made.content, media_type=made.media_type, headers=disposition(made.name))


def _page(
    request: Request, app: Application, viewer: Viewer, done: str | None = None, faults: dict[str, Text] | None = None
) -> HTMLResponse:
    view = impact_view(app, viewer)
    return render(request, "impact.html", status=422 if faults else 200, view=view, done=done, faults=faults or {})
