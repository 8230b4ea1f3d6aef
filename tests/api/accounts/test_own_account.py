"""One's own account: password, language, sessions, and keys for programs."""

import re

import pytest
from starlette.testclient import TestClient

from api.accounts.rules import door_rules
from api.actions.accounts import end_account
from matching.records import LOCAL_ADMINISTRATOR
from tests.api.accounts.conftest import PASSWORD, Office
from tests.api.conftest import HERE, LOOPBACK

ANOTHER = "码头上的灯一盏一盏亮起来"
CHANGE = {"old": PASSWORD, "password": ANOTHER, "again": ANOTHER}


def test_a_changed_password_ends_the_other_sessions(office: Office) -> None:
    here, there = office.signed_in("wangfang"), office.signed_in("wangfang")
    stolen = office.browser()
    stolen.cookies.set("tongtu_session", here.cookies["tongtu_session"])
    answer = here.post("/account/password", data=CHANGE)
    assert answer.headers["location"] == "/account?done=password"
    assert stolen.get("/account").status_code == 303
    assert here.get("/account?done=password").status_code == 200
    assert there.get("/account").status_code == 303
    assert office.browser().post("/sign-in", data={"name": "wangfang", "password": PASSWORD}).status_code == 422
    office.signed_in("wangfang", ANOTHER)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"old": ANOTHER}, "old"),
        ({"password": PASSWORD, "again": PASSWORD}, "password"),
        ({"password": "wangfang2027", "again": "wangfang2027"}, "password"),
        ({"again": PASSWORD}, "again"),
    ],
)
def test_a_password_that_cannot_be_used_changes_nothing(office: Office, change: dict[str, str], field: str) -> None:
    browser = office.signed_in("wangfang")
    answer = browser.post("/account/password", data=CHANGE | change)
    assert answer.status_code == 422
    assert f'id="{field}-fault"' in answer.text
    office.signed_in("wangfang")


def test_the_present_password_cannot_be_guessed_at_for_long(office: Office) -> None:
    browser = office.signed_in("wangfang")
    free = door_rules(office.app.today).pair.free
    for number in range(free):
        assert browser.post("/account/password", data=CHANGE | {"old": f"{ANOTHER}{number}"}).status_code == 422
    assert browser.post("/account/password", data=CHANGE).status_code == 429
    office.clock.pass_(minutes=15)
    assert browser.post("/account/password", data=CHANGE).status_code == 303


def sessions_in(text: str) -> dict[bool, str]:
    """The two sessions that a page lists: whether it is the page's own, and its id."""
    rows = re.findall(r"<li><p><strong>[^<]*</strong>([^<]*)</p>.*?/account/sessions/(s_\w+)/end", text, re.DOTALL)
    return {bool(mark.strip()): session for mark, session in rows}


def test_sessions_are_listed_and_ended_one_by_one(office: Office) -> None:
    here, there = office.signed_in("wangfang"), office.signed_in("wangfang")
    other = office.signed_in("liqiang")
    listed = sessions_in(here.get("/account").text)
    assert sessions_in(there.get("/account").text) == {True: listed[False], False: listed[True]}
    assert here.post(f"/account/sessions/{sessions_in(other.get('/account').text)[True]}/end").status_code == 404
    assert other.get("/account").status_code == 200
    assert here.post(f"/account/sessions/{listed[False]}/end").headers["location"] == "/account?done=session"
    assert there.get("/account").status_code == 303
    assert here.post(f"/account/sessions/{listed[True]}/end").headers["location"] == "/sign-in?done=out"
    assert here.get("/account").status_code == 303


def test_all_other_sessions_end_at_once(office: Office) -> None:
    here, others = office.signed_in("wangfang"), [office.signed_in("wangfang") for _ in range(2)]
    assert here.post("/account/end-other-sessions").headers["location"] == "/account?done=sessions"
    assert here.get("/account").status_code == 200
    assert [one.get("/account").status_code for one in others] == [303, 303]


def test_the_language_of_the_account_is_where_pages_begin(office: Office) -> None:
    browser = office.signed_in("wangfang")
    assert '<html lang="zh-Hans">' in browser.get("/account").text
    browser.post("/account/language", data={"language": "en"})
    assert '<html lang="en">' in browser.get("/account").text
    assert '<html lang="en">' in office.signed_in("wangfang").get("/account").text
    assert '<html lang="zh-Hans">' in browser.get("/account?lang=zh").text
    assert browser.post("/account/language", data={"language": "fr"}).status_code == 422


def make_key(browser: TestClient, **form: str) -> str:
    answer = browser.post("/account/keys", data={"label": "报表", "days": "90", **form})
    assert answer.status_code == 200, answer.text
    return str(re.findall(r"tongtu_[\w-]{43}", answer.text)[0])


def program(office: Office, key: str) -> TestClient:
    """A program with a key: it sends no word about where it comes from."""
    return TestClient(office.web, base_url=HERE, client=LOOPBACK, headers={"authorization": f"Bearer {key}"})


def test_a_key_may_do_what_it_was_given(office: Office) -> None:
    key = make_key(office.signed_in("wangfang"), **{"area.events": "read", "area.jobs": "write"})
    asked = program(office, key)
    assert asked.get("/api/v1/events").status_code == 200
    assert asked.get("/api/v1/jobs").status_code == 200
    assert asked.post("/api/v1/jobs/none/cancel", headers={"idempotency-key": "k1"}).status_code == 404
    refused = asked.get("/api/v1/events/spring-2027/candidates")
    assert refused.status_code == 403
    assert "read:candidates" in refused.json()["detail"]
    put = asked.put("/api/v1/events/spring-2027/plan", json={}, headers={"idempotency-key": "k2"})
    assert put.status_code == 403


def test_a_key_that_reads_does_not_write(office: Office) -> None:
    asked = program(office, make_key(office.signed_in("wangfang"), **{"area.jobs": "read"}))
    assert asked.get("/api/v1/jobs").status_code == 200
    sent = asked.post("/api/v1/jobs", json={"kind": "match", "event": "none"}, headers={"idempotency-key": "k1"})
    assert (sent.status_code, "write:jobs" in sent.json()["detail"]) == (403, True)


def test_a_key_has_the_role_of_its_account(office: Office) -> None:
    asked = program(office, make_key(office.signed_in("zhou"), **{"area.events": "read", "area.accounts": "read"}))
    assert asked.get("/api/v1/events").status_code == 403
    answer = asked.get("/api/v1/account").json()
    assert (answer["role"], answer["account"]["organisation"], answer["scopes"]) == (
        "employer",
        "e_river",
        ["read:accounts", "read:events"],
    )


def test_a_key_opens_no_page(office: Office) -> None:
    asked = program(office, make_key(office.signed_in("wangfang"), **{"area.events": "read"}))
    assert asked.get("/events/spring-2027", follow_redirects=False).status_code == 303


@pytest.mark.parametrize("given", ["Bearer nonsense", "Bearer ", "Basic d2FuZzp4", "bearer\ttongtu_x"])
def test_a_wrong_key_is_no_reason_to_look_at_the_cookie(office: Office, given: str) -> None:
    browser = office.signed_in("wangfang")
    answer = browser.get("/api/v1/events", headers={"authorization": given})
    assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")


def test_a_key_ends_when_it_expires_is_taken_back_or_its_account_ends(office: Office) -> None:
    browser = office.signed_in("wangfang")
    keys = []
    for days in ("30", "90", "90"):
        keys.append(make_key(browser, **{"area.events": "read", "days": days}))
        office.clock.pass_(seconds=1)
    other = program(office, make_key(office.signed_in("liqiang"), **{"area.events": "read"}))
    assert [program(office, key).get("/api/v1/events").status_code for key in keys] == [200, 200, 200]
    newest = re.findall(r"/account/keys/(k_\w+)/revoke", browser.get("/account").text)[0]
    assert browser.post(f"/account/keys/{newest}/revoke").headers["location"] == "/account?done=key"
    assert browser.post(f"/account/keys/{newest}/revoke").status_code == 404
    assert [program(office, key).get("/api/v1/events").status_code for key in keys] == [200, 200, 401]
    office.clock.pass_(days=30)
    assert [program(office, key).get("/api/v1/events").status_code for key in keys] == [401, 200, 401]
    assert other.get("/api/v1/events").status_code == 200
    end_account(office.app, LOCAL_ADMINISTRATOR, "a_li")
    assert other.get("/api/v1/events").status_code == 401


def test_a_key_of_somebody_else_is_not_there(office: Office) -> None:
    browser = office.signed_in("wangfang")
    make_key(browser, **{"area.events": "read"})
    (key,) = re.findall(r"/account/keys/(k_\w+)/revoke", browser.get("/account").text)
    assert office.signed_in("liqiang").post(f"/account/keys/{key}/revoke").status_code == 404
    assert "报表" not in office.signed_in("liqiang").get("/account").text


@pytest.mark.parametrize(
    "form",
    [{"label": ""}, {"label": "字" * 61}, {"label": "a\tb"}, {"area.events": ""}, {"days": "0"}, {"days": "36500"}, {"days": ""}],
)
def test_a_key_needs_a_label_a_scope_and_an_end(office: Office, form: dict[str, str]) -> None:
    sent = {"label": "报表", "area.events": "read", "days": "90"} | form
    answer = office.signed_in("wangfang").post("/account/keys", data=sent)
    assert answer.status_code == 422
    assert "tongtu_" not in answer.text.replace("tongtu_language", "")


def test_a_key_is_stored_nowhere(office: Office) -> None:
    secret = make_key(office.signed_in("wangfang"), **{"area.events": "read"})
    office.app.database.close()
    stored = b"".join(path.read_bytes() for path in office.app.settings.home.glob("tongtu.db*"))
    assert secret.encode() not in stored
    assert secret.removeprefix("tongtu_").encode() not in stored
