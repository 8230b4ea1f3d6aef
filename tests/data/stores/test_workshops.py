"""Sheltered workshops at rest: what they reported, what was sent to them, and what they have left."""

from datetime import date
from typing import Any

import pytest

from data.stores import Database, NotAllowed, WorkBatch, WorkshopReport
from matching.records import Role, Viewer

DAY, LATER = date(2026, 3, 2), date(2026, 4, 2)
SUN = WorkshopReport(
    id="w_sun",
    name="阳光家园",
    district="420106",
    places=20,
    taken=14,
    work=frozenset({"包装", "串珠"}),
    free_days=60,
    reported_on=DAY,
)
INN = WorkshopReport(
    id="w_inn", name="阳光驿站", district="420107", places=8, work=frozenset({"包装"}), free_days=30, reported_on=DAY
)
BOXES = WorkBatch(id="b_boxes", title="礼盒", work="包装", days=40, district="420106")
BEADS = WorkBatch(id="b_beads", title="手串", work="串珠", days=20)


@pytest.fixture
def ready(database: Database, organizer: Viewer) -> Database:
    with database.begin(organizer) as stores:
        stores.workshops.upsert_many(organizer, [SUN, INN])
        stores.workshops.upsert_batches(organizer, [BOXES, BEADS])
    return database


def test_reports_and_batches_come_back_as_they_were(ready: Database, organizer: Viewer, auditor: Viewer) -> None:
    for viewer in (organizer, auditor):
        with ready.read(viewer) as stores:
            assert stores.workshops.list(viewer) == (INN, SUN)
            assert stores.workshops.batches(viewer) == (BEADS, BOXES)
    with ready.begin(organizer) as stores:
        assert stores.workshops.upsert_many(organizer, [SUN]).unchanged == 1
        assert stores.workshops.upsert_many(organizer, [SUN.model_copy(update={"taken": 15})]).updated == 1


def test_what_was_sent_is_taken_from_what_was_reported_free(ready: Database, organizer: Viewer) -> None:
    with ready.begin(organizer) as stores:
        assert stores.workshops.free_days(organizer) == {"w_sun": 60, "w_inn": 30}
        sent = stores.workshops.send(organizer, [("b_boxes", "w_sun"), ("b_beads", "w_sun")], DAY, "k1")
        assert [(one.batch, one.workshop, one.days, one.on) for one in sent] == [
            ("b_beads", "w_sun", 20, DAY),
            ("b_boxes", "w_sun", 40, DAY),
        ]
        assert stores.workshops.send(organizer, [("b_boxes", "w_sun")], LATER, "k2") == sent
        assert stores.workshops.free_days(organizer) == {"w_sun": 0, "w_inn": 30}
        stores.workshops.upsert_many(organizer, [SUN.model_copy(update={"reported_on": LATER, "free_days": 50})])
        assert stores.workshops.free_days(organizer) == {"w_sun": 50, "w_inn": 30}


@pytest.mark.parametrize(
    ("sent", "problem"),
    [
        ([("b_no", "w_sun")], "there is no batch of this id"),
        ([("b_boxes", "w_no")], "there is no workshop of this id"),
        ([("b_beads", "w_inn")], "w_inn does no work of the kind of batch b_beads"),
        ([("b_boxes", "w_inn")], "takes 40 person-days and w_inn has 30 left"),
        ([("b_boxes", "w_sun"), ("b_boxes", "w_inn")], "was sent to w_sun already; it cannot go to w_inn too"),
    ],
)
def test_what_cannot_be_sent(ready: Database, organizer: Viewer, sent: list[tuple[str, str]], problem: str) -> None:
    with pytest.raises(ValueError, match=problem), ready.begin(organizer) as stores:
        stores.workshops.send(organizer, sent, DAY, "k1")
    with ready.read(organizer) as stores:
        assert stores.workshops.sent(organizer) == ()


def test_what_cannot_be_stored(ready: Database, organizer: Viewer) -> None:
    full: dict[str, Any] = {"taken": 21}
    with ready.begin(organizer) as stores:
        with pytest.raises(ValueError, match="21 of 20 places taken"):
            stores.workshops.upsert_many(organizer, [SUN.model_copy(update=full)])
        stores.workshops.send(organizer, [("b_boxes", "w_sun")], DAY, "k1")
        assert stores.workshops.upsert_batches(organizer, [BOXES]).unchanged == 1
        with pytest.raises(ValueError, match="b_boxes was sent to a workshop already"):
            stores.workshops.upsert_batches(organizer, [BOXES.model_copy(update={"days": 10})])


def test_a_district_has_its_own_workshops_and_organizers_alone_change_them(ready: Database, organizer: Viewer) -> None:
    local = Viewer(account="liu", role=Role.ORGANIZER, district="420106")
    with ready.begin(local) as stores:
        assert [one.id for one in stores.workshops.list(local)] == ["w_sun"]
        assert [one.id for one in stores.workshops.batches(local)] == ["b_boxes"]
        assert stores.workshops.free_days(local) == {"w_sun": 60}
        with pytest.raises(NotAllowed, match="w_inn is not of district 420106"):
            stores.workshops.upsert_many(local, [INN])
        with pytest.raises(NotAllowed, match="b_beads is not of district 420106"):
            stores.workshops.upsert_batches(local, [BEADS])
    employer = Viewer(account="m", role=Role.EMPLOYER, organisation="e_mill")
    with ready.read(employer) as stores:
        assert (stores.workshops.list(employer), stores.workshops.sent(employer)) == ((), ())
    counselor = Viewer(account="mei", role=Role.COUNSELOR)
    with ready.begin(counselor) as stores, pytest.raises(NotAllowed):
        stores.workshops.send(counselor, [("b_boxes", "w_sun")], DAY, "k1")
