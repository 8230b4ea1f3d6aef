"""The JSON doors say what the actions say, page by page."""

from typing import Any

import pytest
from pydantic import BaseModel
from starlette.testclient import TestClient

from api.actions import lists
from api.actions.why import why
from api.wiring import Application
from matching.records import LOCAL_ORGANIZER

BASE = "/api/v1/events"


def plain(view: BaseModel) -> Any:
    return view.model_dump(mode="json")


def test_events(client: TestClient, town: Application) -> None:
    answer = client.get(BASE)
    assert answer.headers["content-type"] == "application/json"
    assert answer.json() == plain(lists.list_events(town, LOCAL_ORGANIZER, None, 50))
    assert [item["id"] for item in answer.json()["items"]] == ["autumn-2027", "planned", "spring-2027"]


def test_event(client: TestClient, town: Application) -> None:
    answer = client.get(f"{BASE}/spring-2027").json()
    assert answer == plain(lists.event_view(town, LOCAL_ORGANIZER, "spring-2027"))
    assert (answer["candidates"], answer["postings"]) == (8, 3)


def test_shortlist(client: TestClient, town: Application) -> None:
    answer = client.get(f"{BASE}/spring-2027/postings/p_clerk/shortlist").json()
    assert answer == plain(lists.shortlist_view(town, LOCAL_ORGANIZER, "spring-2027", "p_clerk"))
    assert [(entry["candidate"], entry["verdict"]) for entry in answer["fit"]][:1] == [("c_lin", "eligible_with")]


def test_recommendations(client: TestClient, town: Application) -> None:
    answer = client.get(f"{BASE}/spring-2027/candidates/c_lin/recommendations").json()
    assert answer == plain(lists.recommendations(town, LOCAL_ORGANIZER, "spring-2027", "c_lin"))
    assert answer["left_out"] is None


def test_why(client: TestClient, town: Application) -> None:
    answer = client.get(f"{BASE}/spring-2027/why?candidate=c_song&posting=p_hall").json()
    assert answer == plain(why(town, LOCAL_ORGANIZER, "spring-2027", "c_song", "p_hall"))
    assert (answer["verdict"], answer["answer"]) == ("blocked", "rule")


@pytest.mark.parametrize(
    ("path", "key", "total"),
    [
        ("", "id", 3),
        ("/autumn-2027/postings", "id", 55),
        ("/autumn-2027/candidates", "id", 8),
        ("/spring-2027/left-out", "candidate", 3),
    ],
)
@pytest.mark.parametrize("limit", [1, 7, 200])
def test_pages_together_are_the_list(client: TestClient, path: str, key: str, total: int, limit: int) -> None:
    if limit == 1 and total > 10:
        limit = 13
    seen: list[str] = []
    after: str | None = None
    while True:
        query = f"?limit={limit}" + (f"&after={after}" if after else "")
        page = client.get(f"{BASE}{path}{query}").json()
        assert 0 < len(page["items"]) <= limit
        seen += [item[key] for item in page["items"]]
        after = page["next"]
        if after is None:
            break
    assert seen == sorted(set(seen))
    assert len(seen) == total


@pytest.mark.parametrize(
    "path",
    [
        "/nowhere",
        "/nowhere/postings",
        "/planned/postings",
        "/spring-2027/postings/p_none/shortlist",
        "/spring-2027/postings/p_more_01/shortlist",
        "/spring-2027/candidates/c_none/recommendations",
        "/spring-2027/why?candidate=c_none&posting=p_clerk",
        "/spring-2027/why?candidate=c_lin&posting=p_none",
        "/nowhere/why?candidate=c_lin&posting=p_clerk",
    ],
)
def test_what_is_not_there_is_not_found(client: TestClient, path: str) -> None:
    answer = client.get(f"{BASE}{path}")
    assert (answer.status_code, answer.json()["type"]) == (404, "urn:tongtu:problem:not-found")
