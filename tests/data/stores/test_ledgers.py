"""What the ledgers count is read at once, as one access, by those who may; an auditor reads the whole city."""

from datetime import date

import pytest

from data.stores import Database, LedgerRecords, NewTally, NotAllowed
from matching.fair.states import FairState
from matching.ledger import GraduateEntry, Member, Tally, TallyKind
from matching.policy import policy_on
from matching.records import (
    Candidate,
    Employer,
    Event,
    Outcome,
    Posting,
    Role,
    Service,
    ServiceKind,
    Step,
    Training,
    Viewer,
)
from matching.records.service import Course
from tests.data.publishing import publish

TODAY = date(2026, 6, 1)
PURPOSE = "年度报告"


@pytest.fixture
def ready(
    database: Database, organizer: Viewer, lin: Candidate, gao: Candidate, mill: Employer, clerk: Posting, fair: Event
) -> Database:
    off = Event(id="ev_off", name="未办", on=date(2026, 5, 1), district="420102")
    held = Event(id="ev_held", name="已办", on=date(2026, 5, 2))
    with database.begin(organizer) as stores:
        stores.candidates.upsert_many(organizer, [(lin, None), (gao, None)])
        stores.employers.upsert_many(organizer, [mill])
        stores.postings.upsert_many(organizer, [clerk])
        stores.events.upsert_many(organizer, [fair, off, held])
        stores.fairs.advance(organizer, "ev_off", 0, FairState.COLLECTING, "open", "k1")
        stores.fairs.advance(organizer, "ev_held", 0, FairState.RUNNING, "start", "k2")
        stores.courses.upsert_many(organizer, [Course(id="k_1", name="录入班", provider="示例中心")])
        stores.services.save(
            organizer, Service(candidate="c_lin", kind=ServiceKind.NEEDS, on=date(2026, 3, 1), by="wang", note="密")
        )
        publish(stores, organizer, "trainings", [Training(candidate="c_gao", course="k_1", state="completed", on=date(2026, 4, 1))])
        for step, day in ((Step.INVITED, date(2026, 4, 1)), (Step.HIRED, date(2026, 4, 9))):
            stores.outcomes.save_many(organizer, [Outcome(candidate="c_lin", posting="p_clerk", step=step, on=day)])
        stores.graduates.enter(organizer, ["c_gao"], date(2026, 4, 1))
        stores.plans.settle(organizer, "c_gao", date(2026, 4, 3), "k3")
        stores.plans.settle(organizer, "c_gao", date(2026, 5, 3), "k4")
        gone = stores.tallies.save(organizer, NewTally(kind=TallyKind.BASE, title="旧基地", on=date(2026, 1, 1)), "k5")
        stores.tallies.save(organizer, NewTally(kind=TallyKind.BASE, title="基地", on=date(2026, 1, 2), district="420102"), "k6")
        stores.tallies.withdraw(organizer, gone.id)
    return database


def records(database: Database, viewer: Viewer) -> LedgerRecords:
    with database.read(viewer) as stores:
        return stores.ledgers.records(viewer, policy_on(TODAY), PURPOSE)


def test_everything_that_is_counted_is_there(ready: Database, organizer: Viewer) -> None:
    found = records(ready, organizer)
    assert found.members == (
        Member("c_gao", "420102"),
        Member("c_lin", "420111", working_age=True, wants_work=True, household="h_1"),
    )
    assert found.outcomes == (Outcome(candidate="c_lin", posting="p_clerk", step=Step.HIRED, on=date(2026, 4, 9)),)
    assert found.services == (Service(candidate="c_lin", kind=ServiceKind.NEEDS, on=date(2026, 3, 1), by="wang"),)
    assert found.trainings == (Training(candidate="c_gao", course="k_1", state="completed", on=date(2026, 4, 1)),)
    assert found.graduates == (GraduateEntry("c_gao", school_told=False, plan_on=date(2026, 4, 3)),)
    assert [one.id for one in found.postings] == ["p_clerk"]
    assert [(one.id, one.contact) for one in found.employers] == [("e_mill", None)]
    (tally,) = found.tallies
    assert tally == Tally(tally.id, TallyKind.BASE, date(2026, 1, 2), "420102")


def test_an_event_whose_day_passed_without_running_did_not_take_place(ready: Database, organizer: Viewer) -> None:
    """One whose states nobody kept counts by its day."""
    found = records(ready, organizer)
    assert [one.id for one in found.events] == ["ev_fair", "ev_held", "ev_off"]
    assert found.cancelled == {"ev_off"}


def test_it_is_one_access_with_its_purpose(ready: Database, organizer: Viewer, auditor: Viewer) -> None:
    with ready.read(auditor) as stores:
        before = stores.log.list(auditor, limit=1_000)[-1].sequence
    records(ready, organizer)
    with ready.read(auditor) as stores:
        lines = stores.log.list(auditor, after=before)
    assert [(one.account, one.action, one.kind, dict(one.detail)) for one in lines] == [
        ("wang", "count", "ledger", {"purpose": PURPOSE, "count": 2})
    ]


def test_staff_of_a_district_count_its_own_and_an_auditor_the_city(ready: Database, auditor: Viewer) -> None:
    local = records(ready, Viewer(account="liu", role=Role.ORGANIZER, district="420102"))
    assert [one.candidate for one in local.members] == ["c_gao"]
    assert (local.outcomes, local.services) == ((), ())
    assert [one.id for one in local.events] == ["ev_off"]
    whole = records(ready, auditor)
    assert [one.candidate for one in whole.members] == ["c_gao", "c_lin"]
    assert [one.id for one in whole.events] == ["ev_fair", "ev_held", "ev_off"]
    for role in (Role.EMPLOYER, Role.ADMINISTRATOR):
        with pytest.raises(NotAllowed, match="gets no figures of people"):
            records(ready, Viewer(account="m", role=role, organisation="e_mill"))
