"""Signing in and out."""

from typing import Annotated, Final, Literal

from fastapi import APIRouter, Query, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.access import ApplicationOf, MemberOf, VisitorOf
from api.accounts.cookies import drop_session, session_token, set_session
from api.accounts.devices import device_of
from api.accounts.kept_forms import open_form
from api.accounts.passwords import TooBusy
from api.actions.errors import ActionError, TooMany
from api.actions.sessions import Signed, has_accounts, sign_out
from api.actions.signing_in import Visit, WrongPassword, sign_in
from api.origin import FromOwnPage
from api.pages.accounts.safety import check_safe
from api.pages.accounts.strangers import EMPTY, NEXT
from api.pages.forms import KeepingForm
from api.pages.rendering import render
from api.pages.rooms import home_of
from api.wiring import Application

router = APIRouter(include_in_schema=False)

_LONGEST: Final = 2_000
Done = Annotated[Literal["out", "password", "first"] | None, Query()]
Next = Annotated[str, Query(alias=NEXT, max_length=_LONGEST)]


@router.get("/sign-in")
def sign_in_page(request: Request, app: ApplicationOf, viewer: VisitorOf, next_: Next = "", done: Done = None) -> Response:
    """Name and password; without any account the way to the first one; for somebody signed in the way home."""
    check_safe(request)
    if not has_accounts(app):
        return RedirectResponse("/first", 303)
    if viewer is not None:
        return RedirectResponse(own_address(next_) or home_of(viewer), 303)
    return sign_in_form(request, app, next=next_, done=done)


@router.post("/sign-in")
def sign_in_here(request: Request, app: ApplicationOf, _: VisitorOf, __: FromOwnPage, form: KeepingForm) -> Response:
    """Opens a session with a new token, then goes where somebody wanted to go, or shows the form that was kept, to be sent on."""
    check_safe(request)
    name, kept = form.get("name", ""), form.get("kept", "")
    visit = visit_of(request)
    try:
        signed = sign_in(app, name, form.get("password", ""), visit)
    except (WrongPassword, TooMany, TooBusy) as fault:
        return sign_in_form(request, app, name=name, next=form.get(NEXT, ""), kept=kept or None, fault=fault)
    return let_in(request, app, signed, form.get(NEXT, ""), kept)


@router.post("/sign-out")
def sign_out_here(request: Request, app: ApplicationOf, _: VisitorOf, __: FromOwnPage) -> Response:
    """Ends the session on the server; a copy of its token opens nothing from now on."""
    token = session_token(request)
    if token is not None:
        sign_out(app, token)
    response = RedirectResponse("/sign-in?done=out", 303)
    drop_session(request, response)
    response.headers["clear-site-data"] = '"cache"'
    return response


@router.get("/home")
def home_page(viewer: MemberOf) -> Response:
    """The room of whoever is signed in."""
    return RedirectResponse(home_of(viewer), 303)


def let_in(request: Request, app: Application, signed: Signed, next_: str, kept: str) -> Response:
    """The answer to somebody who just signed in: the cookie, and where they go from here."""
    form = open_form(app, kept) if kept else None
    response: Response
    if form is not None and form.account in (None, signed.account.id):
        request.state.account, request.state.viewer = signed.account, signed.account.viewer
        response = render(request, "accounts/send_on.html", form=form)
    elif form is not None:
        request.state.account, request.state.viewer = signed.account, signed.account.viewer
        onward = own_address(next_) or home_of(signed.account.viewer)
        response = render(request, "accounts/kept_for_another.html", kept=kept, onward=onward)
    else:
        response = RedirectResponse(own_address(next_) or home_of(signed.account.viewer), 303)
    set_session(request, response, signed.token)
    return response


def visit_of(request: Request) -> Visit:
    """Where somebody signs in from."""
    address = "" if request.client is None else request.client.host
    return Visit(address, device_of(request.headers.get("user-agent", "")), session_token(request))


def own_address(address: str) -> str | None:
    """An address on this site; None for one that a browser could take for another site's."""
    own = address.startswith("/") and not address.startswith(("//", "/\\")) and address.isprintable() and "\\" not in address
    return address if own else None


def sign_in_form(
    request: Request,
    app: Application,
    *,
    name: str = "",
    next: str = "",  # noqa: A002
    kept: str | None = None,
    fault: ActionError | None = None,
    done: str | None = None,
) -> HTMLResponse:
    """The sign-in page, with the refusal it shows, if any."""
    given = {"name": name, "next": next, "fault": fault, "done": done, "oidc": app.settings.oidc_issuer is not None}
    status = 200 if fault is None else fault.status
    made = render(request, "accounts/sign_in.html", status=status, kept=kept, expired=kept is not None, lost=False, **EMPTY | given)
    if isinstance(fault, TooMany | TooBusy):
        made.headers.update(fault.headers)
    return made
