"""How often one account, or one network that nobody signed in from, may ask: 429 with Retry-After above it."""

from typing import TYPE_CHECKING

from starlette.types import ASGIApp, Receive, Scope, Send

from api.headers import STATIC
from api.load.callers import caller_of
from api.load.rates import NETWORK
from api.load.refusals import asked_too_much, refuse

if TYPE_CHECKING:
    from api.wiring import Application


class RateLimits:
    """Counts every request but those for static files, reads too."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"].startswith(STATIC):
            await self.app(scope, receive, send)
            return
        app: Application = scope["app"].state.application
        caller, is_account = caller_of(app, scope)
        seconds = app.load.rates.take(caller, 1 if is_account else NETWORK)
        if seconds:
            await refuse(asked_too_much(seconds), scope, receive, send)
            return
        await self.app(scope, receive, send)
