"""Files past their date: told with what to do, by page, JSON and as a task; nothing is closed by itself."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.actions.errors import NotAllowed
from api.actions.stale import outdated_people, overdue_postings
from api.app import create_app
from api.wiring import Application
from matching.knowledge import CATALOGUE
from matching.records import LOCAL_ORGANIZER, PostingStatus, Role, Viewer
from tests.api.conftest import CLERK, CRAFT, FROM_OWN_PAGE, HALL, HE, HERE, LOOPBACK, ZHOU, open_copy

ME = LOCAL_ORGANIZER
LAST = {CLERK: date(2027, 3, 17), HALL: date(2027, 3, 18), CRAFT: date(2027, 3, 1)}
"""Today is the 18th, which is the last day of the hall."""
HARD = "stairs"


@pytest.fixture(scope="module")
def office(built_town: Path, tmp_path_factory: pytest.TempPathFactory) -> Application:
    app = open_copy(built_town, tmp_path_factory.mktemp("stale"))
    with app.database.begin(ME) as stores:
        posts = [one.model_copy(update={"closes_on": LAST[one.id]}) for one in stores.postings.iterate(ME, sorted(LAST))]
        stores.postings.upsert_many(ME, posts)
        people = []
        for one in stores.candidates.iterate(ME, [HE, ZHOU], with_person=True):
            levels = list(one.profile.assessments)
            place = CATALOGUE.position[HARD]
            on = date(2024, 1, 5) if one.id == HE else date(2026, 1, 5)
            was = levels[place]
            assert was is not None
            levels[place] = was.model_copy(update={"on": on})
            people.append(one.model_copy(update={"profile": one.profile.model_copy(update={"assessments": tuple(levels)})}))
        stores.candidates.upsert_many(ME, [(one, None) for one in people])
    return app


@pytest.fixture
def web(office: Application) -> Iterator[TestClient]:
    headers = FROM_OWN_PAGE | {"accept-language": "en"}
    with TestClient(create_app(office), base_url=HERE, client=LOOPBACK, headers=headers, follow_redirects=False) as made:
        yield made


def test_open_postings_past_their_last_day(office: Application, web: TestClient) -> None:
    first = overdue_postings(office, ME, None, 1)
    assert [(one.id, one.days) for one in first.items] == [(CLERK, 1)]
    rest = overdue_postings(office, ME, first.next, 5)
    assert ([(one.id, one.days) for one in rest.items], rest.next) == ([(CRAFT, 17)], None)
    assert [one["id"] for one in web.get("/api/v1/overdue-postings").json()["items"]] == [CLERK, CRAFT]
    assert web.get("/postings/overdue").text.count('value="closed"') == 2
    assert 'open postings past their last day</a> <span class="tag now">2</span>' in web.get("/").text


def test_a_posting_that_is_closed_is_settled(office: Application, web: TestClient) -> None:
    assert web.post(f"/postings/{CRAFT}/status", data={"status": "closed"}).status_code == 303
    assert [one.id for one in overdue_postings(office, ME, None, 5).items] == [CLERK]
    web.post(f"/postings/{CRAFT}/status", data={"status": PostingStatus.OPEN.value})


def test_people_whose_assessment_is_too_old(office: Application, web: TestClient) -> None:
    (one,) = outdated_people(office, ME, None, 5).items
    assert (one.candidate, one.outdated, one.assessed, one.last) == (HE, 1, 45, date(2024, 1, 5))
    assert outdated_people(office, ME, HE, 5).items == ()
    assert f'href="/people/{HE}/assessment"' in web.get("/caseload/outdated").text
    assert [row["candidate"] for row in web.get("/api/v1/outdated-assessments").json()["items"]] == [HE]


def test_nobody_but_staff_is_told(office: Application) -> None:
    auditor = Viewer(account="a", role=Role.AUDITOR)
    for ask in (overdue_postings, outdated_people):
        with pytest.raises(NotAllowed):
            ask(office, auditor, None, 5)
