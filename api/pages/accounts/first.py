"""The first administrator: on the machine itself without a link, from elsewhere with the link that the command line prints."""

from collections.abc import Mapping
from typing import Annotated, Final

from fastapi import APIRouter, Path, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.access import ONLY_HERE, ApplicationOf, VisitorOf, is_local
from api.accounts.passwords import TooBusy
from api.accounts.rules import door_rules
from api.actions.errors import NotAllowed
from api.actions.first import make_first
from api.actions.links import look_at_link
from api.actions.new_passwords import WrongField
from api.actions.sessions import has_accounts
from api.origin import FromOwnPage
from api.pages.accounts.safety import check_safe
from api.pages.forms import Form
from api.pages.rendering import render
from api.wiring import Application
from data.stores import LinkKind

router = APIRouter(include_in_schema=False)

LONGEST_SECRET: Final = 100
Secret = Annotated[str, Path(alias="secret", max_length=LONGEST_SECRET, pattern=r"^[A-Za-z0-9_-]+$")]


@router.get("/first")
def first_page(request: Request, app: ApplicationOf, _: VisitorOf) -> Response:
    """The form on the machine itself; sign-in once there are accounts."""
    if has_accounts(app):
        return RedirectResponse("/sign-in", 303)
    if not is_local(request):
        raise NotAllowed(ONLY_HERE)
    return _page(request, app, "/first")


@router.post("/first")
def make_first_here(request: Request, app: ApplicationOf, _: VisitorOf, __: FromOwnPage, form: Form) -> Response:
    """Makes the first administrator. From now on everybody signs in."""
    if not is_local(request):
        raise NotAllowed(ONLY_HERE)
    return _make(request, app, "/first", form, None)


@router.get("/first/{secret}")
def first_link_page(request: Request, app: ApplicationOf, _: VisitorOf, secret: Secret) -> Response:
    """The same form by a link."""
    check_safe(request)
    look_at_link(app, LinkKind.FIRST, secret)
    return _page(request, app, f"/first/{secret}")


@router.post("/first/{secret}")
def make_first_by_link(request: Request, app: ApplicationOf, _: VisitorOf, __: FromOwnPage, secret: Secret, form: Form) -> Response:
    """Makes the first administrator and uses the link up."""
    check_safe(request)
    return _make(request, app, f"/first/{secret}", form, secret)


def _make(request: Request, app: Application, address: str, form: Mapping[str, str], secret: str | None) -> Response:
    given = [form.get(field, "") for field in ("name", "called", "password", "again")]
    try:
        make_first(app, given[0], given[1], given[2], given[3], secret)
    except (WrongField, TooBusy) as fault:
        return _page(request, app, address, form, fault)
    return RedirectResponse("/sign-in?done=first", 303)


def _page(
    request: Request,
    app: Application,
    address: str,
    form: Mapping[str, str] | None = None,
    fault: WrongField | TooBusy | None = None,
) -> HTMLResponse:
    return render(
        request,
        "accounts/first.html",
        status=200 if fault is None else fault.status,
        address=address,
        given={name: (form or {}).get(name, "") for name in ("name", "called")},
        faults={fault.field: fault.detail} if isinstance(fault, WrongField) else {},
        busy=fault.detail if isinstance(fault, TooBusy) else None,
        least=door_rules(app.today).password_least,
    )
