"""Lists for employers: who is on them, as consents stand on a day, and when there is a list at all."""

from datetime import date

import pytest

from data.stores import Database, ListCount, NotAllowed, Scope
from data.stores.stages import alias_of
from matching.fair.states import FairState
from matching.records import LOCAL_ORGANIZER, Candidate, Employer, Event, Posting, PostingStatus, Refusals, Role, Stage, Viewer
from matching.shortlist import Counts, Prematch, Shortlist, Versions
from tests.data.stores.listed_fair import MILL, SHOP, TODAY, agree, move, store_fair


@pytest.fixture
def ready(database: Database, lin: Candidate, gao: Candidate, mill: Employer, clerk: Posting, fair: Event) -> Database:
    return store_fair(database, lin, gao, mill, clerk, fair)


def stages(database: Database, viewer: Viewer = MILL, on: date = TODAY, posting: str = "p_clerk") -> list[Stage] | None:
    with database.read(viewer) as stores:
        found = stores.listings.list(viewer, "ev_fair", posting, on, 1)
    return None if found is None else [row.stage for row in found.rows]


def count(database: Database, viewer: Viewer = MILL) -> dict[str, ListCount]:
    with database.read(viewer) as stores:
        return dict(stores.listings.counts(viewer, "ev_fair", TODAY))


def test_an_employer_sees_who_fits_and_agreed(ready: Database, lin: Candidate) -> None:
    with ready.read(MILL) as stores:
        found = stores.listings.list(MILL, "ev_fair", "p_clerk", TODAY, 1)
        (event,) = stores.listings.events(MILL)
    assert found is not None
    (row,) = found.rows
    assert (row.alias, row.stage, row.name) == (alias_of(ready._keyring, "ev_fair", "e_mill", "c_lin"), Stage.LISTING, None)
    assert row.skills == ("表格",)
    assert (event.id, event.state, event.lists_open, event.timetable_out) == ("ev_fair", FairState.CONFIRMED, True, False)
    assert count(ready) == {"p_clerk": ListCount(1, 1)}


def test_a_name_is_opened_where_the_person_agreed_and_that_is_logged_once_a_day(ready: Database, lin: Candidate) -> None:
    agree(ready, "c_lin", Scope.IDENTITY, event=None, stated=frozenset({"captioning"}))
    for _ in range(2):
        with ready.read(MILL) as stores:
            found = stores.listings.list(MILL, "ev_fair", "p_clerk", TODAY, 1)
        assert found is not None
        assert (found.rows[0].name, len(found.rows[0].stated)) == (lin.person.name, 1)
    with ready.read(LOCAL_ORGANIZER) as stores:
        lines = [one for one in stores.log.of_candidate(LOCAL_ORGANIZER, "c_lin") if one.action == "show"]
    assert [(one.account, one.detail) for one in lines] == [
        ("zhao", {"employer": "e_mill", "event": "ev_fair", "stage": "identity"})
    ]


def test_a_consent_counts_from_its_day_to_its_end_and_not_once_it_is_taken_back(ready: Database, gao: Candidate) -> None:
    assert stages(ready, on=date(2026, 2, 28)) == []
    with ready.begin(LOCAL_ORGANIZER) as stores:
        (one,) = stores.consents.list(LOCAL_ORGANIZER, "c_lin")
        stores.consents.withdraw(LOCAL_ORGANIZER, one.id)
    assert (stages(ready), count(ready)) == ([], {"p_clerk": ListCount(0, 0)})
    agree(ready, "c_lin", ends_on=TODAY)
    assert (stages(ready), stages(ready, on=date(2026, 3, 3))) == ([Stage.LISTING], [])


def test_a_consent_of_another_event_or_employer_shows_nobody(ready: Database, gao: Candidate, fair: Event) -> None:
    with ready.begin(LOCAL_ORGANIZER) as stores:
        for one in stores.consents.list(LOCAL_ORGANIZER, "c_lin"):
            stores.consents.withdraw(LOCAL_ORGANIZER, one.id)
        stores.events.upsert_many(LOCAL_ORGANIZER, [fair.model_copy(update={"id": "ev_other"})])
    agree(ready, "c_lin", event="ev_other")
    agree(ready, "c_lin", employers=frozenset({"e_shop"}))
    agree(ready, "c_lin", Scope.IDENTITY, event=None)
    assert stages(ready) == []


def test_who_rules_the_employer_out_is_absent_whatever_they_agreed_to(ready: Database, lin: Candidate) -> None:
    with ready.begin(LOCAL_ORGANIZER) as stores:
        against = lin.model_copy(update={"refusals": Refusals(employers=frozenset({"e_mill"}))})
        stores.candidates.upsert_many(LOCAL_ORGANIZER, [(against, None)])
    assert (stages(ready), count(ready)) == ([], {"p_clerk": ListCount(0, 0)})


@pytest.mark.parametrize("state", [FairState.PRE_MATCHED, FairState.COLLECTING])
def test_no_list_while_nobody_answers_for_it(ready: Database, state: FairState) -> None:
    move(ready, FairState.PRE_MATCHED)
    if state is FairState.COLLECTING:
        move(ready, state)
    assert (stages(ready), count(ready)) == (None, {})


def test_a_run_after_the_confirmation_is_not_what_was_confirmed(ready: Database) -> None:
    versions = Versions.model_validate(dict.fromkeys(Versions.model_fields, "later"))
    empty = Shortlist(event="ev_fair", posting="p_clerk", entries=(), counts=Counts())
    later = Prematch(event="ev_fair", versions=versions, shortlists=(empty,), left_out=(), counts=Counts())
    with ready.begin(LOCAL_ORGANIZER) as stores:
        stores.runs.save(LOCAL_ORGANIZER, later, stores.runs.session.now)
    assert stages(ready) == [Stage.LISTING]
    move(ready, FairState.PRE_MATCHED, FairState.CONFIRMED)
    assert stages(ready) == []


def test_only_an_approved_employer_sees_a_list(ready: Database) -> None:
    with ready.begin(LOCAL_ORGANIZER) as stores:
        stores.fairs.vet(LOCAL_ORGANIZER, "ev_fair", "e_mill", approved=False, code_checked=False)
    assert (stages(ready), count(ready)) == (None, {})


def test_anothers_posting_a_closed_one_and_none_are_the_same(ready: Database) -> None:
    assert [stages(ready, posting=name) for name in ("p_shop", "p_none")] == [None, None]
    assert (stages(ready, SHOP), count(ready, SHOP)) == (None, {})
    with ready.begin(LOCAL_ORGANIZER) as stores:
        stores.postings.set_status(LOCAL_ORGANIZER, "p_clerk", PostingStatus.FILLED)
    assert (stages(ready), count(ready)) == (None, {})


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.EMPLOYER])
def test_nobody_else_gets_a_list_for_employers(ready: Database, role: Role) -> None:
    viewer = Viewer(account="x", role=role, organisation="e_mill")
    with ready.read(viewer) as stores:
        for ask in (
            lambda: stores.listings.list(viewer, "ev_fair", "p_clerk", TODAY, 1),
            lambda: stores.listings.counts(viewer, "ev_fair", TODAY),
            lambda: stores.listings.events(viewer),
        ):
            with pytest.raises(NotAllowed):
                ask()


def test_staff_learn_how_far_an_employer_sees_of_their_people_alone(ready: Database) -> None:
    agree(ready, "c_gao", Scope.IDENTITY)
    people = ["c_lin", "c_gao", "c_none"]
    hongshan = Viewer(account="li", role=Role.COUNSELOR, district="420111")
    for viewer, expected in (
        (LOCAL_ORGANIZER, {"c_lin": Stage.LISTING, "c_gao": Stage.IDENTITY}),
        (hongshan, {"c_lin": Stage.LISTING}),
        (MILL, {}),
    ):
        with ready.read(viewer) as stores:
            found = stores.listings.reach(viewer, "ev_fair", "e_mill", people, TODAY)
        assert {name: one.stage for name, one in found.items()} == expected
