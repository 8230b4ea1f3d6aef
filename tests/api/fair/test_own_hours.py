"""When people can be at a fair: kept by staff, heeded by the timetable, and a clear answer where it cannot be."""

from collections.abc import Callable
from datetime import time
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.actions.allocating import allocate_event
from api.actions.errors import BadInput, Conflict, NotAllowed, NotFound
from api.actions.fairs import move_event, plan_event
from api.actions.interviews import sheet_view
from api.actions.matching import match_event
from api.actions.own_hours import list_hours, read_windows, set_hours
from api.schemas.allocation import AllocationInput
from api.schemas.fairs import EventPlan
from api.wiring import Application
from data.privacy import erase_person, export_person
from data.stores import Scope
from matching.records import LOCAL_ORGANIZER, Admission, Role, TimeWindow, Viewer
from tests.api.conftest import HE, HERE, LIN, LOOPBACK, SPRING, ZHOU
from tests.api.fair.conftest import EVE, move
from tests.api.fair.test_fair_cli import refused, run
from tests.api.fair.test_fair_routes import send
from tests.api.web import Web

ME = LOCAL_ORGANIZER
LATE = (TimeWindow(starts=time(11), ends=time(12)),)
EARLY = (TimeWindow(starts=time(8), ends=time(9, 40)), TimeWindow(starts=time(11, 30), ends=time(13)))


def test_hours_are_kept_changed_and_taken_away(planned: Application) -> None:
    first = set_hours(planned, ME, SPRING, LIN, LATE)
    assert (first.candidate, first.windows) == (LIN, LATE)
    assert set_hours(planned, ME, SPRING, LIN, LATE) == first
    set_hours(planned, ME, SPRING, HE, EARLY)
    assert [(one.candidate, one.windows) for one in list_hours(planned, ME, SPRING).items] == [(HE, EARLY), (LIN, LATE)]
    page = list_hours(planned, ME, SPRING, limit=1)
    assert (page.next, list_hours(planned, ME, SPRING, page.next, 1).next) == (HE, None)
    set_hours(planned, ME, SPRING, LIN, EARLY)
    assert set_hours(planned, ME, SPRING, HE, ()).windows == ()
    assert set_hours(planned, ME, SPRING, HE, ()).windows == ()
    assert [(one.candidate, one.windows) for one in list_hours(planned, ME, SPRING).items] == [(LIN, EARLY)]


def test_the_timetable_heeds_them(planned: Application, agree: Callable[..., int]) -> None:
    people = [LIN, HE, *(f"c_more_{number}" for number in range(4))]
    for candidate in people:
        agree(candidate, Scope.LISTING, "e_river", "e_hall")
    for candidate in people[:5]:
        set_hours(planned, ME, SPRING, candidate, LATE)
    move(planned, "collecting")
    match_event(planned, ME, SPRING)
    move(planned, "pre_matched", "confirmed")
    allocate_event(planned, ME, SPRING, AllocationInput(), "k1")
    items = sheet_view(planned, ME, SPRING).items
    assert {one.candidate for one in items} & set(people[:5])
    assert min(one.at or "" for one in items if one.candidate in people[:5]) >= "11:00"
    assert sheet_view(planned, ME, SPRING).items != ()
    set_hours(planned, ME, SPRING, LIN, EARLY)
    allocate_event(planned, ME, SPRING, AllocationInput(), "k2")
    assert {one.at for one in sheet_view(planned, ME, SPRING, candidate=LIN).items} <= {"09:00", "09:15", "11:30", "11:45"}


def test_hours_that_a_new_plan_leaves_empty_are_named_and_stop_nobody_else(planned: Application, agree: Callable[..., int]) -> None:
    for candidate in (LIN, "c_more_0"):
        agree(candidate, Scope.LISTING, "e_river", "e_hall")
    set_hours(planned, ME, SPRING, LIN, LATE)
    with planned.database.read(ME) as stores:
        event = stores.events.get(ME, SPRING)
    assert event is not None
    morning = event.hall.model_copy(update={"hours": TimeWindow(starts=time(9), ends=time(10, 30)), "breaks": ()})
    plan_event(planned, ME, SPRING, EventPlan(hall=morning), "shorter")
    move(planned, "collecting")
    match_event(planned, ME, SPRING)
    move(planned, "pre_matched", "confirmed")
    report = allocate_event(planned, ME, SPRING, AllocationInput(), "k1").report
    assert [(one.people, one.text.en) for one in report.not_invited if one.cause == "hours"] == [
        (1, "no interview fits into the hours in which they can come: agree on others, or change those of the hall")
    ]
    assert {one.candidate for one in sheet_view(planned, ME, SPRING).items} == {"c_more_0"}


def test_hours_that_cannot_be_say_why(planned: Application) -> None:
    with pytest.raises(BadInput, match=r"No interview fits into 12:00-13:00: the hall is open 09:00-12:00, an interview takes 15"):
        set_hours(planned, ME, SPRING, LIN, (TimeWindow(starts=time(12), ends=time(13)),))
    with pytest.raises(BadInput, match=r"The hours 09:00-10:00, 09:30-11:00 end before they begin, or overlap"):
        set_hours(planned, ME, SPRING, LIN, read_windows(["9:00-10:00", "9：30 至 11：00"]))
    with pytest.raises(NotFound):
        set_hours(planned, ME, SPRING, "c_none", LATE)
    with pytest.raises(NotFound):
        set_hours(planned, ME, "none", LIN, LATE)
    with pytest.raises(NotAllowed):
        set_hours(planned, Viewer(account="x", role=Role.EMPLOYER, organisation="e_river"), SPRING, LIN, LATE)
    for said, words in (("9-11", "cannot be read"), ("9:00-25:00", "cannot be read"), ("11:00-9:00", "end before they begin")):
        with pytest.raises(BadInput, match=words):
            read_windows([said])
    assert list_hours(planned, ME, SPRING).items == ()


def test_who_takes_no_part_has_no_hours(planned: Application) -> None:
    with planned.database.begin(ME) as stores:
        (lin,) = stores.candidates.iterate(ME, [LIN], with_person=True)
        home = lin.home.model_copy(update={"district": "420111"})
        stores.candidates.upsert_many(ME, [(lin.model_copy(update={"home": home}), None)])
    plan_event(planned, ME, SPRING, EventPlan(admits=Admission(districts=frozenset({"420111"}))), "only Hongshan")
    set_hours(planned, ME, SPRING, LIN, LATE)
    with pytest.raises(BadInput, match="c_zhou takes no part in this event"):
        set_hours(planned, ME, SPRING, ZHOU, LATE)


def test_once_the_timetable_is_out_hours_need_a_step_back(published: Application) -> None:
    with pytest.raises(Conflict, match=r"one cannot record when people can be there now.*Move it on first: confirmed"):
        set_hours(published, ME, SPRING, LIN, LATE)
    move_event(published, ME, SPRING, "confirmed", "back", named="王芳")
    assert set_hours(published, ME, SPRING, LIN, LATE).windows == LATE
    assert [one.candidate for one in sheet_view(published, ME, SPRING, candidate=LIN).items] == [LIN, LIN]


def test_hours_are_in_the_copy_of_the_file_and_go_with_it(planned: Application) -> None:
    set_hours(planned, ME, SPRING, LIN, LATE)
    with planned.database.begin(ME) as stores:
        copy = export_person(stores, ME, LIN, EVE)
        assert copy is not None
        assert b'"fair_hours": [\n    {\n      "event": "spring-2027"' in copy
        assert erase_person(stores, ME, LIN)
        assert stores.visitors.hours(ME, SPRING) == {}


def test_hours_over_http(planned: Application) -> None:
    with TestClient(Web(planned), base_url=HERE, client=LOOPBACK) as web:
        given = {"windows": [{"starts": "11:00", "ends": "12:00"}]}
        status, view = send(web, "PUT", f"/events/{SPRING}/hours/{LIN}", "k1", given)
        assert (status, view["windows"]) == (200, [{"starts": "11:00:00", "ends": "12:00:00"}])
        assert send(web, "PUT", f"/events/{SPRING}/hours/{LIN}", "k1", given) == (200, view)
        assert web.get(f"/api/v1/events/{SPRING}/hours").json() == {"event": SPRING, "items": [view], "next": None}
        wrong = {"windows": [{"starts": "13:00", "ends": "14:00"}]}
        status, problem = send(web, "PUT", f"/events/{SPRING}/hours/{LIN}", "k2", wrong)
        assert (status, problem["detail"].partition(":")[0]) == (422, "No interview fits into 13")
        assert send(web, "PUT", f"/events/{SPRING}/hours/{LIN}", "k3", {"windows": []})[1]["windows"] == []


def test_hours_are_typed(planned: Application, tmp_path: Path) -> None:
    planned.database.close()
    assert run(tmp_path, "event", "hours", SPRING, HE, "9:00-10:00", "11:00-12:00") == f"何三 ({HE})  09:00-10:00, 11:00-12:00\n"
    assert run(tmp_path, "event", "hours", SPRING) == f"何三 ({HE})  09:00-10:00, 11:00-12:00\n"
    assert "all day" in run(tmp_path, "event", "hours", SPRING, HE, "--all-day")
    assert "cannot be read; write them as 9:00-11:30" in refused(tmp_path, "event", "hours", SPRING, HE, "nine")
