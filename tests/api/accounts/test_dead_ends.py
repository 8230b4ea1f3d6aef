"""Every link that a page shows leads somewhere: whoever follows all of them, in any role, is refused nowhere."""

import html
import re
from collections import deque
from collections.abc import Callable, Iterable
from urllib.parse import urljoin, urlsplit

import pytest
from httpx import Response
from starlette.testclient import TestClient

from api.pages.rooms import PLACES
from api.wiring import Application
from matching.records import LOCAL_ORGANIZER
from tests.api.accounts.test_matrix import PEOPLE, browser, cookies, world
from tests.api.browser.test_every_page import pages, pattern_of
from tests.api.conftest import SPRING

__all__ = ["browser", "cookies", "world"]

_EACH = 2
"""Pages opened of one pattern: the same template with other records shows the same links."""
_DOOR = ("/first", "/sign-in")
"""Pages for those who are nobody yet."""
_FILES = re.compile(r"\.(csv|xlsx|pdf|json|ics|zip|svg|css|js)(\?|$)|/static/")


def links(text: str, at: str) -> list[str]:
    found = re.findall(r'<a\b[^>]*\bhref="([^"#]+)', text)
    return [urljoin(at, html.unescape(one)) for one in found if not _FILES.search(one)]


def dead_ends(get: Callable[[str], Response], starts: Iterable[str]) -> tuple[int, list[str]]:
    """How many pages were opened from these on, and every link to one that answers with an error."""
    known = pages()
    waiting = deque((address, "the bar") for address in starts)
    seen: dict[str, int] = {}
    asked: set[str] = set()
    wrong = []
    while waiting:
        address, shown_on = waiting.popleft()
        parts = urlsplit(address)
        pattern = pattern_of(parts.path, known) or parts.path
        if parts.netloc or parts.path in _DOOR or address in asked or seen.get(pattern, 0) >= _EACH or "lang=" in parts.query:
            continue
        asked.add(address)
        seen[pattern] = seen.get(pattern, 0) + 1
        answer = get(address)
        if answer.status_code >= 400:
            wrong.append(f"{address} ({answer.status_code}) on {shown_on}")
        elif answer.status_code == 303:
            waiting.append((answer.headers["location"], address))
        else:
            waiting.extend((one, address) for one in links(answer.text, address))
    return len(asked), sorted(wrong)


@pytest.mark.parametrize("account", [one.account for one in PEOPLE])
def test_no_link_leads_to_a_refusal(
    world: Application, browser: TestClient, cookies: dict[str, dict[str, str]], account: str
) -> None:
    who = next(one for one in PEOPLE if one.account == account)
    starts = [place.address for place in PLACES if who.role in place.roles]
    opened, wrong = dead_ends(lambda address: browser.get(address, headers=cookies[account]), starts)
    assert opened > len(starts)
    assert "\n".join(wrong) == ""


@pytest.mark.parametrize("pattern", ["/models/{version}/promote", "/models/back"])
def test_what_ranks_in_the_city_is_not_for_a_district_to_decide(
    world: Application, browser: TestClient, cookies: dict[str, dict[str, str]], pattern: str
) -> None:
    path = pattern.replace("{version}", "hand-weighted")
    told = {who: browser.post(path, data={"key": "k-1"}, headers=cookies[who]) for who in ("a-wang", "a-chen")}
    assert told["a-chen"].status_code == 403
    assert told["a-wang"].status_code != 403
    below = "/api/v1" + path.replace("/back", "/rollback")
    assert browser.post(below, json={}, headers=cookies["a-chen"]).status_code == 403
    assert 'action="/models/back"' not in browser.get("/models", headers=cookies["a-chen"]).text


def test_an_employer_of_a_city_event_is_not_for_a_district_to_approve(
    world: Application, browser: TestClient, cookies: dict[str, dict[str, str]]
) -> None:
    with world.database.read(LOCAL_ORGANIZER) as stores:
        before = stores.fairs.employers(LOCAL_ORGANIZER, SPRING)
    told = {"employer": "e_river", "approved": "yes", "note": "x"}
    assert browser.post(f"/events/{SPRING}/employers/vetting", data=told, headers=cookies["a-chen"]).status_code == 403
    sent = browser.put(
        f"/api/v1/events/{SPRING}/employers/e_river/vetting", json={"approved": True, "note": "x"}, headers=cookies["a-chen"]
    )
    assert sent.status_code == 403
    with world.database.read(LOCAL_ORGANIZER) as stores:
        assert stores.fairs.employers(LOCAL_ORGANIZER, SPRING) == before
