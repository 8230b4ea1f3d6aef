"""What somebody gets who asks for a page without being signed in: the sign-in page, with what they had typed kept in it."""

from typing import Final
from urllib.parse import parse_qsl, urlencode

from starlette.requests import ClientDisconnect, Request
from starlette.responses import RedirectResponse, Response

from api.access import application_of
from api.accounts.areas import READING
from api.accounts.cookies import session_token
from api.accounts.kept_forms import MOST_BYTES, MOST_FIELDS, KeptForm, may_keep, seal_form, without_secrets
from api.actions.sessions import account_of_session
from api.origin import is_own_page
from api.pages.rendering import render

NEXT: Final = "next"
_KIND: Final = "application/x-www-form-urlencoded"


async def answer_stranger(request: Request) -> Response | None:
    """The way to the sign-in page; for a form of our own pages the sign-in page itself, status 401, with the fields in it.

    None for a form of another site, which is no one's to keep.
    """
    if request.method in READING:
        query = request.url.query
        asked = request.url.path + (f"?{query}" if query else "")
        return RedirectResponse("/sign-in" if asked == "/" else f"/sign-in?{urlencode({NEXT: asked})}", 303)
    if not is_own_page(request):
        return None
    fields = await _fields(request) if may_keep(request.url.path) else None
    kept = None
    if fields is not None:
        app, token = application_of(request), session_token(request)
        query = request.url.query
        address = request.url.path + (f"?{query}" if query else "")
        account = None if token is None else account_of_session(app, token)
        kept = seal_form(app, KeptForm(address, without_secrets(fields), account))
    return render(request, "accounts/sign_in.html", status=401, kept=kept, expired=True, lost=kept is None, **EMPTY)


EMPTY: Final = {"next": "", "name": "", "fault": None, "done": None, "other": False, "oidc": False}


async def _fields(request: Request) -> list[tuple[str, str]] | None:
    """What a form said; None for another content, too much of it, or what cannot be read."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != _KIND:
        return None
    body = b""
    try:
        async for part in request.stream():
            body += part
            if len(body) > MOST_BYTES:
                return None
        return parse_qsl(body.decode(), keep_blank_values=True, errors="strict", max_num_fields=MOST_FIELDS)
    except (ValueError, RuntimeError, ClientDisconnect):
        return None
