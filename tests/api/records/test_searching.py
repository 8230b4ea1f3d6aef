"""The search: whole names and numbers, words of postings, employers and events, and nothing of it in an address or a log."""

import pytest
from starlette.testclient import TestClient

from api.actions.errors import BadInput, NotAllowed
from api.actions.searching import search
from api.wiring import Application
from matching.records import LOCAL_ORGANIZER, Role, Viewer

AUDITOR = Viewer(account="a", role=Role.AUDITOR)


@pytest.mark.parametrize(
    ("words", "people", "postings", "employers", "events"),
    [
        ("周二", ["c_zhou"], [], [], []),
        (" 周 二 ", ["c_zhou"], [], [], []),
        ("周", [], [], [], []),
        ("c_zhou", ["c_zhou"], [], [], []),
        ("录入", [], ["p_clerk"], [], []),
        ("p_clerk", [], ["p_clerk"], [], []),
        ("展厅", [], ["p_hall"], ["e_hall"], []),
        ("春季", [], [], [], ["spring-2027"]),
        ("100%_", [], [], [], []),
    ],
)
def test_what_words_name(
    records_office: Application, words: str, people: list[str], postings: list[str], employers: list[str], events: list[str]
) -> None:
    found = search(records_office, LOCAL_ORGANIZER, words)
    assert [one.id for one in found.people] == people
    assert [one.id for one in found.postings] == postings
    assert [one.id for one in found.employers] == employers
    assert [one.id for one in found.events] == events


def test_there_is_more_than_is_shown(records_office: Application) -> None:
    found = search(records_office, LOCAL_ORGANIZER, "包装工")
    assert (len(found.postings), found.more) == (20, ("postings",))


@pytest.mark.parametrize("words", ["", "   ", "长" * 61])
def test_nothing_or_too_much_is_not_looked_for(records_office: Application, words: str) -> None:
    with pytest.raises(BadInput):
        search(records_office, LOCAL_ORGANIZER, words)


def test_only_staff_search(records_office: Application) -> None:
    with pytest.raises(NotAllowed):
        search(records_office, AUDITOR, "周二")


def test_another_district_finds_nobody(records_office: Application) -> None:
    other = Viewer(account="h", role=Role.ORGANIZER, district="420102")
    assert search(records_office, other, "周二").people == ()


def test_looking_somebody_up_is_recorded_without_the_words(records_office: Application) -> None:
    with records_office.database.read(AUDITOR) as stores:
        before = len(stores.log.list(AUDITOR, limit=1_000))
    search(records_office, LOCAL_ORGANIZER, "何三")
    with records_office.database.read(AUDITOR) as stores:
        lines = stores.log.list(AUDITOR, limit=1_000)[before:]
    assert {line.action for line in lines} == {"find", "iterate"}
    assert "何三" not in repr(lines)


def test_the_words_stand_in_no_address(web: TestClient) -> None:
    page = web.get("/search").text
    assert 'action="/search" method="post"' in page
    answer = web.post("/search", data={"words": "周二"})
    assert (answer.status_code, answer.headers.get("location")) == (200, None)
    assert 'href="/people/c_zhou"' in answer.text
    assert web.get("/search?words=周二").text.count("/people/c_zhou") == 0


def test_an_empty_question_says_what_to_write(web: TestClient) -> None:
    answer = web.post("/search", data={"words": " "})
    assert answer.status_code == 422
    assert '<a href="#words">' in answer.text
