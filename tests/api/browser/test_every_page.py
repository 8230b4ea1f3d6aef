"""Every page of the application is walked by the tests of this folder, or stands here with the reason why not."""

import re
from typing import Final
from urllib.parse import urlsplit

from starlette.routing import Route

from api.pages.routers import PAGES
from tests.api.browser import (
    test_accessibility,
    test_counselor_pages,
    test_door,
    test_employer_pages,
    test_fair_pages,
    test_records_pages,
)

WALKED: Final = {
    *test_accessibility.PAGES,
    *test_counselor_pages.PAGES,
    *(path for paths in test_door.PAGES.values() for path in paths),
    *test_employer_pages.PAGES,
    *test_fair_pages.PAGES,
    *(
        path.replace("@job", "/jobs/j_1").replace("@model", "/models/m").replace("@", "/imports/u_")
        for path in test_records_pages.PAGES
    ),
}
FILE: Final = "a file to keep, no page"
ONWARD: Final = "leads on to another page"
BESIDE: Final = {
    "/home": ONWARD,
    "/sign-in/service": ONWARD,
    "/sign-in/service/back": ONWARD,
    "/first/{secret}": "the page of an invitation, for the first administrator",
    "/reset/{secret}": "the page of an invitation, for a forgotten password",
    "/invitation/{secret}": "with a link that holds it is walked by the journey of an employer",
}
"""Why a page is not in a list of walked pages."""
ENDINGS: Final = re.compile(r"\.(csv|xlsx|pdf|json|ics|zip|svg)$|/file$|/report$|/notice$|/files/\{kind\}$")


def pages() -> dict[str, Route]:
    """The pages that can be opened, by the pattern of their address; files are none."""
    routes = [route for router in PAGES for route in router.routes if isinstance(route, Route) and "GET" in (route.methods or ())]
    return {route.path: route for route in routes if ENDINGS.search(route.path) is None}


def pattern_of(path: str, known: dict[str, Route]) -> str | None:
    """The pattern that answers an address: the first that fits, as the application looks for it."""
    return next((name for name, route in known.items() if route.path_regex.match(urlsplit(path).path)), None)


def test_every_page_is_walked_or_has_a_reason() -> None:
    known = pages()
    walked = {pattern_of(path, known) for path in WALKED}
    assert sorted(known.keys() - walked - BESIDE.keys()) == []
    assert sorted(BESIDE.keys() - known.keys()) == []
