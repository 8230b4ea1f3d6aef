"""Others' ids in the body of a request, where the path names one's own: nothing is done about them, and nothing told."""

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from api.accounts.cookies import PLAIN
from api.actions.sessions import open_session
from api.app import create_app
from api.wiring import Application
from matching.records import LOCAL_ORGANIZER
from tests.api.accounts.test_matrix import FAR_EVENT, world
from tests.api.conftest import CLERK, HALL, HERE, LIN, LOOPBACK, SPRING, ZHOU

__all__ = ["world"]

BASE = "/api/v1"
REFUSED = (403, 404, 409, 422)


@pytest.fixture(scope="module")
def browser(world: Application) -> Iterator[TestClient]:
    with TestClient(create_app(world), base_url=HERE, client=LOOPBACK, follow_redirects=False) as made:
        yield made


@pytest.fixture(scope="module")
def cookies(world: Application) -> dict[str, str]:
    """What somebody's browser sends, by account: Chen organizes a district, Li counsels in it, the river house is an employer."""
    return {name: f"{PLAIN}={open_session(world, name, 'test', 'password').token}" for name in ("a-chen", "a-li", "a-river")}


def about_zhou(app: Application) -> object:
    """Everything that could have been written about somebody of another district."""
    with app.database.read(LOCAL_ORGANIZER) as stores:
        return (
            stores.outcomes.list(LOCAL_ORGANIZER, candidate=ZHOU),
            stores.consents.list(LOCAL_ORGANIZER, ZHOU),
            stores.appeals.list(LOCAL_ORGANIZER, candidate=ZHOU, limit=100),
            [one for one in stores.promises.list(LOCAL_ORGANIZER) if one.candidate == ZHOU],
            [one for one in stores.candidates.iterate(LOCAL_ORGANIZER) if one.id == ZHOU],
        )


PAIR = {"candidate": ZHOU, "posting": CLERK, "event": SPRING}
CONSENT = {"scope": "listing", "employers": ["e_river"], "explained": "signed", "given_on": "2027-03-01"}


@pytest.mark.parametrize(
    ("who", "method", "path", "sent"),
    [
        ("a-chen", "POST", "/follow-ups", PAIR | {"months": 1, "in_the_job": True}),
        ("a-li", "POST", "/follow-ups", PAIR | {"months": 1, "in_the_job": True}),
        ("a-li", "POST", "/follow-ups/withdrawal", PAIR | {"months": 1, "in_the_job": True, "why": "mistyped"}),
        ("a-chen", "POST", "/promises", {"posting": CLERK, "accommodation": "ramp", "candidate": ZHOU}),
        ("a-li", "POST", "/promises", {"posting": CLERK, "accommodation": "ramp", "candidate": ZHOU}),
        ("a-li", "POST", "/ledgers/tallies", {"kind": "pairing.contacts", "title": "结对", "people": [ZHOU]}),
        ("a-chen", "POST", f"/events/{SPRING}/day", {"act": "check_in", "candidate": ZHOU}),
        ("a-chen", "POST", f"/people/{LIN}/erasure", {"candidate": ZHOU, "named": "陈某"}),
        ("a-li", "POST", f"/people/{LIN}/consents", CONSENT | {"event": FAR_EVENT}),
        ("a-river", "POST", "/employer/hires", {"event": SPRING, "posting": HALL, "person": ZHOU, "months": 1, "in_the_job": True}),
        ("a-river", "PUT", f"/employer/events/{SPRING}/postings/{CLERK}/people/{ZHOU}/decision", {"decision": "invite"}),
    ],
)
def test_nothing_is_done_about_others(
    world: Application,
    browser: TestClient,
    cookies: dict[str, str],
    who: str,
    method: str,
    path: str,
    sent: dict[str, object],
) -> None:
    before = about_zhou(world)
    headers = {"cookie": cookies[who], "idempotency-key": "tampered"}
    answer = browser.request(method, f"{BASE}{path}", json=sent, headers=headers)
    assert answer.status_code in REFUSED, answer.text
    assert "周二" not in answer.text
    assert about_zhou(world) == before


def test_an_organizer_assigns_nobody_of_another_district(browser: TestClient, cookies: dict[str, str]) -> None:
    headers = {"cookie": cookies["a-chen"], "idempotency-key": "tampered"}
    answer = browser.post(f"{BASE}/caseloads/a-li/people", json={"people": [ZHOU]}, headers=headers)
    assert answer.status_code in (200, *REFUSED)
    if answer.status_code == 200:
        assert answer.json() == {"changed": 0, "unknown": [1]}
