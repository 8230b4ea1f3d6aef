"""What an action can refuse, each with its HTTP status and its words in both languages."""

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


class NotAllowed(ActionError):
    status = 403
    title = Text(zh="无权查看", en="Not allowed")


class Conflict(ActionError):
    status = 409
    title = Text(zh="与现状冲突", en="In conflict with the present state")


class BadInput(ActionError):
    status = 422
    title = Text(zh="内容有误", en="Something in the input is wrong")
