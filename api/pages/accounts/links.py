"""Invitation and reset: the page behind a link that an administrator handed over."""

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.access import ApplicationOf, VisitorOf
from api.accounts.passwords import TooBusy
from api.accounts.rules import door_rules
from api.actions.links import accept_link, look_at_link
from api.actions.new_passwords import WrongField
from api.origin import FromOwnPage
from api.pages.accounts.first import Secret
from api.pages.accounts.safety import check_safe
from api.pages.forms import Form
from api.pages.rendering import render
from api.wiring import Application
from data.stores import LinkKind

router = APIRouter(include_in_schema=False)


@router.get("/invitation/{secret}")
def invitation_page(request: Request, app: ApplicationOf, _: VisitorOf, secret: Secret) -> HTMLResponse:
    """Who is invited to what, and the form for the password."""
    return _page(request, app, LinkKind.INVITATION, secret)


@router.post("/invitation/{secret}")
def accept_invitation(request: Request, app: ApplicationOf, _: VisitorOf, __: FromOwnPage, secret: Secret, form: Form) -> Response:
    """Sets the password and uses the link up."""
    return _accept(request, app, LinkKind.INVITATION, secret, form.get("password", ""), form.get("again", ""))


@router.get("/reset/{secret}")
def reset_page(request: Request, app: ApplicationOf, _: VisitorOf, secret: Secret) -> HTMLResponse:
    """Whose password is set anew, and the form for it."""
    return _page(request, app, LinkKind.RESET, secret)


@router.post("/reset/{secret}")
def accept_reset(request: Request, app: ApplicationOf, _: VisitorOf, __: FromOwnPage, secret: Secret, form: Form) -> Response:
    """Sets the password anew, uses the link up, and ends what the account was signed in with."""
    return _accept(request, app, LinkKind.RESET, secret, form.get("password", ""), form.get("again", ""))


def _accept(request: Request, app: Application, kind: LinkKind, secret: str, password: str, again: str) -> Response:
    check_safe(request)
    try:
        accept_link(app, kind, secret, password, again)
    except (WrongField, TooBusy) as fault:
        return _page(request, app, kind, secret, fault)
    return RedirectResponse("/sign-in?done=password", 303)


def _page(
    request: Request, app: Application, kind: LinkKind, secret: str, fault: WrongField | TooBusy | None = None
) -> HTMLResponse:
    check_safe(request)
    return render(
        request,
        "accounts/link.html",
        status=200 if fault is None else fault.status,
        account=look_at_link(app, kind, secret),
        address=f"/{kind.value}/{secret}",
        invited=kind is LinkKind.INVITATION,
        faults={fault.field: fault.detail} if isinstance(fault, WrongField) else {},
        busy=fault.detail if isinstance(fault, TooBusy) else None,
        least=door_rules(app.today).password_least,
    )
