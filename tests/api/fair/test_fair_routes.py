"""The doors in JSON: from plan to outcome over HTTP, each write with its key, each refusal a problem with its status."""

from collections.abc import Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.wiring import Application
from tests.api.conftest import CLERK, HERE, LIN, LOOPBACK, SPRING
from tests.api.fair.conftest import PLAN
from tests.api.web import Web

V1 = "/api/v1"


@pytest.fixture
def web(running: Application) -> Iterator[TestClient]:
    with TestClient(Web(running), base_url=HERE, client=LOOPBACK) as made:
        yield made


@pytest.fixture
def draft(app: Application) -> Iterator[TestClient]:
    with TestClient(Web(app), base_url=HERE, client=LOOPBACK) as made:
        yield made


def send(web: TestClient, method: str, path: str, key: str, body: dict[str, Any] | None = None) -> tuple[int, dict[str, Any]]:
    headers = {"Idempotency-Key": key, "Accept-Language": "en"}
    answer = web.request(method, f"{V1}{path}", headers=headers, json=body)
    return answer.status_code, answer.json()


def test_an_event_is_planned_and_moved(draft: TestClient) -> None:
    plan = {"version": 0, "plan": PLAN.model_dump(mode="json", exclude_none=True)}
    status, view = send(draft, "PUT", f"/events/{SPRING}/plan", "k1", plan)
    assert (status, view["version"], view["hall"]["booths"][0]["number"]) == (200, 1, "A1")
    assert send(draft, "PUT", f"/events/{SPRING}/plan", "k1", plan) == (status, view)
    status, problem = send(draft, "PUT", f"/events/{SPRING}/plan", "k2", plan)
    assert (status, problem["type"]) == (409, "urn:tongtu:problem:conflict")
    assert problem["detail"].startswith("Somebody (local) has just changed this event: it is at version 1 now, draft.")
    status, view = send(draft, "POST", f"/events/{SPRING}/moves", "k3", {"to": "collecting", "version": 1})
    assert (status, view["state"]) == (200, "collecting")
    assert draft.get(f"{V1}/events/{SPRING}/fair").json() == view
    assert [one["act"] for one in draft.get(f"{V1}/events/{SPRING}/history").json()["items"]] == ["plan", "move"]
    status, invited = send(draft, "POST", f"/events/{SPRING}/employers", "k4", {"employers": ["e_river"]})
    assert (status, [one["state"] for one in invited["items"]]) == (200, ["invited"])
    status, problem = send(draft, "PUT", f"/events/{SPRING}/employers/e_river/vetting", "k5", {"approved": True})
    assert (status, problem["title"]) == (422, "Something in the input is wrong")
    status, vetted = send(draft, "PUT", f"/events/{SPRING}/employers/e_river/vetting", "k6", {"approved": True, "note": "老单位"})
    assert [one["state"] for one in vetted["items"]] == ["approved"]
    status, written = send(draft, "POST", f"/events/{SPRING}/messages", "k7", {"kind": "invitation", "audience": "employer"})
    assert (status, written["written"]) == (200, 2)
    (first, _) = draft.get(f"{V1}/events/{SPRING}/messages").json()["items"]
    assert "zh" not in first
    status, replied = send(draft, "PUT", f"/messages/{first['id']}/reply", "k8", {"answer": "yes"})
    assert (status, replied["message"]["replies"][0]["answer"]) == (200, "yes")


def test_the_day_and_what_came_of_it(web: TestClient) -> None:
    codes = {one["candidate"]: one["code"] for one in web.get(f"{V1}/events/{SPRING}/codes").json()["items"]}
    status, entry = send(web, "POST", f"/events/{SPRING}/day", "k1", {"act": "check_in", "code": codes[LIN]})
    assert (status, [one["became"] for one in entry["changes"]]) == (200, ["checked_in", "checked_in"])
    assert send(web, "POST", f"/events/{SPRING}/day", "k1", {"act": "check_in", "code": codes[LIN]}) == (200, entry)
    assert web.get(f"{V1}/events/{SPRING}/day").json()["items"] == [entry]
    sheet = web.get(f"{V1}/events/{SPRING}/interviews", params={"candidate": LIN}).json()["items"]
    number = next(one["id"] for one in sheet if one["posting"] == CLERK)
    status, made = send(web, "PUT", f"/interviews/{number}/outcome", "k2", {"outcome": "offered"})
    assert (status, [one["en"] for one in made["steps"]]) == (200, ["attended", "interviewed", "offered the job"])
    assert web.get(f"{V1}/events/{SPRING}/timetable").json()["interviews"] == 4
    assert web.get(f"{V1}/events/{SPRING}/booth-interviews").status_code == 403
    assert send(web, "POST", f"/events/{SPRING}/day", "k3", {"act": "dance"})[0] == 422
    assert send(web, "PUT", "/interviews/999/outcome", "k4", {"outcome": "offered"})[0] == 404


def test_promises_and_follow_ups(web: TestClient) -> None:
    status, made = send(web, "POST", "/promises", "k1", {"posting": CLERK, "accommodation": "ramp", "event": SPRING})
    assert (status, made["employer"]) == (200, "e_river")
    number = made["id"]
    status, checked = send(web, "POST", f"/promises/{number}/checks", "k2", {"kept": False})
    (check,) = checked["checks"]
    assert send(web, "PUT", f"/checks/{check['id']}/contest", "k3") == (200, {"check": check["id"], "state": "contested"})
    assert send(web, "PUT", f"/checks/{check['id']}/contest", "k4")[0] == 409
    assert send(web, "PUT", f"/checks/{check['id']}/settlement", "k5", {"upheld": True})[1]["state"] == "upheld"
    status, refused = send(web, "POST", f"/promises/{number}/refusal", "k6", {})
    assert (status, refused["promise"]["id"]) == (200, number)
    assert [one["id"] for one in web.get(f"{V1}/promises", params={"posting": CLERK}).json()["items"]] == [number]
    assert web.get(f"{V1}/follow-ups").json()["items"] == []
    told = {"candidate": LIN, "posting": CLERK, "event": SPRING, "months": 1, "in_the_job": True}
    assert send(web, "POST", "/follow-ups", "k7", told)[0] == 422


def test_a_page_of_another_site_writes_nothing(web: TestClient) -> None:
    answer = web.post(
        f"{V1}/events/{SPRING}/day", json={"act": "check_in", "candidate": LIN}, headers={"Origin": "http://evil.example"}
    )
    assert answer.status_code in (403, 422)
    headers = {"Origin": "http://evil.example", "Idempotency-Key": "k1"}
    answer = web.post(f"{V1}/events/{SPRING}/day", json={"act": "check_in", "candidate": LIN}, headers=headers)
    assert answer.status_code == 403
    assert web.get(f"{V1}/events/{SPRING}/day").json()["items"] == []


def test_an_event_is_added_with_its_plan_and_rows_are_sent(draft: TestClient) -> None:
    plan = PLAN.model_dump(mode="json", exclude_none=True) | {"on": "2027-05-15"}
    given = {"name": "夏季专场", "kind": "就业援助月", "plan": plan}
    status, made = send(draft, "POST", "/events", "k1", given)
    assert (status, made["state"], made["version"], made["kind"], made["on"]) == (200, "draft", 1, "就业援助月", "2027-05-15")
    assert made["event"].startswith("fair-2027-05-15-")
    assert send(draft, "POST", "/events", "k1", given) == (200, made)
    assert draft.get(f"{V1}/events/{made['event']}").json()["name"] == "夏季专场"
    status, problem = send(draft, "POST", "/events", "k2", {"name": "x", "kind": "聚餐"})
    assert (status, problem["faults"][0]["field"]) == (422, "kind")
    assert "专场招聘会" in problem["faults"][0]["message"]
    rows = [
        {"求职者编号": LIN, "服务类别": "能力评估", "服务日期": "2027-03-05", "服务单位": "洪山区服务所"},
        {"求职者编号": "c_none", "服务类别": "能力评估", "服务日期": "2027-03-05", "服务单位": "洪山区服务所"},
    ]
    status, report = send(draft, "POST", "/imports", "k3", {"kind": "services", "rows": rows})
    assert (status, report["rows"], report["imported"], report["rejected"]) == (200, 2, 1, 1)
    assert [(one["row"], one["problem"]["en"]) for one in report["faults"]] == [(2, "there is no such candidate")]
    named = [{"candidate": LIN, "kind": "能力评估", "on": "2027-03-05", "by": "洪山区服务所"}]
    assert send(draft, "POST", "/imports", "k4", {"kind": "services", "rows": named})[1]["unchanged"] == 1
    counts = [{"单位名称": "江城文印社", "年度": 2026, "认证人数": 2.5}]
    told = {"kind": "certification", "rows": counts, "source": "试填", "fetched_on": "2027-03-01"}
    status, certified = send(draft, "POST", "/imports", "k5", told)
    assert (status, certified["source"], certified["rows"]) == (200, "试填", 1)
    assert send(draft, "POST", "/imports", "k6", {"kind": "weather", "rows": rows})[0] == 422


def test_what_was_written_on_paper_is_sent_row_by_row(web: TestClient) -> None:
    rows = [{"at": "9:05", "act": "签到", "candidate": LIN}, {"at": "十点", "act": "签到", "candidate": LIN}]
    status, report = send(web, "POST", f"/events/{SPRING}/day/rows", "k1", {"rows": rows})
    assert (status, report["rows"], report["entered"], report["known"]) == (200, 2, 1, 0)
    assert [(one["row"], one["problem"]["zh"]) for one in report["faults"]] == [(2, "时间“十点”看不懂；请写成 10:15")]
    assert send(web, "POST", f"/events/{SPRING}/day/rows", "k2", {"rows": rows})[1]["known"] == 1
    assert [one["origin"] for one in web.get(f"{V1}/events/{SPRING}/day").json()["items"]] == ["paper"]
