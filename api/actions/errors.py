"""What an action can refuse, each with its HTTP status and its words in both languages."""

from collections.abc import Mapping
from types import MappingProxyType

from matching.knowledge.catalogue import Text


class ActionError(Exception):
    """A refusal with a reason for people. `status` is the HTTP status it becomes."""

    status = 400
    title = Text(zh="请求无法处理", en="The request cannot be carried out")

    def __init__(self, detail: Text) -> None:
        super().__init__(detail.en)
        self.detail = detail


class NotFound(ActionError):
    status = 404
    title = Text(zh="没有找到", en="Not found")

    def __init__(self, noun: Text, key: str) -> None:
        super().__init__(Text(zh="没有这个{noun}：{key}", en="There is no such {noun}: {key}").format(noun=noun, key=key))
        self.unquoted = Text(zh="没有这个{noun}。", en="There is no such {noun}.").format(noun=noun)
        """The same without what was asked for: it may be a person's name."""


class NotSignedIn(ActionError):
    """Nobody is known to ask: not signed in, or no longer."""

    status = 401
    title = Text(zh="请先登录", en="Sign in first")
    headers: Mapping[str, str] = MappingProxyType({"www-authenticate": "Bearer"})

    def __init__(self, detail: Text | None = None) -> None:
        super().__init__(detail or Text(zh="登录后才能打开这一页。", en="Sign in to open this page."))


class TooMany(ActionError):
    """It was tried too often; `seconds` says when it may be tried again."""

    status = 429
    title = Text(zh="尝试次数太多", en="Too many attempts")

    def __init__(self, detail: Text, seconds: int) -> None:
        super().__init__(detail)
        self.headers = {"retry-after": str(seconds)}


class NotAllowed(ActionError):
    status = 403
    title = Text(zh="无权查看", en="Not allowed")


class Conflict(ActionError):
    status = 409
    title = Text(zh="与现状冲突", en="In conflict with the present state")


class BadInput(ActionError):
    status = 422
    title = Text(zh="内容有误", en="Something in the input is wrong")
