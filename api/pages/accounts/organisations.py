"""Organisations as administrators see them: schools and employers to add, and whether caseloads are assigned."""

from typing import Annotated, Final, Literal

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.access import AdministratorOf, ApplicationOf
from api.actions.errors import BadInput
from api.actions.organisations import add_organisation, list_organisations, set_caseloads
from api.origin import FromOwnPage
from api.pages.forms import Form
from api.pages.rendering import render
from api.routes.parameters import LONGEST, PRINTABLE, After
from api.schemas.accounts import OrganisationInput
from api.wiring import Application
from matching.geography import DISTRICTS
from matching.knowledge.catalogue import Text
from matching.records import Viewer

router = APIRouter(include_in_schema=False)

ROWS: Final = 50
_MOST_NAME: Final = 60
Done = Annotated[Literal["added", "caseloads"] | None, Query()]
OrganisationId = Annotated[str, Path(alias="organisation", max_length=LONGEST, pattern=PRINTABLE)]


@router.get("/organisations")
def organisations_page(
    request: Request, app: ApplicationOf, viewer: AdministratorOf, after: After = None, done: Done = None
) -> HTMLResponse:
    """Every organisation that has or may have accounts."""
    return _page(request, app, viewer, after, done=done)


@router.post("/organisations")
def add_here(request: Request, app: ApplicationOf, viewer: AdministratorOf, _: FromOwnPage, form: Form) -> Response:
    """Adds a school."""
    name = form.get("name", "").strip()[: _MOST_NAME + 1]
    try:
        if len(name) > _MOST_NAME or not name.isprintable():
            raise BadInput(Text(zh="请写学校的名称（最多 60 个字）。", en="Give the name of the school (at most 60 characters)."))
        add_organisation(app, viewer, OrganisationInput(kind="school", name=name, district=form.get("district") or None))
    except BadInput as fault:
        return _page(request, app, viewer, None, name=name, fault=fault)
    return RedirectResponse("/organisations?done=added", 303)


@router.post("/organisations/{organisation}/caseloads")
def caseloads_here(
    app: ApplicationOf, viewer: AdministratorOf, _: FromOwnPage, organisation: OrganisationId, form: Form
) -> Response:
    """Switches between seeing one's district and seeing whom one was assigned, for the counselors of an organisation."""
    set_caseloads(app, viewer, organisation, form.get("caseloads") == "assigned")
    return RedirectResponse("/organisations?done=caseloads", 303)


def _page(
    request: Request,
    app: Application,
    viewer: Viewer,
    after: str | None,
    done: str | None = None,
    name: str = "",
    fault: BadInput | None = None,
) -> HTMLResponse:
    return render(
        request,
        "accounts/organisations.html",
        status=200 if fault is None else fault.status,
        page=list_organisations(app, viewer, after, ROWS),
        after=after,
        done=done,
        name=name,
        faults={} if fault is None else {"name": fault.detail},
        districts=tuple(DISTRICTS),
    )
