"""Signing in and out with a name and a password: who comes in, who has to wait, and what a stolen cookie is worth."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier, Event

import pytest

from api.accounts.passwords import AT_ONCE, Passwords, TooBusy
from api.accounts.rules import Waiting, door_rules
from api.actions.sessions import find_session
from data.stores import Database
from matching.records import DOOR
from tests.api.accounts.conftest import PASSWORD, Office, open_office
from tests.api.conftest import NOW

COOKIE = "tongtu_session"
WRONG = "完全不对的一个密码没有人用"


@pytest.mark.parametrize("written", ["wangfang", " WangFang ", "ｗａｎｇｆａｎｇ"])
def test_the_right_password_opens_a_session(office: Office, written: str) -> None:
    browser = office.browser()
    answer = browser.post("/sign-in", data={"name": written, "password": PASSWORD})
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert browser.get("/events/spring-2027").status_code == 200
    page = browser.get("/")
    assert "王芳" in page.text
    assert 'action="/sign-out"' in page.text


def test_the_cookie_is_for_this_site_alone(office: Office) -> None:
    answer = office.browser().post("/sign-in", data={"name": "wangfang", "password": PASSWORD})
    name, _, attributes = answer.headers["set-cookie"].partition("=")
    assert name == COOKIE
    assert {part.strip().lower() for part in attributes.split(";")[1:]} == {"httponly", "path=/", "samesite=lax"}


def test_over_https_the_cookie_belongs_to_the_host(peopled: Path, tmp_path: Path) -> None:
    office = open_office(peopled, tmp_path / "office", hosts=("tongtu.example",))
    browser = office.browser("https://tongtu.example", "10.0.0.7")
    answer = browser.post("/sign-in", data={"name": "wangfang", "password": PASSWORD})
    name, _, attributes = answer.headers["set-cookie"].partition("=")
    assert name == f"__Host-{COOKIE}"
    assert {part.strip().lower() for part in attributes.split(";")[1:]} == {"httponly", "path=/", "samesite=lax", "secure"}
    assert browser.get("/events/spring-2027").status_code == 200


def test_passwords_travel_over_https_only(peopled: Path, tmp_path: Path) -> None:
    office = open_office(peopled, tmp_path / "office", hosts=("tongtu.example",))
    browser = office.browser("http://tongtu.example", "10.0.0.7")
    for answer in (browser.get("/sign-in"), browser.post("/sign-in", data={"name": "wangfang", "password": PASSWORD})):
        assert answer.status_code == 403
        assert "https" in answer.text


def test_another_name_of_the_service_is_refused(office: Office) -> None:
    for path in ("/sign-in", "/events/spring-2027", "/api/v1/events"):
        assert office.browser("https://evil.example").get(path).status_code == 403


@pytest.mark.parametrize(
    ("name", "password"), [("wangfang", WRONG), ("nobody", PASSWORD), ("wangfang", ""), ("", ""), ("a\0b", "x")]
)
def test_a_wrong_name_and_a_wrong_password_sound_alike(office: Office, name: str, password: str) -> None:
    answer = office.browser().post("/sign-in", data={"name": name, "password": password})
    other = office.browser().post("/sign-in", data={"name": "somebody", "password": WRONG})
    assert answer.status_code == 422
    assert COOKIE not in answer.cookies
    assert answer.text.replace(f'value="{name}"', "") == other.text.replace('value="somebody"', "").replace("\0", "")


def test_an_unknown_name_is_compared_too(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[str | None] = []
    matches = Passwords.matches

    def count(self: Passwords, stored: str | None, password: str) -> bool:
        compared.append(stored)
        return matches(self, stored, password)

    monkeypatch.setattr(Passwords, "matches", count)
    office.browser().post("/sign-in", data={"name": "nobody", "password": WRONG})
    assert compared == [None]


def test_nobody_comes_in_by_a_form_of_another_site(office: Office) -> None:
    for headers in ({"sec-fetch-site": "cross-site"}, {"sec-fetch-site": "same-site"}, {"sec-fetch-site": "none"}):
        answer = office.browser().post("/sign-in", data={"name": "wangfang", "password": PASSWORD}, headers=headers)
        assert answer.status_code == 403
        assert COOKIE not in answer.cookies


def test_signing_in_gives_a_new_token_and_ends_the_old(office: Office) -> None:
    browser = office.signed_in("wangfang")
    old = browser.cookies[COOKIE]
    assert browser.post("/sign-in", data={"name": "wangfang", "password": PASSWORD}).status_code == 303
    assert browser.cookies[COOKIE] != old
    assert find_session(office.app, old) is None


def test_a_token_that_somebody_planted_opens_nothing(office: Office) -> None:
    browser = office.browser()
    browser.cookies.set(COOKIE, "planted", domain="127.0.0.1")
    browser.post("/sign-in", data={"name": "wangfang", "password": PASSWORD})
    assert browser.cookies.get(COOKIE, domain="127.0.0.1", path="/") != "planted"
    assert find_session(office.app, "planted") is None


def test_a_stolen_cookie_is_worth_nothing_after_sign_out_and_is_noticed(office: Office) -> None:
    browser = office.signed_in("wangfang")
    thief = office.browser()
    thief.cookies.set(COOKIE, browser.cookies[COOKIE])
    assert thief.get("/events/spring-2027").status_code == 200
    answer = browser.post("/sign-out")
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in?done=out")
    assert COOKIE not in browser.cookies
    for _ in range(2):
        assert thief.get("/events/spring-2027").headers["location"] == "/sign-in?next=%2Fevents%2Fspring-2027"
        assert thief.get("/api/v1/events").status_code == 401
    assert [line.action for line in office.log("session")] == ["sign-out", "refuse-ended-session"]


def test_signing_out_twice_does_no_harm(office: Office) -> None:
    browser = office.signed_in("wangfang")
    assert browser.post("/sign-out").status_code == 303
    assert browser.post("/sign-out").status_code == 303


def test_a_session_ends_after_an_hour_without_a_click(office: Office) -> None:
    browser = office.signed_in("wangfang")
    for _ in range(3):
        office.clock.pass_(minutes=59)
        assert browser.get("/home").headers["location"] == "/"
    office.clock.pass_(minutes=61)
    assert browser.get("/home").headers["location"] == "/sign-in?next=%2Fhome"


def test_a_session_ends_after_a_working_day_whatever_happens(office: Office) -> None:
    browser = office.signed_in("wangfang")
    for _ in range(23):
        office.clock.pass_(minutes=31)
        assert browser.get("/home").headers["location"] == "/"
    office.clock.pass_(minutes=31)
    assert browser.get("/home").headers["location"] == "/sign-in?next=%2Fhome"


def test_the_last_use_is_written_once_a_minute(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = office.signed_in("wangfang")
    written: list[bool] = []
    door = Database.door

    def count(self: Database, *arguments: object, **named: object) -> object:
        written.append(True)
        return door(self, *arguments, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(Database, "door", count)
    for _ in range(5):
        browser.get("/api/v1/events")
        office.clock.pass_(seconds=10)
    assert written == []
    office.clock.pass_(seconds=30)
    browser.get("/api/v1/events")
    browser.get("/api/v1/events")
    assert written == [True]


def test_a_page_does_not_wait_for_somebody_elses_writing(office: Office) -> None:
    browser = office.signed_in("wangfang")
    office.clock.pass_(minutes=5)
    with office.app.database.begin(DOOR):
        assert browser.get("/api/v1/account").status_code == 200


def test_failures_slow_down_and_never_shut_out(office: Office) -> None:
    rules = door_rules(office.app.today)
    browser = office.browser()

    def attempt(password: str) -> int:
        return browser.post("/sign-in", data={"name": "wangfang", "password": password}).status_code

    assert [attempt(WRONG) for _ in range(rules.pair.free + 1)] == [422] * rules.pair.free + [429]
    answer = browser.post("/sign-in", data={"name": "wangfang", "password": PASSWORD})
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "1")
    for _ in range(20):
        office.clock.pass_(seconds=rules.pair.most.total_seconds())
        assert attempt(WRONG) == 422
    assert attempt(PASSWORD) == 429
    office.clock.pass_(seconds=rules.pair.most.total_seconds())
    assert attempt(PASSWORD) == 303
    assert attempt(WRONG) == 422


def test_others_are_not_kept_waiting_by_a_guesser(office: Office) -> None:
    guesser = office.browser(address="10.0.0.9")
    for _ in range(door_rules(office.app.today).pair.free):
        guesser.post("/sign-in", data={"name": "wangfang", "password": WRONG})
    assert guesser.post("/sign-in", data={"name": "wangfang", "password": PASSWORD}).status_code == 429
    assert guesser.post("/sign-in", data={"name": "liqiang", "password": PASSWORD}).status_code == 303
    assert office.browser().post("/sign-in", data={"name": "wangfang", "password": PASSWORD}).status_code == 303


def test_a_guesser_of_many_names_has_to_wait(office: Office) -> None:
    guesser = office.browser(address="10.0.0.9")
    free = door_rules(office.app.today).address.free
    for number in range(free):
        assert guesser.post("/sign-in", data={"name": f"name{number}", "password": WRONG}).status_code == 422
    assert guesser.post("/sign-in", data={"name": "another", "password": WRONG}).status_code == 429


@pytest.mark.parametrize(("failures", "seconds"), [(0, 0), (4, 0), (5, 1), (6, 2), (9, 16), (14, 512), (15, 900), (1_000, 900)])
def test_waits_double_up_to_their_end(failures: int, seconds: int) -> None:
    assert door_rules(NOW.date()).pair.after(failures).total_seconds() == seconds


def test_every_wait_has_an_end() -> None:
    rules = door_rules(NOW.date())
    waits: list[Waiting] = [rules.pair, rules.name, rules.address]
    assert [one.after(10**6).total_seconds() for one in waits] == [900, 60, 300]


def test_two_passwords_are_hashed_at_once_and_the_rest_try_again(monkeypatch: pytest.MonkeyPatch) -> None:
    passwords = Passwords(8, 1)
    passwords.hash("warm up the hasher")
    inside, leave = Barrier(AT_ONCE + 1), Event()
    ready = passwords._ready()

    class Slow:
        def hash(self, password: str) -> str:
            inside.wait(10)
            leave.wait(10)
            return ready.hash(password)

    monkeypatch.setattr(passwords, "_hasher", Slow())
    with ThreadPoolExecutor(AT_ONCE) as pool:
        running = [pool.submit(passwords.hash, "one of two") for _ in range(AT_ONCE)]
        inside.wait(10)
        with pytest.raises(TooBusy):
            passwords.matches(None, "a third")
        leave.set()
        assert all(one.result().startswith("$argon2id$") for one in running)
    monkeypatch.undo()
    assert passwords.matches(running[0].result(), "one of two") is True


def test_a_busy_door_says_when_to_come_back_and_keeps_the_name(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(AT_ONCE):
        office.app.passwords._places.acquire()
    answer = office.browser().post("/sign-in", data={"name": "wangfang", "password": PASSWORD})
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "1")
    assert 'value="wangfang"' in answer.text
    for _ in range(AT_ONCE):
        office.app.passwords._places.release()
    assert office.browser().post("/sign-in", data={"name": "wangfang", "password": PASSWORD}).status_code == 303
    assert [line.action for line in office.log("account")][-1:] == ["sign-in"]


def test_a_hash_made_with_other_parameters_is_made_anew(peopled: Path, tmp_path: Path) -> None:
    office = open_office(peopled, tmp_path / "office", hash_memory_kib=16, hash_rounds=2)
    office.signed_in("wangfang")
    with office.app.database.read(DOOR) as stores:
        known = stores.accounts.known(DOOR, "wangfang")
    assert known is not None
    assert known.password is not None
    assert "$m=16,t=2,p=1$" in known.password
    office.signed_in("wangfang")


def test_the_log_knows_who_signed_in_and_no_name_or_address(office: Office) -> None:
    office.signed_in("wangfang")
    browser = office.browser(address="10.0.0.9")
    browser.post("/sign-in", data={"name": "wangfang", "password": WRONG})
    browser.post("/sign-in", data={"name": "nobody", "password": WRONG})
    lines = [(line.account, line.action, line.object, line.detail.get("cause")) for line in office.log("account")[-3:]]
    assert lines == [
        ("door", "sign-in", "a_wang", None),
        ("door", "refuse-sign-in", "a_wang", "wrong-password"),
        ("door", "refuse-sign-in", "", "unknown-name"),
    ]
    origins = {line.detail["origin"] for line in office.log("account")[-2:]}
    assert len(origins) == 1
    text = repr(office.log("account", "session"))
    assert not [word for word in ("wangfang", "nobody", "10.0.0.9", "王芳", PASSWORD, WRONG) if word in text]


def test_where_somebody_wanted_to_go_is_where_they_go(office: Office) -> None:
    browser = office.browser()
    asked = browser.get("/events/spring-2027?after=x").headers["location"]
    assert asked == "/sign-in?next=%2Fevents%2Fspring-2027%3Fafter%3Dx"
    page = browser.get(asked)
    assert 'name="next" value="/events/spring-2027?after=x"' in page.text
    sent = {"name": "wangfang", "password": PASSWORD, "next": "/events/spring-2027?after=x"}
    assert browser.post("/sign-in", data=sent).headers["location"] == "/events/spring-2027?after=x"
    assert browser.get("/sign-in?next=/courses").headers["location"] == "/courses"


@pytest.mark.parametrize("foreign", ["//evil.example", "https://evil.example", "/\\evil.example", "/a\\b", "evil", "/a\nb", ""])
def test_nobody_is_sent_to_another_site(office: Office, foreign: str) -> None:
    answer = office.browser().post("/sign-in", data={"name": "wangfang", "password": PASSWORD, "next": foreign})
    assert (answer.status_code, answer.headers["location"]) == (303, "/")


@pytest.mark.parametrize(("name", "home"), [("guan", "/accounts"), ("wangfang", "/"), ("liqiang", "/")])
def test_each_role_begins_in_its_room(office: Office, name: str, home: str) -> None:
    browser = office.signed_in(name)
    assert browser.get("/home").headers["location"] == home


def test_forwarded_addresses_are_not_believed(office: Office) -> None:
    browser = office.browser(address="10.0.0.9")
    for number in range(door_rules(office.app.today).pair.free):
        browser.post("/sign-in", data={"name": "wangfang", "password": WRONG}, headers={"x-forwarded-for": f"10.1.1.{number}"})
    assert browser.post("/sign-in", data={"name": "wangfang", "password": PASSWORD}).status_code == 429
