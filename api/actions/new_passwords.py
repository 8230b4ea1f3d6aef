"""Whether a new password, with the names beside it, can be used; one way for the first, the invited, and those who change it."""

from typing import Final

from api.accounts.names import is_name, plain_name, plain_password
from api.accounts.password_rules import password_fault
from api.accounts.rules import door_rules
from api.actions.errors import BadInput
from api.wiring import Application
from matching.knowledge.catalogue import Text

_MOST: Final = 60
_TWICE: Final = Text(zh="两次输入的密码不一样。", en="The two passwords differ.")
_BAD_NAME: Final = Text(
    zh="登录名为 2 至 60 个字，不含空格，也不能是手机号或证件号。",
    en="A sign-in name has 2 to 60 characters without spaces, and is no phone or certificate number.",
)
_BAD_CALLED: Final = Text(
    zh="请写显示给别人看的名字（最多 60 个字）。", en="Give the name that others see (at most 60 characters)."
)


class WrongField(BadInput):
    """One field of a form that cannot be used; `field` names it."""

    def __init__(self, field: str, detail: Text) -> None:
        super().__init__(detail)
        self.field = field


def check_names(name: str, called: str) -> tuple[str, str]:
    """The sign-in name in its one form, and the shown name. Raises WrongField."""
    plain, shown = plain_name(name), called.strip()
    if not is_name(plain):
        raise WrongField("name", _BAD_NAME)
    if not shown or len(shown) > _MOST or not shown.isprintable():
        raise WrongField("called", _BAD_CALLED)
    return plain, shown


def check_password(app: Application, password: str, again: str, about: tuple[str, ...]) -> None:
    """Raises WrongField for a password that is too short, too common or made of the names `about`, or not the same twice."""
    fault = password_fault(password, door_rules(app.today), about)
    if fault is not None:
        raise WrongField("password", fault)
    if plain_password(password) != plain_password(again):
        raise WrongField("again", _TWICE)
