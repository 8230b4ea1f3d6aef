"""What is only counted: once a key, within the district, with its people for those alone who may see them."""

from datetime import date
from typing import Any

import pytest

from data.stores import Database, NewTally, NotAllowed
from matching.ledger import TallyKind
from matching.records import Candidate, Role, Viewer

DAY = date(2026, 3, 2)
POOL = NewTally(kind=TallyKind.POOL, title="文员蓄水池", on=DAY, district="420111", people=frozenset({"c_lin", "c_gao"}))
PROJECT = NewTally(kind=TallyKind.PROJECT, title="手作工坊孵化", on=DAY, district="420102")
PAIR = NewTally(
    kind=TallyKind.PAIRING, title="助残圆梦", on=DAY, district="420111", people=frozenset({"c_lin"}), note="街道干部小周，每月上门"
)


@pytest.fixture
def ready(database: Database, organizer: Viewer, lin: Candidate, gao: Candidate) -> Database:
    with database.begin(organizer) as stores:
        stores.candidates.upsert_many(organizer, [(lin, None), (gao, None)])
    return database


def test_a_record_is_kept_once_a_key(ready: Database, organizer: Viewer) -> None:
    with ready.begin(organizer) as stores:
        pool = stores.tallies.save(organizer, POOL, "k1")
        assert stores.tallies.save(organizer, POOL, "k1") == pool
        project = stores.tallies.save(organizer, PROJECT, "k2")
        assert (pool.title, pool.people, pool.by, pool.withdrawn) == ("文员蓄水池", ("c_gao", "c_lin"), "wang", False)
        assert (project.people, project.district) == ((), "420102")
        assert stores.tallies.list(organizer) == (pool, project)
        assert stores.tallies.list(organizer, TallyKind.PROJECT) == (project,)
        with pytest.raises(ValueError, match="this key was used for another record"):
            stores.tallies.save(organizer, PROJECT, "k1")


def test_a_record_that_was_taken_back_counts_no_more(ready: Database, organizer: Viewer) -> None:
    with ready.begin(organizer) as stores:
        project = stores.tallies.save(organizer, PROJECT, "k1")
        assert [stores.tallies.withdraw(organizer, project.id) for _ in range(2)] == [True, False]
        assert stores.tallies.withdraw(organizer, 99) is False
        assert [one.withdrawn for one in stores.tallies.list(organizer)] == [True]


def test_the_note_of_a_pairing_is_opened_as_an_access(ready: Database, organizer: Viewer, auditor: Viewer) -> None:
    with ready.begin(organizer) as stores:
        pair = stores.tallies.save(organizer, PAIR, "k1")
    with ready.read(organizer) as stores:
        assert stores.tallies.note(organizer, pair.id) == PAIR.note
        assert [one.id for one in stores.tallies.of_candidate(organizer, "c_lin")] == [pair.id]
        assert stores.tallies.of_candidate(organizer, "c_gao") == ()
    with ready.read(auditor) as stores:
        assert [one.action for one in stores.log.of_candidate(auditor, "c_lin")] == ["read-note", "read"]


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"kind": TallyKind.PROJECT}, "counts no people; leave them out"),
        ({"kind": TallyKind.PAIRING}, "a pairing is with one person, not 2"),
        ({"note": "x"}, "only a pairing has a note"),
        ({"people": frozenset({"c_no"})}, "there is no candidate c_no"),
        ({"title": ""}, "the title has 0 characters"),
    ],
)
def test_what_cannot_be_counted(ready: Database, organizer: Viewer, changed: dict[str, Any], problem: str) -> None:
    with ready.begin(organizer) as stores, pytest.raises(ValueError, match=problem):
        stores.tallies.save(organizer, POOL.model_copy(update=changed), "k1")


def test_a_district_has_its_own_records_and_people(ready: Database, organizer: Viewer, auditor: Viewer) -> None:
    counselor = Viewer(account="mei", role=Role.COUNSELOR, district="420111")
    with ready.begin(organizer) as stores:
        stores.tallies.save(organizer, POOL, "k1")
        stores.tallies.save(organizer, PROJECT, "k2")
    with ready.begin(counselor) as stores:
        assert [(one.title, one.people) for one in stores.tallies.list(counselor)] == [("文员蓄水池", ("c_lin",))]
        stores.tallies.save(counselor, PAIR, "k3")
        with pytest.raises(NotAllowed, match="not of district 420111"):
            stores.tallies.save(counselor, PAIR.model_copy(update={"district": None}), "k4")
        with pytest.raises(NotAllowed, match="ask an organizer"):
            stores.tallies.save(counselor, PROJECT, "k5")
        with pytest.raises(NotAllowed):
            stores.tallies.withdraw(counselor, 1)
    for viewer in (auditor, Viewer(account="m", role=Role.EMPLOYER, organisation="e_mill")):
        with ready.read(viewer) as stores:
            assert (stores.tallies.list(viewer), stores.tallies.note(viewer, 3)) == ((), "")
