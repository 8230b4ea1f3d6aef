"""The cookie of a session. Under https its name begins with __Host-: browsers take it from this very host only, over https."""

from typing import Final

from starlette.requests import HTTPConnection
from starlette.responses import Response

PLAIN: Final = "tongtu_session"
SAFE: Final = f"__Host-{PLAIN}"
_LONGEST: Final = 100


def session_token(request: HTTPConnection) -> str | None:
    """The token that a browser sends, or None."""
    token = request.cookies.get(_name(request))
    return token if token and len(token) <= _LONGEST else None


def set_session(request: HTTPConnection, response: Response, token: str) -> None:
    """Hands the browser a token, until it is closed: the server ends the session by its own clock."""
    response.set_cookie(_name(request), token, path="/", secure=is_safe(request), httponly=True, samesite="lax")


def drop_session(request: HTTPConnection, response: Response) -> None:
    """Lets the browser forget its token."""
    response.delete_cookie(_name(request), path="/", secure=is_safe(request), httponly=True, samesite="lax")


def is_safe(request: HTTPConnection) -> bool:
    """Whether the request came over https, as the server itself or a proxy that the settings name says."""
    return request.url.scheme == "https"


def _name(request: HTTPConnection) -> str:
    return SAFE if is_safe(request) else PLAIN
