"""A notice of success is shown once, to the browser whose form led to it, and to nobody who opens a link."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from httpx import Response
from starlette.testclient import TestClient

from api.notices import PLAIN, SAFE, notice_cookie
from tests.api.accounts.conftest import Office, open_office
from tests.api.conftest import FROM_OWN_PAGE, HERE, LIN, LOOPBACK
from tests.api.web import Web

REFUSALS = f"/people/{LIN}/refusals"
REFUSED = f"/people/{LIN}/consents?done=refused"
WORDS = "已登记：不论以前怎样同意"


@pytest.fixture(scope="module")
def made(built_town: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    made = open_office(built_town, tmp_path_factory.mktemp("notices"))
    yield made
    made.app.database.close()


@pytest.fixture
def web(made: Office) -> TestClient:
    return TestClient(Web(made.app), base_url=HERE, client=LOOPBACK, headers=FROM_OWN_PAGE, follow_redirects=False)


def refused(web: TestClient) -> Response:
    answer = web.post(REFUSALS, data={"employer": "e_river", "refused": "1"})
    assert (answer.status_code, answer.headers["location"]) == (303, REFUSED)
    return answer


def shows(web: TestClient, address: str = REFUSED) -> bool:
    answer = web.get(address)
    assert answer.status_code == 200, answer.text
    return WORDS in answer.text


def test_a_notice_is_shown_once_to_whoever_did_it(web: TestClient) -> None:
    refused(web)
    assert [shows(web), shows(web)] == [True, False]


def test_a_link_of_somebody_else_shows_the_page_without_a_notice(web: TestClient) -> None:
    assert not shows(web)
    assert not shows(web, REFUSED.replace("done=", "%64one="))
    assert not shows(web, f"{REFUSED}&done=refused")


def test_a_notice_holds_for_its_own_address_alone(web: TestClient) -> None:
    refused(web)
    assert not shows(web, f"{REFUSED}&more=1")
    assert WORDS not in web.get(REFUSED.replace("refused", "given")).text
    assert "同意已登记。" not in web.get(REFUSED.replace("refused", "given")).text
    assert shows(web)


def test_a_notice_waits_two_minutes(made: Office, web: TestClient) -> None:
    refused(web)
    made.clock.pass_(seconds=121)
    assert not shows(web)


@pytest.mark.parametrize("word", ["", ".", "x.y", "99999999999.", "99999999999.00", "²." + "0" * 64, "-1.0", "9" * 5_000 + ".0"])
def test_a_word_that_is_none_of_ours_opens_nothing(web: TestClient, word: str) -> None:
    assert WORDS not in web.get(REFUSED, headers={"cookie": f"{PLAIN}={word}".encode()}).text


def test_a_word_that_was_changed_opens_nothing(made: Office, web: TestClient) -> None:
    mine = notice_cookie(made.app, REFUSED, made.clock())
    assert WORDS in web.get(REFUSED, headers={"cookie": f"{PLAIN}={mine}"}).text
    until, _, digest = mine.partition(".")
    for word in (f"{int(until) + 1}.{digest}", f"{until}.{digest[::-1]}", f"{until}.{digest.upper()}x"):
        assert WORDS not in web.get(REFUSED, headers={"cookie": f"{PLAIN}={word}"}).text


def test_only_the_answer_to_a_form_hands_a_word_over(web: TestClient) -> None:
    assert PLAIN not in web.get(REFUSED).headers.get("set-cookie", "")
    forged = web.post(REFUSALS, data={"employer": "e_river", "refused": "1"}, headers={"sec-fetch-site": "cross-site"})
    assert (forged.status_code, "set-cookie" in forged.headers) == (403, False)
    assert PLAIN in refused(web).headers["set-cookie"]


def test_looking_ahead_does_not_use_the_notice_up(web: TestClient) -> None:
    refused(web)
    web.head(REFUSED)
    assert shows(web)


def test_a_part_of_the_page_behind_the_address_and_odd_letters_change_nothing(made: Office, web: TestClient) -> None:
    word = notice_cookie(made.app, "/people/c_lin/consents?q=%E6%B1%9F+%E5%9F%8E&done=refused#asked", made.clock())
    assert WORDS in web.get("/people/c_lin/consents?q=江 城&done=refused", headers={"cookie": f"{PLAIN}={word}"}).text


def test_over_https_the_word_is_for_this_host_alone(made: Office) -> None:
    web = TestClient(Web(made.app), base_url="https://127.0.0.1", client=LOOPBACK, headers=FROM_OWN_PAGE, follow_redirects=False)
    cookie = refused(web).headers["set-cookie"]
    assert cookie.startswith(f"{SAFE}=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=lax", "Max-Age=120"} <= set(cookie.split("; "))
    assert [shows(web), shows(web)] == [True, False]
