"""States of events and vetted employers: numbered, one at a time, and for the organizer of the event."""

from datetime import date

import pytest

from data.stores import Consent, Database, Explained, NotAllowed, Scope, Stale, Vetting
from matching.fair.states import FairState
from matching.records import Candidate, Employer, Event, Role, Viewer

HONGSHAN = Viewer(account="he", role=Role.ORGANIZER, district="420111")


@pytest.fixture
def ready(database: Database, organizer: Viewer, lin: Candidate, gao: Candidate, mill: Employer, fair: Event) -> Database:
    with database.begin(organizer) as stores:
        stores.candidates.upsert_many(organizer, [(lin, None), (gao, None)])
        stores.employers.upsert_many(organizer, [mill, Employer(id="e_shop", name="江边书店")])
        stores.events.upsert_many(organizer, [fair, fair.model_copy(update={"id": "ev_own", "district": "420111"})])
    return database


def test_an_event_is_a_draft_until_something_is_done(ready: Database, organizer: Viewer) -> None:
    with ready.read(organizer) as stores:
        standing = stores.fairs.standing(organizer, "ev_fair")
        assert standing is not None
        assert (standing.state, standing.version, standing.last) == (FairState.DRAFT, 0, None)
        assert stores.fairs.standing(organizer, "ev_none") is None
        assert stores.fairs.history(organizer, "ev_fair") == ()


def test_of_two_who_change_an_event_the_second_is_told(ready: Database, organizer: Viewer) -> None:
    second = organizer.model_copy(update={"account": "zhang"})
    with ready.begin(organizer) as stores:
        made = stores.fairs.advance(organizer, "ev_fair", 0, FairState.COLLECTING, "move", "k1", named="王芳", note="开始")
    assert (made.version, made.state, made.act, made.named, made.note, made.by) == (
        1,
        FairState.COLLECTING,
        "move",
        "王芳",
        "开始",
        "wang",
    )
    with pytest.raises(Stale, match="at version 1, not 0"), ready.begin(second) as stores:
        stores.fairs.advance(second, "ev_fair", 0, FairState.COLLECTING, "move", "k2")
    with ready.begin(second) as stores:
        stores.fairs.advance(second, "ev_fair", 1, FairState.PRE_MATCHED, "move", "k2")
        assert [(one.version, one.state, one.by) for one in stores.fairs.history(second, "ev_fair")] == [
            (1, FairState.COLLECTING, "wang"),
            (2, FairState.PRE_MATCHED, "zhang"),
        ]
        assert stores.fairs.made(second, "k1") == made
        assert stores.fairs.made(second, "k9") is None


def test_a_key_stands_for_one_change(ready: Database, organizer: Viewer) -> None:
    with ready.begin(organizer) as stores:
        stores.fairs.advance(organizer, "ev_fair", 0, FairState.COLLECTING, "move", "k1")
        with pytest.raises(ValueError, match="this key was used"):
            stores.fairs.advance(organizer, "ev_fair", 1, FairState.PRE_MATCHED, "move", "k1")


def test_only_the_organizer_of_the_event_changes_it(ready: Database, organizer: Viewer) -> None:
    with ready.begin(HONGSHAN) as stores:
        assert stores.fairs.advance(HONGSHAN, "ev_own", 0, FairState.COLLECTING, "move", "k1").version == 1
        with pytest.raises(NotAllowed, match="event ev_fair is not of district 420111"):
            stores.fairs.advance(HONGSHAN, "ev_fair", 0, FairState.COLLECTING, "move", "k2")
        with pytest.raises(NotAllowed, match="event ev_fair is not of district 420111"):
            stores.fairs.invite(HONGSHAN, "ev_fair", ["e_mill"])
    for role in (Role.COUNSELOR, Role.EMPLOYER, Role.AUDITOR, Role.ADMINISTRATOR):
        viewer = Viewer(account="x", role=role, organisation="e_mill")
        with ready.begin(viewer) as stores, pytest.raises(NotAllowed):
            stores.fairs.advance(viewer, "ev_fair", 0, FairState.COLLECTING, "move", "k3")
    employer = Viewer(account="x", role=Role.EMPLOYER, organisation="e_mill")
    with ready.read(employer) as stores:
        assert stores.fairs.standing(employer, "ev_fair") is None
        assert stores.fairs.employers(employer, "ev_fair") == ()


def test_employers_are_invited_once_and_vetted(ready: Database, organizer: Viewer) -> None:
    with ready.begin(organizer) as stores:
        assert stores.fairs.invite(organizer, "ev_fair", ["e_shop", "e_mill"]) == 2
        assert stores.fairs.vet(organizer, "ev_fair", "e_mill", approved=True, code_checked=True) is True
        assert stores.fairs.vet(organizer, "ev_fair", "e_shop", approved=False, code_checked=False, note="没有岗位") is True
        assert stores.fairs.vet(organizer, "ev_own", "e_mill", approved=True, code_checked=True) is False
        assert stores.fairs.invite(organizer, "ev_fair", ["e_mill"]) == 0
        assert [(one.employer, one.state, one.code_checked, one.note) for one in stores.fairs.employers(organizer, "ev_fair")] == [
            ("e_mill", Vetting.APPROVED, True, ""),
            ("e_shop", Vetting.REFUSED, False, "没有岗位"),
        ]
        with pytest.raises(ValueError, match="there is no employer e_none"):
            stores.fairs.invite(organizer, "ev_fair", ["e_none"])


def test_listed_people_are_those_whose_consent_for_the_event_holds(ready: Database, organizer: Viewer) -> None:
    def agree(stores: object, candidate: str, scope: Scope, event: str | None, ends: date | None = None) -> int:
        given = Consent(
            candidate=candidate,
            scope=scope,
            event=event,
            employers=frozenset({"e_mill"}),
            wording="v1",
            explained=Explained.READ,
            given_on=date(2026, 3, 1),
            ends_on=ends,
        )
        return stores.consents.save(organizer, given)  # type: ignore[attr-defined,no-any-return]

    day = date(2026, 3, 10)
    with ready.begin(organizer) as stores:
        assert stores.fairs.listed(organizer, "ev_fair", day) == 0
        number = agree(stores, "c_lin", Scope.LISTING, "ev_fair")
        agree(stores, "c_lin", Scope.LISTING, "ev_fair")
        agree(stores, "c_gao", Scope.IDENTITY, "ev_fair")
        agree(stores, "c_gao", Scope.LISTING, "ev_own")
        agree(stores, "c_gao", Scope.LISTING, "ev_fair", date(2026, 3, 9))
        assert stores.fairs.listed(organizer, "ev_fair", day) == 1
        assert stores.fairs.listed(organizer, "ev_fair", date(2026, 3, 9)) == 2
        stores.consents.withdraw(organizer, number)
        assert stores.fairs.listed(organizer, "ev_fair", day) == 1
