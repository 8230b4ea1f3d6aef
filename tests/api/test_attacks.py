"""What somebody from outside tries at the door: each is refused, changes nothing, and tells nothing."""

import re
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from api.pages.accounts.sign_in import own_address
from api.wiring import Application
from matching.records import Role
from tests.api.conftest import HERE, LOOPBACK, SignIn
from tests.api.test_access import routes_of

BASE = "/api/v1"
KEY = {"idempotency-key": "attack"}


@pytest.fixture
def counselor(signed_in: SignIn) -> TestClient:
    return signed_in(Role.COUNSELOR, district="420111")


@pytest.fixture
def stranger(staffed: Application, signed_in: SignIn) -> Iterator[TestClient]:
    signed_in(Role.ORGANIZER)
    with TestClient(create_app(staffed), base_url=HERE, client=LOOPBACK, follow_redirects=False) as made:
        yield made


def test_no_write_answers_to_a_reading_method(town: Application, client: TestClient) -> None:
    routes = routes_of(town)
    reads = {path for path, method, _ in routes if method in ("GET", "HEAD")}
    writes = sorted({path for path, method, _ in routes if method not in ("GET", "HEAD")} - reads)
    assert len(writes) > 40
    wrong = []
    for path in writes:
        address = re.sub(r"\{\w+(:\w+)?\}", "1", path)
        found = {method: client.request(method, address).status_code for method in ("GET", "HEAD", "OPTIONS", "TRACE")}
        wrong += [f"{method} {address}: {status}" for method, status in found.items() if status not in (404, 405, 422)]
    assert wrong == []


@pytest.mark.parametrize("header", ["x-http-method-override", "x-http-method", "x-method-override"])
def test_no_header_turns_one_method_into_another(client: TestClient, header: str) -> None:
    assert client.get("/account/tokens", headers={header: "POST"}).status_code in (404, 405)
    assert client.get(f"{BASE}/people/c_lin/wishes", headers={header: "PUT"}).status_code == 405
    form = client.post("/events/spring-2027/moves?_method=DELETE", data={"_method": "DELETE"})
    assert form.status_code in (403, 404, 405, 422)


@pytest.mark.parametrize(
    "path",
    [
        f"{BASE}/accounts/",
        f"{BASE}//accounts",
        "/API/v1/accounts",
        f"{BASE}/Accounts",
        f"{BASE}/accounts;.json",
        f"{BASE}/accounts%00",
        f"{BASE}/%61ccounts",
        f"{BASE}/accounts%2f",
        f"{BASE}/events/..%2faccounts",
        f"{BASE}/events/%252e%252e/accounts",
        f"{BASE}/./accounts",
    ],
)
def test_no_spelling_of_a_path_gets_around_a_role(counselor: TestClient, path: str) -> None:
    assert counselor.get(path).status_code in (403, 404)


@pytest.mark.parametrize(
    "path",
    [
        "/static/../app.py",
        "/static/%2e%2e/%2e%2e/settings.py",
        "/static/..%2f..%2fsettings.py",
        "/static/%252e%252e/settings.py",
        "/static//etc/passwd",
        "/static/",
        "/static",
        "/.git/config",
        "/.env",
        "/pyproject.toml",
        "/docs",
        "/redoc",
        "/openapi.json",
    ],
)
def test_nothing_but_the_packaged_files_is_served(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert "import " not in answer.text
    assert "Index of" not in answer.text


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        "javascript:alert(1)",
        "data:text/html,x",
        " //evil.example",
        "/ok\\..\\..//evil.example",
        "evil.example",
        "",
        "http:evil.example",
        "///evil.example",
    ],
)
def test_after_signing_in_nobody_is_sent_elsewhere(address: str) -> None:
    assert own_address(address) is None


def test_a_page_of_ours_is_where_one_goes_on() -> None:
    assert own_address("/events/spring-2027?done=x") == "/events/spring-2027?done=x"


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1.evil.example", HERE + ":81"])
def test_no_other_site_reads_or_writes(counselor: TestClient, origin: str) -> None:
    answer = counselor.get(f"{BASE}/events", headers={"origin": origin})
    assert [name for name in answer.headers if name.startswith("access-control-")] == []
    assert (
        counselor.options(f"{BASE}/events", headers={"origin": origin, "access-control-request-method": "PUT"}).status_code == 405
    )
    sent = {"origin": origin, "sec-fetch-site": "cross-site"}
    for headers in (sent, sent | KEY):
        assert counselor.put(f"{BASE}/people/c_lin/profiling", json={"profiling": False}, headers=headers).status_code == 403


@pytest.mark.parametrize(
    ("path", "sent"),
    [
        ("/people/c_lin/profiling", {"profiling": False, "candidate": "c_zhou"}),
        ("/people/c_lin/profiling", {"profiling": False, "role": "administrator"}),
        ("/people/c_lin/aids", {"aids": [], "id": "c_zhou", "district": "420102"}),
        ("/people/c_lin/wishes", {"text": "x", "credential": {"kind": "certificate"}, "profile": {}}),
    ],
)
def test_a_field_that_is_not_asked_for_sets_nothing(client: TestClient, path: str, sent: dict[str, object]) -> None:
    before = client.get(f"{BASE}/people/c_lin").json()
    assert client.put(f"{BASE}{path}", json=sent, headers=KEY).status_code == 422
    assert client.get(f"{BASE}/people/c_lin").json() == before


def test_a_parameter_said_twice_is_one(client: TestClient) -> None:
    answer = client.get(f"{BASE}/events?limit=1&limit=2")
    assert len(answer.json()["items"]) == 2
    assert client.get(f"{BASE}/events?limit=1&limit=0").status_code == 422


def test_bodies_end_somewhere(client: TestClient) -> None:
    own = {"sec-fetch-site": "same-origin"}
    big = b'{"profiling": true, "x": "' + b"a" * 2_100_000 + b'"}'
    assert (
        client.put(f"{BASE}/people/c_lin/profiling", content=big, headers=KEY | {"content-type": "application/json"}).status_code
        == 413
    )
    assert client.post("/sign-in", data={"name": "a" * 200_000, "password": "b"}, headers=own).status_code == 413
    many = "&".join(f"f{number}=1" for number in range(500))
    form = {"content-type": "application/x-www-form-urlencoded"}
    assert client.post("/sign-in", content=many, headers=own | form).status_code == 400
    assert client.get(f"{BASE}/events?after={'x' * 5_000}").status_code == 422


def test_files_are_handed_out_as_files_under_our_own_names(client: TestClient) -> None:
    answer = client.get(f"{BASE}/people/c_lin/record?as=csv&filename=evil.html", headers={"accept": "text/html"})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert re.fullmatch(r"attachment; filename\*=UTF-8''[\w%.~-]+\.csv", answer.headers["content-disposition"])
    assert answer.headers["cache-control"] == "no-store"


def test_personal_pages_are_kept_by_nobody(counselor: TestClient, stranger: TestClient) -> None:
    for path in ("/caseload", "/account", f"{BASE}/account", f"{BASE}/caseload"):
        answer = counselor.get(path)
        assert (answer.status_code, answer.headers["cache-control"], "etag" in answer.headers) == (200, "no-store", False)
    assert stranger.get("/caseload").headers["cache-control"] == "no-store"


def test_a_cookie_of_one_account_is_no_key_and_a_key_is_no_cookie(counselor: TestClient, stranger: TestClient) -> None:
    token = next(iter(counselor.cookies.values()))
    assert stranger.get(f"{BASE}/account", headers={"authorization": f"Bearer {token}"}).status_code == 401
    for name in ("tongtu_session", "__Host-tongtu_session"):
        assert stranger.get(f"{BASE}/account", headers={"cookie": f"{name}=tongtu_x; {name}={'x' * 43}"}).status_code == 401
    assert stranger.get(f"{BASE}/account?access_token={token}").status_code == 401
