"""One's own account: password, language, where one is signed in, and keys for programs."""

from collections.abc import Mapping
from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.access import ApplicationOf, MemberOf
from api.accounts.areas import AREAS, SCOPES
from api.accounts.cookies import drop_session, set_session
from api.accounts.passwords import TooBusy
from api.accounts.rules import door_rules
from api.actions.accounts import view_of
from api.actions.errors import BadInput, NotFound, TooMany
from api.actions.languages import choose_language
from api.actions.new_passwords import WrongField
from api.actions.own_password import change_password
from api.actions.sessions import end_other_sessions, end_session, list_sessions, open_session
from api.actions.tokens import NewToken, list_tokens, make_token, revoke_token
from api.languages import COOKIE, LANGUAGES
from api.origin import FromOwnPage
from api.pages.accounts.sign_in import visit_of
from api.pages.forms import Form
from api.pages.rendering import render
from api.pages.rooms import account_on
from api.routes.parameters import LONGEST, PRINTABLE
from api.wiring import Application
from matching.knowledge.catalogue import Text
from matching.records import Viewer

router = APIRouter(include_in_schema=False)

Done = Annotated[Literal["password", "language", "session", "sessions", "key"] | None, Query()]
SessionId = Annotated[str, Path(alias="session", max_length=LONGEST, pattern=PRINTABLE)]
KeyId = Annotated[str, Path(alias="key", max_length=LONGEST, pattern=PRINTABLE)]
_DAYS: Final = (30, 90, 180, 365)
_ACCOUNT: Final = Text(zh="账户", en="account")
_NO_DAYS: Final = Text(zh="请选有效期。", en="Choose how long it is valid.")


@router.get("/account")
def account_page(request: Request, app: ApplicationOf, viewer: MemberOf, done: Done = None) -> HTMLResponse:
    """What one may do, where one is signed in, and which keys one gave to programs."""
    return _page(request, app, viewer, done=done)


@router.post("/account/password")
def change_password_here(request: Request, app: ApplicationOf, viewer: MemberOf, _: FromOwnPage, form: Form) -> Response:
    """Changes the password, ends the other sessions, and goes on with a new token."""
    session = getattr(request.state, "session", None)
    given = [form.get(field, "") for field in ("old", "password", "again")]
    try:
        change_password(app, viewer, session, given[0], given[1], given[2])
    except (WrongField, TooBusy, TooMany) as fault:
        faults = {fault.field: fault.detail} if isinstance(fault, WrongField) else {"old": fault.detail}
        return _page(request, app, viewer, status=fault.status, faults=faults)
    response = RedirectResponse("/account?done=password", 303)
    visit = visit_of(request)
    set_session(request, response, open_session(app, viewer.account, visit.device, "changed-password", visit.replaces).token)
    return response


@router.post("/account/language")
def choose_language_here(request: Request, app: ApplicationOf, viewer: MemberOf, _: FromOwnPage, form: Form) -> Response:
    """Chooses the language that the pages begin in, whatever the browser says."""
    _own(request)
    choose_language(app, viewer, form.get("language", ""))
    response = RedirectResponse("/account?done=language", 303)
    response.delete_cookie(COOKIE)
    return response


@router.post("/account/sessions/{session}/end")
def end_session_here(request: Request, app: ApplicationOf, viewer: MemberOf, _: FromOwnPage, session: SessionId) -> Response:
    """Ends one of one's own sessions, this one included."""
    end_session(app, viewer, session)
    if session == getattr(request.state, "session", None):
        response = RedirectResponse("/sign-in?done=out", 303)
        drop_session(request, response)
        return response
    return RedirectResponse("/account?done=session", 303)


@router.post("/account/end-other-sessions")
def end_others_here(request: Request, app: ApplicationOf, viewer: MemberOf, _: FromOwnPage) -> Response:
    """Ends all of one's own sessions but this one."""
    end_other_sessions(app, viewer, getattr(request.state, "session", None))
    return RedirectResponse("/account?done=sessions", 303)


@router.post("/account/keys")
def make_key_here(request: Request, app: ApplicationOf, viewer: MemberOf, _: FromOwnPage, form: Form) -> Response:
    """Makes a key for a program and shows it once."""
    _own(request)
    scopes = frozenset(scope for area in AREAS for scope in _scopes(area, form.get(f"area.{area}", "")))
    days = form.get("days", "")
    try:
        if days not in map(str, _DAYS):
            raise BadInput(_NO_DAYS)
        made = make_token(app, viewer, form.get("label", ""), scopes, int(days), SCOPES)
    except BadInput as fault:
        return _page(request, app, viewer, status=fault.status, form=form, faults={"label": fault.detail})
    return _page(request, app, viewer, made=made)


@router.post("/account/keys/{key}/revoke")
def revoke_key_here(app: ApplicationOf, viewer: MemberOf, _: FromOwnPage, key: KeyId) -> Response:
    """Takes a key back at once."""
    revoke_token(app, viewer, key)
    return RedirectResponse("/account?done=key", 303)


def _scopes(area: str, chosen: str) -> tuple[str, ...]:
    verbs = {"read": ("read",), "write": ("read", "write")}.get(chosen, ())
    return tuple(f"{verb}:{area}" for verb in verbs)


def _own(request: Request) -> None:
    """Raises NotFound on an installation without accounts, where there is none to change."""
    if account_on(request) is None:
        raise NotFound(_ACCOUNT, "local")


def _page(
    request: Request,
    app: Application,
    viewer: Viewer,
    *,
    status: int = 200,
    done: str | None = None,
    form: Mapping[str, str] | None = None,
    faults: Mapping[str, Text] | None = None,
    made: NewToken | None = None,
) -> HTMLResponse:
    account = account_on(request)
    context: dict[str, Any] = {"account": None}
    if account is not None:
        rules = door_rules(app.today)
        context = {
            "account": view_of(account),
            "sessions": list_sessions(app, viewer),
            "this": getattr(request.state, "session", None),
            "keys": list_tokens(app, viewer),
            "areas": AREAS,
            "languages": LANGUAGES,
            "chosen": account.language,
            "days": [day for day in _DAYS if day <= rules.token_longest.days],
            "least": rules.password_least,
            "form": form or {},
            "faults": faults or {},
            "made": made,
        }
    return render(request, "accounts/own.html", status=status, done=done, **context)
