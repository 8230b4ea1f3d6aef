"""Whether this process lives, and whether it can serve: for whoever watches machines, unauthenticated, and nothing about anybody.

`/health/live` says that the process answers; one that does not is to be started again. `/health/ready` says that the database
answers with the schema of this version and that the ranker loads; where not, requests go elsewhere until it does. Neither waits in
line, and what is ready is looked up at most once in two seconds, however often it is asked.
"""

from typing import TYPE_CHECKING, Final

from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

if TYPE_CHECKING:
    from api.wiring import Application

LIVE: Final = "/health/live"
READY: Final = "/health/ready"
_READING: Final = frozenset({"GET", "HEAD"})


class Probes:
    """Answers the two addresses, before anything else that could turn them away."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] not in (LIVE, READY) or scope["method"] not in _READING:
            await self.app(scope, receive, send)
            return
        if scope["path"] == LIVE:
            answer = JSONResponse({"status": "live"})
        else:
            app: Application = scope["app"].state.application
            checks = await app.load.readiness.of(app)
            ready = all(checks.values())
            answer = JSONResponse({"status": "ready" if ready else "not-ready", "checks": dict(checks)}, 200 if ready else 503)
        await answer(scope, receive, send)
