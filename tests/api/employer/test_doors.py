"""Whose door it is: an employer finds its own objects and nothing else, and an error says nothing of what is there."""

import re
from collections.abc import Callable

import pytest
from starlette.testclient import TestClient

from api.actions.fairs import move_event
from api.actions.invited import vet_employer
from api.actions.stages import alias_of
from api.wiring import Application
from matching.records import LOCAL_ORGANIZER, Role
from tests.api.conftest import AUTUMN, CLERK, HALL, LIN, SPRING
from tests.api.employer.conftest import PLAIN, RIVER, browser_of

V1 = "/api/v1/employer"
SCRIPT = "<script>alert(1)</script>"
READS = [
    V1,
    f"{V1}/postings",
    f"{V1}/postings/{CLERK}",
    f"{V1}/postings/{CLERK}/unlock",
    f"{V1}/unlock",
    f"{V1}/events",
    f"{V1}/events/{SPRING}",
    f"{V1}/events/{SPRING}/postings/{CLERK}/list",
    f"{V1}/events/{SPRING}/files/shortlist?posting={CLERK}",
    f"{V1}/files",
    f"{V1}/hires",
    f"{V1}/quota",
    "/employer",
    "/employer/postings",
    f"/employer/postings/{CLERK}",
    "/employer/unlock",
    "/employer/events",
    f"/employer/events/{SPRING}",
    f"/employer/events/{SPRING}/postings/{CLERK}",
    "/employer/files",
    "/employer/hires",
    "/employer/promises",
    "/employer/quota",
]


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.EMPLOYER])
def test_nobody_else_comes_in(seen_room: Application, role: Role) -> None:
    with browser_of(seen_room, role, None) as other:
        assert {path: other.get(path).status_code for path in READS} == dict.fromkeys(READS, 403)


def test_the_employer_comes_in_everywhere(seen: TestClient) -> None:
    assert {path: seen.get(path).status_code for path in READS} == dict.fromkeys(READS, 200)


@pytest.mark.parametrize(
    "path",
    [
        f"{V1}/postings/{{posting}}",
        f"{V1}/postings/{{posting}}/unlock",
        f"{V1}/events/{SPRING}/postings/{{posting}}/list",
        f"{V1}/events/{SPRING}/files/shortlist?posting={{posting}}",
        "/employer/postings/{posting}",
        f"/employer/events/{SPRING}/postings/{{posting}}",
        "/postings/{posting}/demands",
    ],
)
def test_anothers_posting_reads_as_one_that_is_not_there(seen: TestClient, path: str) -> None:
    others, none = (seen.get(path.format(posting=name), headers={"accept-language": "en"}) for name in (HALL, "p_none"))
    assert (others.status_code, none.status_code) == (404, 404)
    assert others.text.replace(HALL, "p_none") == none.text


@pytest.mark.parametrize("event", [AUTUMN, "ev_none", "planned"])
def test_an_event_without_an_invitation_is_none(seen: TestClient, event: str) -> None:
    paths = (f"/employer/events/{event}", f"{V1}/events/{event}", f"{V1}/events/{event}/postings/{CLERK}/list")
    assert [seen.get(path).status_code for path in paths] == [404] * 3


def test_another_employer_sees_neither_lists_nor_interviews_of_this_one(seen_room: Application) -> None:
    with browser_of(seen_room, Role.EMPLOYER, "e_hall") as hall:
        answers = [hall.get(path.replace(CLERK, HALL)) for path in READS]
        texts = "".join(one.text for one in answers)
    assert {one.status_code for one in answers} == {200}
    aliases = [alias_of(seen_room, SPRING, RIVER, name) for name in (LIN, PLAIN)]
    assert [word for word in (*aliases, "江城文印社", CLERK) if word in texts] == []


@pytest.mark.parametrize("person", ["AAAA-AAAA", LIN, SCRIPT, "x" * 21, "%00", ".."])
def test_guessed_people_are_nobody(room: Application, me: TestClient, person: str, key: Callable[[], dict[str, str]]) -> None:
    path = f"{V1}/events/{SPRING}/postings/{CLERK}/people/{person.replace('/', '%2F')}/decision"
    answer = me.put(path, json={"decision": "invite"}, headers=key())
    assert answer.status_code in (404, 422)
    assert "<script>" not in answer.text or answer.headers["content-type"].startswith("application/problem+json")
    page = me.post(f"/employer/events/{SPRING}/postings/{CLERK}/people/AAAA-AAAA", data={"act": "invite", "key": "k"})
    assert page.status_code == 404


def test_no_list_before_a_named_person_confirmed_it(room: Application, me: TestClient) -> None:
    path = f"{V1}/events/{SPRING}/postings/{CLERK}/list"
    for state in ("confirmed", "pre_matched"):
        move_event(room, LOCAL_ORGANIZER, SPRING, state, f"back-{state}", named="王芳")
    assert me.get(path).status_code == 404
    assert me.get(f"{V1}/events/{SPRING}").json()["lists"] == []
    move_event(room, LOCAL_ORGANIZER, SPRING, "confirmed", "again", named="王芳")
    assert me.get(path).status_code == 200
    assert me.get(f"{V1}/events/{SPRING}").json()["interviews"] == [], "the timetable is not out"


def test_an_employer_that_is_not_approved_sees_no_list(room: Application, me: TestClient) -> None:
    for state in ("confirmed", "pre_matched"):
        move_event(room, LOCAL_ORGANIZER, SPRING, state, f"back-{state}", named="王芳")
    vet_employer(room, LOCAL_ORGANIZER, SPRING, RIVER, False, "执照过期")
    view = me.get(f"{V1}/events/{SPRING}").json()
    assert (view["vetting"], view["lists"]) == ("refused", [])
    assert me.get(f"{V1}/events/{SPRING}/postings/{CLERK}/list").status_code == 404


def test_a_page_of_another_site_decides_nothing(room: Application, me: TestClient) -> None:
    alias = alias_of(room, SPRING, RIVER, PLAIN)
    forged = {"origin": "http://evil.example", "sec-fetch-site": "cross-site"}
    page = f"/employer/events/{SPRING}/postings/{CLERK}/people/{alias}"
    assert me.post(page, data={"act": "invite", "key": "k"}, headers=forged).status_code == 403
    answer = me.put(f"{V1}{page.removeprefix('/employer')}/decision", json={"decision": "invite"}, headers=forged)
    assert answer.status_code in (403, 422)
    rows = me.get(f"{V1}/events/{SPRING}/postings/{CLERK}/list").json()["items"]
    assert [row["decision"] for row in rows] == [None] * len(rows)


def test_a_second_press_records_nothing_twice(room: Application, me: TestClient) -> None:
    alias = alias_of(room, SPRING, RIVER, PLAIN)
    page = f"/employer/events/{SPRING}/postings/{CLERK}/people/{alias}"
    for _ in range(2):
        answer = me.post(page, data={"act": "invite", "key": "pressed"}, follow_redirects=False)
        assert (answer.status_code, answer.headers["location"].partition("?")[0]) == (303, page.partition("/people")[0])
    notice = me.get(answer.headers["location"]).text.partition('role="status"')[2].partition("</div>")[0]
    assert (f"已邀请 {alias}" in notice, f'action="{page}"' in notice) == (True, True)
    with room.database.read(LOCAL_ORGANIZER) as stores:
        assert len(stores.decisions.list(LOCAL_ORGANIZER, event=SPRING)) == 1


@pytest.mark.parametrize("path", ["/employer", "/employer/postings", "/employer/unlock", f"/employer/events/{SPRING}"])
def test_an_english_page_holds_no_chinese_of_ours(seen: TestClient, path: str) -> None:
    text = seen.get(path, params={"lang": "en"}).text
    seen.cookies.delete("lang") if "lang" in seen.cookies else None
    body = re.sub(r'<span lang="zh">.*?</span>|<title>.*?</title>|lang="zh" hreflang="zh">中文</a>', "", text)
    assert re.findall(r"[\u4e00-\u9fff]+", body) == []
