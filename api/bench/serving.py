"""A stored list over HTTP beside the same bytes bare, its latency, and what a server does that is asked more than it can."""

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.client import HTTPConnection
from itertools import cycle
from pathlib import Path
from socket import create_server
from statistics import median
from typing import Final

from pydantic import BaseModel, ConfigDict

from api.bench.bare_server import ENDPOINT, PLAIN
from api.bench.http_load import HOST, Loaded, ask_at, ask_steadily, request_bytes
from api.bench.machine import Machine, this_machine
from api.bench.mixed_reads import MixedReads, load_mix, mixed_lines, mixed_rows
from api.bench.rows import Row
from api.bench.served_fair import ServedList, build_home
from api.settings import own_environment

RATIO: Final = 0.4
RATE: Final = 200.0
P99: Final = 25.0
_LISTS: Final = 16
_CONNECTIONS: Final = 64
_START_SECONDS: Final = 180
_SERVE: Final = "import sys; sys.argv = ['tongtu', 'serve', '--no-worker', '--port', sys.argv[1]]; from api.cli import main; main()"
_LIST: Final = "kept list"
_OTHERS: Final = {"an employer's postings": "/api/v1/employer/postings", "an employer's events": "/api/v1/employer/events"}
_WARM_SECONDS: Final = 3.0


class ServingBench(BaseModel):
    """`list_bytes`: of the list that is sent bare. Rates are answers a second, one a run; `endpoint` is an empty FastAPI
    application that returns the bytes, `plain` the server without even that. `mixed`: a mix of kept lists and other reads at the
    capacity of the server, and above it."""

    model_config = ConfigDict(frozen=True)

    machine: Machine
    people: int
    employers: int
    list_bytes: int
    connections: int
    plain: tuple[float, ...]
    endpoint: tuple[float, ...]
    real: tuple[float, ...]
    ratio: float
    plain_ratio: float
    steady: Loaded
    mixed: MixedReads
    rows: tuple[Row, ...]


def bench_serving(people: int, employers: int, seed: int, seconds: float, runs: int, load_seconds: float) -> ServingBench:
    """Builds a fair in a home of its own, serves it in a process of its own, and asks.

    Bare and real are asked in turn, `runs` times for `seconds` each after a run that warms up; each multiple of the capacity is
    asked for `load_seconds`. Raises RuntimeError if a server does not start.
    """
    with tempfile.TemporaryDirectory(prefix="tongtu-bench-") as folder:
        lists = build_home(Path(folder), people, employers, seed)[:_LISTS]
        with _served(Path(folder)) as port:
            asked = [request_bytes(one.path, port, one.key) for one in lists]
            body = _body(port, lists[0])
            ask_steadily(port, asked, 4, 2)
            with _bare(Path(folder), body) as floor:
                rates = _in_turn(port, floor, asked, seconds, runs)
            steady = ask_at(port, asked, RATE, max(seconds, 5.0))
            mix = _mix(port, lists)
            ask_steadily(port, [request for _, request in mix], 12, _WARM_SECONDS)
            mixed = load_mix(port, mix, seconds, load_seconds)
    plain, endpoint, real = rates
    ratio = median(one / other for one, other in zip(real, endpoint, strict=True))
    return ServingBench(
        machine=this_machine(),
        people=people,
        employers=employers,
        list_bytes=len(body),
        connections=_CONNECTIONS,
        plain=plain,
        endpoint=endpoint,
        real=real,
        ratio=ratio,
        plain_ratio=median(one / other for one, other in zip(real, plain, strict=True)),
        steady=steady,
        mixed=mixed,
        rows=(*_rows(len(body), endpoint, plain, real, ratio, steady), *mixed_rows(mixed)),
    )


def serving_lines(found: ServingBench) -> Iterator[str]:
    """What a bench found, in lines for a terminal."""
    yield found.machine.line
    yield (
        f"{found.people:,} people, {found.employers:,} employers; lists of about {found.list_bytes:,} bytes, "
        f"{found.connections} connections, server and asker on the same cores"
    )
    yield f"the server alone {_rates(found.plain)}, a bare endpoint {_rates(found.endpoint)}, the real list {_rates(found.real)}"
    yield f"ratio {found.ratio:.2f} to the bare endpoint (target {RATIO}), {found.plain_ratio:.2f} to the server alone"
    steady = found.steady
    yield f"{RATE:.0f} requests/s: p50 {steady.p50:.1f} ms, p99 {steady.p99:.1f} ms (target < {P99:.0f}), {_came(steady)}"
    yield from mixed_lines(found.mixed)


def _rows(
    size: int,
    endpoint: Sequence[float],
    plain: Sequence[float],
    real: Sequence[float],
    ratio: float,
    steady: Loaded,
) -> Iterator[Row]:
    yield Row(
        work="one stored list over HTTP, with token, consent checked and access recorded",
        sizes=f"{size:,} bytes, {_CONNECTIONS} connections",
        figure=f"{median(real):,.0f} requests/s",
        floor=f"a bare endpoint {median(endpoint):,.0f}, the server alone {median(plain):,.0f} requests/s",
        ratio=ratio,
        spread=f"{min(real):,.0f}-{max(real):,.0f} requests/s, {len(real)} runs",
        target=f">= {RATIO} of the bare endpoint",
        met=ratio >= RATIO,
    )
    yield Row(
        work=f"the same at {RATE:.0f} requests/s",
        sizes=f"{steady.seconds:.0f} s",
        figure=f"p99 {steady.p99:.1f} ms",
        spread=f"p50 {steady.p50:.1f} ms",
        target=f"p99 < {P99:.0f} ms",
        met=steady.p99 < P99 and not (steady.refused or steady.other or steady.failed),
    )


def _mix(port: int, lists: Sequence[ServedList]) -> list[tuple[str, bytes]]:
    """Each list, and after it one of the other reads in turn, with the same key."""
    mix = []
    for one, (kind, path) in zip(lists, cycle(_OTHERS.items()), strict=False):
        mix += [(_LIST, request_bytes(one.path, port, one.key)), (kind, request_bytes(path, port, one.key))]
    return mix


def _in_turn(
    port: int, floor: int, asked: Sequence[bytes], seconds: float, runs: int
) -> tuple[tuple[float, ...], tuple[float, ...], tuple[float, ...]]:
    ways = ((floor, [request_bytes(PLAIN, floor)]), (floor, [request_bytes(ENDPOINT, floor)]), (port, asked))
    for to, requests in ways:
        ask_steadily(to, requests, _CONNECTIONS, 1)
    found = [[ask_steadily(to, requests, _CONNECTIONS, seconds).rate for to, requests in ways] for _ in range(runs)]
    plain, endpoint, real = zip(*found, strict=True)
    return plain, endpoint, real


@contextmanager
def _served(home: Path) -> Iterator[int]:
    """The real server on a home. The limit of one account is lifted: here one asker stands for many."""
    given = {"TONGTU_HOME": str(home), "TONGTU_RATE": "1000000", "TONGTU_DATABASE_URL": "", "TONGTU_HOSTS": ""}
    with _process(["-c", _SERVE], given, "/health/ready") as port:
        yield port


@contextmanager
def _bare(folder: Path, body: bytes) -> Iterator[int]:
    (folder / "body.json").write_bytes(body)
    with _process(["-m", "api.bench.bare_server", str(folder / "body.json")], {}, ENDPOINT) as port:
        yield port


@contextmanager
def _process(command: list[str], given: dict[str, str], ready: str) -> Iterator[int]:
    with create_server((HOST, 0)) as found:
        port = int(found.getsockname()[1])
    environment = own_environment(OMP_WAIT_POLICY="passive", **given)
    server = subprocess.Popen([sys.executable, *command, str(port)], env=environment, stderr=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + _START_SECONDS
        while not _is_ready(port, ready):
            if server.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"the server of the measurement did not start (exit code {server.poll()})")
            time.sleep(0.1)
        yield port
    finally:
        server.terminate()
        try:
            server.wait(30)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def _is_ready(port: int, path: str) -> bool:
    connection = HTTPConnection(HOST, port, timeout=20)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


def _body(port: int, one: ServedList) -> bytes:
    connection = HTTPConnection(HOST, port, timeout=60)
    connection.request("GET", one.path, headers={"Authorization": f"Bearer {one.key}"})
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    if answer.status != 200:
        raise RuntimeError(f"the list was answered with {answer.status}")
    return body


def _rates(rates: Sequence[float]) -> str:
    return f"{median(rates):,.0f} requests/s ({min(rates):,.0f}-{max(rates):,.0f})"


def _came(load: Loaded) -> str:
    return f"200: {load.ok:,}, 429 and 503: {load.refused:,}, others: {load.other:,}, broken: {load.failed:,}"
