"""What a proxy in front of the server is believed: nothing, unless the settings name it."""

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.serving import server_config
from tests.api.accounts.conftest import PASSWORD, open_office
from tests.api.conftest import FROM_OWN_PAGE, LOOPBACK

FORWARDED = FROM_OWN_PAGE | {"x-forwarded-for": "10.0.0.7", "x-forwarded-proto": "https"}


def behind_a_proxy(peopled: Path, tmp_path: Path, **settings: tuple[str, ...]) -> TestClient:
    """A browser that reaches the server, as it is configured, through a proxy on this machine."""
    office = open_office(peopled, tmp_path / "office", hosts=("tongtu.example",), **settings)
    config = server_config(office.app, 8300)
    config.load()
    return TestClient(
        config.loaded_app, base_url="http://tongtu.example", client=LOOPBACK, headers=FORWARDED, follow_redirects=False
    )


def test_a_proxy_of_the_settings_is_believed(peopled: Path, tmp_path: Path) -> None:
    browser = behind_a_proxy(peopled, tmp_path, proxies=("127.0.0.1",))
    answer = browser.post("/sign-in", data={"name": "wangfang", "password": PASSWORD})
    assert answer.status_code == 303
    assert answer.headers["set-cookie"].startswith("__Host-tongtu_session=")
    assert answer.headers["strict-transport-security"] == "max-age=31536000; includeSubDomains"


@pytest.mark.parametrize("proxies", [(), ("10.9.9.9",)])
def test_nobody_else_is_believed(peopled: Path, tmp_path: Path, proxies: tuple[str, ...]) -> None:
    browser = behind_a_proxy(peopled, tmp_path, proxies=proxies)
    answer = browser.post("/sign-in", data={"name": "wangfang", "password": PASSWORD})
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers
