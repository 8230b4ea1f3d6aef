"""What is refused stands in the trail: who asked for which operation, never about whom, and once in a while only."""

from api.actions.tokens import make_token
from matching.records import DOOR
from tests.api.accounts.conftest import Office

BASE = "/api/v1"


def refusals(office: Office) -> list[tuple[str, object, object]]:
    lines = office.log("account")
    return [(one.object, one.detail["status"], one.detail["operation"]) for one in lines if one.action == "refuse-request"]


def test_a_refused_role_and_a_guessed_id_stand_in_the_trail(office: Office) -> None:
    browser = office.signed_in("liqiang")
    assert browser.get(f"{BASE}/accounts").status_code == 403
    assert browser.get(f"{BASE}/people/c_guessed_4711").status_code == 404
    assert browser.get("/organisations").status_code == 403
    assert refusals(office) == [
        ("a_li", 403, f"GET {BASE}/accounts"),
        ("a_li", 404, f"GET {BASE}/people/{{candidate}}"),
        ("a_li", 403, "GET /organisations"),
    ]
    assert "c_guessed_4711" not in str(office.log("account"))


def test_whoever_repeats_it_fills_no_trail(office: Office) -> None:
    browser = office.signed_in("liqiang")
    for number in range(5):
        assert browser.get(f"{BASE}/people/c_guessed_{number}").status_code == 404
    assert len(refusals(office)) == 1
    office.clock.pass_(minutes=2)
    browser.get(f"{BASE}/people/c_guessed_5")
    assert len(refusals(office)) == 2


def test_a_form_of_another_site_stands_in_the_trail(office: Office) -> None:
    browser = office.signed_in("liqiang")
    foreign = {"sec-fetch-site": "cross-site", "origin": "https://evil.example"}
    assert browser.post("/account/end-other-sessions", headers=foreign).status_code == 403
    assert office.browser().post("/account/end-other-sessions", headers=foreign).status_code == 403
    found = refusals(office)
    assert found[0] == ("a_li", 403, "POST /account/end-other-sessions")
    assert found[1:] == [("", 403, "POST /account/end-other-sessions")]


def test_a_key_that_opens_nothing_and_one_out_of_its_scope_stand_in_the_trail(office: Office) -> None:
    program = office.browser()
    assert program.get(f"{BASE}/account", headers={"authorization": "Bearer tongtu_wrong"}).status_code == 401
    with office.app.database.read(DOOR) as stores:
        account = stores.accounts.get(DOOR, "a_wang")
    assert account is not None
    made = make_token(office.app, account.viewer, "报表", frozenset({"read:events"}), 30, frozenset({"read:events"}))
    assert program.get(f"{BASE}/caseload", headers={"authorization": f"Bearer {made.secret}"}).status_code == 403
    assert refusals(office) == [("", 401, f"GET {BASE}/account"), ("a_wang", 403, f"GET {BASE}/caseload")]


def test_without_accounts_nothing_is_refused_to_anybody(fresh: Office) -> None:
    assert fresh.browser().get(f"{BASE}/people/c_guessed").status_code == 404
    assert refusals(fresh) == []
