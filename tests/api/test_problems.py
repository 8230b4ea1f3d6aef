"""One shape for every error, nothing of the input in it, nothing personal in the log."""

import logging
from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from starlette.responses import StreamingResponse
from starlette.testclient import TestClient

from api import problems
from api.actions.errors import BadInput, Conflict, NotAllowed, NotFound
from api.observing.lines import facts_of
from api.observing.seldom import EVERY, Seldom
from api.problems import MEDIA_TYPE, install_handlers
from data.stores import errors as stores
from matching.knowledge.catalogue import Text

SECRET = "42010219900307661X"
DETAIL = Text(zh="说明", en="the detail")


@pytest.fixture
def faulty() -> TestClient:
    """An application whose addresses raise."""
    web = FastAPI()
    errors: dict[str, Exception] = {
        "unexpected": ValueError(SECRET),
        "not-found": NotFound(Text(zh="岗位", en="posting"), "p_1"),
        "not-allowed": NotAllowed(DETAIL),
        "conflict": Conflict(DETAIL),
        "bad-input": BadInput(DETAIL),
        "store-refused": stores.NotAllowed(SECRET),
        "store-locked": stores.DatabaseUnavailable(SECRET),
        "store-full": stores.DiskFull(SECRET),
        "store-damaged": stores.DatabaseDamaged(SECRET),
        "store-failed": stores.KeyMismatch(SECRET),
    }

    @web.get("/api/{name}")
    @web.get("/page/{name}")
    def fail(name: str) -> None:
        raise errors[name]

    @web.get("/broken")
    def broken() -> StreamingResponse:
        def body() -> Iterator[bytes]:
            yield b"begun"
            raise ValueError(SECRET)

        return StreamingResponse(body())

    install_handlers(web)
    return TestClient(web)


@pytest.mark.parametrize(
    ("name", "status", "kind"),
    [
        ("not-found", 404, "not-found"),
        ("not-allowed", 403, "not-allowed"),
        ("conflict", 409, "conflict"),
        ("bad-input", 422, "invalid-input"),
        ("store-refused", 403, "not-allowed"),
    ],
)
def test_refusal_is_a_problem(faulty: TestClient, name: str, status: int, kind: str) -> None:
    answer = faulty.get(f"/api/{name}", headers={"accept-language": "en"})
    body = answer.json()
    assert (answer.status_code, answer.headers["content-type"]) == (status, MEDIA_TYPE)
    assert set(body) == {"type", "title", "status", "detail"}
    assert (body["type"], body["status"]) == (f"urn:tongtu:problem:{kind}", status)
    assert SECRET not in answer.text


def test_problem_speaks_the_language_asked_for(faulty: TestClient) -> None:
    chinese = faulty.get("/api/conflict")
    english = faulty.get("/api/conflict", headers={"accept-language": "en"})
    assert (chinese.json()["title"], chinese.json()["detail"]) == ("与现状冲突", "说明")
    assert (english.json()["title"], english.json()["detail"]) == ("In conflict with the present state", "the detail")
    assert (chinese.headers["content-language"], english.headers["content-language"]) == ("zh", "en")


@pytest.mark.parametrize(("name", "status"), [("unexpected", 500), ("store-damaged", 500), ("store-failed", 500)])
def test_failure_is_numbered_and_logged_without_its_message(
    faulty: TestClient, caplog: pytest.LogCaptureFixture, name: str, status: int
) -> None:
    with caplog.at_level(logging.ERROR):
        answer = faulty.get(f"/api/{name}")
    body = answer.json()
    assert (answer.status_code, set(body)) == (status, {"type", "title", "status", "detail", "instance"})
    told = [facts_of(record) for record in caplog.records if record.levelno >= logging.ERROR]
    assert [one["number"] for one in told] == [body["instance"]]
    assert "test_problems.py" in told[0]["error"][0]
    assert SECRET not in caplog.text + answer.text + repr(told)


def test_a_database_that_does_not_answer_is_one_warning_for_many_requests(
    faulty: TestClient, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    moments = iter((0.0, 1.0, 2.0, EVERY, EVERY + 1))
    monkeypatch.setattr(problems, "_SELDOM", Seldom(lambda: next(moments)))
    with caplog.at_level(logging.WARNING, "tongtu"):
        answers = [
            faulty.get(f"/api/{name}") for name in ("store-locked", "store-locked", "store-full", "store-locked", "store-full")
        ]
    assert {(one.status_code, one.headers["retry-after"], frozenset(one.json())) for one in answers} == {
        (503, "5", frozenset({"type", "title", "status", "detail"}))
    }
    told = [facts_of(record) for record in caplog.records if record.name == "tongtu"]
    assert [(one["level"], one["event"]) for one in told] == [
        ("warning", "the database does not answer"),
        ("warning", "the disk of the database is full"),
        ("warning", "the database does not answer"),
    ]
    assert SECRET not in caplog.text + repr(told)


def test_broken_answer_is_logged_without_its_message(faulty: TestClient, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR), pytest.raises(ConnectionAbortedError):
        faulty.get("/broken")
    (told,) = [facts_of(record) for record in caplog.records if record.levelno >= logging.ERROR]
    assert told["error"][0].startswith("ValueError at tests/api/test_problems.py")
    assert SECRET not in caplog.text + repr(told)


@pytest.mark.parametrize(("name", "status"), [("unexpected", 500), ("not-found", 404), ("conflict", 409)])
def test_error_elsewhere_is_a_page(faulty: TestClient, name: str, status: int) -> None:
    answer = faulty.get(f"/page/{name}")
    assert (answer.status_code, answer.headers["content-type"]) == (status, "text/html; charset=utf-8")
    assert '<html lang="zh-Hans">' in answer.text
    assert SECRET not in answer.text


def test_unknown_address_is_a_problem_or_a_page(client: TestClient) -> None:
    under_api = client.get("/api/v1/nothing")
    assert (under_api.status_code, under_api.json()["type"]) == (404, "urn:tongtu:problem:not-found")
    page = client.get(f"/{SECRET}")
    assert (page.status_code, page.headers["content-type"]) == (404, "text/html; charset=utf-8")


def test_wrong_method_names_the_right_ones(client: TestClient) -> None:
    answer = client.post("/api/v1/policy")
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET")
    assert answer.json()["type"] == "urn:tongtu:problem:method-not-allowed"
    assert client.post("/").headers["allow"] == "GET"


@pytest.mark.parametrize(
    ("query", "field", "message"),
    [
        ("limit=201", "limit", "must be at most 200"),
        ("limit=0", "limit", "must be at least 1"),
        (f"limit={SECRET}", "limit", "must be a whole number"),
        ("after=%00", "after", "holds a character that is not allowed"),
        (f"after={SECRET * 20}", "after", "must have at most 240 characters"),
    ],
)
def test_invalid_input_is_named_not_repeated(client: TestClient, query: str, field: str, message: str) -> None:
    answer = client.get(f"/api/v1/events?{query}", headers={"accept-language": "en"})
    assert answer.status_code == 422
    assert answer.json()["faults"] == [{"where": "query", "field": field, "message": message}]
    assert SECRET not in answer.text


def test_missing_parameters_are_all_named(client: TestClient) -> None:
    faults = client.get("/api/v1/events/spring-2027/why").json()["faults"]
    assert faults == [{"where": "query", "field": name, "message": "必填"} for name in ("candidate", "posting")]


def test_invalid_input_of_a_page_is_a_page(client: TestClient) -> None:
    answer = client.get(f"/events/{'x' * 121}")
    assert (answer.status_code, answer.headers["content-type"]) == (422, "text/html; charset=utf-8")
    assert "不能超过 120 个字" in answer.text
    assert "x" * 121 not in answer.text.replace(f"/events/{'x' * 121}", "")
