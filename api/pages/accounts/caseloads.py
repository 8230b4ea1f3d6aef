"""Caseloads as organizers see them: who looks after whom, and a list of people to add or take out."""

from typing import Annotated, Final, Literal

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.access import ApplicationOf, OrganizerOf
from api.actions.assigning import assign_people, caseload_names, caseload_view, list_caseloads, release_people
from api.origin import FromOwnPage
from api.pages.forms import LongForm
from api.pages.rendering import href, render
from api.routes.parameters import LONGEST, PRINTABLE

router = APIRouter(include_in_schema=False)

_MOST: Final = 1_000
_SHOWN: Final = 300
AccountId = Annotated[str, Path(alias="account", max_length=LONGEST, pattern=PRINTABLE)]
Changed = Annotated[int, Query(ge=0, le=_MOST)]


@router.get("/caseloads")
def caseloads_page(request: Request, app: ApplicationOf, viewer: OrganizerOf) -> HTMLResponse:
    """The counselors and how many people each looks after."""
    return render(request, "accounts/caseloads.html", caseloads=list_caseloads(app, viewer))


@router.get("/caseloads/{account}")
def caseload_page(
    request: Request,
    app: ApplicationOf,
    viewer: OrganizerOf,
    account: AccountId,
    done: Annotated[Literal["added", "released"] | None, Query()] = None,
    changed: Changed = 0,
    unknown: Changed = 0,
) -> HTMLResponse:
    """One counselor's people."""
    view = caseload_view(app, viewer, account)
    people = caseload_names(app, viewer, view.people[:_SHOWN])
    return render(request, "accounts/caseload.html", caseload=view, people=people, done=done, changed=changed, unknown=unknown)


@router.post("/caseloads/{account}/assign")
def assign_here(app: ApplicationOf, viewer: OrganizerOf, _: FromOwnPage, account: AccountId, form: LongForm) -> Response:
    """Adds the people of a list, one name a line."""
    done = assign_people(app, viewer, account, form.get("people", "").splitlines()[:_MOST])
    return RedirectResponse(href("caseloads", account, done="added", changed=done.changed, unknown=len(done.unknown)), 303)


@router.post("/caseloads/{account}/release")
def release_here(app: ApplicationOf, viewer: OrganizerOf, _: FromOwnPage, account: AccountId, form: LongForm) -> Response:
    """Takes the ticked people out."""
    people = [name.removeprefix("person.") for name in form if name.startswith("person.")]
    done = release_people(app, viewer, account, people)
    return RedirectResponse(href("caseloads", account, done="released", changed=done.changed), 303)
