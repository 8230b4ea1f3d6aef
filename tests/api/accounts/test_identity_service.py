"""Signing in with a common service: against a provider of our own that signs, checks PKCE and the secret, and can misbehave."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from joserfc.jwk import RSAKey
from starlette.testclient import TestClient

from api.settings import SettingsError, read_settings
from tests.api.accounts.conftest import Office, open_office
from tests.api.accounts.provider import CLIENT, SECRET, Provider, running
from tests.api.conftest import NOW

BACK = "/sign-in/service/back"


@pytest.fixture
def provider() -> Iterator[Provider]:
    with running(NOW) as made:
        yield made


@pytest.fixture
def office(peopled: Path, tmp_path: Path, provider: Provider) -> Iterator[Office]:
    """The office, with Wang's account connected with the identity 42."""
    secret = tmp_path / "secret.txt"
    secret.write_text(f"{SECRET}\n", "utf-8")
    service = {"oidc_issuer": provider.address, "oidc_client": CLIENT, "oidc_secret_file": secret}
    made = open_office(peopled, tmp_path / "office", **service)
    guan = made.signed_in("guan")
    assert guan.post("/accounts/a_wang/identity", data={"subject": "42"}).headers["location"] == "/accounts/a_wang?done=identity"
    yield made
    made.app.database.close()


def there(browser: TestClient, provider: Provider, subject: str = "42", next_: str = "/courses") -> dict[str, str]:
    """What the browser brings back from the service."""
    answer = browser.get("/sign-in/service", params={"next": next_})
    assert answer.status_code == 303
    return provider.authorize(answer.headers["location"], subject)


def test_an_identity_opens_the_account_it_was_connected_with(office: Office, provider: Provider) -> None:
    browser = office.browser()
    assert "/sign-in/service" in browser.get("/sign-in").text
    answer = browser.get(BACK, params=there(browser, provider))
    assert (answer.status_code, answer.headers["location"]) == (303, "/courses")
    assert browser.get("/api/v1/account").json()["account"]["id"] == "a_wang"
    assert [(line.action, line.detail) for line in office.log("account")[-1:]] == [("sign-in", {"way": "service"})]


def test_nobody_registers_by_themselves(office: Office, provider: Provider) -> None:
    browser = office.browser()
    for subject in ("43", "", "4 2"):
        answer = browser.get(BACK, params=there(browser, provider, subject))
        assert answer.status_code == 403
        assert browser.get("/api/v1/account").status_code == 401
    assert "43" not in repr(office.log("account")[-1])


def test_an_ended_account_is_not_opened(office: Office, provider: Provider) -> None:
    office.signed_in("guan").post("/accounts/a_wang/end")
    browser = office.browser()
    assert browser.get(BACK, params=there(browser, provider)).status_code == 403


def test_an_answer_opens_once(office: Office, provider: Provider) -> None:
    browser = office.browser()
    asked = browser.get("/sign-in/service")
    word = asked.cookies["tongtu_service"]
    brought = provider.authorize(asked.headers["location"], "42")
    assert browser.get(BACK, params=brought).status_code == 303
    assert "tongtu_service" not in browser.cookies
    other = office.browser()
    other.cookies.set("tongtu_service", word)
    assert other.get(BACK, params=brought).status_code == 403


@pytest.mark.parametrize("brought", [{}, {"code": "x"}, {"state": "x"}, {"code": "x", "state": "x"}, {"error": "access_denied"}])
def test_what_was_not_asked_for_opens_nothing(office: Office, brought: dict[str, str]) -> None:
    browser = office.browser()
    assert browser.get(BACK, params=brought).status_code == 403
    browser.get("/sign-in/service")
    assert browser.get(BACK, params=brought).status_code == 403


def test_the_answer_to_another_browser_opens_nothing(office: Office, provider: Provider) -> None:
    mine, yours = office.browser(), office.browser()
    brought = there(yours, provider)
    there(mine, provider)
    assert mine.get(BACK, params=brought).status_code == 403
    assert yours.get(BACK, params={**brought, "state": "x"}).status_code == 403


def test_the_answer_has_to_come_in_time(office: Office, provider: Provider) -> None:
    browser = office.browser()
    brought = there(browser, provider)
    office.clock.pass_(minutes=11)
    assert browser.get(BACK, params=brought).status_code == 403


@pytest.mark.parametrize(
    "change",
    [
        {"iss": "https://evil.example"},
        {"aud": "another"},
        {"aud": [CLIENT, "another"]},
        {"nonce": "another"},
        {"nonce": None},
        {"sub": None},
        {"exp": int(NOW.timestamp()) - 120},
        {"exp": None},
        {"iat": int(NOW.timestamp()) + 600},
    ],
    ids=str,
)
def test_a_proof_that_is_not_right_opens_nothing(office: Office, provider: Provider, change: dict[str, Any]) -> None:
    provider.change = change
    browser = office.browser()
    assert browser.get(BACK, params=there(browser, provider)).status_code == 403
    assert browser.get("/api/v1/account").status_code == 401


def test_a_proof_signed_by_somebody_else_opens_nothing(office: Office, provider: Provider) -> None:
    provider.signer = RSAKey.generate_key(2048, {"kid": "one", "use": "sig"})
    browser = office.browser()
    assert browser.get(BACK, params=there(browser, provider)).status_code == 403


def test_a_service_that_fails_leaves_the_password(office: Office, provider: Provider) -> None:
    browser = office.browser()
    brought = there(browser, provider)
    provider.broken = True
    answer = browser.get(BACK, params=brought)
    assert answer.status_code == 503
    assert 'name="password"' in answer.text
    office.signed_in("wangfang")


def test_the_service_is_asked_with_a_challenge_and_nothing_personal(office: Office, provider: Provider) -> None:
    answer = office.browser().get("/sign-in/service")
    asked = dict(parse_qsl(urlsplit(answer.headers["location"]).query))
    assert asked["redirect_uri"] == f"http://127.0.0.1{BACK}"
    assert sorted(asked) == [
        "client_id",
        "code_challenge",
        "code_challenge_method",
        "nonce",
        "redirect_uri",
        "response_type",
        "scope",
        "state",
    ]
    assert "httponly" in answer.headers["set-cookie"].lower()


def test_one_identity_opens_one_account(office: Office) -> None:
    guan = office.signed_in("guan")
    assert guan.post("/accounts/a_li/identity", data={"subject": "42"}).status_code == 409
    connected = guan.put("/api/v1/accounts/a_li/identity", json={"subject": "77"}, headers={"idempotency-key": "k"})
    assert connected.json()["identity"] == office.app.settings.oidc_issuer


def test_without_a_service_there_is_none(peopled: Path, tmp_path: Path) -> None:
    plain = open_office(peopled, tmp_path / "plain")
    assert plain.browser().get("/sign-in/service").status_code == 404
    assert plain.browser().get(BACK, params={"code": "x", "state": "x"}).status_code == 404
    assert "/sign-in/service" not in plain.browser().get("/sign-in").text
    assert plain.signed_in("guan").post("/accounts/a_li/identity", data={"subject": "1"}).status_code == 422


def test_settings_of_a_service_go_together(tmp_path: Path) -> None:
    home = {"TONGTU_HOME": str(tmp_path)}
    with pytest.raises(SettingsError, match="TONGTU_OIDC_CLIENT"):
        read_settings(home | {"TONGTU_OIDC_ISSUER": "https://sso.example"})
    with pytest.raises(SettingsError, match="TONGTU_OIDC_SECRET_FILE"):
        read_settings(home | {"TONGTU_OIDC_SECRET_FILE": str(tmp_path / "none")})
