"""Passwords travel over https only, except on the machine itself."""

from typing import Final

from starlette.requests import Request

from api.access import is_loopback_name
from api.accounts.cookies import is_safe
from api.actions.errors import NotAllowed
from matching.knowledge.catalogue import Text

_UNSAFE: Final = Text(
    zh="密码只能在 https 网址上输入。请用 https 打开；经代理访问时，请管理员设置 TONGTU_PROXIES。",
    en="Passwords are typed at an https address only. Open the service by https; behind a proxy, have TONGTU_PROXIES set.",
)


def check_safe(request: Request) -> None:
    """Raises NotAllowed for a page with a password that would travel in the open."""
    if not is_safe(request) and not is_loopback_name(request):
        raise NotAllowed(_UNSAFE)
