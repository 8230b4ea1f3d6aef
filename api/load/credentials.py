"""What a request shows to say who asks."""

from typing import TYPE_CHECKING, Final, Literal

from starlette.requests import HTTPConnection
from starlette.types import Scope

from api.accounts.cookies import session_token
from api.load.holders import Credential

if TYPE_CHECKING:
    from api.wiring import Application

API: Final = "/api/"
_STATE: Final = "credential"


def credential_of(app: "Application", scope: Scope) -> Credential | None:
    """What the request shows, looked for where `api.access` looks for it; None for a stranger. Found once a request."""
    state = scope.setdefault("state", {})
    if _STATE not in state:
        state[_STATE] = _find(app, scope)
    found: Credential | None = state[_STATE]
    return found


def _find(app: "Application", scope: Scope) -> Credential | None:
    given = cookies = None
    for name, value in scope["headers"]:
        if name == b"authorization":
            given = given or value
        elif name == b"cookie":
            cookies = value
    if given is not None and scope["path"].startswith(API):
        kind, _, secret = given.decode("latin-1").partition(" ")
        return _sealed(app, "token", secret.strip()) if kind.lower() == "bearer" else None
    token = None if cookies is None else session_token(HTTPConnection(scope))
    return None if token is None else _sealed(app, "session", token)


def _sealed(app: "Application", kind: Literal["token", "session"], secret: str) -> Credential:
    from api.accounts.secrets import digest_of

    return Credential(kind, digest_of(app, kind, secret))
