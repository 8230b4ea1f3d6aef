"""The copy of a certificate: given by the person's own act, after an offer, to whom it was given, and asked back."""

import re

from starlette.testclient import TestClient

from tests.api.conftest import CLERK, LIN, ZHOU

PAGE = f"/people/{ZHOU}/certificate"
RIVER = "e_river"


def copies(web: TestClient) -> list[tuple[str, str, bool]]:
    told = web.get(f"/api/v1/candidates/{ZHOU}/handed-certificates").json()
    return [(one["employer_name"], one["on"], one["standing"]) for one in told["items"]]


def test_a_copy_is_given_after_an_offer_and_asked_back(web: TestClient) -> None:
    assert f'value="{CLERK}"' in web.get(PAGE).text
    for _ in range(2):
        answer = web.post(PAGE, data={"posting": CLERK, "on": "2027-03-02"}, follow_redirects=False)
        assert (answer.status_code, copies(web)) == (303, [("江城文印社", "2027-03-02", True)])
    answer = web.post(PAGE, data={"act": "back", "employer": RIVER}, follow_redirects=False)
    assert (answer.headers["location"], copies(web)) == (f"{PAGE}?done=back", [("江城文印社", "2027-03-02", False)])
    assert web.post(PAGE, data={"act": "back", "employer": RIVER}).status_code == 404


def test_a_day_ahead_and_no_offer_are_refused_at_their_field(web: TestClient) -> None:
    for typed, field in (
        ({"posting": CLERK, "on": "2027-04-01"}, "on"),
        ({"posting": "p_hall"}, "posting"),
        ({"posting": ""}, "posting"),
    ):
        answer = web.post(PAGE, data=typed)
        assert (answer.status_code, re.findall(r'id="(\w+)-fault"', answer.text)) == (422, [field])


def test_without_an_offer_there_is_nothing_to_record(web: TestClient) -> None:
    text = web.get(f"/people/{LIN}/certificate").text
    assert (text.count('name="posting"'), text.count("还没有登记录用意向")) == (0, 1)
