"""The doors of one process: full, slow, too often, each with an answer that says what to do; and nothing holds a place for ever."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.requests import Request
from starlette.testclient import TestClient

from api.accounts.areas import SCOPES
from api.accounts.secrets import digest_of
from api.actions.tokens import make_token
from api.load.admission import Admission
from api.load.arriving import Arriving
from api.load.holders import Credential
from api.load.intake import STRANGER_BYTES, Intake
from api.load.memory import Memory, fresh_memory
from api.load.probes import Probes
from api.load.rate_limits import RateLimits
from api.load.rates import Rates
from api.load.refusals import SentTooSlowly
from api.load.turns import Turns
from api.settings import Settings
from api.wiring import Application
from matching.records import Role, Viewer
from tests.api.conftest import HERE, LOOPBACK, a_member, open_copy
from tests.api.web import Web


@pytest.fixture
def own(empty_home: Path, tmp_path: Path) -> Iterator[Application]:
    """An empty installation whose memory the test may set."""
    app = open_copy(empty_home, tmp_path / "home")
    yield app
    app.database.close()


def with_memory(app: Application, **parts: Any) -> Application:
    """The installation with these parts in its memory, and one place for everybody."""
    memory = fresh_memory(1, 1_000_000)
    app.__dict__["load"] = Memory(**{"pages": memory.pages, "rates": memory.rates} | parts)
    return app


def client_of(app: Application, **headers: str) -> TestClient:
    return TestClient(Web(app), base_url=HERE, client=LOOPBACK, headers=headers)


@pytest.mark.parametrize(("language", "words"), [("zh", "现在太忙"), ("en", "Too busy at this moment")])
def test_a_full_house_says_so_at_once(own: Application, language: str, words: str) -> None:
    with_memory(own, pages=Turns(0, 1, 0, 1))
    client = client_of(own, **{"accept-language": language})
    page, json = client.get("/"), client.get("/api/v1/events")
    assert [(one.status_code, one.headers["retry-after"], one.headers["content-language"]) for one in (page, json)] == 2 * [
        (503, "2", language)
    ]
    assert f"<h1>{words}</h1>" in page.text
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert page.headers["x-frame-options"] == "DENY"
    assert (json.headers["content-type"], json.json()["type"], json.json()["title"]) == (
        "application/problem+json",
        "urn:tongtu:problem:unavailable",
        words,
    )


def test_what_needs_no_place_is_there_all_the_same(own: Application) -> None:
    with_memory(own, pages=Turns(0, 1, 0, 1))
    client = client_of(own)
    assert [client.get(path).status_code for path in ("/static/tongtu.css", "/health/live", "/health/ready")] == [200, 200, 200]


def test_who_asks_too_often_is_told_for_how_long(own: Application) -> None:
    with_memory(own, rates=Rates(0.05, lambda: 0.0))  # a network has two at once, and one more in five seconds
    client = client_of(own)
    answers = [client.get("/api/v1/events") for _ in range(3)]
    assert [one.status_code for one in answers] == [200, 200, 429]
    assert (answers[2].headers["retry-after"], answers[2].json()["detail"]) == ("5", "请求太频繁，请等 5 秒再试。")
    assert client.get("/static/tongtu.css").status_code == 200
    assert client.get("/health/ready").status_code == 200
    assert "请等 5 秒" in client.get("/").text


def test_places_are_given_back(own: Application) -> None:
    with_memory(own)
    client = client_of(own)
    assert [client.get(path).status_code for path in ("/api/v1/events", "/api/v1/events/none", "/none", "/")] == [
        200,
        404,
        404,
        200,
    ]
    assert (own.load.pages.inside, own.load.pages.waiting) == (0, 0)


class Slow:
    """An application that answers when it is told to."""

    def __init__(self, app: Application, seconds: float) -> None:
        self.go_on = threading.Event()
        self.web = FastAPI(openapi_url=None)
        app.settings = Settings(**app.settings.model_dump() | {"request_seconds": seconds})
        self.web.state.application = app
        self.web.get("/api/slow")(self.answer)
        self.web.post("/api/read")(self.read)
        self.web.add_middleware(Admission)
        self.web.add_middleware(RateLimits)
        self.web.add_middleware(Probes)

    def answer(self) -> str:
        self.go_on.wait(10)
        return "late"

    async def read(self, request: Request) -> int:
        return len(await request.body())


def test_what_takes_too_long_is_answered_and_keeps_its_place_until_it_ends(own: Application) -> None:
    slow = Slow(with_memory(own), 0.05)
    with TestClient(slow.web, base_url=HERE) as client:
        answer = client.get("/api/slow")
        assert (answer.status_code, answer.json()["type"]) == (504, "urn:tongtu:problem:took-too-long")
        assert own.load.pages.inside == 1
        slow.go_on.set()
        assert client.post("/api/read", content=b"x" * 10).json() == 10
    assert own.load.pages.inside == 0


def parts(*bodies: bytes) -> Callable[[], Any]:
    """Receives these parts of a body, then nothing any more."""
    left = [{"type": "http.request", "body": body, "more_body": True} for body in bodies]

    async def receive() -> Any:
        if left:
            return left.pop(0)
        await asyncio.Event().wait()
        return None

    return receive


def test_a_body_that_does_not_come_is_not_waited_for() -> None:
    async def gather() -> None:
        await Arriving(parts(b"begun"), grace=0.01).gather(Intake(), 100)

    with pytest.raises(SentTooSlowly):
        asyncio.run(gather())


SCOPE = {"type": "http", "method": "POST", "path": "/api/read", "query_string": b"", "root_path": "", "scheme": "http"}


def promised(size: int, *headers: tuple[bytes, bytes], client: tuple[str, int] = ("203.0.113.7", 1)) -> Any:
    """A request whose head says how much will come."""
    host = (b"host", HERE.partition("//")[2].encode())
    return {**SCOPE, "client": client, "headers": [host, (b"content-length", b"%d" % size), *headers]}


async def answered(web: FastAPI, scope: Any, receive: Callable[[], Any]) -> tuple[int, dict[bytes, bytes], bytes]:
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    await web(scope, receive, send)
    body = b"".join(message.get("body", b"") for message in sent[1:])
    return sent[0]["status"], dict(sent[0]["headers"]), body


def whole(body: bytes) -> Callable[[], Any]:
    async def receive() -> Any:
        return {"type": "http.request", "body": body, "more_body": False}

    return receive


KNOWN = (b"authorization", b"Bearer wanglaoshi")


def test_bodies_that_never_come_keep_nobody_else_out(own: Application) -> None:
    slow = Slow(with_memory(own, intake=Intake(places=4, strangers=3, share=2)), 60)
    own.load.holders.remember(Credential("token", digest_of(own, "token", "wanglaoshi")), "a_wang")
    elsewhere = ("198.51.100.1", 1)

    async def hold(scope: Any) -> "asyncio.Task[Any]":
        begun = asyncio.create_task(answered(slow.web, scope, parts(b"x")))
        await asyncio.sleep(0.01)
        return begun

    async def ask() -> list[tuple[int, dict[bytes, bytes], bytes]]:
        held = [await hold(promised(1_999)) for _ in range(2)]
        found = [
            await answered(slow.web, promised(1_999), parts(b"x")),
            await answered(slow.web, promised(5, client=elsewhere), whole(b"abcde")),
        ]
        held.append(await hold(promised(1_999, client=elsewhere)))
        found.append(await answered(slow.web, promised(5, client=elsewhere), whole(b"abcde")))
        found.append(await answered(slow.web, promised(0, client=elsewhere), whole(b"")))
        found.append(await answered(slow.web, promised(5, KNOWN), whole(b"abcde")))
        for one in held:
            one.cancel()
        await asyncio.gather(*held, return_exceptions=True)
        return found

    found = asyncio.run(ask())
    assert [status for status, _, _ in found] == [503, 200, 503, 200, 200]
    assert [(found[at][1][b"retry-after"], found[at][1][b"connection"]) for at in (0, 2)] == [(b"2", b"close")] * 2
    assert (own.load.intake.arriving, own.load.intake.bytes, own.load.pages.inside) == (0, 0, 0)


def test_bodies_that_are_held_have_a_bound(own: Application) -> None:
    slow = Slow(with_memory(own, intake=Intake(budget=1_000)), 60)

    async def ask() -> list[int]:
        begun = asyncio.create_task(answered(slow.web, promised(1_999), parts(b"x" * 900)))
        await asyncio.sleep(0.01)
        first = await answered(slow.web, promised(200, KNOWN), whole(b"x" * 200))
        begun.cancel()
        await asyncio.gather(begun, return_exceptions=True)
        second = await answered(slow.web, promised(200, KNOWN), whole(b"x" * 200))
        return [first[0], second[0]]

    assert asyncio.run(ask()) == [503, 200]
    assert own.load.intake.bytes == 0


@pytest.mark.parametrize(
    ("size", "announced", "status"),
    [(STRANGER_BYTES, True, 200), (STRANGER_BYTES + 1, True, 413), (STRANGER_BYTES, False, 413), (STRANGER_BYTES + 1, None, 413)],
)
def test_a_stranger_sends_little(own: Application, size: int, announced: bool | None, status: int) -> None:
    """Announced with its size, without it, or more than was announced."""
    slow = Slow(with_memory(own), 60)
    scope = promised(size if announced else 5)
    if announced is False:
        scope["headers"][1] = (b"transfer-encoding", b"chunked")
    found = asyncio.run(answered(slow.web, scope, whole(b"x" * size)))
    assert (found[0], found[1].get(b"connection")) == (status, b"close" if status == 413 else None)
    assert own.load.intake.bytes == 0


def test_who_is_known_to_the_database_or_is_here_sends_more(own: Application) -> None:
    slow = Slow(with_memory(own), 60)
    body = b"x" * 200_000
    here = promised(len(body), client=LOOPBACK)
    assert asyncio.run(answered(slow.web, here, whole(body)))[2] == b"200000"
    account = a_member(own, Role.ORGANIZER)
    secret = make_token(own, Viewer(account=account, role=Role.ORGANIZER), "test", frozenset({"read:people"}), 30, SCOPES).secret
    assert asyncio.run(answered(slow.web, here, whole(body)))[0] == 413
    key = promised(len(body), (b"authorization", f"Bearer {secret}".encode()))
    assert asyncio.run(answered(slow.web, key, whole(body)))[2] == b"200000"
    assert own.load.pages.inside == 0


def test_nothing_is_begun_for_a_sender_who_left(own: Application) -> None:
    slow = Slow(with_memory(own), 60)
    left = [{"type": "http.request", "body": b"x", "more_body": True}, {"type": "http.disconnect"}]

    async def receive() -> Any:
        return left.pop(0)

    assert asyncio.run(answered(slow.web, promised(1_999), lambda: receive()))[0] == 408
    assert (left, own.load.intake.bytes) == ([], 0)


def test_a_slow_sender_holds_no_place(own: Application, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.load.arriving.GRACE_SECONDS", 0.05)
    slow = Slow(with_memory(own), 60)
    scope = {"type": "http", "method": "POST", "path": "/api/read", "query_string": b"", "headers": [], "client": LOOPBACK}
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    async def ask() -> int:
        asking = asyncio.create_task(slow.web({**scope, "root_path": "", "scheme": "http"}, parts(b"a", b"b"), send))
        await asyncio.sleep(0.01)
        inside = own.load.pages.inside
        await asking
        return inside

    assert asyncio.run(ask()) == 0
    assert sent[0]["status"] == 408
    assert (b"connection", b"close") in sent[0]["headers"]
