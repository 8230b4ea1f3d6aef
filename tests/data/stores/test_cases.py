"""A caseload is counted and paged by the database, and a count always agrees with its list."""

from datetime import date

import pytest

from data.stores import (
    Appeal,
    AppealKind,
    CaseFacts,
    CaseFilter,
    Consent,
    Database,
    Explained,
    Scope,
)
from matching.records import Candidate, Course, Event, Role, Service, ServiceKind, Training, Viewer, Wishes
from tests.data.publishing import publish

DAY = date(2026, 3, 2)
FACTS = CaseFacts(on=DAY, follow_ups=frozenset({"c_gao"}), courses=frozenset({"k_soon"}))
NOBODY = CaseFacts(on=DAY)
LISTED = Consent(
    candidate="c_lin",
    scope=Scope.LISTING,
    event="ev_fair",
    employers=frozenset(),
    wording="listing-2026-1",
    explained=Explained.EASY_TEXT,
    given_on=date(2026, 3, 1),
    ends_on=date(2026, 3, 31),
)


@pytest.fixture
def ready(database: Database, organizer: Viewer, lin: Candidate, gao: Candidate, fair: Event) -> Database:
    """Lin is assessed, consents, has a plan and a course that starts soon; of Gao nothing is known but a request."""
    with database.begin(organizer) as stores:
        stores.candidates.upsert_many(organizer, [(lin, None), (gao, None)])
        stores.events.upsert_many(organizer, [fair])
        stores.courses.upsert_many(organizer, [Course(id=name, name=name, provider="a") for name in ("k_soon", "k_later")])
        stores.services.save(organizer, Service(candidate="c_lin", kind=ServiceKind.ASSESSMENT, on=DAY, by="wang", note="听力"))
        for course in ("k_soon", "k_later"):
            publish(stores, organizer, "trainings", [Training(candidate="c_lin", course=course, state="registered")])
        stores.consents.save(organizer, LISTED)
    with database.begin(organizer) as stores:
        stores.plans.settle(organizer, "c_lin", DAY, "k1", "王芳")
        asked = Appeal(candidate="c_gao", kind=AppealKind.COPY, text="要一份", on=DAY, due_on=DAY)
        stores.appeals.lodge(organizer, asked, "k2")
    return database


def test_counts_and_lists_agree(ready: Database, organizer: Viewer) -> None:
    with ready.read(organizer) as stores:
        counts = stores.cases.count(organizer, FACTS)
        lists = {shown: stores.cases.page(organizer, FACTS, shown) for shown in CaseFilter}
    assert lists == {
        CaseFilter.ALL: ("c_gao", "c_lin"),
        CaseFilter.APPEAL: ("c_gao",),
        CaseFilter.FOLLOW_UP: ("c_gao",),
        CaseFilter.COURSE: ("c_lin",),
        CaseFilter.ASSESS: ("c_gao",),
        CaseFilter.CONSENT: ("c_gao",),
        CaseFilter.PLAN: ("c_gao",),
        CaseFilter.REVIEW_PLAN: (),
    }
    assert counts == {shown: len(people) for shown, people in lists.items()}


def test_without_facts_nobody_has_a_follow_up_or_a_course(ready: Database, organizer: Viewer) -> None:
    with ready.read(organizer) as stores:
        counts = stores.cases.count(organizer, NOBODY)
    assert (counts[CaseFilter.FOLLOW_UP], counts[CaseFilter.COURSE]) == (0, 0)


def test_a_file_that_changed_after_its_plan_is_to_be_reviewed(ready: Database, organizer: Viewer, lin: Candidate) -> None:
    changed = lin.model_copy(update={"wishes": Wishes(text="想在家做")})
    with ready.begin(organizer) as stores:
        stores.candidates.upsert_many(organizer, [(changed, None)])
    with ready.read(organizer) as stores:
        assert stores.cases.page(organizer, FACTS, CaseFilter.REVIEW_PLAN) == ("c_lin",)
        (row,) = stores.cases.rows(organizer, ["c_lin"], FACTS)
    assert row.settled_at is not None
    assert row.changed_at > row.settled_at


def test_a_consent_that_ended_or_was_taken_back_does_not_count(ready: Database, organizer: Viewer) -> None:
    later = CaseFacts(on=date(2026, 4, 1))
    with ready.read(organizer) as stores:
        assert stores.cases.page(organizer, later, CaseFilter.CONSENT) == ("c_gao", "c_lin")
        (number,) = [one.id for one in stores.consents.list(organizer, "c_lin")]
    with ready.begin(organizer) as stores:
        stores.consents.withdraw(organizer, number)
        assert stores.cases.page(organizer, FACTS, CaseFilter.CONSENT) == ("c_gao", "c_lin")


def test_rows_count_what_waits_and_open_no_note(ready: Database, organizer: Viewer) -> None:
    with ready.read(organizer) as stores:
        gao, lin = stores.cases.rows(organizer, ["c_lin", "c_gao", "c_no"], FACTS)
    assert (lin.candidate, lin.consents, lin.appeals, lin.courses) == ("c_lin", 1, 0, 1)
    assert lin.services == (Service(candidate="c_lin", kind=ServiceKind.ASSESSMENT, on=DAY, by="wang"),)
    assert (gao.candidate, gao.consents, gao.appeals, gao.courses, gao.settled_at, gao.services) == ("c_gao", 0, 1, 0, None, ())


def test_pages_and_the_people_named(ready: Database, organizer: Viewer) -> None:
    with ready.read(organizer) as stores:
        assert stores.cases.page(organizer, FACTS, limit=1) == ("c_gao",)
        assert stores.cases.page(organizer, FACTS, after="c_gao") == ("c_lin",)
        assert stores.cases.page(organizer, FACTS, among=["c_lin", "c_no"]) == ("c_lin",)


def test_search_finds_names_ids_and_numbers_and_is_one_access(ready: Database, organizer: Viewer, auditor: Viewer) -> None:
    with ready.read(organizer) as stores:
        found = [stores.cases.search(organizer, text) for text in ("小满", " C_GAO ", "a-17", "c_", "无人", "  ")]
        assert found == [("c_lin",), ("c_gao",), ("c_lin",), ("c_gao", "c_lin"), (), ()]
        assert stores.cases.search(organizer, "c_", most=1) == ("c_gao",)
        assert stores.cases.search(Viewer(account="m", role=Role.EMPLOYER, organisation="e_mill"), "小满") == ()
    with ready.read(auditor) as stores:
        lines = [line.detail for line in stores.log.list(auditor, limit=1_000) if line.action == "search"]
    assert lines == [{"count": 2}] * 6


def test_staff_count_their_own_district_and_others_nobody(ready: Database, organizer: Viewer, auditor: Viewer) -> None:
    counselor = Viewer(account="d", role=Role.COUNSELOR, district="420102")
    employer = Viewer(account="m", role=Role.EMPLOYER, organisation="e_mill")
    with ready.read(organizer) as stores:
        assert stores.cases.page(counselor, FACTS) == ("c_gao",)
        for viewer in (auditor, employer):
            assert set(stores.cases.count(viewer, FACTS).values()) == {0}
            assert stores.cases.page(viewer, FACTS) == ()
            assert stores.cases.rows(viewer, ["c_lin"], FACTS) == ()
