"""A real server over real connections: who never finishes asking or never reads is cut off; a flood of sign-ins harms nobody."""

import asyncio
import socket
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from starlette.responses import Response
from starlette.types import Receive, Scope, Send
from uvicorn import Config, Server

from api.accounts.cookies import PLAIN as COOKIE
from api.accounts.passwords import AT_ONCE, Passwords
from api.actions.sessions import open_session
from api.load.connections import Guard
from api.serving import guarded_server, server_config
from api.wiring import Application
from data.stores import NewAccount, Organisation, OrganisationKind
from matching.records import DOOR, LOCAL_ADMINISTRATOR, Role
from tests.api.conftest import a_member, open_copy

LARGE = 8_000_000
PASSWORD = "江边的柳树又绿了一年又一年"


@contextmanager
def running(server: Server) -> Iterator[int]:
    """The port of a server on a thread of its own."""
    listening = socket.create_server(("127.0.0.1", 0))
    thread = threading.Thread(target=server.run, args=([listening],))
    thread.start()
    try:
        yield listening.getsockname()[1]
    finally:
        server.should_exit = True
        thread.join(20)
        assert not thread.is_alive()


async def large(scope: Scope, receive: Receive, send: Send) -> None:
    """Answers with more than any buffer between two processes holds."""
    await Response(b"x" * (LARGE if scope["path"] == "/large" else 2))(scope, receive, send)


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    config = Config(large, http="h11", lifespan="off", log_config=None, timeout_keep_alive=30)
    with running(guarded_server(config, Guard(head_seconds=0.5, read_seconds=1.5))) as made:
        yield made


def is_ended(connection: socket.socket) -> bool:
    """Whether the other side ends the connection within ten seconds."""
    connection.settimeout(10)
    try:
        while connection.recv(65_536):
            pass
    except ConnectionResetError:
        return True
    except TimeoutError:
        return False
    return True


@pytest.mark.parametrize("begun", [b"", b"GET / HT", b"GET / HTTP/1.1\r\nHost: a\r\nX-Slow: "])
def test_who_never_finishes_asking_is_cut_off(port: int, begun: bytes) -> None:
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.sendall(begun)
        assert is_ended(connection)


def test_who_rests_after_an_answer_and_then_asks_half_is_cut_off(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        assert connection.recv(65_536).startswith(b"HTTP/1.1 200")
        connection.sendall(b"GET / HT")
        assert is_ended(connection)


def test_who_does_not_read_is_cut_off_and_who_reads_gets_it_all(port: int) -> None:
    asked = b"GET /large HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
    with socket.create_connection(("127.0.0.1", port)) as idle, socket.create_connection(("127.0.0.1", port)) as eager:
        for one in (idle, eager):
            one.sendall(asked)
        got = 0
        while part := eager.recv(65_536):
            got += len(part)
        assert got > LARGE
        threading.Event().wait(4)
        taken = 0
        idle.settimeout(10)
        with suppress(ConnectionResetError):
            while part := idle.recv(65_536):
                taken += len(part)
        assert taken < LARGE


def test_many_that_ask_nothing_keep_nobody_out() -> None:
    config = Config(large, http="h11", lifespan="off", log_config=None, timeout_keep_alive=30, limit_concurrency=20)
    with running(guarded_server(config)) as port, ExitStack() as held:
        for _ in range(30):
            held.enter_context(socket.create_connection(("127.0.0.1", port))).sendall(b"GET / HT")
        threading.Event().wait(2.5)
        with socket.create_connection(("127.0.0.1", port)) as other:
            other.sendall(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            assert other.recv(65_536).startswith(b"HTTP/1.1 200")


class Counted(Passwords):
    """Counts how many are hashed at once."""

    now = most = 0
    lock = threading.Lock()

    def _ready(self) -> Any:
        hasher = super()._ready()
        counted = self

        class One:
            def verify(self, *given: str) -> bool:
                with counted.lock:
                    counted.now += 1
                    counted.most = max(counted.most, counted.now)
                try:
                    return bool(hasher.verify(*given))
                finally:
                    with counted.lock:
                        counted.now -= 1

            def __getattr__(self, name: str) -> Any:
                return getattr(hasher, name)

        return One()


@pytest.fixture
def flooded(empty_home: Path, tmp_path: Path) -> Iterator[Application]:
    """An office where one account has a password that takes a while to compare."""
    app = open_copy(empty_home, tmp_path / "home", hash_memory_kib=8_192)
    app.__dict__["passwords"] = Counted(app.settings.hash_memory_kib, app.settings.hash_rounds)
    with app.database.begin(LOCAL_ADMINISTRATOR) as stores:
        stores.organisations.add(LOCAL_ADMINISTRATOR, Organisation("city", OrganisationKind.CITY, "江城"))
        new = NewAccount("a_wang", "wangfang", "王芳", Role.ORGANIZER, "city")
        stores.accounts.add(LOCAL_ADMINISTRATOR, new)
    with app.database.door(DOOR) as stores:
        stores.accounts.set_password(DOOR, "a_wang", app.passwords.hash(PASSWORD), action=None)
    yield app
    app.database.close()


def test_a_thousand_sign_ins_at_once_hash_two_at_a_time_and_reads_stay_up(flooded: Application) -> None:
    token = open_session(flooded, a_member(flooded, Role.COUNSELOR), "test", "password").token
    form = urlencode({"name": "wangfang", "password": PASSWORD})
    sign_in = (
        "POST /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nSec-Fetch-Site: same-origin\r\nConnection: close\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(form)}\r\n\r\n{form}"
    )
    read = f"GET /api/v1/events HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {COOKIE}={token}\r\nConnection: close\r\n\r\n"

    async def ask(port: int, request: str) -> bytes:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(request.encode())
        answer = await reader.read()
        writer.close()
        return answer

    async def flood(port: int) -> tuple[list[bytes], list[bytes]]:
        signing = [asyncio.create_task(ask(port, sign_in)) for _ in range(1_000)]
        reading = [await ask(port, read) for _ in range(10)]
        return await asyncio.gather(*signing), reading

    with running(guarded_server(server_config(flooded, 0))) as port:
        signed, read_answers = asyncio.run(flood(port))
    statuses = Counter(answer[9:12].decode() for answer in signed)
    assert statuses.keys() == {"303", "503"}
    assert all(b"retry-after: " in answer for answer in signed if answer[9:12] == b"503")
    assert Counter(answer[9:12] for answer in read_answers) == {b"200": 10}
    assert isinstance(flooded.passwords, Counted)
    assert 1 <= flooded.passwords.most <= AT_ONCE
