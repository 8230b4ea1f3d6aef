"""Settling a review by page, JSON and name: both bands of a list, the reason that is kept, and taking it back."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from api.wiring import Application
from matching.records import LOCAL_ORGANIZER
from tests.api.conftest import CRAFT, FROM_OWN_PAGE, HE, HERE, LOOPBACK, SPRING, open_copy

LIST = f"/events/{SPRING}/postings/{CRAFT}"
PAGE = f"{LIST}/candidates/{HE}/review"
WHY = "电话问过，文字沟通就可以"


@pytest.fixture
def office(built_town: Path, tmp_path: Path) -> Application:
    return open_copy(built_town, tmp_path / "office")


@pytest.fixture
def web(office: Application) -> Iterator[TestClient]:
    headers = FROM_OWN_PAGE | {"accept-language": "en"}
    with TestClient(create_app(office), base_url=HERE, client=LOOPBACK, headers=headers, follow_redirects=False) as made:
        yield made


def key(web: TestClient) -> str:
    (found,) = re.findall(r'name="key" value="([^"]+)"', web.get(PAGE).text)
    return str(found)


def standing(web: TestClient) -> list[tuple[str, str, str]]:
    items = web.get(f"/api/v1{LIST}/settled-reviews").json()["items"]
    return [(one["candidate"], one["named"], one["note"]) for one in items]


def test_a_review_is_settled_and_taken_back(web: TestClient, office: Application) -> None:
    form = {"key": key(web), "named": "王芳", "note": WHY}
    for _ in range(2):
        assert web.post(PAGE, data=form).headers["location"] == f"{LIST}?done=settled"
    assert standing(web) == [(HE, "王芳", WHY)]
    shown = web.get(LIST).text
    assert (shown.count(WHY), shown.count("Settle the question")) == (1, 1)
    assert WHY in web.get(PAGE).text
    assert web.post(PAGE, data={"act": "undo"}).headers["location"] == f"{LIST}?done=undone"
    assert standing(web) == []
    with office.database.read(LOCAL_ORGANIZER) as stores:
        told = [(one.named, one.note, one.undone_at is None) for one in stores.reviews.of_candidate(LOCAL_ORGANIZER, HE)]
    assert told == [("王芳", WHY, False)]


@pytest.mark.parametrize(
    ("typed", "fields"), [({}, ["note", "named"]), ({"named": "王芳"}, ["note"]), ({"note": WHY, "named": " "}, ["named"])]
)
def test_what_is_missing_is_told_at_its_field(web: TestClient, typed: dict[str, str], fields: list[str]) -> None:
    answer = web.post(PAGE, data={"key": key(web)} | typed)
    assert answer.status_code == 422
    assert re.findall(r'<li><a href="#(\w+)">', answer.text) == fields
    assert re.findall(r'id="(\w+)-fault"', answer.text) == fields
    assert all(value.strip() in answer.text for value in typed.values())
    assert standing(web) == []


def test_json_asks_for_a_reason_too(web: TestClient) -> None:
    answer = web.put(f"/api/v1{PAGE}", json={"named": "王芳", "note": "  "}, headers={"Idempotency-Key": "k"})
    assert (answer.status_code, standing(web)) == (422, [])


def test_only_who_is_in_the_second_band_has_a_question_to_settle(web: TestClient) -> None:
    assert web.get(f"{LIST}/candidates/c_more_0/review").status_code == 404
    assert web.get(f"{LIST}/candidates/c_none/review").status_code == 404
    assert web.post(PAGE, data={"act": "undo"}).status_code == 404
