"""The strict headers, on every kind of answer."""

import pytest
from starlette.testclient import TestClient

from api.headers import STRICT


@pytest.mark.parametrize(
    ("path", "status", "cache"),
    [
        ("/", 200, "no-store"),
        ("/events/spring-2027/candidates/c_lin", 200, "no-store"),
        ("/api/v1/events", 200, "no-store"),
        ("/api/v1/events/nowhere", 404, "no-store"),
        ("/nothing", 404, "no-store"),
        ("/static/tongtu.css", 200, "no-cache"),
        ("/static/nothing.css", 404, "no-cache"),
    ],
)
def test_every_answer_is_strict(client: TestClient, path: str, status: int, cache: str) -> None:
    answer = client.get(path)
    assert answer.status_code == status
    assert {name: answer.headers[name] for name in STRICT} == STRICT
    assert answer.headers["cache-control"] == cache


def test_over_https_nothing_else_is_spoken_from_then_on(client: TestClient) -> None:
    assert client.get("https://127.0.0.1/").headers["strict-transport-security"] == "max-age=31536000; includeSubDomains"
    assert "strict-transport-security" not in client.get("/").headers


def test_static_file_is_revalidated(client: TestClient) -> None:
    first = client.get("/static/tongtu.css")
    assert first.headers["content-type"] == "text/css; charset=utf-8"
    assert client.get("/static/tongtu.css", headers={"if-none-match": first.headers["etag"]}).status_code == 304


def test_only_what_is_the_same_for_everybody_is_compressed(client: TestClient) -> None:
    """The length of a compressed answer tells something of what is in it."""
    packed = {"accept-encoding": "gzip"}
    assert client.get("/static/tongtu.css", headers=packed).headers["content-encoding"] == "gzip"
    for path in ("/", "/events/spring-2027/candidates/c_lin", "/api/v1/events", "/api/v1/openapi.json"):
        answer = client.get(path, headers=packed)
        assert (answer.status_code, "content-encoding" in answer.headers) == (200, False)


def test_policy_allows_nothing_inline_and_no_other_host() -> None:
    policy = dict(part.strip().split(" ", 1) for part in STRICT["content-security-policy"].split(";"))
    assert policy == {
        "default-src": "'self'",
        "base-uri": "'none'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
        "object-src": "'none'",
    }
