"""Only this machine may ask, and every door asks who is there."""

import pytest
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute, iter_route_contexts
from starlette.requests import HTTPConnection
from starlette.testclient import TestClient

from api.access import is_local, viewer_of
from api.app import create_app
from api.wiring import Application


def connection(client: str | None, *hosts: str) -> HTTPConnection:
    headers = [(b"host", host.encode("latin-1")) for host in hosts]
    return HTTPConnection({"type": "http", "client": None if client is None else (client, 1), "headers": headers})


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "LOCALHOST:8300", "[::1]", "[::1]:8300", "127.0.0.1:80"])
@pytest.mark.parametrize("client", ["127.0.0.1", "127.8.8.8", "::1", "::ffff:127.0.0.1"])
def test_this_machine_is_local(client: str, host: str) -> None:
    assert is_local(connection(client, host))


@pytest.mark.parametrize("client", [None, "", "testclient", "10.0.0.7", "::ffff:10.0.0.7", "fe80::1", "0.0.0.0"])
def test_other_addresses_are_not_local(client: str | None) -> None:
    assert not is_local(connection(client, "127.0.0.1"))


@pytest.mark.parametrize(
    "hosts",
    [
        (),
        ("",),
        ("evil.example",),
        ("evil.example:8300",),
        ("127.0.0.1.evil.example",),
        ("localhost:x",),
        ("127.0.0.1:８",),
        ("127.0.0.1", "evil.example"),
        ("evil.example:127.0.0.1",),
    ],
)
def test_other_names_are_not_local(hosts: tuple[str, ...]) -> None:
    latin = tuple(host.encode("utf-8").decode("latin-1") for host in hosts)
    assert not is_local(connection("127.0.0.1", *latin))


@pytest.mark.parametrize("path", ["/", "/events/spring-2027", "/api/v1/events", "/api/v1/events/spring-2027/left-out"])
@pytest.mark.parametrize(("base", "client"), [("http://evil.example", ("127.0.0.1", 1)), ("http://127.0.0.1", ("192.168.1.9", 1))])
def test_strangers_are_refused(town: Application, path: str, base: str, client: tuple[str, int]) -> None:
    answer = TestClient(create_app(town), base_url=base, client=client).get(path)
    assert answer.status_code == 403
    assert "春季专场" not in answer.text


def asks(dependant: Dependant) -> set[object]:
    return {dependant.call}.union(*(asks(inner) for inner in dependant.dependencies))


def test_every_route_asks_for_the_viewer(town: Application) -> None:
    routes = {context.path: context.original_route for context in iter_route_contexts(create_app(town).routes)}
    open_to_all = [
        path for path, route in routes.items() if not (isinstance(route, APIRoute) and viewer_of in asks(route.dependant))
    ]
    assert len(routes) == 104
    assert sorted(map(str, open_to_all)) == ["/api/v1/openapi.json", "/static"]
