"""The list of a posting for its employer: who is on it, at which stage, and what a decision does."""

from collections.abc import Callable
from datetime import date

import pytest
from starlette.testclient import TestClient

from api.actions.decisions import decisions_view
from api.actions.employer_lists import decide, list_view, take_back
from api.actions.errors import BadInput, Conflict, NotFound
from api.actions.reviews import undo_clearing
from api.actions.stages import alias_of
from api.wiring import Application
from data.privacy import erase_person
from data.stores import Scope
from matching.knowledge import CATALOGUE
from matching.privacy import DECLINES
from matching.records import LOCAL_ORGANIZER, Outcome, Role, Step
from tests.api.conftest import CLERK, CRAFT, HE, LIN, SONG, SPRING, ZHOU
from tests.api.employer.conftest import (
    AGAINST,
    CROWD,
    HIRED,
    LISTED,
    ME,
    NAMED,
    PLAIN,
    RIVER,
    STATED,
    TELLING,
    agree,
    browser_of,
    withdraw,
)

LIST = f"/api/v1/employer/events/{SPRING}/postings/{CLERK}/list"


def called(app: Application, name: str) -> str:
    return alias_of(app, SPRING, RIVER, name)


def seen_on(app: Application, posting: str) -> dict[str, str]:
    """Person -> stage, of everybody whom the employer sees on a list."""
    names = {called(app, name): name for name in (*LISTED, SONG, AGAINST)}
    return {names[one.person]: one.stage for one in list_view(app, ME, SPRING, posting).items}


def steps_of(app: Application, name: str, posting: str = CLERK) -> dict[str, tuple[str, date | None]]:
    with app.database.read(LOCAL_ORGANIZER) as stores:
        found = stores.outcomes.list(LOCAL_ORGANIZER, event=SPRING, candidate=name, posting=posting)
    return {one.step.value: (one.reason, one.on) for one in found}


def test_everybody_is_there_at_their_stage(seen_room: Application, seen: TestClient) -> None:
    listed = dict.fromkeys((LIN, ZHOU, PLAIN, *CROWD), "listing")
    assert seen_on(seen_room, CLERK) == listed | {NAMED: "identity", HIRED: "quota"}
    rows = {one["person"]: one for one in seen.get(LIST).json()["items"]}
    named, hired, lin = (rows[called(seen_room, name)] for name in (NAMED, HIRED, LIN))
    assert named["name"].startswith(TELLING["name"])
    assert (named["phone"], named["email"], named["experience"]) == (TELLING["phone"], TELLING["email"], "在社区做过三年档案整理")
    assert [one["zh"] for one in named["stated"]] == [CATALOGUE.accommodation(name).zh for name in STATED]
    assert (named["certificate_on"], hired["certificate_on"]) == (None, "2027-03-18")
    assert [lin[field] for field in ("name", "phone", "email", "experience", "stated", "certificate_on")] == [
        *[None] * 3,
        "",
        [],
        None,
    ]


def test_a_review_is_there_once_somebody_settled_it_by_name(room: Application) -> None:
    assert HE in seen_on(room, CRAFT)
    assert LIN not in seen_on(room, CRAFT), "Lin's question on this list is open"
    undo_clearing(room, LOCAL_ORGANIZER, SPRING, CRAFT, HE)
    assert HE not in seen_on(room, CRAFT)


@pytest.mark.parametrize("name", [PLAIN, NAMED, HIRED])
def test_who_takes_the_consent_back_is_gone_with_the_next_request(room: Application, me: TestClient, name: str) -> None:
    alias = called(room, name)
    assert alias in me.get(LIST).text
    with room.database.read(LOCAL_ORGANIZER) as stores:
        numbers = [one.id for one in stores.consents.list(LOCAL_ORGANIZER, name) if one.consent.scope is Scope.LISTING]
    withdraw(room, numbers[0])
    answers = [me.get(path).text for path in (LIST, f"/employer/events/{SPRING}/postings/{CLERK}", f"/employer/events/{SPRING}")]
    assert [alias in text for text in answers] == [False] * 3
    with pytest.raises(NotFound):
        decide(room, ME, SPRING, CLERK, alias, "invite", None, "late")


def test_a_name_goes_with_its_consent_and_the_line_stays(room: Application) -> None:
    with room.database.read(LOCAL_ORGANIZER) as stores:
        numbers = [one.id for one in stores.consents.list(LOCAL_ORGANIZER, NAMED) if one.consent.scope is Scope.IDENTITY]
    withdraw(room, numbers[0])
    assert seen_on(room, CLERK)[NAMED] == "listing"


def test_an_erased_person_is_gone(room: Application) -> None:
    with room.database.begin(LOCAL_ORGANIZER) as stores:
        assert erase_person(stores, LOCAL_ORGANIZER, PLAIN)
    assert PLAIN not in seen_on(room, CLERK)


def test_an_invitation_is_a_step_of_the_pair_and_staff_read_it(room: Application) -> None:
    row = decide(room, ME, SPRING, CLERK, called(room, PLAIN), "invite", None, "k1")
    assert row.decision is not None
    assert (row.decision.decision, row.decision.reason) == ("invite", None)
    assert steps_of(room, PLAIN) == {"invited": ("", room.today)}
    (told,) = decisions_view(room, LOCAL_ORGANIZER, SPRING).items
    assert (told.candidate, told.posting, told.decision) == (PLAIN, CLERK, "invite")
    assert decide(room, ME, SPRING, CLERK, called(room, PLAIN), "invite", None, "k1") == row, "the same key changes nothing"
    assert len(decisions_view(room, LOCAL_ORGANIZER, SPRING).items) == 1


def test_another_decision_takes_the_place_of_the_first(room: Application) -> None:
    decide(room, ME, SPRING, CLERK, called(room, PLAIN), "invite", None, "k1")
    decide(room, ME, SPRING, CLERK, called(room, PLAIN), "decline", "hours", "k2")
    assert steps_of(room, PLAIN) == {"rejected": ("hours", room.today)}
    assert take_back(room, ME, SPRING, CLERK, called(room, PLAIN)).decision is None
    assert steps_of(room, PLAIN) == {}
    with room.database.read(LOCAL_ORGANIZER) as stores:
        kept = stores.outcomes.corrections(LOCAL_ORGANIZER, PLAIN)
    assert [(one.was.step, one.became) for one in kept] == [(Step.INVITED, "withdrawn"), (Step.REJECTED, "withdrawn")]


def test_what_staff_recorded_outlives_a_decision(room: Application) -> None:
    decide(room, ME, SPRING, CLERK, called(room, PLAIN), "invite", None, "k1")
    with room.database.begin(LOCAL_ORGANIZER) as stores:
        held = Outcome(candidate=PLAIN, posting=CLERK, event=SPRING, step=Step.INTERVIEWED, on=date(2027, 3, 20))
        stores.outcomes.save_many(LOCAL_ORGANIZER, [held])
    take_back(room, ME, SPRING, CLERK, called(room, PLAIN))
    assert set(steps_of(room, PLAIN)) == {"invited", "interviewed"}


def test_nobody_with_an_offer_is_declined(room: Application) -> None:
    with pytest.raises(Conflict, match="There is an offer"):
        decide(room, ME, SPRING, CLERK, called(room, HIRED), "decline", "skills", "k1")


@pytest.mark.parametrize("reason", [None, "", "personal", "身体原因", "<script>"])
def test_a_decline_has_a_reason_of_the_list(room: Application, reason: str | None) -> None:
    with pytest.raises(BadInput, match="Choose a reason that has to do with the job"):
        decide(room, ME, SPRING, CLERK, called(room, PLAIN), "decline", reason, "k1")


def test_a_key_stands_for_one_decision(room: Application) -> None:
    decide(room, ME, SPRING, CLERK, called(room, PLAIN), "invite", None, "k1")
    with pytest.raises(BadInput, match="was used for another decision"):
        decide(room, ME, SPRING, CLERK, called(room, ZHOU), "invite", None, "k1")


def test_nobody_off_the_list_can_be_decided_about(room: Application) -> None:
    for name in (SONG, AGAINST, HE):
        with pytest.raises(NotFound):
            decide(room, ME, SPRING, CLERK, called(room, name), "invite", None, f"k-{name}")
    hall = alias_of(room, SPRING, "e_hall", PLAIN)
    with pytest.raises(NotFound):
        decide(room, ME, SPRING, CLERK, hall, "invite", None, "k-hall")


def test_a_person_can_see_who_looked(room: Application, me: TestClient) -> None:
    for _ in range(3):
        me.get(LIST)
    with room.database.read(LOCAL_ORGANIZER) as stores:
        lines = [
            (one.account, one.action, one.detail["stage"])
            for one in stores.log.of_candidate(LOCAL_ORGANIZER, NAMED)
            if one.action == "show"
        ]
    assert lines == [("a-employer-e_river", "show", "identity")], "once a day for one account"


def test_a_new_consent_shows_the_person_at_once(room: Application, key: Callable[[], dict[str, str]]) -> None:
    assert SONG not in seen_on(room, CLERK)
    agree(room, SONG, Scope.LISTING)
    assert seen_on(room, CLERK)[SONG] == "identity", "the consent to be named was there before"
    with browser_of(room) as me:
        path = f"/api/v1/employer/events/{SPRING}/postings/{CLERK}/people/{called(room, SONG)}/decision"
        made = me.put(path, json={"decision": "invite"}, headers=key())
        assert (made.status_code, made.json()["decision"]["decision"]) == (200, "invite")
        gone = me.delete(path, headers=key())
        assert (gone.status_code, gone.json()["decision"]) == (200, None)


def test_staff_read_what_an_employer_decided_and_why(room: Application, me: TestClient, key: Callable[[], dict[str, str]]) -> None:
    person = called(room, LIN)
    address = f"/api/v1/employer/events/{SPRING}/postings/{CLERK}/people/{person}/decision"
    assert me.put(address, json={"decision": "decline", "reason": "distance"}, headers=key()).status_code == 200
    with browser_of(room, Role.ORGANIZER, None) as staff:
        staff.headers["accept-language"] = "en"
        for page in (f"/events/{SPRING}/postings/{CLERK}", f"/events/{SPRING}/interviews/decisions"):
            assert staff.get(page).text.count(f"<td>{DECLINES['distance'].en}</td>") == 1
        assert staff.get(f"/events/{SPRING}/interviews/decisions?show=invite").text.count("None of this kind.") == 1
        assert staff.get(f"/events/{SPRING}/postings/{CRAFT}").text.count(DECLINES["distance"].en) == 0
