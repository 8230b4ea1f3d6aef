"""Signing in with the common service: there, and back."""

from typing import Annotated, Final

from fastapi import APIRouter, Query, Request
from starlette.responses import RedirectResponse, Response

from api.access import ApplicationOf, VisitorOf
from api.accounts.cookies import is_safe
from api.accounts.identity_service import VALID, ServiceRefused, ServiceUnreachable, finish, start
from api.actions.errors import ActionError
from api.actions.signing_in import sign_in_identified
from api.pages.accounts.safety import check_safe
from api.pages.accounts.sign_in import Next, let_in, sign_in_form, visit_of

router = APIRouter(include_in_schema=False)

_COOKIE: Final = "tongtu_service"
_BACK: Final = "/sign-in/service/back"
_LONGEST: Final = 4_000
Answer = Annotated[str, Query(max_length=_LONGEST)]


@router.get("/sign-in/service")
def go_to_service(request: Request, app: ApplicationOf, _: VisitorOf, next_: Next = "") -> Response:
    """Sends the browser to the service, with a word to bring back."""
    check_safe(request)
    try:
        there = start(app, _back(request), next_)
    except ServiceUnreachable as fault:
        return sign_in_form(request, app, next=next_, fault=fault)
    response = RedirectResponse(there.address, 303)
    name, safe = _name(request), is_safe(request)
    response.set_cookie(name, there.word, int(VALID.total_seconds()), path="/", secure=safe, httponly=True, samesite="lax")
    return response


@router.get(_BACK)
def come_back(request: Request, app: ApplicationOf, _: VisitorOf, code: Answer = "", state: Answer = "") -> Response:
    """Opens the account that an administrator connected with the identity; nobody registers by themselves."""
    check_safe(request)
    response: Response
    try:
        if not code or not state:
            raise ServiceRefused
        identity = finish(app, _back(request), request.cookies.get(_name(request), ""), code, state)
        signed = sign_in_identified(app, identity.issuer, identity.subject, visit_of(request))
    except ActionError as fault:
        response = sign_in_form(request, app, fault=fault)
    else:
        response = let_in(request, app, signed, identity.next, "")
    response.delete_cookie(_name(request), path="/", secure=is_safe(request), httponly=True, samesite="lax")
    return response


def _back(request: Request) -> str:
    return f"{str(request.base_url).rstrip('/')}{_BACK}"


def _name(request: Request) -> str:
    return f"__Host-{_COOKIE}" if is_safe(request) else _COOKIE
