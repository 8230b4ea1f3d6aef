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
from matching.records import LOCAL_ORGANIZER, Role, Viewer

LOCAL_NAMES: Final = frozenset({"localhost", "127.0.0.1", "[::1]"})

_ONLY_HERE: Final = Text(
    zh="没有账户时，只能在运行本服务的电脑上、用 http://127.0.0.1 或 http://localhost 打开。",
    en="Without accounts this service answers only on the machine it runs on, as http://127.0.0.1 or http://localhost.",
)

_OTHER_ROLE: Final = Text(zh="这里属于另一种账户。", en="This belongs to another kind of account.")


def viewer_of(request: Request) -> Viewer:
    """The account behind a request; a dependency of every route that reads records. Raises NotAllowed for strangers."""
    if not is_local(request):
        raise NotAllowed(_ONLY_HERE)
    request.state.viewer = LOCAL_ORGANIZER
    return LOCAL_ORGANIZER


class Allow:
    """The declared policy of a route: the roles that may come in. A dependency; raises NotAllowed for the others.

    What somebody may see of a record is not decided here but by the stores: others' records do not exist for them.
    """

    def __init__(self, *roles: Role) -> None:
        self.roles = frozenset(roles)

    def __call__(self, viewer: Annotated[Viewer, Depends(viewer_of)]) -> Viewer:
        if viewer.role not in self.roles:
            raise NotAllowed(_OTHER_ROLE)
        return viewer


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
OrganizerOf = Annotated[Viewer, Depends(Allow(Role.ORGANIZER))]
StaffOf = Annotated[Viewer, Depends(Allow(Role.ORGANIZER, Role.COUNSELOR))]
EmployerOf = Annotated[Viewer, Depends(Allow(Role.EMPLOYER))]
AuditorOf = Annotated[Viewer, Depends(Allow(Role.ORGANIZER, Role.AUDITOR))]
AdministratorOf = Annotated[Viewer, Depends(Allow(Role.ADMINISTRATOR))]
ApplicationOf = Annotated[Application, Depends(application_of)]
