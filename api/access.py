"""Who is asking, and who may come in where.

From the first account on everybody signs in: a browser with the cookie of a session, a program with a key in the Authorization
header of /api. Before it there is one organizer, and only this machine may ask. A request counts as local when it comes from a
loopback address, names this machine in its Host header and was not passed on: a page of another site whose name was made to
resolve to 127.0.0.1 (DNS rebinding) comes from the right address with the wrong name.
"""

from collections.abc import Iterator
from contextlib import suppress
from ipaddress import IPv6Address, ip_address
from typing import Annotated, Final, cast

from fastapi import Depends
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from starlette.requests import HTTPConnection, Request

from api.accounts.areas import scope_of_request
from api.accounts.cookies import session_token
from api.actions.errors import NotAllowed, NotSignedIn
from api.actions.sessions import find_session, has_accounts
from api.actions.tokens import find_token
from api.load.credentials import credential_of
from api.wiring import Application
from matching.knowledge.catalogue import Text
from matching.records import LOCAL_ORGANIZER, Role, Viewer

LOCAL_NAMES: Final = frozenset({"localhost", "127.0.0.1", "[::1]"})
PASSED_ON: Final = ("forwarded", "via", "x-forwarded-for", "x-real-ip")
API: Final = "/api/"

ONLY_HERE: Final = Text(
    zh="没有账户时，只能在运行本服务的电脑上、用 http://127.0.0.1 或 http://localhost 打开。",
    en="Without accounts this service answers only on the machine it runs on, as http://127.0.0.1 or http://localhost.",
)
_OTHER_NAME: Final = Text(
    zh="本服务不用这个网址。请用单位给您的网址打开。",
    en="This service is not reached by this name. Use the address your office gave you.",
)
_OTHER_ROLE: Final = Text(zh="这里属于另一种账户。", en="This belongs to another kind of account.")
OF_CITY: Final = Text(
    zh="这里属于全市，由市里的组织者决定；请与他们联系。",
    en="This belongs to the whole city; its organizers decide about it. Ask them.",
)
_OUT_OF_SCOPE: Final = Text(zh="这个密钥没有这项权限：{scope}。", en="This key may not do this: {scope}.")
_BAD_KEY: Final = Text(
    zh="密钥无效、已过期或已收回。请在「我的账户」里新建一个。",
    en="The key is unknown, expired or was taken back. Make a new one under your account.",
)


def viewer_of(request: Request) -> Viewer:
    """The account behind a request; a dependency of every route that reads records.

    Raises NotSignedIn, NotAllowed for a key out of its scope, a wrong name of the service, and strangers while there is no account.
    """
    app = application_of(request)
    check_host(request)
    given = request.headers.get("authorization")
    if given is not None and request.url.path.startswith(API):
        viewer = _viewer_of_key(app, request, given)
    else:
        viewer = _viewer_of_session(app, request)
    request.state.viewer = viewer
    return viewer


class Allow:
    """The declared policy of a route: the roles that may come in. A dependency; raises NotAllowed for the others.

    `of_city`: what is behind it is the whole city's, so that whoever belongs to a district stays out.

    What somebody may see of a record is not decided here but by the stores: others' records do not exist for them.
    """

    def __init__(self, *roles: Role, of_city: bool = False) -> None:
        self.roles = frozenset(roles)
        self.of_city = of_city

    def __call__(self, viewer: Annotated[Viewer, Depends(viewer_of)]) -> Viewer:
        if viewer.role not in self.roles:
            raise NotAllowed(_OTHER_ROLE)
        if self.of_city and viewer.district is not None:
            raise NotAllowed(OF_CITY)
        return viewer

    def lets_in(self, viewer: Viewer) -> bool:
        """Whether somebody may come in: the answer that the call gives as an error."""
        return viewer.role in self.roles and not (self.of_city and viewer.district is not None)


class Open:
    """The declared policy of a route that people come to before they are signed in. A dependency; gives who they are, if known."""

    def __call__(self, request: Request) -> Viewer | None:
        check_host(request)
        with suppress(NotSignedIn, NotAllowed):
            return viewer_of(request)
        return None


def roles_of(route: APIRoute) -> frozenset[Role] | None:
    """The roles that a route lets in, by its declared policy: every role for an open one; None where none is declared."""
    found = [call for call in _calls(route.dependant) if isinstance(call, Allow | Open)]
    if len(found) != 1:
        return None
    return found[0].roles if isinstance(found[0], Allow) else frozenset(Role)


def lets_in(route: APIRoute, viewer: Viewer) -> bool:
    """Whether a route lets somebody in, by its declared policy; open ones let in everybody."""
    return all(call.lets_in(viewer) for call in _calls(route.dependant) if isinstance(call, Allow))


def is_open(route: APIRoute) -> bool:
    """Whether people come to a route before they are signed in."""
    return any(isinstance(call, Open) for call in _calls(route.dependant))


def _calls(dependant: Dependant) -> Iterator[object]:
    yield dependant.call
    for inner in dependant.dependencies:
        yield from _calls(inner)


def application_of(request: HTTPConnection) -> Application:
    """The installation this server works on."""
    return cast(Application, request.app.state.application)


def check_host(request: HTTPConnection) -> None:
    """Guards against a foreign name of this machine. Raises NotAllowed unless the Host header is one of those in the settings."""
    if _host_name(request) not in LOCAL_NAMES | set(application_of(request).settings.hosts):
        raise NotAllowed(_OTHER_NAME if has_accounts(application_of(request)) else ONLY_HERE)


def scopes_on(request: HTTPConnection) -> frozenset[str] | None:
    """What the key of this request may do; None for a session."""
    found = getattr(request.state, "scopes", None)
    return found if isinstance(found, frozenset) else None


def is_loopback_name(request: HTTPConnection) -> bool:
    """Whether the Host header names this machine."""
    return _host_name(request) in LOCAL_NAMES


def is_local(request: HTTPConnection) -> bool:
    """Whether sender's address and Host header are of this machine, and nobody passed the request on."""
    if request.client is None or any(name in request.headers for name in PASSED_ON):
        return False
    return _is_loopback(request.client.host) and _host_name(request) in LOCAL_NAMES


def _viewer_of_key(app: Application, request: Request, given: str) -> Viewer:
    kind, _, secret = given.partition(" ")
    found = find_token(app, secret.strip()) if kind.lower() == "bearer" else None
    if found is None:
        raise NotSignedIn(_BAD_KEY)
    request.state.account, request.state.scopes = found.account, found.token.scopes
    _remember(app, request, found.account.id)
    scope = scope_of_request(request)
    if scope not in found.token.scopes:
        raise NotAllowed(_OUT_OF_SCOPE.format(scope=scope))
    return found.account.viewer


def _viewer_of_session(app: Application, request: Request) -> Viewer:
    token = session_token(request)
    found = None if token is None else find_session(app, token)
    if found is not None:
        request.state.account, request.state.session = found.account, found.session.id
        _remember(app, request, found.account.id)
        return found.account.viewer
    if has_accounts(app):
        raise NotSignedIn
    if not is_local(request):
        raise NotAllowed(ONLY_HERE)
    return LOCAL_ORGANIZER


def _remember(app: Application, request: Request, account: str) -> None:
    credential = credential_of(app, request.scope)
    if credential is not None:
        app.load.holders.remember(credential, account)


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


VisitorOf = Annotated[Viewer | None, Depends(Open())]
"""Whoever comes: the policy of the few routes that people need before they are signed in."""
ViewerOf = Annotated[Viewer, Depends(viewer_of)]
ANY_MEMBER: Final = Allow(*Role)
MemberOf = Annotated[Viewer, Depends(ANY_MEMBER)]
"""Anybody signed in, and the local organizer of an installation without accounts."""
OrganizerOf = Annotated[Viewer, Depends(Allow(Role.ORGANIZER))]
CityOrganizerOf = Annotated[Viewer, Depends(Allow(Role.ORGANIZER, of_city=True))]
"""An organizer of the whole city, not one of a district."""
CityOrganizerOrAdministratorOf = Annotated[Viewer, Depends(Allow(Role.ORGANIZER, Role.ADMINISTRATOR, of_city=True))]
StaffOf = Annotated[Viewer, Depends(Allow(Role.ORGANIZER, Role.COUNSELOR))]
StaffOrEmployerOf = Annotated[Viewer, Depends(Allow(Role.ORGANIZER, Role.COUNSELOR, Role.EMPLOYER))]
StaffOrAuditorOf = Annotated[Viewer, Depends(Allow(Role.ORGANIZER, Role.COUNSELOR, Role.AUDITOR))]
StaffOrAdministratorOf = Annotated[Viewer, Depends(Allow(Role.ORGANIZER, Role.COUNSELOR, Role.ADMINISTRATOR))]
OnlyAuditorOf = Annotated[Viewer, Depends(Allow(Role.AUDITOR))]
AdministratorOrAuditorOf = Annotated[Viewer, Depends(Allow(Role.ADMINISTRATOR, Role.AUDITOR))]
OrganizerOrAdministratorOf = Annotated[Viewer, Depends(Allow(Role.ORGANIZER, Role.ADMINISTRATOR))]
EmployerOf = Annotated[Viewer, Depends(Allow(Role.EMPLOYER))]
AuditorOf = Annotated[Viewer, Depends(Allow(Role.ORGANIZER, Role.AUDITOR))]
AdministratorOf = Annotated[Viewer, Depends(Allow(Role.ADMINISTRATOR))]
ApplicationOf = Annotated[Application, Depends(application_of)]
