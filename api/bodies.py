"""A bound on what anybody may send: a body is counted as it comes in, whatever its headers promise."""

from typing import Final

from fastapi import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MOST_BYTES: Final = 2_000_000
FILES: Final = "/imports"
"""Where files are sent. A file over its own limit is read to its end all the same, so that its sender gets a page that says so."""
_READ_ON: Final = 4


class BoundedBodies:
    """Answers 413 once a request body is larger than `MOST_BYTES`, a file than four times its limit; nothing of it is kept."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        taken, most = 0, _most(scope)

        async def count() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > most:
                raise HTTPException(413)
            return message

        await self.app(scope, count, send)


def _most(scope: Scope) -> int:
    if (scope["method"], scope["path"]) != ("POST", FILES):
        return MOST_BYTES
    megabytes: int = scope["app"].state.application.settings.upload_limit_mb
    return MOST_BYTES + _READ_ON * megabytes * 1_000_000
