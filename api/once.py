"""The idempotency key of a request: sent again with the same content it is the same request, with another it is refused."""

from collections.abc import AsyncIterator
from contextlib import suppress
from hashlib import sha256
from typing import Annotated, Final, cast

import orjson
from fastapi import Depends, Header
from fastapi.routing import APIRoute
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from api.access import ApplicationOf, ViewerOf
from api.actions.errors import BadInput
from api.actions.keys import KEY_USED
from api.routes.parameters import LONGEST, PRINTABLE
from api.wiring import Application
from data.stores.sent_keys import KeyTaken
from matching.records import Viewer

_SCOPE: Final = "request"

SentKey = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        min_length=1,
        max_length=LONGEST,
        pattern=PRINTABLE,
        description="The sender's own name for this request: sent again it asks nothing twice, with another content it is refused",
    ),
]


async def sent_once(request: Request, app: ApplicationOf, viewer: ViewerOf, key: SentKey) -> AsyncIterator[str]:
    """The key, once it is known to stand for this request alone. A request that comes to nothing gives its key back.

    Raises BadInput where the same account sent something else for the same operation under it.
    """
    scope = _scope(request, viewer)
    first = await run_in_threadpool(_claim, app, viewer, scope, key, _digest(request, await request.body()))
    try:
        yield key
    except BaseException:
        if first:
            await run_in_threadpool(_release, app, viewer, scope, key)
        raise


def _claim(app: Application, viewer: Viewer, scope: str, key: str, told: bytes) -> bool:
    with app.database.door(viewer) as stores:
        try:
            return stores.sent_keys.claim(viewer, scope, key, told)
        except KeyTaken:
            raise BadInput(KEY_USED) from None


def _release(app: Application, viewer: Viewer, scope: str, key: str) -> None:
    with app.database.door(viewer) as stores:
        stores.sent_keys.release(viewer, scope, key)


def _scope(request: Request, viewer: Viewer) -> str:
    """A key is one of an account for an operation: what was asked under it elsewhere is another matter."""
    route = cast(APIRoute, request.scope["route"])
    whole = f"{viewer.account}\n{request.method} {route.path_format}"
    return f"{_SCOPE}:{sha256(whole.encode()).hexdigest()[:40]}"


def _digest(request: Request, body: bytes) -> bytes:
    """Equal for equal requests: the order in which a program writes the fields of an object says nothing."""
    with suppress(orjson.JSONDecodeError):
        body = orjson.dumps(orjson.loads(body), option=orjson.OPT_SORT_KEYS)
    whole = sha256(b"\n".join((request.method.encode(), str(request.url.path).encode(), request.url.query.encode(), body)))
    return whole.digest()


IdempotencyKey = Annotated[str, Depends(sent_once)]
"""The key of a write, in the Idempotency-Key header."""
