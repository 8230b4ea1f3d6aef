"""What an employer is asked about people it hired, and when its quota counter moves."""

from datetime import date

import pytest
from starlette.testclient import TestClient

from api.actions.employer_hires import answer, counter_view, hires_view
from api.actions.errors import BadInput, NotFound
from api.actions.handed_certificates import hand_certificate, take_certificate_back
from api.actions.stages import alias_of
from api.wiring import Application
from data.stores import Scope
from matching.quota import CertifiedCount
from matching.records import LOCAL_ORGANIZER, Outcome, Role, Step, Viewer
from tests.api.conftest import CLERK, SPRING, ZHOU
from tests.api.employer.conftest import HIRED, ME, NAMED, PLAIN, RIVER, TELLING, withdraw

BEGAN = date(2027, 2, 1)
OTHER = Viewer(account="hall", role=Role.EMPLOYER, organisation="e_hall")


def hire(app: Application, name: str, posting: str = CLERK) -> str:
    """Somebody who began on the first of February; gives what the employer calls them."""
    steps = [Outcome(candidate=name, posting=posting, event=SPRING, step=step, on=BEGAN) for step in (Step.INTERVIEWED, Step.HIRED)]
    with app.database.begin(LOCAL_ORGANIZER) as stores:
        stores.outcomes.save_many(LOCAL_ORGANIZER, steps)
    return alias_of(app, SPRING, RIVER, name)


def steps_of(app: Application, name: str) -> dict[str, tuple[str, date | None]]:
    with app.database.read(LOCAL_ORGANIZER) as stores:
        found = stores.outcomes.list(LOCAL_ORGANIZER, event=SPRING, candidate=name, posting=CLERK)
    return {one.step.value: (one.reason, one.on) for one in found}


def test_it_is_asked_of_people_who_agreed_by_name_where_they_agreed_to_that(room: Application) -> None:
    plain, named = hire(room, PLAIN), hire(room, NAMED)
    asked = {one.person: (one.name, one.months, one.due) for one in hires_view(room, ME).items}
    assert asked.keys() == {plain, named}
    assert asked[plain] == (None, 1, date(2027, 3, 1))
    assert (asked[named][0] or "").startswith(TELLING["name"])
    assert hires_view(room, OTHER).items == ()
    with room.database.read(LOCAL_ORGANIZER) as stores:
        (number,) = (one.id for one in stores.consents.list(LOCAL_ORGANIZER, PLAIN) if one.consent.scope is Scope.LISTING)
    withdraw(room, number)
    assert {one.person for one in hires_view(room, ME).items} == {named}


def test_an_answer_is_a_step_and_ends_the_question(room: Application) -> None:
    person = hire(room, PLAIN)
    told = answer(room, ME, SPRING, CLERK, person, 1, True, date(2027, 3, 2))
    assert [one.en for one in told.steps] == ["interviewed", "hired", "in the job after 1 month"]
    assert answer(room, ME, SPRING, CLERK, person, 1, True, date(2027, 3, 2)) == told
    assert hires_view(room, ME).items == ()
    assert steps_of(room, PLAIN)["retained_1"] == ("", date(2027, 3, 2))


def test_who_left_has_a_reason_of_the_list(room: Application) -> None:
    person = hire(room, PLAIN)
    for reason in (None, "身体原因", "personal"):
        with pytest.raises(BadInput, match="Choose why the person left"):
            answer(room, ME, SPRING, CLERK, person, 1, False, None, reason)
    answer(room, ME, SPRING, CLERK, person, 1, False, date(2027, 2, 20), "arrangement")
    assert steps_of(room, PLAIN)["left"] == ("arrangement", date(2027, 2, 20))


@pytest.mark.parametrize("day", [date(2027, 3, 19), date(2027, 2, 2), date(2026, 1, 1)])
def test_a_day_that_cannot_be_is_refused(room: Application, day: date) -> None:
    with pytest.raises(BadInput):
        answer(room, ME, SPRING, CLERK, hire(room, PLAIN), 1, True, day)


def test_nobody_answers_for_people_it_did_not_hire(room: Application) -> None:
    person = hire(room, PLAIN)
    zhou = alias_of(room, SPRING, RIVER, ZHOU)
    for viewer, posting, alias in ((OTHER, CLERK, person), (ME, CLERK, zhou), (ME, "p_craft", person), (ME, CLERK, PLAIN)):
        with pytest.raises(NotFound):
            answer(room, viewer, SPRING, posting, alias, 1, True)


def test_the_form_keeps_what_was_typed(room: Application, me: TestClient) -> None:
    person = hire(room, PLAIN)
    sent = {"event": SPRING, "posting": CLERK, "person": person, "months": "1", "stays": "no", "on": "<b>三月</b>"}
    page = me.post("/employer/hires", data=sent)
    assert page.status_code == 422
    assert [word in page.text for word in (f'href="#on.{person}.1"', f'href="#reason.{person}.1"', "&lt;b&gt;三月")] == [True] * 3
    sent |= {"on": "2027-02-20", "reason": "pay"}
    done = me.post("/employer/hires", data=sent, follow_redirects=False)
    assert (done.status_code, done.headers["location"]) == (303, "/employer/hires?done=answered")
    assert steps_of(room, PLAIN)["left"] == ("pay", date(2027, 2, 20))


def test_the_counter_moves_when_a_person_hands_the_certificate_over_after_an_offer(room: Application) -> None:
    assert counter_view(room, ME).handed == 1
    assert counter_view(room, OTHER).handed == 0
    for name in (PLAIN, "c_none"):
        with pytest.raises(BadInput, match="no offer of this employer is on record"):
            hand_certificate(room, LOCAL_ORGANIZER, name, CLERK)
    hire(room, PLAIN)
    assert counter_view(room, ME).handed == 1, "a hire alone moves nothing"
    for _ in range(2):
        hand_certificate(room, LOCAL_ORGANIZER, PLAIN, CLERK)
    assert counter_view(room, ME).handed == 2
    take_certificate_back(room, LOCAL_ORGANIZER, PLAIN, RIVER)
    assert counter_view(room, ME).handed == 1
    with pytest.raises(NotFound):
        take_certificate_back(room, LOCAL_ORGANIZER, PLAIN, RIVER)


def test_the_counter_counts_people_whatever_their_grade(room: Application) -> None:
    """A counter that went up by two would tell a grade."""
    with room.database.read(LOCAL_ORGANIZER) as stores:
        details = stores.candidates.certificate_details(LOCAL_ORGANIZER, HIRED, "test")
    assert details is not None
    for grade in (1, 4):
        with room.database.begin(LOCAL_ORGANIZER) as stores:
            file = stores.candidates.get(LOCAL_ORGANIZER, HIRED)
            assert file is not None
            stores.candidates.upsert_many(LOCAL_ORGANIZER, [(file, details.model_copy(update={"grade": grade}))])
        assert counter_view(room, ME).handed == 1


def test_certified_counts_are_ones_own(room: Application) -> None:
    counts = [
        CertifiedCount(employer=name, year=2026, source="联网认证", fetched_on=date(2026, 1, 5), counted=counted, people=1)
        for name, counted in ((RIVER, 2), ("e_hall", 5))
    ]
    with room.database.begin(LOCAL_ORGANIZER) as stores:
        stores.bodies.certify(LOCAL_ORGANIZER, counts)
    (one,) = counter_view(room, ME).certified
    assert (one.year, one.counted, one.stale) == (2026, 2, True)


def test_the_calculator_reckons_and_says_what_is_wrong(me: TestClient) -> None:
    page = me.get("/employer/quota", params={"kind": "enterprise", "staff": "200", "certificate": "12", "wage": "90000"})
    assert (page.status_code, "还要招用 2 人" in page.text, "162,000" in page.text) == (200, True, True)
    for sent in ({"staff": ""}, {"staff": "x"}, {"staff": "200", "wage": "-1"}, {"staff": "200", "certificate": "<script>"}):
        wrong = me.get("/employer/quota", params=sent)
        assert (wrong.status_code, "summary-of-faults" in wrong.text, "<script>" in wrong.text) == (422, True, False)
