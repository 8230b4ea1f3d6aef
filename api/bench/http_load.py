"""A load generator of its own: one process, plain sockets, as many requests as a server answers, or as many as are asked for."""

import asyncio
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import cycle
from typing import Final

from pydantic import BaseModel, ConfigDict

HOST: Final = "127.0.0.1"
_HEAD: Final = b"\r\n\r\n"
_LENGTH: Final = b"\ncontent-length:"
_PATIENCE: Final = 30.0
_FAILED: Final = 0


class Loaded(BaseModel):
    """What came of a load. `asked`: requests a second that were due, None where each waited for the answer before. Latencies are in
    milliseconds, of answers with 200 alone, from the moment at which the request was due. `failed`: connections that broke."""

    model_config = ConfigDict(frozen=True)

    asked: float | None
    seconds: float
    ok: int
    refused: int
    other: int
    failed: int
    p50: float
    p99: float

    @property
    def rate(self) -> float:
        """Answers with 200 a second."""
        return self.ok / self.seconds

    @property
    def sent(self) -> int:
        """How many requests there were, whatever came of them."""
        return self.ok + self.refused + self.other + self.failed

    @property
    def answered(self) -> float:
        """Share of the requests that were answered with 200."""
        return self.ok / self.sent if self.sent else 0.0


@dataclass
class _Seen:
    """Statuses and latencies so far."""

    statuses: Counter[int] = field(default_factory=Counter)
    latencies: list[float] = field(default_factory=list)

    def note(self, status: int, seconds: float) -> None:
        self.statuses[status] += 1
        if status == 200:
            self.latencies.append(seconds)

    def add(self, other: "_Seen") -> None:
        self.statuses += other.statuses
        self.latencies += other.latencies

    def loaded(self, asked: float | None, seconds: float) -> Loaded:
        counts, ordered = self.statuses, sorted(self.latencies) or [0.0]
        return Loaded(
            asked=asked,
            seconds=seconds,
            ok=counts[200],
            refused=counts[503] + counts[429],
            other=counts.total() - counts[200] - counts[503] - counts[429] - counts[_FAILED],
            failed=counts[_FAILED],
            p50=1_000 * ordered[len(ordered) // 2],
            p99=1_000 * ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))],
        )


class _Connection(asyncio.Protocol):
    """One connection that asks one thing at a time."""

    def __init__(self) -> None:
        self._buffer = bytearray()
        self._answer: asyncio.Future[int] | None = None
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    @property
    def is_open(self) -> bool:
        return self._transport is not None and not self._transport.is_closing()

    async def ask(self, request: bytes) -> int:
        """The status of the answer, once all of it is there; 0 where the connection broke."""
        assert self._transport is not None
        self._answer = asyncio.get_running_loop().create_future()
        self._transport.write(request)
        return await self._answer

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        end = self._buffer.find(_HEAD)
        if end < 0:
            return
        head = bytes(self._buffer[:end]).lower()
        at = head.find(_LENGTH)
        length = 0 if at < 0 else int(head[at + len(_LENGTH) :].split(b"\r", 1)[0])
        if len(self._buffer) >= end + len(_HEAD) + length:
            self._buffer.clear()
            self._tell(int(head[9:12]))

    def connection_lost(self, exc: Exception | None) -> None:
        self._transport = None
        self._tell(_FAILED)

    def close(self) -> None:
        if self._transport is not None:
            self._transport.abort()

    def _tell(self, status: int) -> None:
        if self._answer is not None and not self._answer.done():
            self._answer.set_result(status)


def request_bytes(path: str, port: int, token: str | None = None) -> bytes:
    """A GET as it goes over the wire."""
    head = [f"GET {path} HTTP/1.1", f"Host: {HOST}:{port}", "Accept: application/json"]
    if token is not None:
        head.append(f"Authorization: Bearer {token}")
    return ("\r\n".join(head) + "\r\n\r\n").encode()


def ask_steadily(port: int, requests: Sequence[bytes], connections: int, seconds: float) -> Loaded:
    """So many connections, each of which asks again as soon as it was answered: as much as the server gives."""
    return asyncio.run(_ask_steadily(port, requests, connections, seconds))


def ask_at(port: int, requests: Sequence[bytes], rate: float, seconds: float, most: int = 800) -> Loaded:
    """`rate` requests a second, whether answers come or not, on up to `most` connections; without a free one a request waits, and
    the wait counts."""
    by_kind, took = asyncio.run(_ask_at(port, [("", request) for request in requests], rate, seconds, most))
    return _together(by_kind).loaded(rate, took)


def ask_kinds_at(
    port: int, mix: Sequence[tuple[str, bytes]], rate: float, seconds: float, most: int
) -> tuple[Loaded, dict[str, Loaded]]:
    """The same for requests of several kinds, asked in the order of the mix: what came of all, and of each kind."""
    by_kind, took = asyncio.run(_ask_at(port, mix, rate, seconds, most))
    whole = _together(by_kind)
    sent = max(whole.statuses.total(), 1)
    return whole.loaded(rate, took), {
        kind: seen.loaded(rate * seen.statuses.total() / sent, took) for kind, seen in sorted(by_kind.items())
    }


def _together(by_kind: dict[str, _Seen]) -> _Seen:
    whole = _Seen()
    for seen in by_kind.values():
        whole.add(seen)
    return whole


async def _ask_steadily(port: int, requests: Sequence[bytes], connections: int, seconds: float) -> Loaded:
    seen, loop = _Seen(), asyncio.get_running_loop()
    turn = cycle(requests)
    began = time.perf_counter()

    async def go_on() -> None:
        one: _Connection | None = None
        while (now := time.perf_counter()) - began < seconds:
            if one is None or not one.is_open:
                one = await _connect(loop, port)
                if one is None:
                    seen.note(_FAILED, 0)
                    continue
            status = await one.ask(next(turn))
            seen.note(status, time.perf_counter() - now)
        if one is not None:
            one.close()

    await asyncio.gather(*(go_on() for _ in range(connections)))
    return seen.loaded(None, time.perf_counter() - began)


async def _ask_at(
    port: int, mix: Sequence[tuple[str, bytes]], rate: float, seconds: float, most: int
) -> tuple[dict[str, _Seen], float]:
    by_kind: dict[str, _Seen] = {kind: _Seen() for kind, _ in mix}
    loop = asyncio.get_running_loop()
    free: list[_Connection] = []
    places = asyncio.Semaphore(most)

    async def ask(kind: str, request: bytes, due: float) -> None:
        seen = by_kind[kind]
        async with places:
            one = next((one for one in iter(lambda: free.pop() if free else None, None) if one.is_open), None)
            one = one or await _connect(loop, port)
            if one is None:
                seen.note(_FAILED, 0)
                return
            try:
                async with asyncio.timeout(_PATIENCE):
                    status = await one.ask(request)
            except TimeoutError:
                one.close()
                status = _FAILED
            seen.note(status, time.perf_counter() - due)
            if one.is_open:
                free.append(one)

    began, turn = time.perf_counter(), cycle(mix)
    tasks: set[asyncio.Task[None]] = set()
    for number in range(int(rate * seconds)):
        due = began + number / rate
        wait = due - time.perf_counter()
        if wait > 0:
            await asyncio.sleep(wait)
        elif number % 32 == 0:
            await asyncio.sleep(0)
        task = loop.create_task(ask(*next(turn), due))
        tasks.add(task)
        task.add_done_callback(tasks.discard)
    if tasks:
        await asyncio.wait(tasks)
    for one in free:
        one.close()
    return by_kind, time.perf_counter() - began


async def _connect(loop: asyncio.AbstractEventLoop, port: int) -> _Connection | None:
    try:
        return (await loop.create_connection(_Connection, HOST, port))[1]
    except OSError:
        return None
