"""Each request seen from outside: one log line and its counts, by the template of its route; never an address that was asked for.

A line names the role of whoever asked and no account, not even under another name: what somebody opened is in the trail, sealed and
with a purpose, and a log that could be joined with it would be a second trail that nobody guards.
"""

import logging
from time import perf_counter
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.headers import STATIC
from api.load.probes import LIVE, READY
from api.observing.counters import Counters
from api.observing.lines import request_id, tell
from api.observing.numbers import new_number
from api.observing.tracing import span

UNKNOWN: Final = "none"
"""The route of a request that fits none."""
METRICS: Final = "/metrics"
OPENAPI: Final = "/api/v1/openapi.json"
HEADER: Final = "x-request-id"
_HEADER: Final = HEADER.encode()
_METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_PLAIN: Final = frozenset({LIVE, READY, METRICS, OPENAPI})
"""Addresses without parameters that no route of FastAPI serves."""
_QUIET: Final = frozenset({LIVE, READY, METRICS, STATIC})
"""What machines and pages ask for all the time."""


class ObservedRequests:
    """Numbers, counts, times and logs every request. It stands outside of all others, so that what they refuse is seen, too."""

    def __init__(self, app: ASGIApp, counters: Counters) -> None:
        self.app = app
        self.counters = counters

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        number = new_number()
        status = 500
        began = perf_counter()

        async def send_numbered(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                others = [one for one in message.get("headers", ()) if one[0].lower() != _HEADER]
                message["headers"] = [*others, (_HEADER, number.encode())]
            await send(message)

        token = request_id.set(number)
        try:
            with span("request") as attributes:
                self.counters.in_flight.inc()
                try:
                    await self.app(scope, receive, send_numbered)
                finally:
                    self.counters.in_flight.dec()
                    seconds = perf_counter() - began
                    method, route, role = _method(scope), route_of(scope), _role(scope)
                    self.counters.count(method, route, status, seconds)
                    attributes(method=method, route=route, status=status)
                    level = logging.DEBUG if route in _QUIET and status < 400 else logging.INFO
                    tell("request", level, method=method, route=route, status=status, ms=round(seconds * 1_000, 1), role=role)
        finally:
            request_id.reset(token)


def route_of(scope: Scope) -> str:
    """The template of the route that a request fits: `/events/{event}`; `none` where it fits none."""
    path: str = scope["path"]
    if path.startswith(STATIC):
        return STATIC
    if path in _PLAIN:
        return path
    route = scope.get("route")
    template: str | None = getattr(route, "path_format", None) or getattr(route, "path", None)
    if template is None:
        return UNKNOWN
    below = "/api/v1" if path.startswith("/api/") and not template.startswith("/api/") else ""
    return below + template


def _method(scope: Scope) -> str:
    return scope["method"] if scope["method"] in _METHODS else "other"


def _role(scope: Scope) -> str | None:
    viewer = scope.get("state", {}).get("viewer")
    return None if viewer is None else str(viewer.role)
