"""The one place that turns an error into an answer: RFC 9457 problem details under /api, a page elsewhere.

No answer repeats what was sent, no log line holds the message of an unexpected error: both may be personal.
"""

import logging
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final
from uuid import uuid4

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.accounts.areas import READING
from api.actions.errors import ActionError, NotAllowed, NotFound, NotSignedIn
from api.actions.refusing import note_refused
from api.actions.wrong_values import said_of
from api.headers import STATIC
from api.languages import Language, language_of, say
from api.observing.lines import tell
from api.observing.seldom import Seldom
from api.schemas import Problem
from data.stores import errors as stores
from matching.knowledge.catalogue import Text

MEDIA_TYPE: Final = "application/problem+json"
API: Final = "/api/"
AGAIN_SECONDS: Final = 5
"""What is asked of who finds the database busy or gone: about as long as one writer waits for another."""
TYPE: Final = "urn:tongtu:problem:"


_SELDOM: Final = Seldom()
UNNAMED: Final = "?"
"""A field that is none of ours."""
_OUR_FIELD: Final = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,59}|[0-9]{1,5}")


@dataclass(frozen=True)
class Kind:
    """One kind of problem: the end of its type URI, what it is called, and what to do when nothing closer is known."""

    name: str
    title: Text
    detail: Text


KINDS: Final[Mapping[int, Kind]] = {
    400: Kind(
        "bad-request",
        Text(zh="请求无法处理", en="The request cannot be carried out"),
        Text(zh="请求的写法有误。", en="The request is malformed."),
    ),
    401: Kind(
        "not-signed-in",
        Text(zh="请先登录", en="Sign in first"),
        Text(zh="请登录，或在 Authorization 标头中给出密钥。", en="Sign in, or give a valid key in the Authorization header."),
    ),
    403: Kind(
        "not-allowed",
        Text(zh="无权查看", en="Not allowed"),
        Text(zh="当前账户不能查看或更改这项内容。", en="The present account may not see or change this."),
    ),
    404: Kind(
        "not-found",
        Text(zh="没有找到", en="Not found"),
        Text(
            zh="这个地址没有内容。请检查网址，或从活动列表开始。",
            en="Nothing is here. Check the address, or start at the list of events.",
        ),
    ),
    405: Kind(
        "method-not-allowed",
        Text(zh="不接受这种请求方法", en="Method not allowed"),
        Text(zh="这个地址只接受 Allow 标头中列出的方法。", en="This address accepts only the methods of its Allow header."),
    ),
    408: Kind(
        "sent-too-slowly",
        Text(zh="发送太慢", en="Sent too slowly"),
        Text(zh="内容没有按时收到。请检查网络后重试。", en="The content did not arrive in time. Try again."),
    ),
    409: Kind(
        "conflict",
        Text(zh="与现状冲突", en="In conflict with the present state"),
        Text(zh="数据已有变化。请重新打开后再试。", en="The data has changed. Open it again and retry."),
    ),
    413: Kind(
        "too-large",
        Text(zh="内容太大", en="The content is too large"),
        Text(zh="请减少内容后再试。", en="Send less and retry."),
    ),
    422: Kind(
        "invalid-input",
        Text(zh="内容有误", en="Something in the input is wrong"),
        Text(zh="请按下面的说明更正。", en="Correct what is named below."),
    ),
    429: Kind(
        "too-many",
        Text(zh="尝试次数太多", en="Too many attempts"),
        Text(zh="请等 Retry-After 标头所说的秒数。", en="Wait for the seconds that the Retry-After header names, then retry."),
    ),
    500: Kind(
        "service-failed",
        Text(zh="系统出错", en="The service failed"),
        Text(
            zh="出错不是您造成的，数据没有改变。请重试；仍不行时，请把下面的编号告诉维护人员。",
            en="This is not your fault, and no data was changed. Try again; if it stays, report the number below.",
        ),
    ),
    503: Kind(
        "unavailable",
        Text(zh="暂时无法使用", en="Not available at the moment"),
        Text(zh="数据库正忙或打不开。请稍后再试。", en="The database is busy or cannot be opened. Try again shortly."),
    ),
    504: Kind(
        "took-too-long",
        Text(zh="用时太长", en="It took too long"),
        Text(
            zh="没能按时做完，可能还在继续。请先看是否已经完成。",
            en="It was not ready in time and may still go on. Look whether it was done.",
        ),
    ),
}


def install_handlers(web: FastAPI) -> None:
    """Let every error of an application pass through `answer_error`."""

    async def handle(request: Request, error: Exception) -> Response:
        if isinstance(error, HTTPException) and "route" not in request.scope and not request.url.path.startswith((API, STATIC)):
            await run_in_threadpool(_recognise, request)
        answer = await answer_to(request, error)
        await _note(request, answer.status_code)
        return answer

    async def answer_to(request: Request, error: Exception) -> Response:
        if isinstance(error, NotSignedIn) and not request.url.path.startswith(API):
            from api.pages.accounts.strangers import answer_stranger

            answer = await answer_stranger(request)
            return answer_error(request, NotAllowed(KINDS[403].detail)) if answer is None else answer
        return answer_error(request, error)

    for kind in (ActionError, stores.StoreError, RequestValidationError, HTTPException):
        web.add_exception_handler(kind, handle)
    web.add_middleware(UnexpectedErrors)


def _recognise(request: Request) -> None:
    """Lets the page of an address that is none show its way on to whoever is signed in."""
    from api.access import viewer_of

    with suppress(ActionError, stores.StoreError):
        viewer_of(request)


async def _note(request: Request, status: int) -> None:
    """Keeps in the trail what was refused to an account or is not there for it; of a sender who is nobody a key that opens
    nothing, and a write that came from elsewhere."""
    account, route = getattr(request.state, "account", None), request.scope.get("route")
    if account is None:
        asked = (status == 401 and "authorization" in request.headers) or (status == 403 and request.method not in READING)
    else:
        asked = status in (403, 404)
    if not asked or not isinstance(route, APIRoute):
        return
    address = "" if request.client is None else request.client.host
    below = f"{API}v1" if request.url.path.startswith(API) else ""
    operation = f"{request.method} {below}{route.path_format}"
    who = None if account is None else account.id
    await run_in_threadpool(note_refused, request.app.state.application, who, address, status, operation)


def answer_error(request: Request, error: Exception) -> Response:
    """The response an error becomes, with the headers the protocol wants (Allow of a 405)."""
    language = language_of(request)
    problem = problem_of(error, language)
    headers = dict(getattr(error, "headers", None) or {})
    if problem.status == 503:
        headers.setdefault("retry-after", str(AGAIN_SECONDS))
    if request.url.path.startswith(API):
        headers |= {"content-language": language, "vary": "Accept-Language, Cookie"}
        body = problem.model_dump_json(exclude_defaults=True)
        return Response(body, problem.status, headers, MEDIA_TYPE)
    from api.pages.forms import typed_words
    from api.pages.rendering import render

    typed = typed_words(request) if request.method not in READING else ()
    response = render(request, "problem.html", status=problem.status, problem=problem, typed=typed)
    MutableHeaders(raw=response.raw_headers).update(headers)
    return response


def problem_of(error: Exception, language: Language) -> Problem:
    """The problem details of an error in one language.

    `type` is a stable name, `instance` a number for an unexpected error, under which its place in the code is logged.
    """
    if isinstance(error, ActionError):
        detail = error.unquoted if isinstance(error, NotFound) else error.detail
        return _problem(error.status, say(error.title, language), say(detail, language))
    status = _status(error)
    kind = _kind(status)
    faults = _faults(error.errors(), language) if isinstance(error, RequestValidationError) else ()
    if isinstance(error, stores.DatabaseUnavailable):
        _tell_unavailable(error)
        return _problem(status, say(kind.title, language), say(kind.detail, language))
    instance = _logged(error) if status >= 500 else None
    return _problem(status, say(kind.title, language), say(kind.detail, language), instance, faults)


class UnexpectedErrors:
    """Answers what nobody caught, before the server would print its message, and with it a value, into a log."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = False

        async def watch(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self.app(scope, receive, watch)
        except Exception as error:
            if started:
                _logged(error)
                raise ConnectionAbortedError("the answer broke off; its cause is in the log") from None
            await answer_error(Request(scope, receive), error)(scope, receive, send)


def _status(error: Exception) -> int:
    if isinstance(error, RequestValidationError):
        return 422
    if isinstance(error, HTTPException):
        return error.status_code
    if isinstance(error, stores.NotAllowed):
        return 403
    if isinstance(error, stores.DatabaseUnavailable):
        return 503
    return 500


def _kind(status: int) -> Kind:
    return KINDS.get(status, KINDS[500] if status >= 500 else KINDS[400])


def _problem(status: int, title: str, detail: str, instance: str | None = None, faults: tuple[dict[str, Any], ...] = ()) -> Problem:
    return Problem(type=f"{TYPE}{_kind(status).name}", title=title, status=status, detail=detail, instance=instance, faults=faults)


def _faults(errors: Sequence[Any], language: Language) -> tuple[dict[str, Any], ...]:
    """One line a fault: where (path, query, body), field, and what is asked; never the value."""
    rows = []
    for error in errors:
        where, *path = (_told_field(str(part)) for part in error["loc"])
        rows.append({"where": where, "field": ".".join(path), "message": say(said_of(error), language)})
    return tuple(rows)


def _told_field(name: str) -> str:
    """The name of a field or parameter of ours, as it is; what a sender calls one may be a person's name."""
    return name if _OUR_FIELD.fullmatch(name) else UNNAMED


def _tell_unavailable(error: stores.DatabaseUnavailable) -> None:
    """One line for many requests: each of them was told what to do, and none is a fault of the program."""
    full = isinstance(error, stores.DiskFull)
    event = "the disk of the database is full" if full else "the database does not answer"
    if _SELDOM.is_due(event):
        tell(event, logging.WARNING, error)


def _logged(error: Exception) -> str:
    """Log the kind and the place of an error, not its message. Returns the number it is logged under."""
    number = uuid4().urn
    tell("unexpected error", logging.ERROR, error, number=number)
    return number
