"""What one change would open at an employer's postings, and what its promise does."""

from collections.abc import Callable
from datetime import date

import pytest
from starlette.testclient import TestClient

from api.actions.errors import BadInput, NotFound
from api.actions.offers import offer
from api.actions.promises import check_promise, contest_check, list_promises, record_promise
from api.actions.public_unlock import employer_unlock, public_unlock
from api.wiring import Application
from data.stores import Promise
from matching.records import LOCAL_ORGANIZER, AccommodationStatus, PostingStatus, Role, Viewer
from tests.api.conftest import CLERK, CRAFT, HALL
from tests.api.employer.conftest import ME, RIVER

OTHER = Viewer(account="hall", role=Role.EMPLOYER, organisation="e_hall")


def status_of(app: Application, posting: str, name: str) -> AccommodationStatus | None:
    with app.database.read(LOCAL_ORGANIZER) as stores:
        found = stores.postings.get(LOCAL_ORGANIZER, posting)
    assert found is not None
    return found.workplace.statuses.get(name)


def test_an_offered_arrangement_is_a_promise_and_confirmed_at_the_posting(room: Application) -> None:
    made = offer(room, ME, CRAFT, "accommodation:ramp", "k1")
    assert (made.posting, made.text.en, status_of(room, CRAFT, "ramp")) == (CRAFT, "ramp", AccommodationStatus.COMMITTED)
    (promise,) = list_promises(room, ME).items
    assert (promise.id, promise.employer, promise.candidate, promise.by) == (made.promise, RIVER, None, "river")
    with room.database.read(LOCAL_ORGANIZER) as stores:
        assert stores.confirmations.standing(LOCAL_ORGANIZER, [CRAFT]) == {CRAFT: {"statuses.ramp": "committed"}}


@pytest.mark.parametrize("key", ["k1", "k2"])
def test_what_is_promised_is_not_promised_twice(room: Application, key: str) -> None:
    first = offer(room, ME, CRAFT, "accommodation:ramp", "k1")
    assert offer(room, ME, CRAFT, "accommodation:ramp", key) == first
    assert len(list_promises(room, ME).items) == 1


def test_a_changed_fact_is_confirmed_and_is_no_promise(room: Application) -> None:
    assert offer(room, ME, CRAFT, "fact:seated_possible", "k1").promise is None
    with room.database.read(LOCAL_ORGANIZER) as stores:
        found = stores.postings.get(LOCAL_ORGANIZER, CRAFT)
    assert found is not None
    assert found.workplace.facts == {"seated_possible": True}
    assert list_promises(room, ME).items == ()


@pytest.mark.parametrize(
    "change", ["accommodation:job_coach", "accommodation:nothing", "fact:object_work", "course:k_typing", "", ":", "<script>"]
)
def test_what_no_employer_can_change_is_refused(room: Application, change: str) -> None:
    with pytest.raises(BadInput, match="An employer cannot offer this change"):
        offer(room, ME, CRAFT, change, "k1")


def test_nothing_is_promised_at_anothers_posting_or_a_closed_one(room: Application) -> None:
    with room.database.begin(LOCAL_ORGANIZER) as stores:
        stores.postings.set_status(LOCAL_ORGANIZER, CRAFT, PostingStatus.CLOSED)
    for posting in (HALL, "p_none", CRAFT):
        with pytest.raises(NotFound):
            offer(room, ME, posting, "accommodation:ramp", "k1")
    with pytest.raises(BadInput):
        record_promise(room, ME, Promise(posting=HALL, accommodation="ramp", promised_on=room.today), "k2")


def test_an_employer_promises_to_nobody_by_name(room: Application) -> None:
    for named in ({"candidate": "c_lin"}, {"event": "spring-2027"}):
        promise = Promise(posting=CRAFT, accommodation="ramp", promised_on=room.today, **named)
        with pytest.raises(BadInput):
            record_promise(room, ME, promise, "k1")
    assert list_promises(room, ME).items == ()


def test_the_whole_says_no_more_than_its_parts(seen_room: Application) -> None:
    """With twelve people no figure reaches five, so that none is told: of one posting as of all."""
    view = employer_unlock(seen_room, ME)
    assert (view.employer, view.postings, view.kept_back) == (RIVER, 54, 0)
    parts = {one: public_unlock(seen_room, ME, one) for one in (CLERK, CRAFT)}
    told = {(change.key, name): change.people for name, part in parts.items() for change in part.changes}
    whole = {(row.key, place.posting): place.people for row in view.items for place in row.posts if place.posting in parts}
    assert whole == told
    assert [row.people for row in view.items] == [max(place.people for place in row.posts) for row in view.items]


def test_the_answer_of_a_day_outlives_a_promise(room: Application) -> None:
    before = employer_unlock(room, ME)
    offer(room, ME, CRAFT, "accommodation:ramp", "k1")
    after = employer_unlock(room, ME)
    assert [(row.key, row.people) for row in after.items] == [(row.key, row.people) for row in before.items]


def test_a_check_is_contested_by_its_employer_alone(room: Application) -> None:
    made = offer(room, ME, CRAFT, "accommodation:ramp", "k1")
    assert made.promise is not None
    (check,) = check_promise(room, LOCAL_ORGANIZER, made.promise, False, date(2027, 3, 18)).checks
    with pytest.raises(NotFound):
        contest_check(room, OTHER, check.id)
    contest_check(room, ME, check.id)
    assert [one.checks[0].state for one in list_promises(room, ME).items] == ["contested"]


def test_pages_promise_and_contest(room: Application, me: TestClient, key: Callable[[], dict[str, str]]) -> None:
    sent = {"posting": CRAFT, "accommodation": "ramp", "key": "form-1"}
    for _ in range(2):
        answer = me.post("/employer/promises", data=sent, follow_redirects=False)
        assert (answer.status_code, answer.headers["location"]) == (303, "/employer/promises?done=promised")
    (promise,) = list_promises(room, ME).items
    (check,) = check_promise(room, LOCAL_ORGANIZER, promise.id, False, date(2027, 3, 18)).checks
    page = me.get("/employer/promises").text
    assert ("坡道" in page, f"/employer/checks/{check.id}/contest" in page) == (True, True)
    assert "1 次核查写着承诺没有做到" in me.get("/employer").text
    assert me.post(f"/employer/checks/{check.id}/contest", follow_redirects=False).status_code == 303
    assert "您提出了异议" in me.get("/employer/promises").text
    assert me.post("/employer/checks/999/contest").status_code == 404


@pytest.mark.parametrize("sent", [{}, {"posting": HALL}, {"posting": CRAFT, "accommodation": "<script>alert(1)</script>"}])
def test_a_form_with_faults_comes_back_with_what_was_typed(me: TestClient, sent: dict[str, str]) -> None:
    answer = me.post("/employer/promises", data={**sent, "key": "k"})
    assert answer.status_code == 422
    assert ("还没有保存" in answer.text or "Nothing was saved" in answer.text, "<script>alert" in answer.text) == (True, False)
    assert ('value="p_craft" selected' in answer.text) is (sent.get("posting") == CRAFT)


def test_one_button_promises_at_all_postings_that_a_change_opens(room: Application, me: TestClient) -> None:
    """Asked for what the page does not list, nothing happens; asked for one posting, it is promised there."""
    assert me.post("/employer/offers", data={"change": "accommodation:ramp", "key": "k"}, follow_redirects=False).status_code == 303
    assert list_promises(room, ME).items == ()
    sent = {"change": "accommodation:ramp", "posting": CRAFT, "key": "k"}
    answer = me.post("/employer/offers", data=sent, follow_redirects=False)
    assert answer.headers["location"] == f"/employer/postings/{CRAFT}?done=offered"
    assert len(list_promises(room, ME).items) == 1
