"""What a page says was done, it says once, to whoever did it: `?done=` counts only behind a write of this very browser."""

import hmac
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import parse_qsl, unquote, unquote_to_bytes, urlsplit

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.accounts.cookies import is_safe
from api.wiring import Application

QUERY: Final = "done"
PLAIN: Final = "tongtu_done"
SAFE: Final = f"__Host-{PLAIN}"
VALID: Final = timedelta(minutes=2)
"""From the answer to a form until its browser has followed it."""


class TrueNotices:
    """Takes `done` out of an address that no form of this browser just led to, before any page reads it.

    1. The answer to a form that leads on to an address with `done` hands the browser a word for exactly this address.
    2. The browser brings the word along as it follows. Where it fits, the page reads `done` as it stands.
    3. The same answer takes the word back: opened again, the page shows no notice.

    A link that somebody else wrote, or sent on, brings no word. Nothing here needs a script.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request = Request(scope)
        told = _asks(scope["query_string"]) and scope["method"] in ("GET", "HEAD")
        if told and not _is_true(request):
            # In place: whoever stands outside reads from the same scope which route it came to.
            scope["query_string"] = _without(scope["query_string"])
            told = False

        async def send_on(message: Message) -> None:
            if message["type"] == "http.response.start":
                answer = Response()
                if scope["method"] == "POST" and message["status"] == 303:
                    _hand_over(request, answer, MutableHeaders(scope=message).get("location", ""))
                elif told and scope["method"] == "GET":
                    answer.delete_cookie(_name(request), path="/", secure=is_safe(request), httponly=True, samesite="lax")
                cookies = [(name, value) for name, value in answer.raw_headers if name == b"set-cookie"]
                message = {**message, "headers": [*message["headers"], *cookies]}
            await send(message)

        await self.app(scope, receive, send_on)


def notice_cookie(app: Application, address: str, now: datetime) -> str:
    """The word for an address of this site, path and query: an end, and a keyed digest of both."""
    until = int((now + VALID).timestamp())
    return f"{until}.{_digest(app, address, until)}"


def _hand_over(request: Request, answer: Response, location: str) -> None:
    if not _asks(urlsplit(location).query.encode()):
        return
    app: Application = request.app.state.application
    word = notice_cookie(app, location, app.clock())
    seconds = int(VALID.total_seconds())
    answer.set_cookie(_name(request), word, seconds, path="/", secure=is_safe(request), httponly=True, samesite="lax")


def _is_true(request: Request) -> bool:
    until, _, digest = request.cookies.get(_name(request), "").partition(".")
    app: Application = request.app.state.application
    if not (until.isascii() and until.isdecimal() and len(until) < 12) or int(until) < app.clock().timestamp():
        return False
    told = _digest(app, f"{request.scope['path']}?{request.scope['query_string'].decode('latin-1')}", int(until))
    return hmac.compare_digest(digest.encode(), told.encode())


def _digest(app: Application, address: str, until: int) -> str:
    """Of the address as it reads: whether a browser writes a letter as it is or by its bytes makes no difference."""
    parts = urlsplit(address)
    read = [unquote(parts.path), *(word for pair in parse_qsl(parts.query, keep_blank_values=True) for word in pair), str(until)]
    return app.keys.digest("notice", "\n".join(read).encode("utf-8", "surrogatepass")).hex()


def _asks(query: bytes) -> bool:
    return any(_is_asking(part) for part in query.split(b"&"))


def _without(query: bytes) -> bytes:
    return b"&".join(part for part in query.split(b"&") if not _is_asking(part))


def _is_asking(part: bytes) -> bool:
    return unquote_to_bytes(part.partition(b"=")[0].replace(b"+", b" ")) == QUERY.encode()


def _name(request: Request) -> str:
    return SAFE if is_safe(request) else PLAIN
