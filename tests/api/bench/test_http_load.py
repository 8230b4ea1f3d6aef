"""The load generator counts what a real server answers, refuses and breaks off."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from api.bench.http_load import Loaded, ask_at, ask_steadily, request_bytes

_ANSWERS = {
    b"/ok": b"HTTP/1.1 200 OK\r\nContent-Length: 70000\r\n\r\n" + b"x" * 70_000,
    b"/busy": b"HTTP/1.1 503 Busy\r\ncontent-length: 0\r\n\r\n",
    b"/none": b"HTTP/1.1 404 None\r\ncontent-length: 2\r\n\r\nno",
    b"/broken": b"",
}


async def _answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while True:
            head = await reader.readuntil(b"\r\n\r\n")
            answer = _ANSWERS[head.split(b" ")[1]]
            if not answer:
                break
            writer.write(answer)
            await writer.drain()
    except (asyncio.IncompleteReadError, ConnectionError):
        pass
    writer.close()


@contextmanager
def serving() -> Iterator[int]:
    loop = asyncio.new_event_loop()
    server = loop.run_until_complete(asyncio.start_server(_answer, "127.0.0.1", 0))
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


def counts(found: Loaded) -> tuple[int, int, int, int]:
    return found.ok, found.refused, found.other, found.failed


def test_a_rate_is_asked_whatever_comes_back() -> None:
    with serving() as port:
        asked = [request_bytes(path, port) for path in ("/ok", "/busy", "/none", "/broken")]
        found = ask_at(port, asked, 200, 0.5)
    assert counts(found) == (25, 25, 25, 25)
    assert found.asked == 200


def test_steady_connections_ask_one_after_the_other() -> None:
    with serving() as port:
        found = ask_steadily(port, [request_bytes("/ok", port, "key")], 4, 0.3)
    assert found.ok >= 4
    assert counts(found) == (found.ok, 0, 0, 0)
    assert found.rate == found.ok / found.seconds
    assert 0 < found.p50 <= found.p99


def test_nobody_there_is_broken() -> None:
    with serving() as port:
        pass
    assert counts(ask_at(port, [request_bytes("/ok", port)], 20, 0.5)) == (0, 0, 0, 10)
