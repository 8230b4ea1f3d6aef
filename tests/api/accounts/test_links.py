"""The first administrator, invitations and resets: links that open once, in time, and only what they are for."""

import re

import pytest
from starlette.testclient import TestClient

from api.actions.accounts import invite
from api.actions.first import make_first_link
from api.schemas.accounts import InviteInput
from matching.records import LOCAL_ADMINISTRATOR
from tests.api.accounts.conftest import PASSWORD, Office

ANOTHER = "码头上的灯一盏一盏亮起来"
NEW = {"name": "guan", "called": "小关", "password": PASSWORD, "again": PASSWORD}


def link_in(text: str) -> str:
    """The path of the link that a page shows."""
    found = re.search(r"http://127\.0\.0\.1(/\w+/[\w-]{43})", text)
    assert found is not None
    return found[1]


def test_a_fresh_installation_works_on_its_machine_without_accounts(fresh: Office) -> None:
    browser = fresh.browser()
    assert browser.get("/").status_code == 200
    assert browser.get("/sign-in").headers["location"] == "/first"
    assert browser.get("/account").status_code == 200
    assert browser.get("/accounts").status_code == 403
    assert fresh.browser(address="10.0.0.7").get("/").status_code == 403
    assert fresh.browser(address="10.0.0.7").get("/first").status_code == 403
    assert fresh.browser(address="10.0.0.7").post("/first", data=NEW).status_code == 403
    assert fresh.browser().get("/first", headers={"x-forwarded-for": "10.0.0.7"}).status_code == 403


def test_the_first_administrator_ends_the_time_without_accounts(fresh: Office) -> None:
    browser = fresh.browser()
    answer = browser.post("/first", data=NEW)
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in?done=first")
    assert browser.get("/").headers["location"] == "/sign-in"
    assert browser.get("/api/v1/events").status_code == 401
    assert browser.get("/first").headers["location"] == "/sign-in"
    assert browser.post("/first", data=NEW | {"name": "second"}).status_code == 403
    browser = fresh.signed_in("guan")
    assert browser.get("/accounts").status_code == 200
    assert "洪山区" in browser.get("/organisations").text
    assert browser.get("/events/spring-2027").status_code == 403
    assert [(line.action, line.account) for line in fresh.log("account")] == [
        ("add", "local"),
        ("make-first", "door"),
        ("refuse-request", "door"),
        ("sign-in", "door"),
        ("refuse-request", "door"),
    ]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": "x"}, "name"),
        ({"name": "two words"}, "name"),
        ({"name": "13912345678"}, "name"),
        ({"name": "a\tb"}, "name"),
        ({"called": " "}, "called"),
        ({"called": "字" * 61}, "called"),
        ({"password": "short", "again": "short"}, "password"),
        ({"password": "password1234", "again": "password1234"}, "password"),
        ({"again": ANOTHER}, "again"),
    ],
)
def test_what_cannot_be_used_is_said_at_its_field(fresh: Office, change: dict[str, str], field: str) -> None:
    answer = fresh.browser().post("/first", data=NEW | change)
    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text
    assert f'id="{field}-fault"' in answer.text
    assert PASSWORD not in answer.text
    assert fresh.browser().get("/").status_code == 200


def test_a_link_of_the_command_line_makes_the_first_administrator_from_elsewhere(fresh: Office) -> None:
    old, link = make_first_link(fresh.app).path, make_first_link(fresh.app).path
    browser = fresh.browser(address="10.0.0.7")
    assert browser.get(old).status_code == 404
    assert browser.post(old, data=NEW).status_code == 404
    assert browser.get(link).status_code == 200
    assert browser.post(link, data=NEW).status_code == 303
    assert browser.post(link, data=NEW | {"name": "second"}).status_code == 403
    assert fresh.signed_in("guan").get("/accounts").status_code == 200


def test_the_first_link_expires(fresh: Office) -> None:
    link = make_first_link(fresh.app).path
    fresh.clock.pass_(hours=1)
    assert fresh.browser().get(link).status_code == 404
    assert fresh.browser().post(link, data=NEW).status_code == 404


def invited(office: Office) -> tuple[TestClient, str]:
    """The administrator's browser, and the link of an invitation that was just shown in it."""
    browser = office.signed_in("guan")
    sent = {"name": "ChenDan", "called": "陈丹", "role": "counselor", "organisation": "d_420106", "language": "en"}
    answer = browser.post("/accounts/invite", data=sent)
    assert answer.status_code == 200
    return browser, link_in(answer.text)


def test_an_invitation_lets_its_owner_choose_a_password_once(office: Office) -> None:
    _, link = invited(office)
    browser = office.browser()
    page = browser.get(link)
    assert "陈丹" in page.text
    assert "chendan" in page.text
    assert browser.post("/sign-in", data={"name": "chendan", "password": ANOTHER}).status_code == 422
    assert browser.post(link, data={"password": "short", "again": "short"}).status_code == 422
    assert browser.post(link, data={"password": ANOTHER, "again": PASSWORD}).status_code == 422
    answer = browser.post(link, data={"password": ANOTHER, "again": ANOTHER})
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in?done=password")
    assert browser.get(link).status_code == 404
    assert browser.post(link, data={"password": PASSWORD, "again": PASSWORD}).status_code == 404
    signed = office.signed_in("chendan", ANOTHER)
    assert 'lang="en"' in signed.get("/").text


def test_an_invitation_expires_after_a_week(office: Office) -> None:
    _, link = invited(office)
    office.clock.pass_(days=7)
    assert office.browser().get(link).status_code == 404
    assert office.browser().post(link, data={"password": ANOTHER, "again": ANOTHER}).status_code == 404


@pytest.mark.parametrize("change", ["/invitation/", "/reset/", "/first/"])
def test_a_link_opens_only_what_it_is_for(office: Office, change: str) -> None:
    _, link = invited(office)
    other = change + link.rpartition("/")[2]
    assert office.browser().get(other).status_code == (200 if change == "/invitation/" else 404)
    assert office.browser().get("/invitation/" + "x" * 43).status_code == 404


def test_a_reset_ends_what_somebody_is_signed_in_with(office: Office) -> None:
    owner = office.signed_in("liqiang")
    administrator = office.signed_in("guan")
    link = link_in(administrator.post("/accounts/a_li/reset").text)
    assert link.startswith("/reset/")
    assert owner.get("/events/spring-2027").status_code == 200
    assert office.browser().post(link, data={"password": ANOTHER, "again": ANOTHER}).status_code == 303
    assert owner.get("/events/spring-2027").status_code == 303
    assert office.browser().post("/sign-in", data={"name": "liqiang", "password": PASSWORD}).status_code == 422
    office.signed_in("liqiang", ANOTHER)
    assert [line.action for line in office.log("account", "link") if line.object == "a_li"] == [
        "add",
        "sign-in",
        "make-reset",
        "reset-password",
        "refuse-sign-in",
        "sign-in",
    ]


def test_a_new_link_takes_the_place_of_the_old(office: Office) -> None:
    administrator = office.signed_in("guan")
    old, new = (link_in(administrator.post("/accounts/a_li/reset").text) for _ in range(2))
    assert [office.browser().get(link).status_code for link in (old, new)] == [404, 200]


def test_a_link_of_an_ended_account_opens_nothing(office: Office) -> None:
    administrator, link = invited(office)
    account = next(line.object for line in office.log("account") if line.detail.get("organisation") == "d_420106")
    administrator.post(f"/accounts/{account}/end")
    assert office.browser().get(link).status_code == 404
    assert office.browser().post(link, data={"password": ANOTHER, "again": ANOTHER}).status_code == 404


def test_a_link_is_stored_nowhere(office: Office) -> None:
    secret = invite(office.app, LOCAL_ADMINISTRATOR, InviteInput(name="gu", called="顾", role="auditor")).path.rpartition("/")[2]
    office.app.database.close()
    stored = b"".join(path.read_bytes() for path in office.app.settings.home.glob("tongtu.db*"))
    assert secret.encode() not in stored
