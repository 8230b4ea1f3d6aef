"""One idempotency key stands for one request: every write of the JSON API, and every action that keeps its key."""

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.routing import APIRoute
from starlette.testclient import TestClient

from api.actions.errors import BadInput
from api.actions.fair_day import tell
from api.actions.fairs import move_event, plan_event
from api.once import sent_once
from api.routes.document import ROUTERS
from api.schemas.fairs import EventPlan
from api.schemas.interviews import DayInput
from api.wiring import Application
from matching.records import LOCAL_ORGANIZER as ME
from tests.api.conftest import HERE, LIN, LOOPBACK, SPRING, ZHOU
from tests.api.fair.conftest import PLAN
from tests.api.web import Web

V1 = "/api/v1"
READING = ["POST /read-posting"]
"""Posted, but nothing is changed: it answers what was sent."""


@pytest.fixture
def web(running: Application) -> Iterator[TestClient]:
    with TestClient(Web(running), base_url=HERE, client=LOOPBACK) as made:
        yield made


def send(web: TestClient, method: str, path: str, key: str, body: dict[str, Any] | None = None) -> tuple[int, dict[str, Any]]:
    answer = web.request(method, f"{V1}{path}", headers={"Idempotency-Key": key, "Accept-Language": "en"}, json=body)
    return answer.status_code, answer.json()


def test_every_write_takes_the_key_that_stands_for_one_request() -> None:
    without = [
        f"{min(route.methods or ())} {route.path}"
        for router in ROUTERS
        for route in router.routes
        if isinstance(route, APIRoute)
        and (route.methods or set()) - {"GET", "HEAD"}
        and not any(one.call is sent_once for one in route.dependant.dependencies)
    ]
    assert sorted(without) == READING


def test_the_same_key_with_another_body_is_refused_by_writes_that_keep_no_key(web: TestClient) -> None:
    hours = {"windows": [{"starts": "09:00", "ends": "11:00"}]}
    first = send(web, "POST", f"/people/{LIN}/consents", "k1", consent("e_river"))
    assert first[0] == 200
    assert send(web, "POST", f"/people/{LIN}/consents", "k1", consent("e_river")) == first
    status, problem = send(web, "POST", f"/people/{LIN}/consents", "k1", consent("e_hall"))
    assert (status, problem["detail"]) == (422, "This idempotency key was used for another request; take a new one.")
    assert send(web, "POST", f"/people/{ZHOU}/consents", "k1", consent("e_river"))[0] == 422
    assert send(web, "PUT", f"/events/{SPRING}/hours/{LIN}", "k1", hours)[0] == 409, "a key of another operation is free"


def consent(employer: str) -> dict[str, Any]:
    return {"scope": "identity", "employers": [employer], "explained": "read", "given_on": "2027-03-01"}


def test_a_refused_request_gives_its_key_back(web: TestClient) -> None:
    assert send(web, "POST", f"/people/{LIN}/consents", "k1", consent("e_nobody"))[0] == 404
    assert send(web, "POST", f"/people/{LIN}/consents", "k1", consent("e_river"))[0] == 200


def test_the_order_of_fields_says_nothing(web: TestClient) -> None:
    told = consent("e_river")
    first = send(web, "POST", f"/people/{LIN}/consents", "k1", told)
    assert send(web, "POST", f"/people/{LIN}/consents", "k1", dict(reversed(told.items()))) == first


def test_the_day_stands_for_one_entry_whatever_the_door(running: Application) -> None:
    here = DayInput.model_validate({"act": "check_in", "candidate": LIN})
    made = tell(running, ME, SPRING, here, "k1")
    assert tell(running, ME, SPRING, here, "k1") == made
    for other in ({"act": "check_in", "candidate": ZHOU}, {"act": "check_in", "candidate": LIN, "note": "晚到"}):
        with pytest.raises(BadInput, match="was used for another request"):
            tell(running, ME, SPRING, DayInput.model_validate(other), "k1")


def test_a_plan_and_a_move_stand_for_themselves(app: Application) -> None:
    plan_event(app, ME, SPRING, PLAN, "k1")
    with pytest.raises(BadInput, match="was used for another request"):
        plan_event(app, ME, SPRING, EventPlan(name="另一个名称"), "k1")
    move_event(app, ME, SPRING, "collecting", "k2", named="王芳")
    with pytest.raises(BadInput, match="was used for another request"):
        move_event(app, ME, SPRING, "collecting", "k2", named="张强")
