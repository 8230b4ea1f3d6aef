"""Only this machine may ask, and every door asks who is there."""

import pytest
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute, iter_route_contexts
from starlette.requests import HTTPConnection
from starlette.testclient import TestClient

from api.access import is_local, is_open, roles_of
from api.accounts.areas import AREAS, READS_BY_POST, scope_of_route
from api.origin import check_own_page, check_program
from api.wiring import Application
from tests.api.web import Web


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


@pytest.mark.parametrize("header", ["x-forwarded-for", "forwarded", "via", "x-real-ip"])
def test_what_was_passed_on_is_not_local(header: str) -> None:
    headers = [(b"host", b"127.0.0.1"), (header.encode(), b"127.0.0.1")]
    assert not is_local(HTTPConnection({"type": "http", "client": ("127.0.0.1", 1), "headers": headers}))


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
    answer = TestClient(Web(town), base_url=base, client=client).get(path)
    assert answer.status_code == 403
    assert "春季专场" not in answer.text


def routes_of(app: Application) -> list[tuple[str, str, APIRoute]]:
    """Every (path, method, route) of the application but its document and its static files."""
    found = []
    for context in iter_route_contexts(Web(app).routes):
        route = context.original_route
        if isinstance(route, APIRoute):
            found += [(str(context.path), method, route) for method in sorted(route.methods or ())]
    return found


def calls(dependant: Dependant) -> set[object]:
    return {dependant.call}.union(*(calls(inner) for inner in dependant.dependencies))


def test_every_route_declares_who_may_come_in(town: Application) -> None:
    undeclared = [f"{method} {path}" for path, method, route in routes_of(town) if roles_of(route) is None]
    assert undeclared == []


def test_nothing_else_is_served(town: Application) -> None:
    others = [
        str(context.path) for context in iter_route_contexts(Web(town).routes) if not isinstance(context.original_route, APIRoute)
    ]
    assert sorted(others) == ["/api/v1/openapi.json", "/metrics", "/static"]


def test_only_the_door_is_open(town: Application) -> None:
    assert sorted({path for path, _, route in routes_of(town) if is_open(route)}) == [
        "/first",
        "/first/{secret}",
        "/invitation/{secret}",
        "/reset/{secret}",
        "/sign-in",
        "/sign-in/service",
        "/sign-in/service/back",
        "/sign-out",
    ]


def test_every_write_says_where_it_comes_from(town: Application) -> None:
    reads = {"GET", "HEAD"}
    guards = {check_own_page, check_program}
    unguarded = [
        f"{method} {path}"
        for path, method, route in routes_of(town)
        if method not in reads and route.operation_id not in READS_BY_POST and not guards & calls(route.dependant)
    ]
    assert unguarded == []


def test_every_json_route_has_an_area_that_keys_can_have(town: Application) -> None:
    json = [(route, method) for path, method, route in routes_of(town) if path.startswith("/api/")]
    assert {scope_of_route(route, method).partition(":")[2] for route, method in json} == set(AREAS)
