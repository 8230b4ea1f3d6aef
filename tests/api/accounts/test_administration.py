"""Accounts and organisations through the administrator's pages and through JSON; no files of people behind either."""

import pytest
from starlette.testclient import TestClient

from tests.api.accounts.conftest import PASSWORD, Office
from tests.api.accounts.test_links import link_in

WRITE = {"idempotency-key": "k-1"}


def key(word: str) -> dict[str, str]:
    """The header of another request."""
    return {"idempotency-key": word}


CHEN = {"name": "chendan", "called": "陈丹", "role": "counselor", "organisation": "d_420106"}


@pytest.fixture
def guan(office: Office) -> TestClient:
    return office.signed_in("guan")


def test_everybody_is_listed(guan: TestClient) -> None:
    page = guan.get("/accounts").text
    assert [name for name in ("小关", "王芳", "李强", "周经理") if name in page] == ["小关", "王芳", "李强", "周经理"]
    listed = guan.get("/api/v1/accounts").json()["items"]
    assert [(one["name"], one["role"], one["organisation"], one["district"]) for one in listed] == [
        ("guan", "administrator", "city", None),
        ("liqiang", "counselor", "d_420111", "420111"),
        ("wangfang", "organizer", "city", None),
        ("zhou", "employer", "e_river", None),
    ]
    first = guan.get("/api/v1/accounts?limit=3").json()
    assert [one["id"] for one in guan.get(f"/api/v1/accounts?after={first['next']}").json()["items"]] == ["a_zhou"]
    assert [one["id"] for one in guan.get("/api/v1/accounts?organisation=e_river").json()["items"]] == ["a_zhou"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "WangFang"}, "name"),
        ({"called": ""}, "called"),
        ({"role": ""}, "role"),
        ({"role": "king"}, "role"),
        ({"organisation": "nowhere"}, "organisation"),
        ({"role": "administrator"}, "organisation"),
        ({"role": "organizer", "organisation": "e_river"}, "organisation"),
        ({"role": "employer", "employer": "e_none"}, "employer"),
        ({"role": "employer"}, "employer"),
        ({"district": "999999"}, "organisation"),
        ({"district": "420111"}, "district"),
        ({"role": "auditor", "organisation": "city", "district": "420111"}, "district"),
        ({"organisation": "z_east_lake_high_tech_zone"}, "district"),
        ({"organisation": "z_east_lake_high_tech_zone", "district": "420106"}, "district"),
    ],
)
def test_an_account_needs_a_place_that_makes_sense(guan: TestClient, change: dict[str, str], field: str) -> None:
    answer = guan.post("/accounts/invite", data=CHEN | change)
    assert answer.status_code == 422
    assert f'id="{field}-fault"' in answer.text
    assert "chendan" not in guan.get("/accounts").text


@pytest.mark.parametrize(
    ("change", "district"),
    [
        ({}, "420106"),
        ({"district": "420106"}, "420106"),
        ({"organisation": "city"}, None),
        ({"organisation": "city", "district": "420103"}, "420103"),
        ({"organisation": "z_east_lake_high_tech_zone", "district": "420111"}, "420111"),
        ({"role": "auditor", "organisation": "city"}, None),
        ({"role": "employer", "organisation": "e_hall"}, None),
    ],
)
def test_the_place_says_whose_people_an_account_sees(guan: TestClient, change: dict[str, str], district: str | None) -> None:
    made = guan.post("/api/v1/accounts", json=CHEN | change, headers=WRITE).json()
    assert (made["account"]["district"], made["account"]["state"], made["kind"]) == (district, "invited", "invitation")


@pytest.mark.parametrize("written", ["e_hall", " 滨江展厅 "])
def test_an_employer_is_named_by_its_name_or_id(guan: TestClient, written: str) -> None:
    answer = guan.post("/accounts/invite", data=CHEN | {"role": "employer", "employer": written})
    assert answer.status_code == 200
    (made,) = guan.get("/api/v1/accounts?organisation=e_hall").json()["items"]
    assert (made["called"], made["role"]) == ("陈丹", "employer")


def test_the_same_key_invites_once(guan: TestClient) -> None:
    first, second = (guan.post("/api/v1/accounts", json=CHEN, headers=WRITE).json() for _ in range(2))
    assert first["account"] == second["account"]
    assert guan.get(first["path"]).status_code == 404
    assert guan.get(second["path"]).status_code == 200
    other = guan.post("/api/v1/accounts", json=CHEN | {"called": "陈旦"}, headers={"idempotency-key": "k-2"})
    assert other.status_code == 422


def test_an_account_gets_another_place_and_is_signed_out(office: Office, guan: TestClient) -> None:
    li = office.signed_in("liqiang")
    assert guan.post("/accounts/a_li/assign", data={"role": "organizer", "organisation": "d_420106"}).status_code == 303
    assert li.get("/account").status_code == 303
    li = office.signed_in("liqiang")
    assert li.get("/api/v1/account").json()["account"]["district"] == "420106"
    assert li.get("/caseloads").status_code == 200
    answer = guan.put("/api/v1/accounts/a_li/place", json={"role": "auditor", "organisation": "e_river"}, headers=WRITE)
    assert answer.status_code == 422


def test_an_ended_account_is_over(office: Office, guan: TestClient) -> None:
    li = office.signed_in("liqiang")
    assert guan.post("/accounts/a_li/end").headers["location"] == "/accounts/a_li?done=ended"
    assert guan.post("/api/v1/accounts/a_li/end", headers=WRITE).json()["state"] == "ended"
    assert li.get("/account").status_code == 303
    assert office.browser().post("/sign-in", data={"name": "liqiang", "password": PASSWORD}).status_code == 422
    assert guan.post("/api/v1/accounts/a_li/reset", headers=key("k-2")).status_code == 409
    again = {"role": "counselor", "organisation": "city"}
    assert guan.put("/api/v1/accounts/a_li/place", json=again, headers=key("k-3")).status_code == 409
    assert office.log("account")[-1].detail["cause"] == "ended"


def test_the_last_administrator_stays(office: Office, guan: TestClient) -> None:
    assert guan.post("/accounts/a_guan/end").status_code == 409
    assert guan.post("/accounts/a_guan/assign", data={"role": "organizer", "organisation": "city"}).status_code == 409
    link = link_in(guan.post("/accounts/invite", data=CHEN | {"role": "administrator", "organisation": "city"}).text)
    assert guan.post("/accounts/a_guan/end").status_code == 409
    office.browser().post(link, data={"password": PASSWORD, "again": PASSWORD})
    assert guan.post("/accounts/a_guan/end").status_code == 303
    assert office.signed_in("chendan").get("/accounts").status_code == 200


def test_what_is_not_there_is_not_found(guan: TestClient) -> None:
    assert guan.get("/accounts/nobody").status_code == 404
    for path in ("/accounts/nobody/end", "/accounts/nobody/reset", "/organisations/none/caseloads"):
        assert guan.post(path, data={"caseloads": "assigned"}).status_code == 404


def test_organisations_are_the_city_its_districts_zones_and_what_is_added(guan: TestClient) -> None:
    kinds = [one["kind"] for one in guan.get("/api/v1/organisations").json()["items"]]
    assert {kind: kinds.count(kind) for kind in kinds} == {"city": 1, "district": 13, "zone": 5, "employer": 1}
    assert (
        guan.post("/organisations", data={"name": "江城示例学校", "district": "420106"}).headers["location"].endswith("done=added")
    )
    assert guan.post("/organisations", data={"name": " "}).status_code == 422
    assert guan.post("/organisations", data={"name": "字" * 61}).status_code == 422
    assert "江城示例学校" in guan.get("/organisations").text
    school = {"kind": "school", "name": "第二学校"}
    made, again = (guan.post("/api/v1/organisations", json=school, headers=WRITE).json() for _ in range(2))
    assert made == again
    assert guan.post("/api/v1/organisations", json=school | {"name": "第三学校"}, headers=WRITE).status_code == 422
    hall = guan.post("/api/v1/organisations", json={"kind": "employer", "employer": "e_hall"}, headers=key("k-2")).json()
    assert (hall["id"], hall["name"]) == ("e_hall", "滨江展厅")
    none = guan.post("/api/v1/organisations", json={"kind": "employer", "employer": "e_none"}, headers=key("k-3"))
    assert none.status_code == 422


def test_an_organizer_assigns_people_and_a_counselor_sees_them_alone(office: Office, guan: TestClient) -> None:
    wang = office.signed_in("wangfang")
    guan.post("/accounts/a_li/assign", data={"role": "counselor", "organisation": "city"})
    li = office.signed_in("liqiang")
    everybody = len(li.get("/api/v1/events/spring-2027/candidates").json()["items"])
    assert everybody == 8
    assert guan.post("/organisations/city/caseloads", data={"caseloads": "assigned"}).status_code == 303
    assert li.get("/api/v1/events/spring-2027/candidates").json()["items"] == []
    sent = wang.post("/caseloads/a_li/assign", data={"people": "c_lin\r\n\r\nc_nobody\r\nc_he"})
    assert sent.headers["location"] == "/caseloads/a_li?done=added&changed=2&unknown=1"
    assert "c_he" in wang.get(sent.headers["location"]).text
    assert [one["id"] for one in li.get("/api/v1/events/spring-2027/candidates").json()["items"]] == ["c_he", "c_lin"]
    assert li.get("/api/v1/events/spring-2027/candidates/c_zhou/recommendations").status_code == 404
    released = wang.post("/caseloads/a_li/release", data={"person.c_he": "1"})
    assert released.headers["location"] == "/caseloads/a_li?done=released&changed=1"
    assert [one["id"] for one in li.get("/api/v1/events/spring-2027/candidates").json()["items"]] == ["c_lin"]
    listed = wang.get("/api/v1/caseloads").json()["items"]
    assert listed == [{"account": "a_li", "called": "李强", "people": ["c_lin"]}]
    changed = wang.post("/api/v1/caseloads/a_li/people", json={"people": ["c_x", "c_zhou"]}, headers=WRITE).json()
    assert changed == {"changed": 1, "unknown": [1]}
    changed = wang.post("/api/v1/caseloads/a_li/releases", json={"people": ["c_zhou"]}, headers=key("k-2")).json()
    assert changed == {"changed": 1, "unknown": []}
    assert wang.get("/caseloads/a_wang").status_code == 404
    assert li.get("/caseloads").status_code == 403


def test_script_in_a_name_stays_text(guan: TestClient) -> None:
    answer = guan.post("/accounts/invite", data=CHEN | {"called": "<script>alert(1)</script>", "name": "<b>x</b>"})
    assert answer.status_code == 200
    for text in (answer.text, guan.get("/accounts").text):
        assert "<script>alert" not in text
        assert "<b>x</b>" not in text
