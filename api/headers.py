"""Response headers that hold for every answer, whoever wrote it."""

from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

STATIC: Final = "/static/"
STRICT: Final = {
    "content-security-policy": "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}
HTTPS_ONLY: Final = "max-age=31536000; includeSubDomains"
"""Whoever came by https once comes by nothing else for a year, nor to a name below this one (RFC 6797)."""
_STRICT: Final = tuple((name.encode(), value.encode()) for name, value in STRICT.items())
_NAMES: Final = frozenset({*(name for name, _ in _STRICT), b"cache-control", b"strict-transport-security"})


class StrictHeaders:
    """Adds the strict headers. Nothing with records in it is kept by a browser or proxy; static files are revalidated."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        strict = (*_STRICT, (b"cache-control", b"no-cache" if scope["path"].startswith(STATIC) else b"no-store"))
        if scope["scheme"] == "https":
            strict += ((b"strict-transport-security", HTTPS_ONLY.encode()),)

        async def send_strict(message: Message) -> None:
            if message["type"] == "http.response.start":
                others = [(name, value) for name, value in message.get("headers", ()) if name not in _NAMES]
                message["headers"] = [*others, *strict]
            await send(message)

        await self.app(scope, receive, send_strict)
