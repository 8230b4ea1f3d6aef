"""What is said to whom there is no room for: in a moment, without the database, as JSON to programs and as a page to browsers."""

from collections.abc import Mapping
from functools import lru_cache
from math import ceil
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from api.actions.errors import ActionError, TooMany
from api.languages import Language, language_of
from api.problems import API, KINDS, answer_error
from matching.knowledge.catalogue import Text

RETRY_SECONDS: Final = 2
_TOO_MUCH: Final = Text(zh="请求太频繁，请等 {seconds} 秒再试。", en="Too many requests. Wait {seconds} seconds, then try again.")


class Busy(ActionError):
    """All places are taken and the line is full: nothing was done."""

    status = 503
    title = Text(zh="现在太忙", en="Too busy at this moment")
    headers: Mapping[str, str] = {"retry-after": str(RETRY_SECONDS)}

    def __init__(self) -> None:
        super().__init__(
            Text(
                zh="同时使用的人太多，这次没有处理。请过几秒再试。",
                en="Too many people are using the service at this moment; nothing was done. Try again in a few seconds.",
            )
        )


class TooCrowded(Busy):
    """So many bodies are on their way that this one is not waited for; its connection ends."""

    headers: Mapping[str, str] = {**Busy.headers, "connection": "close"}


class TooMuchOfStranger(ActionError):
    """Somebody who is not known here sends more than strangers may."""

    status = 413
    title = KINDS[413].title
    headers: Mapping[str, str] = {"connection": "close"}

    def __init__(self) -> None:
        super().__init__(
            Text(
                zh="没有登录时最多能发送 128 kB，这次没有处理。请登录后再试，或减少内容。",
                en="Without signing in at most 128 kB may be sent; nothing was done. Sign in and retry, or send less.",
            )
        )


class TookTooLong(ActionError):
    """The answer was not ready in time. What was asked for may still be done."""

    status = 504
    title = Text(zh="用时太长", en="It took too long")

    def __init__(self) -> None:
        super().__init__(
            Text(
                zh="没能按时做完，可能还在继续。请过一会儿重新打开，先看是否已经完成。",
                en="It was not ready in time and may still go on. Open the page again shortly and look whether it was done.",
            )
        )


class SentTooSlowly(ActionError):
    """The body of a request did not arrive in time."""

    status = 408
    title = Text(zh="发送太慢", en="Sent too slowly")
    headers: Mapping[str, str] = {"connection": "close"}

    def __init__(self) -> None:
        super().__init__(
            Text(
                zh="内容没有按时收到，这次没有处理。请检查网络后重试。",
                en="The content did not arrive in time; nothing was done. Try again.",
            )
        )


def asked_too_much(seconds: float) -> TooMany:
    """The refusal of somebody whose bucket is empty for so many seconds."""
    wait = max(1, ceil(seconds))
    return TooMany(_TOO_MUCH.format(seconds=wait), wait)


async def refuse(error: ActionError, scope: Scope, receive: Receive, send: Send) -> None:
    """Answers with an error. The page is drawn once a language and kept: it names nobody."""
    request = Request(scope)
    if request.url.path.startswith(API):
        await answer_error(request, error)(scope, receive, send)
        return
    language = language_of(request)
    body = _page(error.status, error.title, error.detail, language, scope["app"])
    headers = {"content-language": language, "vary": "Accept-Language, Cookie", **getattr(error, "headers", {})}
    await Response(body, error.status, headers, "text/html")(scope, receive, send)


@lru_cache(maxsize=64)
def _page(status: int, title: Text, detail: Text, language: Language, app: Any) -> bytes:
    error = ActionError(detail)
    error.status, error.title = status, title
    headers = [(b"accept-language", language.encode())]
    start: Scope = {"type": "http", "method": "GET", "path": "/", "query_string": b"", "headers": headers, "state": {}, "app": app}
    return bytes(answer_error(Request(start), error).body)
