"""What programs send stays of the kind that JSON says, within its bounds, and free of what no database keeps."""

from datetime import date

import pytest
from pydantic import ValidationError
from starlette.testclient import TestClient

from api.schemas.allocation import PriorityInput
from api.schemas.base import Input
from api.schemas.fairs import EventPlan
from api.schemas.follow_ups import FollowUpInput
from api.schemas.jobs import TrainInput
from api.schemas.promises import CheckInput
from api.schemas.reading import PostingText
from api.schemas.workshops import WorkshopInput

BASE = "/api/v1"
WORKSHOP = {"id": "w_1", "name": "示例阳光家园", "places": 30, "reported_on": "2027-03-01"}
FOLLOW_UP = {"candidate": "c_lin", "posting": "p_clerk", "months": 1, "in_the_job": True}


def test_what_is_right_is_taken() -> None:
    assert CheckInput.model_validate({"kept": True, "on": "2027-03-20", "note": "第一行\n第二行\t完"}).on == date(2027, 3, 20)
    assert PostingText.model_validate({"id": 17, "title": "文员"}).id == 17
    assert FollowUpInput.model_validate(FOLLOW_UP).months == 1


@pytest.mark.parametrize(
    ("kind", "sent", "field"),
    [
        (CheckInput, {"kept": 1}, "kept"),
        (CheckInput, {"kept": True, "on": 0}, "on"),
        (CheckInput, {"kept": True, "on": 1_700_000_000}, "on"),
        (CheckInput, {"kept": True, "note": "a\x00b"}, "note"),
        (CheckInput, {"kept": True, "note": "a\x1bb"}, "note"),
        (CheckInput, {"kept": True, "note": "\ud800"}, "note"),
        (TrainInput, {"kind": "train", "synthetic": 0}, "synthetic"),
        (TrainInput, {"kind": "train", "seed": True}, "seed"),
        (PostingText, {"id": False, "title": "文员"}, "id"),
        (FollowUpInput, FOLLOW_UP | {"months": True}, "months"),
        (PriorityInput, {"reason": "零就业家庭", "amount": 0.1, "who": {"districts": [""]}}, "who"),
        (EventPlan, {"admits": {"districts": ["420111", "洪山区"]}}, "admits"),
        (WorkshopInput, WORKSHOP | {"id": ""}, "id"),
        (WorkshopInput, WORKSHOP | {"places": -1}, "places"),
        (WorkshopInput, WORKSHOP | {"places": 2**70}, "places"),
        (WorkshopInput, WORKSHOP | {"owner": "city"}, "owner"),
    ],
)
def test_another_kind_is_refused_at_its_field(kind: type[Input], sent: dict[str, object], field: str) -> None:
    with pytest.raises(ValidationError) as refused:
        kind.model_validate(sent)
    assert {fault["loc"][0] for fault in refused.value.errors()} == {field}


@pytest.mark.parametrize("day", ["0", "1700000000", "20270320", "heute"])
def test_a_day_of_an_address_is_written_as_one(client: TestClient, day: str) -> None:
    assert client.get(f"{BASE}/policy?on={day}").status_code == 422
    assert client.get(f"{BASE}/quota?staff=10&on={day}").status_code == 422


def test_what_was_said_before_there_was_a_rule_is_answered_by_todays(client: TestClient) -> None:
    told = {"kind": "copy", "text": "请给我一份复印件", "on": "2000-01-01"}
    answer = client.post(f"{BASE}/people/c_lin/appeals", json=told, headers={"idempotency-key": "before-the-rule"})
    assert (answer.status_code, answer.json()["on"]) == (200, "2000-01-01")


@pytest.mark.parametrize("body", [b"\xff\xfe", b"{", b'{"kind": "match",', b"[" * 100_000])
def test_what_is_no_json_is_refused(client: TestClient, body: bytes) -> None:
    headers = {"idempotency-key": "no-json", "content-type": "application/json"}
    assert client.post(f"{BASE}/jobs", content=body, headers=headers).status_code in (400, 422)


def test_a_form_holds_no_control_characters(client: TestClient) -> None:
    own = {"sec-fetch-site": "same-origin"}
    assert client.post("/people/c_lin/appeals", data={"key": "k", "text": "a\x00b"}, headers=own).status_code == 400
