"""The graduates' ledger at rest: entered once, a refusal stays visible until it is taken back, and its reason is sealed."""

from datetime import date

import pytest

from data.stores import Database, NotAllowed, Refused, Saved
from matching.records import Candidate, GraduateTold, Role, Viewer
from tests.data.publishing import publish

DAY, LATER = date(2026, 3, 2), date(2026, 4, 2)


@pytest.fixture
def ready(database: Database, organizer: Viewer, lin: Candidate, gao: Candidate) -> Database:
    with database.begin(organizer) as stores:
        stores.candidates.upsert_many(organizer, [(lin, None), (gao, None)])
    return database


def test_who_is_in_the_ledger_stays_as_they_are(ready: Database, organizer: Viewer) -> None:
    with ready.begin(organizer) as stores:
        assert stores.graduates.enter(organizer, ["c_lin"], DAY) == 1
        assert stores.graduates.enter(organizer, ["c_lin", "c_gao"], LATER) == 1
        assert stores.graduates.enter(organizer, [], LATER) == 0
        found = [(one.candidate, one.entered_on, one.refused_on, one.by) for one in stores.graduates.list(organizer)]
    assert found == [("c_gao", LATER, None, "wang"), ("c_lin", DAY, None, "wang")]


def test_a_refusal_is_recorded_with_its_reason_and_taken_back(ready: Database, organizer: Viewer, auditor: Viewer) -> None:
    with ready.begin(organizer) as stores:
        stores.graduates.enter(organizer, ["c_lin"], DAY)
        stores.graduates.refuse(organizer, "c_lin", LATER, "已自行联系工作")
    with ready.read(organizer) as stores:
        found = stores.graduates.get(organizer, "c_lin")
        assert found is not None
        assert (found.entered_on, found.refused_on) == (DAY, LATER)
        assert stores.graduates.reason(organizer, "c_lin") == "已自行联系工作"
    with ready.read(auditor) as stores:
        lines = [(one.action, one.kind, one.object) for one in stores.log.of_candidate(auditor, "c_lin")]
    assert lines == [("refuse", "graduate", "c_lin"), ("read-refusal", "graduate", "c_lin")]
    with ready.begin(organizer) as stores:
        stores.graduates.refuse(organizer, "c_lin", None)
        found = stores.graduates.get(organizer, "c_lin")
        assert found is not None
        assert (found.refused_on, stores.graduates.reason(organizer, "c_lin")) == (None, "")


def test_what_cannot_be_recorded(ready: Database, organizer: Viewer) -> None:
    with ready.begin(organizer) as stores:
        with pytest.raises(ValueError, match="there is no candidate c_no"):
            stores.graduates.enter(organizer, ["c_lin", "c_no"], DAY)
        assert stores.graduates.list(organizer) == ()
        with pytest.raises(ValueError, match="c_lin is not in the graduates' ledger"):
            stores.graduates.refuse(organizer, "c_lin", DAY)
        with pytest.raises(ValueError, match="has no reason; leave it out"):
            stores.graduates.refuse(organizer, "c_lin", None, "x")


def test_a_counselor_has_the_people_of_the_district_and_others_nobody(ready: Database, organizer: Viewer, auditor: Viewer) -> None:
    counselor = Viewer(account="mei", role=Role.COUNSELOR, district="420111")
    with ready.begin(organizer) as stores:
        stores.graduates.enter(organizer, ["c_lin", "c_gao"], DAY)
    with ready.begin(counselor) as stores:
        assert [one.candidate for one in stores.graduates.list(counselor)] == ["c_lin"]
        stores.graduates.refuse(counselor, "c_lin", LATER, "先读研")
        with pytest.raises(ValueError, match="c_gao is not in the graduates' ledger"):
            stores.graduates.refuse(counselor, "c_gao", LATER)
        with pytest.raises(ValueError, match="there is no candidate c_gao"):
            stores.graduates.enter(counselor, ["c_gao"], DAY)
    for viewer in (auditor, Viewer(account="m", role=Role.EMPLOYER, organisation="e_mill")):
        with ready.begin(viewer) as stores:
            assert (stores.graduates.list(viewer), stores.graduates.get(viewer, "c_lin")) == ((), None)
            assert stores.graduates.reason(viewer, "c_lin") == ""
            with pytest.raises(NotAllowed):
                stores.graduates.enter(viewer, ["c_lin"], DAY)


def test_what_is_told_of_many_enters_changes_and_takes_back(ready: Database, organizer: Viewer, auditor: Viewer) -> None:
    entered = GraduateTold(candidate="c_lin", entered_on=DAY)
    refused = GraduateTold(candidate="c_lin", refuses=True, refused_on=LATER, reason="先读研")
    with ready.begin(organizer) as stores:
        nobody = GraduateTold(candidate="c_no")
        assert publish(stores, organizer, "graduates", [entered, nobody]) == Saved(
            inserted=1, refused=(Refused("c_no", "candidate"),)
        )
        assert publish(stores, organizer, "graduates", [entered.model_copy(update={"entered_on": LATER})]) == Saved(unchanged=1)
        assert publish(stores, organizer, "graduates", [refused]) == Saved(updated=1)
        assert publish(stores, organizer, "graduates", [refused.model_copy(update={"reason": ""})]) == Saved(unchanged=1)
        found = stores.graduates.get(organizer, "c_lin")
        assert found is not None
        assert (found.entered_on, found.refused_on, stores.graduates.reason(organizer, "c_lin")) == (DAY, LATER, "先读研")
        back = GraduateTold(candidate="c_lin", refuses=False)
        assert publish(stores, organizer, "graduates", [back]) == Saved(updated=1)
        assert publish(stores, organizer, "graduates", [back]) == Saved(unchanged=1)
        assert stores.graduates.reason(organizer, "c_lin") == ""
    with ready.begin(auditor) as stores, pytest.raises(NotAllowed):
        publish(stores, auditor, "graduates", [entered])


def test_told_graduates_wait_in_staging_unseen(ready: Database, organizer: Viewer) -> None:
    with ready.begin(organizer) as stores:
        told = GraduateTold(candidate="c_lin", refuses=True, refused_on=LATER, reason="先读研")
        assert stores.imports.stage(organizer, "i_1", "graduates", [told]) == 1
        assert stores.graduates.list(organizer) == ()
        assert stores.imports.publish(organizer, "i_1") == Saved(inserted=1)
        assert [(one.candidate, one.refused_on) for one in stores.graduates.list(organizer)] == [("c_lin", LATER)]
        assert stores.graduates.reason(organizer, "c_lin") == "先读研"
