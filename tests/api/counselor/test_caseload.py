"""The caseload: counts with their denominators, filters that agree with them, a search, and follow-ups answered by form."""

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.actions.caseload import caseload_view
from api.actions.errors import NotAllowed
from api.schemas.caseload import CaseName
from api.wiring import Application
from matching.ledger import NextStep
from matching.records import LOCAL_ORGANIZER, Role, Step, Viewer
from tests.api.conftest import CLERK, FROM_OWN_PAGE, HE, HERE, LIN, LOOPBACK, SONG, ZHOU, open_copy
from tests.api.counselor.conftest import ELSEWHERE
from tests.api.web import Web

ALL = ["c_he", "c_lin", "c_more_0", "c_more_1", "c_more_2", "c_more_3", "c_song", "c_zhou"]


def listed(app: Application, shown: CaseName, query: str = "") -> list[str]:
    return [one.candidate for one in caseload_view(app, LOCAL_ORGANIZER, shown, query).items]


def test_every_count_is_the_length_of_its_list(world: Application) -> None:
    counts = caseload_view(world, LOCAL_ORGANIZER).counts
    assert {name: len(listed(world, name)) for name in counts.model_fields} == counts.model_dump()  # type: ignore[arg-type]
    assert (counts.all, listed(world, "all")) == (8, ALL)
    assert (listed(world, "follow_up"), listed(world, "appeal"), listed(world, "course")) == ([ZHOU], [HE], [ZHOU])
    assert listed(world, "consent") == listed(world, "plan") == [name for name in ALL if name != LIN]
    assert (listed(world, "assess"), listed(world, "review_plan")) == (ALL, [])


def test_each_person_has_the_steps_of_their_state(world: Application) -> None:
    found = {one.candidate: one for one in caseload_view(world, LOCAL_ORGANIZER).items}
    assert found[ZHOU].steps[:2] == (NextStep.FOLLOW_UP, NextStep.COURSE)
    assert found[HE].steps[0] is NextStep.ANSWER
    assert NextStep.CONSENT not in found[LIN].steps
    assert NextStep.PLAN not in found[LIN].steps
    assert found[SONG].steps == (
        *(NextStep.VERIFY, NextStep.ASSESS, NextStep.NEEDS, NextStep.CONSENT, NextStep.PLAN, NextStep.SERVE),
    )
    assert [one.on is not None for one in found[LIN].services] == [False, False, True, False]


def test_what_waits_today_is_counted(world: Application) -> None:
    today = caseload_view(world, LOCAL_ORGANIZER).today
    assert (today.follow_ups, today.appeals, today.late, today.courses, today.assess_again) == (1, 1, 0, 1, 0)


def test_search_looks_in_names_and_ids_within_the_filter(world: Application) -> None:
    view = caseload_view(world, LOCAL_ORGANIZER, "consent", "周")
    assert ([one.candidate for one in view.items], view.found, view.query) == ([ZHOU], 1, "周")
    assert listed(world, "plan", "林") == []
    assert listed(world, "all", "C_MORE") == ALL[2:6]


def test_pages_follow_each_other(world: Application) -> None:
    first = caseload_view(world, LOCAL_ORGANIZER, limit=5)
    rest = caseload_view(world, LOCAL_ORGANIZER, after=first.next, limit=5)
    assert ([one.candidate for one in (*first.items, *rest.items)], rest.next) == (ALL, None)


def test_staff_alone_and_of_their_district(world: Application) -> None:
    view = caseload_view(world, ELSEWHERE)
    assert (view.items, set(view.counts.model_dump().values())) == ((), {0})
    for role in (Role.EMPLOYER, Role.AUDITOR, Role.ADMINISTRATOR):
        with pytest.raises(NotAllowed):
            caseload_view(world, Viewer(account="x", role=role, organisation="e_river"))


def test_the_page_says_who_needs_what(web: TestClient) -> None:
    text = web.get("/caseload", headers={"accept-language": "en"}).text
    assert "7 of 8" in text
    assert 'href="/people/c_song"' in text
    assert "Answer what the person asked" in text


def test_a_follow_up_is_answered_by_form(worked_town: Path, tmp_path: Path) -> None:
    app = open_copy(worked_town, tmp_path)
    web = TestClient(Web(app), base_url=HERE, client=LOOPBACK, headers=FROM_OWN_PAGE, follow_redirects=False)
    told = {"candidate": ZHOU, "posting": CLERK, "event": "", "months": "1", "answer": "", "on": "明天", "reason": ""}
    wrong = web.post("/caseload/follow-ups", data=told)
    assert wrong.status_code == 422
    assert 'href="#answer"' in wrong.text
    assert 'value="明天"' in wrong.text
    done = web.post("/caseload/follow-ups", data=told | {"answer": "there", "on": "2027-03-15"})
    assert (done.status_code, done.headers["location"]) == (303, "/caseload/follow-ups?done=recorded")
    with app.database.read(LOCAL_ORGANIZER) as stores:
        assert Step.RETAINED_1 in {one.step for one in stores.outcomes.list(LOCAL_ORGANIZER, candidate=ZHOU)}
    assert "没有到期的" in web.get("/caseload/follow-ups").text
    assert web.post("/caseload/follow-ups", data={"candidate": ZHOU}).status_code == 422
