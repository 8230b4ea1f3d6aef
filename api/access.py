"""Who is asking. Without accounts there is one organizer, and only this machine may ask.

A request counts as local when it comes from a loopback address and names this machine in its Host header: a page of
another site whose name was made to resolve to 127.0.0.1 (DNS rebinding) comes from the right address with the wrong name.
"""

from ipaddress import IPv6Address, ip_address
from typing import Annotated, Final, cast

from fastapi import Depends
from starlette.requests import HTTPConnection, Request

from api.actions.errors import NotAllowed
from api.wiring import Application
from matching.knowledge.catalogue import Text
from matching.records import LOCAL_ORGANIZER, Viewer

LOCAL_NAMES: Final = frozenset({"localhost", "127.0.0.1", "[::1]"})

_ONLY_HERE: Final = Text(
    zh="没有账户时，只能在运行本服务的电脑上、用 http://127.0.0.1 或 http://localhost 打开。",
    en="Without accounts this service answers only on the machine it runs on, as http://127.0.0.1 or http://localhost.",
)


def viewer_of(request: Request) -> Viewer:
    """The account behind a request; a dependency of every route that reads records. Raises NotAllowed for strangers."""
    if not is_local(request):
        raise NotAllowed(_ONLY_HERE)
    return LOCAL_ORGANIZER


def application_of(request: Request) -> Application:
    """The installation this server works on."""
    return cast(Application, request.app.state.application)


def is_local(request: HTTPConnection) -> bool:
    """Whether both the sender's address and the Host header are of this machine."""
    return request.client is not None and _is_loopback(request.client.host) and _host_name(request) in LOCAL_NAMES


def _is_loopback(host: str) -> bool:
    try:
        address = ip_address(host)
    except ValueError:
        return False
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        return address.ipv4_mapped.is_loopback
    return address.is_loopback


def _host_name(request: HTTPConnection) -> str:
    """The Host header without its port, in lower case; empty unless there is exactly one."""
    hosts = request.headers.getlist("host")
    if len(hosts) != 1:
        return ""
    name, colon, port = hosts[0].lower().rpartition(":")
    return name if colon and port.isdecimal() and port.isascii() else hosts[0].lower()


ViewerOf = Annotated[Viewer, Depends(viewer_of)]
ApplicationOf = Annotated[Application, Depends(application_of)]
