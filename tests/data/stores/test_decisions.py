"""An employer's decisions, a review that somebody settled, hires and certificates, files that left: each on record, each undone."""

from datetime import date

import pytest

from data.privacy import erase_person
from data.stores import Database, NewAccount, NotAllowed, Organisation, OrganisationKind, ReadOnly, Scope, Settled, Verb
from data.stores.stages import alias_of
from matching.records import (
    LOCAL_ADMINISTRATOR,
    LOCAL_ORGANIZER,
    Candidate,
    Employer,
    Event,
    Outcome,
    Posting,
    Role,
    Stage,
    Step,
    Viewer,
)
from tests.data.stores.listed_fair import MILL, SHOP, TODAY, agree, store_fair


@pytest.fixture
def ready(database: Database, lin: Candidate, gao: Candidate, mill: Employer, clerk: Posting, fair: Event) -> Database:
    return store_fair(database, lin, gao, mill, clerk, fair)


def alias(database: Database, name: str = "c_lin", employer: str = "e_mill") -> str:
    return alias_of(database._keyring, "ev_fair", employer, name)


def steps(database: Database, name: str = "c_lin") -> dict[str, str]:
    with database.read(LOCAL_ORGANIZER) as stores:
        return {one.step.value: one.reason for one in stores.outcomes.list(LOCAL_ORGANIZER, candidate=name)}


def test_a_decision_is_a_step_that_is_taken_back_with_it(ready: Database) -> None:
    with ready.begin(MILL) as stores:
        made = stores.decisions.decide(MILL, "ev_fair", "p_clerk", alias(ready), Verb.DECLINE, "hours", "k1", TODAY)
    assert made is not None
    assert (made.person, made.verb, made.reason, made.by) == (alias(ready), Verb.DECLINE, "hours", "zhao")
    assert steps(ready) == {"rejected": "hours"}
    with ready.read(MILL) as stores:
        assert stores.decisions.of_list(MILL, "ev_fair", "p_clerk") == {alias(ready): made}
    with ready.read(LOCAL_ORGANIZER) as stores:
        (told,) = stores.decisions.list(LOCAL_ORGANIZER, event="ev_fair")
        assert (told.candidate, told.decision) == ("c_lin", made)
    with ready.begin(MILL) as stores:
        later = date(2026, 3, 2)
        assert stores.decisions.take_back(MILL, "ev_fair", "p_clerk", alias(ready), later)
        assert not stores.decisions.take_back(MILL, "ev_fair", "p_clerk", alias(ready), later)
    with ready.read(LOCAL_ORGANIZER) as stores:
        assert stores.decisions.list(LOCAL_ORGANIZER) == ()


def test_nobody_decides_about_people_it_does_not_see(ready: Database) -> None:
    with ready.begin(MILL) as stores:
        for name in (alias(ready, "c_gao"), alias(ready, "c_lin", "e_shop"), "c_lin", "AAAA-AAAA"):
            assert stores.decisions.decide(MILL, "ev_fair", "p_clerk", name, Verb.INVITE, "", f"k-{name}", TODAY) is None
    with ready.begin(SHOP) as stores:
        assert stores.decisions.decide(SHOP, "ev_fair", "p_clerk", alias(ready), Verb.INVITE, "", "k1", TODAY) is None
        assert stores.decisions.of_list(SHOP, "ev_fair", "p_clerk") == {}
    with ready.read(MILL) as stores, pytest.raises(ReadOnly):
        stores.decisions.decide(MILL, "ev_fair", "p_clerk", alias(ready), Verb.INVITE, "", "k1", TODAY)
    with ready.begin(LOCAL_ORGANIZER) as stores, pytest.raises(NotAllowed):
        stores.decisions.decide(LOCAL_ORGANIZER, "ev_fair", "p_clerk", alias(ready), Verb.INVITE, "", "k1", TODAY)
    assert steps(ready) == {}


@pytest.mark.parametrize(("verb", "reason"), [(Verb.DECLINE, ""), (Verb.DECLINE, "illness"), (Verb.INVITE, "hours")])
def test_a_reason_goes_with_a_decline_and_is_of_the_list(ready: Database, verb: Verb, reason: str) -> None:
    with ready.begin(MILL) as stores, pytest.raises(ValueError, match="a decline has a reason of the list"):
        stores.decisions.decide(MILL, "ev_fair", "p_clerk", alias(ready), verb, reason, "k1", TODAY)


def test_after_an_offer_nobody_is_declined(ready: Database) -> None:
    with ready.begin(LOCAL_ORGANIZER) as stores:
        offered = Outcome(candidate="c_lin", posting="p_clerk", event="ev_fair", step=Step.OFFERED, on=TODAY)
        stores.outcomes.save_many(LOCAL_ORGANIZER, [offered])
    with ready.begin(MILL) as stores, pytest.raises(Settled):
        stores.decisions.decide(MILL, "ev_fair", "p_clerk", alias(ready), Verb.DECLINE, "skills", "k1", TODAY)


def test_a_settled_review_is_shown_until_that_is_undone(ready: Database) -> None:
    with ready.begin(LOCAL_ORGANIZER) as stores:
        made = stores.reviews.clear(LOCAL_ORGANIZER, "ev_fair", "p_clerk", "c_gao", "王芳", "电话问过", "k1")
        assert stores.reviews.clear(LOCAL_ORGANIZER, "ev_fair", "p_clerk", "c_gao", "王芳", "电话问过", "k1") == made
        assert stores.reviews.clear(LOCAL_ORGANIZER, "ev_fair", "p_clerk", "c_gao", "李明", "", "k2") == made, (
            "it is settled already"
        )
        with pytest.raises(ValueError, match="this key was used for another review"):
            stores.reviews.clear(LOCAL_ORGANIZER, "ev_fair", "p_clerk", "c_lin", "王芳", "", "k1")
        with pytest.raises(ValueError, match="there is no candidate"):
            stores.reviews.clear(LOCAL_ORGANIZER, "ev_fair", "p_clerk", "c_none", "王芳", "", "k3")
    for expected in (2, 1):
        with ready.read(MILL) as stores:
            found = stores.listings.list(MILL, "ev_fair", "p_clerk", TODAY, 1)
        assert found is not None
        assert len(found.rows) == expected
        with ready.begin(LOCAL_ORGANIZER) as stores:
            assert stores.reviews.undo(LOCAL_ORGANIZER, "ev_fair", "p_clerk", "c_gao") is (expected == 2)


def test_a_certificate_is_handed_over_after_an_offer_alone_and_moves_the_stage(ready: Database) -> None:
    agree(ready, "c_lin", Scope.IDENTITY)
    with ready.begin(LOCAL_ORGANIZER) as stores:
        with pytest.raises(ValueError, match="no accepted offer"):
            stores.hires.hand(LOCAL_ORGANIZER, "c_lin", "p_clerk", TODAY)
        told = [
            Outcome(candidate="c_lin", posting="p_clerk", event="ev_fair", step=step, on=TODAY)
            for step in (Step.OFFERED, Step.HIRED)
        ]
        stores.outcomes.save_many(LOCAL_ORGANIZER, told)
        made = stores.hires.hand(LOCAL_ORGANIZER, "c_lin", "p_clerk", TODAY)
        assert stores.hires.hand(LOCAL_ORGANIZER, "c_lin", "p_clerk", date(2026, 3, 9)) == made
    with ready.read(MILL) as stores:
        found = stores.listings.list(MILL, "ev_fair", "p_clerk", TODAY, 1)
        assert found is not None
        assert [(row.stage, row.certificate_on) for row in found.rows] == [(Stage.QUOTA, TODAY)]
        assert (stores.hires.handed_to(MILL), stores.hires.due(MILL, date(2026, 4, 3))[0].name) == (1, "林小满")
    with ready.begin(LOCAL_ORGANIZER) as stores:
        assert stores.hires.take_back(LOCAL_ORGANIZER, "c_lin", "e_mill") == made
        assert stores.hires.take_back(LOCAL_ORGANIZER, "c_lin", "e_mill") is None
    with ready.read(MILL) as stores:
        assert stores.hires.handed_to(MILL) == 0
    with ready.read(LOCAL_ORGANIZER) as stores, pytest.raises(NotAllowed):
        stores.hires.handed_to(LOCAL_ORGANIZER)


def test_an_employers_answer_adds_a_step_and_changes_none(ready: Database) -> None:
    with ready.begin(LOCAL_ORGANIZER) as stores:
        hired = Outcome(candidate="c_lin", posting="p_clerk", event="ev_fair", step=Step.HIRED, on=date(2026, 1, 5))
        stores.outcomes.save_many(LOCAL_ORGANIZER, [hired])
    with ready.begin(MILL) as stores:
        assert stores.hires.known(MILL, "ev_fair", "p_clerk", alias(ready), TODAY) == {Step.HIRED: date(2026, 1, 5)}
        for reason in ("pay", "hours"):
            assert stores.hires.answer(MILL, "ev_fair", "p_clerk", alias(ready), Step.LEFT, TODAY, reason, TODAY)
        assert not stores.hires.answer(MILL, "ev_fair", "p_clerk", alias(ready, "c_gao"), Step.LEFT, TODAY, "pay", TODAY)
    assert steps(ready) == {"hired": "", "left": "pay"}
    with ready.begin(SHOP) as stores:
        assert stores.hires.known(SHOP, "ev_fair", "p_clerk", alias(ready), TODAY) is None
        assert not stores.hires.answer(SHOP, "ev_fair", "p_clerk", alias(ready), Step.LEFT, TODAY, "pay", TODAY)


def test_a_file_is_stale_when_somebody_in_it_shows_less_than_then(ready: Database) -> None:
    number = agree(ready, "c_lin", Scope.IDENTITY)
    with ready.begin(MILL) as stores:
        stores.disclosures.record_own(MILL, "ev_fair", "shortlist", "csv", {alias(ready): Stage.IDENTITY}, "p_clerk")
    with ready.begin(LOCAL_ORGANIZER) as stores:
        stores.disclosures.record(LOCAL_ORGANIZER, "ev_fair", "e_mill", "booths", "pdf", {"c_lin": Stage.LISTING})
        stores.consents.withdraw(LOCAL_ORGANIZER, number)
    with ready.read(MILL) as stores:
        found = stores.disclosures.list(MILL, TODAY)
        assert [(one.kind, one.people, one.stale) for one in found] == [("booths", 1, False), ("shortlist", 1, True)]
    with ready.read(SHOP) as stores:
        assert stores.disclosures.list(SHOP, TODAY) == ()
    with ready.begin(SHOP) as stores, pytest.raises(NotAllowed):
        stores.disclosures.record(SHOP, "ev_fair", "e_mill", "booths", "pdf", {})
    auditor = Viewer(account="shen", role=Role.AUDITOR)
    with ready.read(auditor) as stores:
        assert stores.disclosures.list(auditor, TODAY) == ()


def test_staff_of_a_district_see_files_about_their_own_people_alone(ready: Database) -> None:
    with ready.read(LOCAL_ORGANIZER) as stores:
        homes = {one.id: one.home.district for one in stores.candidates.iterate(LOCAL_ORGANIZER) if one.home is not None}
    assert homes["c_lin"] is not None
    assert homes["c_lin"] != homes["c_gao"]
    near, far, nowhere = (
        Viewer(account=name, role=Role.ORGANIZER, district=district)
        for name, district in (("chen", homes["c_lin"]), ("fang", homes["c_gao"]), ("wu", "420117"))
    )
    counselor = Viewer(account="li", role=Role.COUNSELOR, caseload=True)
    both = {"c_lin": Stage.LISTING, "c_gao": Stage.LISTING}
    with ready.begin(LOCAL_ORGANIZER) as stores:
        stores.disclosures.record(LOCAL_ORGANIZER, "ev_fair", "e_mill", "booths", "pdf", both)
        stores.disclosures.record(LOCAL_ORGANIZER, "ev_fair", "e_mill", "shortlist", "pdf", {"c_gao": Stage.LISTING})
    with ready.begin(LOCAL_ADMINISTRATOR) as stores:
        stores.organisations.add(LOCAL_ADMINISTRATOR, Organisation("o_school", OrganisationKind.SCHOOL, "江城示例学校"))
        stores.accounts.add(LOCAL_ADMINISTRATOR, NewAccount("li", "li", "李强", Role.COUNSELOR, "o_school"))
    with ready.begin(LOCAL_ORGANIZER) as stores:
        stores.caseloads.assign(LOCAL_ORGANIZER, "li", ["c_lin"])

    def seen(viewer: Viewer) -> list[tuple[str, int]]:
        with ready.read(viewer) as stores:
            return [(one.kind, one.people) for one in stores.disclosures.list(viewer, TODAY)]

    assert seen(LOCAL_ORGANIZER) == [("shortlist", 1), ("booths", 2)]
    assert seen(near) == seen(counselor) == [("booths", 1)]
    assert seen(far) == [("shortlist", 1), ("booths", 1)]
    assert seen(nowhere) == []


def test_an_erasure_takes_reasons_notes_and_lines_and_marks_the_files(ready: Database) -> None:
    agree(ready, "c_lin", Scope.IDENTITY, stated=frozenset({"captioning"}))
    with ready.begin(MILL) as stores:
        stores.decisions.decide(MILL, "ev_fair", "p_clerk", alias(ready), Verb.DECLINE, "hours", "k1", TODAY)
        stores.disclosures.record_own(MILL, "ev_fair", "shortlist", "csv", {alias(ready): Stage.IDENTITY}, "p_clerk")
    with ready.begin(LOCAL_ORGANIZER) as stores:
        stores.reviews.clear(LOCAL_ORGANIZER, "ev_fair", "p_clerk", "c_lin", "王芳", "病情稳定", "k1")
        assert erase_person(stores, LOCAL_ORGANIZER, "c_lin")
        assert stores.reviews.cleared(LOCAL_ORGANIZER, "ev_fair", "p_clerk") == {}
    with ready.read(MILL) as stores:
        assert [one.reason for one in stores.decisions.of_list(MILL, "ev_fair", "p_clerk").values()] == [""]
        assert [(one.people, one.stale) for one in stores.disclosures.list(MILL, TODAY)] == [(0, True)]
