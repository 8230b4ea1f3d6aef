"""What an audit reads: of whom, by whom, and which run of an event."""

from datetime import UTC, date, datetime

import pytest

from data.stores import Database, Moved, NotAllowed, Publication
from data.stores.audits import Allotted, AuditedRun, matched_on
from matching.knowledge.catalogue import Text
from matching.records import (
    Candidate,
    DayAct,
    DayEntry,
    Employer,
    Event,
    Interview,
    InterviewState,
    Place,
    Posting,
    Role,
    Viewer,
    Visitor,
    Waiting,
)
from matching.shortlist import Counts, Entry, LeftOut, Prematch, Shortlist, Versions
from tests.data.stores.conftest import Clock

VERSIONS = Versions(software="t", knowledge="t", encoder="t", ranker="t", candidates="t", postings="t", settings="t")
BEFORE, DAY, AFTER = datetime(2026, 3, 30, tzinfo=UTC), date(2026, 4, 1), datetime(2026, 4, 9, tzinfo=UTC)
CITY = Viewer(account="wang", role=Role.ORGANIZER)
HONGSHAN = Viewer(account="he", role=Role.ORGANIZER, district="420111")
AUDITOR = Viewer(account="shen", role=Role.AUDITOR)


def run_of(event: str, *names: str) -> Prematch:
    """A run in which the first of the people is on the list and the others are left out."""
    entry = Entry(
        candidate=names[0], posting="p_clerk", band="fit", rank=1, score=1, verdict="eligible", met=1, arranged=0, demanded=1
    )
    left = tuple(
        LeftOut(
            candidate=name, cause="blocked", counts=Counts(blocked=1), dimensions=(("stairs", 1),), text=Text(zh="无", en="none")
        )
        for name in names[1:]
    )
    lists = (Shortlist(event=event, posting="p_clerk", entries=(entry,), counts=Counts(eligible=1)),)
    return Prematch(event=event, versions=VERSIONS, shortlists=lists, left_out=left, counts=Counts(eligible=1))


@pytest.fixture
def filled(database: Database, lin: Candidate, gao: Candidate, mill: Employer, clerk: Posting, fair: Event) -> Database:
    """Lin lives in Hongshan, Gao does not; the fair of the city was matched before its day and after, that of Hongshan once."""
    events = [fair, fair.model_copy(update={"id": "ev_hongshan", "district": "420111"}), Event(id="ev_bare", name="无")]
    with database.begin(CITY) as stores:
        stores.candidates.upsert_many(CITY, [(lin, None), (gao, None)])
        stores.employers.upsert_many(CITY, [mill])
        stores.postings.upsert_many(CITY, [clerk])
        stores.events.upsert_many(CITY, events)
        stores.runs.save(CITY, run_of("ev_fair", "c_lin", "c_gao"), BEFORE)
        stores.runs.save(CITY, run_of("ev_fair", "c_gao", "c_lin"), AFTER)
        stores.runs.save(CITY, run_of("ev_hongshan", "c_gao", "c_lin"), AFTER)
    return database


def read(database: Database, viewer: Viewer, event: str) -> AuditedRun | None:
    with database.read(viewer) as stores:
        return stores.audits.run(viewer, event)


def people(found: AuditedRun | None) -> tuple[list[str], list[str]]:
    assert found is not None
    return [entry.candidate for one in found.lists for entry in one.entries], [one.candidate for one in found.left_out]


def test_the_run_made_up_to_the_day_is_audited(filled: Database) -> None:
    found = read(filled, AUDITOR, "ev_fair")
    assert people(found) == (["c_lin"], ["c_gao"])
    assert found is not None
    assert found.run.made_at == BEFORE
    assert people(read(filled, CITY, "ev_fair")) == (["c_lin"], ["c_gao"])


def test_without_a_run_up_to_the_day_the_last_is_audited(filled: Database) -> None:
    found = read(filled, AUDITOR, "ev_hongshan")
    assert people(found) == (["c_gao"], ["c_lin"])
    assert read(filled, AUDITOR, "ev_bare") is None


def test_rules_are_read_on_the_day_of_the_event_or_of_a_later_run(filled: Database, fair: Event) -> None:
    early, late = read(filled, AUDITOR, "ev_fair"), read(filled, AUDITOR, "ev_hongshan")
    assert early is not None
    assert late is not None
    assert (matched_on(early.run, fair), matched_on(late.run, fair)) == (DAY, AFTER.date())


def test_a_district_audits_its_own_events_and_people(filled: Database) -> None:
    with filled.read(HONGSHAN) as stores:
        assert [one.id for one in stores.audits.events(HONGSHAN)] == ["ev_hongshan"]
    assert read(filled, HONGSHAN, "ev_fair") is None
    assert people(read(filled, HONGSHAN, "ev_hongshan")) == ([], ["c_lin"])


def test_an_auditor_counts_the_whole_city(filled: Database) -> None:
    with filled.read(AUDITOR) as stores:
        assert [one.id for one in stores.audits.events(AUDITOR)] == ["ev_bare", "ev_fair", "ev_hongshan"]
        assert [one.id for one in stores.audits.people(AUDITOR, ["c_lin", "c_gao"], "test")] == ["c_gao", "c_lin"]
        assert [one.id for one in stores.audits.postings(AUDITOR, ["p_clerk"])] == ["p_clerk"]
        assert [one.id for one in stores.candidates.list(AUDITOR)] == []


def test_reading_people_is_an_access_with_its_purpose(filled: Database) -> None:
    with filled.read(AUDITOR) as stores:
        list(stores.audits.people(AUDITOR, ["c_lin", "c_gao"], "audit of ev_fair"))
    with filled.read(AUDITOR) as stores:
        last = stores.log.list(AUDITOR, limit=1_000)[-1]
    assert (last.action, last.account, last.detail) == ("audit", "shen", {"count": 2, "purpose": "audit of ev_fair"})


@pytest.mark.parametrize("role", [Role.COUNSELOR, Role.EMPLOYER, Role.ADMINISTRATOR])
def test_others_are_refused(filled: Database, role: Role) -> None:
    viewer = Viewer(account="x", role=role, organisation="e_mill")
    with filled.read(viewer) as stores:
        for ask in (
            lambda: stores.audits.events(viewer),
            lambda: stores.audits.run(viewer, "ev_fair"),
            lambda: stores.audits.chosen(viewer, "ev_fair"),
            lambda: stores.audits.people(viewer, ["c_lin"], "test"),
            lambda: stores.audits.postings(viewer, ["p_clerk"]),
        ):
            with pytest.raises(NotAllowed):
                ask()


def test_erased_people_are_absent(filled: Database) -> None:
    with filled.begin(CITY) as stores:
        stores.candidates.erase(CITY, "c_gao")
    assert people(read(filled, AUDITOR, "ev_fair")) == (["c_lin"], [])
    assert people(read(filled, AUDITOR, "ev_hongshan")) == ([], ["c_lin"])


def test_people_of_no_district_are_seen_by_the_city_alone(filled: Database, lin: Candidate) -> None:
    with filled.begin(CITY) as stores:
        stores.candidates.upsert_many(CITY, [(lin.model_copy(update={"home": Place()}), None)])
    assert people(read(filled, HONGSHAN, "ev_hongshan")) == ([], [])
    assert people(read(filled, CITY, "ev_hongshan")) == (["c_gao"], ["c_lin"])


def allotted(database: Database, viewer: Viewer, event: Event, run: str) -> Allotted | None:
    with database.read(viewer) as stores:
        return stores.audits.allotted(viewer, event, run)


def test_who_was_given_an_interview_is_read_from_the_timetable_of_the_run(filled: Database, fair: Event, clock: Clock) -> None:
    """Lin has a time and Gao waits; on the day a walk-in of Gao is no allocation, and a later run had no timetable."""
    found, later = read(filled, AUDITOR, "ev_fair"), read(filled, AUDITOR, "ev_hongshan")
    assert found is not None
    assert later is not None
    run = found.run.id
    assert allotted(filled, AUDITOR, fair, run) is None
    given = Interview(candidate="c_lin", posting="p_clerk", booth="A1", start=3)
    timeless = Interview(candidate="c_gao", posting="p_clerk", booth="A1")
    people = (Visitor(candidate="c_lin"), Visitor(candidate="c_gao"))
    waiting = (Waiting(posting="p_clerk", candidate="c_gao", position=1, cause="full"),)
    with filled.begin(CITY) as stores:
        stores.timetables.publish(CITY, "ev_fair", Publication(run, people, (given, timeless), waiting), "k1")
    both = frozenset({"c_lin", "c_gao"})
    assert allotted(filled, AUDITOR, fair, run) == Allotted(1, both, frozenset({"c_lin"}))
    assert allotted(filled, HONGSHAN, fair, run) == Allotted(1, frozenset({"c_lin"}), frozenset({"c_lin"}))
    assert allotted(filled, AUDITOR, fair, later.run.id) is None
    with filled.begin(CITY) as stores:
        walk_in = Interview(candidate="c_gao", posting="p_clerk", booth="A1", start=9, state=InterviewState.WALK_IN)
        (row, *_) = stores.interviews.list(CITY, "ev_fair", candidate="c_lin")
        lost = row.interview.model_copy(update={"start": None, "state": InterviewState.CANCELLED})
        why = Text(zh="新增", en="new")
        told = DayEntry(act=DayAct.WALK_IN, at=clock.now, candidate="c_gao")
        stores.days.record(CITY, "ev_fair", told, 9, "d1", [Moved(None, walk_in, why), Moved(row.id, lost, why)])
    assert allotted(filled, AUDITOR, fair, run) == Allotted(1, frozenset({"c_lin"}), frozenset({"c_lin"}))
    clock.now = AFTER
    with filled.begin(CITY) as stores:
        stores.timetables.publish(CITY, "ev_fair", Publication(run, people, (given,)), "k2")
    found_again = allotted(filled, AUDITOR, fair, run)
    assert found_again is not None
    assert found_again.version == 1
    assert allotted(filled, AUDITOR, fair.model_copy(update={"on": None}), run) == Allotted(2, both, frozenset({"c_lin"}))


@pytest.mark.parametrize("role", [Role.COUNSELOR, Role.EMPLOYER, Role.ADMINISTRATOR])
def test_nobody_else_reads_who_was_given_an_interview(filled: Database, fair: Event, role: Role) -> None:
    viewer = Viewer(account="x", role=role, organisation="e_mill")
    with filled.read(viewer) as stores, pytest.raises(NotAllowed):
        stores.audits.allotted(viewer, fair, "r_1")
