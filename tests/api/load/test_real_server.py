"""The server as it is started, in a process of its own: ready, told to end in the middle of a request, ended with its worker."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path

import pytest

HEAD = (
    b"POST /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nSec-Fetch-Site: same-origin\r\n"
    b"Content-Type: application/x-www-form-urlencoded\r\n"
)
COMMAND = "import sys; sys.argv = ['tongtu', 'serve', '--port', sys.argv[1]]; from api.cli import main; main()"


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


def asked(port: int, path: str) -> tuple[int, dict[str, object]]:
    connection = HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request("GET", path)
    answer = connection.getresponse()
    return answer.status, json.loads(answer.read())


def is_ready(port: int) -> bool:
    try:
        return asked(port, "/health/ready")[0] == 200
    except OSError:
        return False


def children_of(process: int) -> list[int]:
    listed = Path(f"/proc/{process}/task/{process}/children").read_text("ascii")
    threads = [one.read_text("ascii") for one in Path(f"/proc/{process}/task").glob("*/children")]
    return sorted({int(number) for part in (listed, *threads) for number in part.split()})


def is_there(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text("ascii").rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def left_of(processes: list[int]) -> list[int]:
    """Those that are there still after ten seconds: what multiprocessing starts beside a worker ends a moment after the server."""
    for _ in range(100):
        if not any(map(is_there, processes)):
            return []
        time.sleep(0.1)
    return [one for one in processes if is_there(one)]


@pytest.fixture
def served(empty_home: Path, tmp_path: Path) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """A server with its worker, once it is ready."""
    import shutil

    shutil.copytree(empty_home, tmp_path / "home")
    port = free_port()
    given = os.environ | {"TONGTU_HOME": str(tmp_path / "home"), "OMP_WAIT_POLICY": "passive"}
    server = subprocess.Popen([sys.executable, "-c", COMMAND, str(port)], env=given, stderr=subprocess.DEVNULL)
    try:
        while not is_ready(port):
            assert server.poll() is None
            time.sleep(0.1)
        yield server, port
    finally:
        server.kill()
        server.wait()


def test_told_to_end_it_finishes_what_it_does_takes_nothing_new_and_ends_its_worker(
    served: tuple[subprocess.Popen[bytes], int],
) -> None:
    server, port = served
    assert asked(port, "/health/live") == (200, {"status": "live"})
    assert asked(port, "/health/ready") == (200, {"status": "ready", "checks": {"database": True, "ranker": True}})
    workers = children_of(server.pid)
    assert workers
    with socket.create_connection(("127.0.0.1", port)) as under_way:
        under_way.sendall(HEAD + b"Content-Length: 22\r\n\r\nname=a")
        time.sleep(0.3)
        server.send_signal(signal.SIGTERM)
        refused = threading.Event()
        for _ in range(100):
            try:
                socket.create_connection(("127.0.0.1", port), 5).close()
            except ConnectionRefusedError:
                refused.set()
                break
            time.sleep(0.05)
        assert refused.is_set()
        assert server.poll() is None
        under_way.sendall(b"&password=abcdef")
        under_way.settimeout(20)
        answer = b""
        while part := under_way.recv(65_536):
            answer += part
    assert answer.startswith(b"HTTP/1.1 422 ")
    assert server.wait(40) == 0
    assert left_of(workers) == []
