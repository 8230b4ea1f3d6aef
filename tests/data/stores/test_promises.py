"""Promised arrangements: recorded once, checked on days, contestable; and the record of an employer up to a day."""

from datetime import date

import pytest

from data.stores import CheckState, Database, NotAllowed, Promise, StoredPromise
from matching.records import Candidate, Employer, Event, Posting, Role, Viewer

MADE = date(2026, 4, 1)
RAMP = Promise(posting="p_clerk", accommodation="ramp", promised_on=MADE, event="ev_fair")
FOR_LIN = Promise(posting="p_clerk", accommodation="text_comm", promised_on=MADE, candidate="c_lin", event="ev_fair")
MILL = Viewer(account="zhao", role=Role.EMPLOYER, organisation="e_mill")
OTHER = Viewer(account="qian", role=Role.EMPLOYER, organisation="e_other")


@pytest.fixture
def ready(
    database: Database, organizer: Viewer, lin: Candidate, gao: Candidate, mill: Employer, clerk: Posting, fair: Event
) -> Database:
    with database.begin(organizer) as stores:
        stores.candidates.upsert_many(organizer, [(lin, None), (gao, None)])
        stores.employers.upsert_many(organizer, [mill, Employer(id="e_other", name="滨江展厅")])
        stores.postings.upsert_many(organizer, [clerk, clerk.model_copy(update={"id": "p_hall", "employer": "e_other"})])
        stores.events.upsert_many(organizer, [fair])
    return database


def save(database: Database, viewer: Viewer, promise: Promise, key: str) -> StoredPromise:
    with database.begin(viewer) as stores:
        return stores.promises.save(viewer, promise, key)


def check(database: Database, viewer: Viewer, promise: int, on: date, kept: bool, note: str = "") -> int:
    with database.begin(viewer) as stores:
        return stores.promises.check(viewer, promise, on, kept, note).id


def record(database: Database, viewer: Viewer, before: date, *employers: str) -> dict[str, tuple[int, int]]:
    with database.read(viewer) as stores:
        return stores.promises.record_of(viewer, employers or ("e_mill", "e_other"), before)


def test_a_promise_is_recorded_once_a_key(ready: Database, organizer: Viewer) -> None:
    first = save(ready, organizer, FOR_LIN, "k1")
    assert (first.employer, first.promise, first.by, first.checks) == ("e_mill", FOR_LIN, "wang", ())
    assert save(ready, organizer, FOR_LIN, "k1") == first
    second = save(ready, organizer, RAMP, "k2")
    with ready.read(organizer) as stores:
        assert stores.promises.list(organizer) == (first, second)
        assert stores.promises.list(organizer, first.id) == (second,)
        assert stores.promises.list(organizer, limit=1) == (first,)
        assert stores.promises.list(organizer, candidate="c_lin") == (first,)
        assert stores.promises.list(organizer, employer="e_other") == ()
        assert stores.promises.list(organizer, posting="p_clerk") == (first, second)


@pytest.mark.parametrize(
    ("changed", "key", "problem"),
    [
        ({"promised_on": date(2026, 4, 2)}, "k1", "this key was used for another promise"),
        ({"accommodation": "rampp"}, "k2", "unknown accommodation 'rampp'"),
        ({"posting": "p_no"}, "k2", "there is no posting p_no"),
        ({"candidate": "c_no"}, "k2", "there is no candidate c_no"),
        ({"event": "ev_no"}, "k2", "there is no event ev_no"),
    ],
)
def test_what_cannot_be_promised(ready: Database, organizer: Viewer, changed: dict[str, object], key: str, problem: str) -> None:
    save(ready, organizer, FOR_LIN, "k1")
    with pytest.raises(ValueError, match=problem):
        save(ready, organizer, FOR_LIN.model_copy(update=changed), key)


def test_checks_of_a_promise_stand_by_day(ready: Database, organizer: Viewer) -> None:
    promise = save(ready, organizer, FOR_LIN, "k1").id
    later = check(ready, organizer, promise, date(2026, 7, 1), kept=False, note="只装了一半")
    first = check(ready, organizer, promise, date(2026, 5, 1), kept=True)
    assert check(ready, organizer, promise, date(2026, 5, 1), kept=True) == first
    with ready.read(organizer) as stores:
        (stored,) = stores.promises.list(organizer)
        found = [(one.id, one.on, one.kept, one.state, one.by) for one in stored.checks]
        assert found == [
            (first, date(2026, 5, 1), True, CheckState.RECORDED, "wang"),
            (later, date(2026, 7, 1), False, CheckState.RECORDED, "wang"),
        ]
        assert stores.promises.notes(organizer, promise) == {later: "只装了一半"}
    with pytest.raises(ValueError, match="has another answer on 2026-05-01; contest that one"):
        check(ready, organizer, promise, date(2026, 5, 1), kept=False)
    with pytest.raises(ValueError, match=r"before the promise was made \(2026-04-01\)"):
        check(ready, organizer, promise, date(2026, 3, 31), kept=False)
    with pytest.raises(ValueError, match="there is no promise 99"):
        check(ready, organizer, 99, date(2026, 5, 1), kept=True)


def test_the_record_counts_a_promise_once_by_its_last_check_before_the_day(ready: Database, organizer: Viewer) -> None:
    lin, ramp = (save(ready, organizer, promise, key).id for promise, key in ((FOR_LIN, "k1"), (RAMP, "k2")))
    hall = save(ready, organizer, RAMP.model_copy(update={"posting": "p_hall"}), "k3").id
    check(ready, organizer, lin, date(2026, 5, 1), kept=True)
    check(ready, organizer, lin, date(2026, 7, 1), kept=False)
    check(ready, organizer, ramp, date(2026, 6, 1), kept=True)
    check(ready, organizer, hall, date(2026, 6, 1), kept=False)
    assert record(ready, organizer, date(2026, 5, 1)) == {}
    assert record(ready, organizer, date(2026, 5, 2)) == {"e_mill": (1, 1)}
    assert record(ready, organizer, date(2026, 7, 1)) == {"e_mill": (2, 2), "e_other": (1, 0)}
    assert record(ready, organizer, date(2026, 7, 2)) == {"e_mill": (2, 1), "e_other": (1, 0)}
    assert record(ready, organizer, date(2026, 7, 2), "e_other") == {"e_other": (1, 0)}
    assert record(ready, MILL, date(2026, 7, 2)) == {"e_mill": (2, 1)}


def test_a_contested_check_does_not_count_until_it_is_settled(ready: Database, organizer: Viewer) -> None:
    promise = save(ready, organizer, RAMP, "k1").id
    check(ready, organizer, promise, date(2026, 5, 1), kept=True)
    wrong = check(ready, organizer, promise, date(2026, 7, 1), kept=False)
    day = date(2026, 8, 1)

    def contest(viewer: Viewer) -> bool:
        with ready.begin(viewer) as stores:
            return stores.promises.contest(viewer, wrong)

    def settle(*, upheld: bool) -> bool:
        with ready.begin(organizer) as stores:
            return stores.promises.settle(organizer, wrong, upheld=upheld)

    assert settle(upheld=True) is False
    assert [contest(OTHER), record(ready, organizer, day)] == [False, {"e_mill": (1, 0)}]
    assert [contest(MILL), contest(MILL), record(ready, organizer, day)] == [True, False, {"e_mill": (1, 1)}]
    assert [settle(upheld=True), record(ready, organizer, day)] == [True, {"e_mill": (1, 0)}]
    other = check(ready, organizer, promise, date(2026, 7, 2), kept=False)
    with ready.begin(organizer) as stores:
        assert stores.promises.contest(organizer, other) is True
        assert stores.promises.settle(organizer, other, upheld=False) is True
        (stored,) = stores.promises.list(organizer)
        assert [one.state for one in stored.checks] == [CheckState.RECORDED, CheckState.UPHELD, CheckState.WITHDRAWN]
    assert record(ready, organizer, day) == {"e_mill": (1, 0)}


def test_who_sees_and_changes_promises(ready: Database, organizer: Viewer, auditor: Viewer) -> None:
    lin, ramp = save(ready, organizer, FOR_LIN, "k1"), save(ready, organizer, RAMP, "k2")
    with ready.read(MILL) as stores:
        found = stores.promises.list(MILL)
        assert [(one.id, one.promise.candidate) for one in found] == [(lin.id, None), (ramp.id, None)]
        assert stores.promises.list(MILL, candidate="c_lin") == ()
        assert stores.promises.notes(MILL, lin.id) == {}
    with ready.read(OTHER) as stores:
        assert stores.promises.list(OTHER) == ()
        assert stores.promises.record_of(OTHER, ["e_mill"], date(2027, 1, 1)) == {}
    elsewhere = Viewer(account="h", role=Role.COUNSELOR, district="420102")
    with ready.read(elsewhere) as stores:
        assert [one.id for one in stores.promises.list(elsewhere)] == [ramp.id]
    with pytest.raises(NotAllowed):
        save(ready, auditor, RAMP, "k3")
    for viewer in (MILL, auditor):
        with pytest.raises(NotAllowed):
            check(ready, viewer, ramp.id, date(2026, 5, 1), kept=True)
    with ready.begin(MILL) as stores, pytest.raises(NotAllowed):
        stores.promises.settle(MILL, 1, upheld=False)


def test_an_employer_promises_for_whoever_comes_to_its_own_postings(ready: Database) -> None:
    plain = RAMP.model_copy(update={"event": None})
    made = save(ready, MILL, plain, "k1")
    assert (made.employer, made.promise, made.by) == ("e_mill", plain, MILL.account)
    for viewer, promise in ((OTHER, plain), (MILL, FOR_LIN), (MILL, plain.model_copy(update={"event": "ev_fair"}))):
        with pytest.raises(ValueError, match=r"there is no posting|for whoever comes"):
            save(ready, viewer, promise, f"k-{viewer.account}")


def test_an_erased_person_leaves_the_promise_and_the_record_stands(ready: Database, organizer: Viewer) -> None:
    promise = save(ready, organizer, FOR_LIN, "k1").id
    check(ready, organizer, promise, date(2026, 5, 1), kept=False, note="林小满说没有")
    with ready.begin(organizer) as stores:
        stores.candidates.erase(organizer, "c_lin")
    with ready.read(organizer) as stores:
        (stored,) = stores.promises.list(organizer)
        assert stored.promise.candidate is None
        assert stores.promises.notes(organizer, promise) == {}
    assert record(ready, organizer, date(2027, 1, 1)) == {"e_mill": (1, 0)}


def test_a_note_is_an_access(ready: Database, organizer: Viewer, auditor: Viewer) -> None:
    promise = save(ready, organizer, FOR_LIN, "k1").id
    check(ready, organizer, promise, date(2026, 5, 1), kept=False, note="没有装")
    with ready.read(organizer) as stores:
        stores.promises.notes(organizer, promise)
    with ready.read(auditor) as stores:
        lines = [(line.action, line.object) for line in stores.log.list(auditor, kind="promise")]
    assert lines == [("promise", "p_clerk"), ("check", "p_clerk"), ("read-notes", "c_lin")]
