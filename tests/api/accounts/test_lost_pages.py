"""A page that is gone in the middle of somebody's work: refused, in the trail, and nothing that was written is lost."""

import pytest

from api.accounts.kept_forms import without_secrets
from tests.api.accounts.conftest import Office

WRITTEN = "打电话谈过：本人想先试工两周，\n<b>再决定</b>"


@pytest.fixture
def gone(office: Office) -> Office:
    """The person whose file was open is erased by somebody else meanwhile."""
    browser = office.signed_in("wangfang")
    asked = {"candidate": "c_lin", "named": "王芳"}
    assert browser.post("/api/v1/people/c_lin/erasure", json=asked, headers={"idempotency-key": "gone"}).status_code == 200
    return office


def test_what_was_written_stands_on_the_page_that_says_so(gone: Office) -> None:
    browser = gone.signed_in("wangfang")
    form = {"key": "k-0123456789", "kind": "objection", "text": WRITTEN, "on": "2027-03-10", "posting": "p_clerk"}
    answer = browser.post("/people/c_lin/appeals", data=form)
    assert answer.status_code == 404
    assert "&lt;b&gt;再决定&lt;/b&gt;" in answer.text
    assert "<b>再决定" not in answer.text
    assert "k-0123456789" not in answer.text
    (line,) = [one for one in gone.log("account") if one.action == "refuse-request"]
    assert (line.object, line.detail["status"]) == ("a_wang", 404)


def test_an_address_that_is_none_still_shows_the_way_on(office: Office) -> None:
    answer = office.signed_in("wangfang").get("/nowhere")
    assert (answer.status_code, 'href="/caseload"' in answer.text, "王芳" in answer.text) == (404, True, True)
    stranger = office.browser().get("/nowhere")
    assert (stranger.status_code, 'href="/caseload"' in stranger.text) == (404, False)


def test_a_page_that_is_only_read_has_nothing_to_give_back(gone: Office) -> None:
    answer = gone.signed_in("wangfang").get("/people/c_lin")
    assert answer.status_code == 404
    assert "<pre" not in answer.text


@pytest.mark.parametrize("field", ["password", "again", "current", "fresh", "name"])
@pytest.mark.parametrize(
    "path",
    [
        "/invitation/nowhere",
        "/reset/nowhere",
        "/first/nowhere",
        "/first",
        "/sign-in",
        "/account/password",
        "/account/keys",
        "/accounts/a_nobody/reset",
        "/accounts/a_nobody/assign",
    ],
)
def test_no_form_under_the_door_gives_anything_back(office: Office, path: str, field: str) -> None:
    browser = office.browser() if path == "/sign-in" else office.signed_in("guan")
    answer = browser.post(path, data={field: "江边的柳树 又绿了一年"})
    assert answer.status_code in (303, 403, 404, 409, 422)
    assert "<pre" not in answer.text
    assert field == "name" or "江边的柳树" not in answer.text


def test_a_secret_is_given_back_under_no_address_and_no_name() -> None:
    fields = [("password", "江边 柳树"), ("again", "江边 柳树"), ("note", " 江边 柳树"), ("text", "谈过一次"), ("Token", "x y z")]
    assert without_secrets(fields) == (("text", "谈过一次"),)
