"""The web application over any number of installations: its routes are built once, for that costs more than most tests."""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

from fastapi import FastAPI
from starlette.routing import BaseRoute
from starlette.types import Receive, Scope, Send

from api.app import create_app
from api.wiring import Application


@cache
def _built() -> FastAPI:
    return create_app(None)  # type: ignore[arg-type]


class Web:
    """What `create_app` makes over one installation; one request is answered before the next one of another begins."""

    def __init__(self, app: Application) -> None:
        self.application = app
        self.dependency_overrides: dict[Callable[..., Any], Callable[..., Any]] = {}

    @property
    def routes(self) -> Sequence[BaseRoute]:
        return _built().routes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        web = _built()
        web.state.application, web.dependency_overrides = self.application, self.dependency_overrides
        await web(scope, receive, send)
