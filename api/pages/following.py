"""Which links somebody may follow: a page shows none that would be refused to whoever looks at it."""

import re
from functools import cache
from typing import Final
from urllib.parse import urlsplit

from fastapi.routing import APIRoute
from starlette.requests import Request

from api.access import application_of, lets_in
from api.actions.audit import may_audit
from api.pages.rooms import viewer_on
from matching.records import Viewer

_AUDIT: Final = re.compile(r"/events/([^/]+)/audit")


def may_follow(request: Request, address: str, method: str = "GET") -> bool:
    """Whether an address of this site lets in whoever looks at this page, by the declared policy of its route.

    Of an audit also by whose event it is. An address of no page, and a page that nobody had to sign in for, hide nothing.
    """
    viewer = viewer_on(request)
    if viewer is None:
        return True
    path = urlsplit(address).path
    route = next((one for one in _routes(method) if one.path_regex.match(path)), None)
    return route is None or (lets_in(route, viewer) and _is_theirs(request, viewer, path))


def _is_theirs(request: Request, viewer: Viewer, path: str) -> bool:
    found = _AUDIT.fullmatch(path)
    return found is None or may_audit(application_of(request), viewer, found[1])


@cache
def _routes(method: str) -> tuple[APIRoute, ...]:
    # Every page is rendered by what imports this; so that it is asked only when there are all of them.
    from api.pages.routers import PAGES

    routes = (one for router in PAGES for one in router.routes)
    return tuple(one for one in routes if isinstance(one, APIRoute) and method in (one.methods or ()))
