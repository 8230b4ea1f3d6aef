"""A list that was sent before is sent from memory, once its reading is on record; everything else goes on to the application."""

from typing import TYPE_CHECKING, Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from api.access import check_host
from api.actions.errors import ActionError
from api.load.credentials import credential_of
from api.load.kept_lists import KeptList
from api.load.recording import Reading
from api.load.refusals import Busy, TookTooLong, refuse
from api.load.turns import Full
from api.problems import answer_error
from data.stores import StoreError

if TYPE_CHECKING:
    from api.wiring import Application

PREFIX: Final = "/api/v1/"
ENDS: Final = ("/list", "/shortlist")
_MOST_HOSTS: Final = 1_000


class StoredLists:
    """Answers GET of a list that this process keeps, without a thread or a connection of its own: many share one commit."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        kept = _kept(scope)
        if kept is None:
            await self.app(scope, receive, send)
            return
        app: Application = scope["app"].state.application
        credential = credential_of(app, scope)
        assert credential is not None
        try:
            _check_host(app, scope)
            moment = await app.load.recorder.record(app, Reading(credential, kept))
        except Full:
            await refuse(Busy(), scope, receive, send)
            return
        except TimeoutError:
            await refuse(TookTooLong(), scope, receive, send)
            return
        except (ActionError, StoreError) as error:
            await answer_error(Request(scope), error)(scope, receive, send)
            return
        if moment is None:
            await self.app(scope, receive, send)
            return
        scope["route"] = kept.route
        scope["state"]["viewer"] = kept.viewer
        await _send_list(kept.rendered.body(moment), kept.rendered.etag, scope, send)


def answer_list(request: Request, body: bytes, etag: str) -> Response:
    """The bytes of a list, or 304 to a program that says it has them. Both are readings of the list, and were recorded as such."""
    if _has_it(request.scope, etag):
        return Response(status_code=304, headers={"etag": etag})
    return Response(body, headers={"etag": etag}, media_type="application/json")


async def _send_list(body: bytes, etag: str, scope: Scope, send: Send) -> None:
    """`answer_list` without its detours."""
    headers = [(b"etag", etag.encode())]
    if _has_it(scope, etag):
        status, body = 304, b""
    else:
        status = 200
        headers += [(b"content-length", str(len(body)).encode()), (b"content-type", b"application/json")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def _check_host(app: "Application", scope: Scope) -> None:
    """`check_host`, once for each name that is right."""
    hosts = tuple(value for name, value in scope["headers"] if name == b"host")
    if hosts not in app.load.hosts:
        check_host(Request(scope))
        if len(app.load.hosts) < _MOST_HOSTS:
            app.load.hosts.add(hosts)


def _kept(scope: Scope) -> KeptList | None:
    if scope["type"] != "http" or scope["method"] != "GET" or scope["query_string"]:
        return None
    path: str = scope["path"]
    if not (path.startswith(PREFIX) and path.endswith(ENDS)):
        return None
    app: Application = scope["app"].state.application
    credential = credential_of(app, scope)
    account = None if credential is None else app.load.holders.of(credential)
    return None if account is None else app.load.lists.get(account, path)


def _has_it(scope: Scope, etag: str) -> bool:
    """Whether the request names the tag in If-None-Match, by weak comparison (RFC 9110, 8.8.3.2)."""
    named = [value for name, value in scope["headers"] if name == b"if-none-match"]
    if not named:
        return False
    tags = [part.strip().removeprefix("W/") for part in b",".join(named).decode("latin-1").split(",")]
    return "*" in tags or etag.removeprefix("W/") in tags
