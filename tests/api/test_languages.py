"""Which language a request is answered in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.requests import Request
from starlette.testclient import TestClient

from api.languages import COOKIE, LANGUAGES, accepted_language, language_of


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("", "zh"),
        ("en", "en"),
        ("en-GB,en;q=0.9,zh;q=0.8", "en"),
        ("zh-TW,zh;q=0.9,en;q=0.8", "zh"),
        ("fr, en;q=0.5", "en"),
        ("fr", "zh"),
        ("*", "zh"),
        ("en;q=0.3, zh;q=0.7", "zh"),
        ("en;q=0", "zh"),
        ("en;q=nan", "zh"),
        ("en;q=2", "zh"),
        ("en;level=1", "zh"),
        ("EN ; q=0.5", "en"),
        ("zh;q=0.5,en;q=0.5", "zh"),
        ("en;q=0.5,zh;q=0.5", "en"),
    ],
)
def test_accepted_language(header: str, expected: str) -> None:
    assert accepted_language(header) == expected


@given(st.text(alphabet="enzh-*;,q=01.9 \t", max_size=200) | st.text())
def test_any_header_gives_a_language(header: str) -> None:
    assert accepted_language(header) in LANGUAGES


@pytest.mark.parametrize(
    ("query", "cookie", "header", "expected"),
    [
        ("lang=en", "zh", "zh", "en"),
        ("lang=zh", "en", "en", "zh"),
        ("lang=fr", "en", "zh", "en"),
        ("", "en", "zh", "en"),
        ("", "xx", "en", "en"),
        ("", "", "", "zh"),
    ],
)
def test_order_of_wishes(query: str, cookie: str, header: str, expected: str) -> None:
    headers = [(b"cookie", f"{COOKIE}={cookie}".encode()), (b"accept-language", header.encode())]
    request = Request({"type": "http", "query_string": query.encode(), "headers": headers})
    assert language_of(request) == expected


def test_switch_is_remembered(client: TestClient) -> None:
    chosen = client.get("/?lang=en")
    client.cookies.clear()
    assert chosen.cookies[COOKIE] == "en"
    assert chosen.headers["set-cookie"] == f"{COOKIE}=en; HttpOnly; Max-Age=31536000; Path=/; SameSite=lax"
    safe = client.get("https://127.0.0.1/?lang=en").headers["set-cookie"]
    assert safe == f"__Host-{COOKIE}=en; HttpOnly; Max-Age=31536000; Path=/; SameSite=lax; Secure"
    again = client.get("/", headers={"cookie": f"{COOKIE}=en"})
    assert (again.headers["content-language"], again.headers.get("set-cookie")) == ("en", None)


def test_switch_keeps_the_question(client: TestClient) -> None:
    text = client.get("/events/spring-2027/why?candidate=c_lin&posting=p_clerk&lang=en").text
    client.cookies.clear()
    assert '<a href="?candidate=c_lin&amp;posting=p_clerk&amp;lang=zh" lang="zh" hreflang="zh">中文</a>' in text
