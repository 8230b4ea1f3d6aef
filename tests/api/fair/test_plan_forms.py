"""The forms of a plan: filled from an event and read back the same; rows; and what people type, read."""

from datetime import date, time

import pytest

from api.pages.fair.booth_form import Employers, booth_given, booth_rows, read_booth, read_booths
from api.pages.fair.plan_form import empty_plan, plan_given, read_plan
from api.pages.fair.rows import pressed, rows_in
from api.pages.fair.values import Reading
from api.routes.fairs import EXAMPLES
from api.schemas.fairs import FairView, InvitedListView
from matching.records import (
    AccommodationStatus,
    Admission,
    Booth,
    Hall,
    Place,
    Support,
    SupportKind,
    TimeWindow,
    Venue,
    Workplace,
)

TODAY = date(2027, 3, 18)
MORNING = TimeWindow(starts=time(9), ends=time(12))
LATE = TimeWindow(starts=time(10), ends=time(11, 30))
EMPLOYERS = Employers(InvitedListView.model_validate(EXAMPLES["listInvitedEmployers"].model_dump()))


def fair(**values: object) -> FairView:
    found = EXAMPLES["getFair"]
    assert isinstance(found, FairView)
    return found.model_copy(update=values)


def test_a_plan_is_read_back_as_it_was() -> None:
    hall = Hall(
        hours=MORNING,
        breaks=(LATE,),
        slot_minutes=20,
        guaranteed=2,
        booths=(Booth(number="A1"),),
        supports=(Support(kind=SupportKind.GUIDE, count=3, windows=(LATE,)), Support(kind=SupportKind.QUIET_ROOM)),
    )
    venue = Venue(
        name="洪山区文化馆",
        place=Place(city="武汉", district="420111", address="珞喻路 1 号"),
        building=Workplace(
            floor=2,
            entrance_steps=3,
            toilet="rails",
            statuses={"lift": AccommodationStatus.IN_PLACE, "ramp": AccommodationStatus.REFUSED},
        ),
    )
    admits = Admission(graduates=True, districts=frozenset({"420111", "420106"}))
    view = fair(hall=hall, venue=venue, admits=admits)
    plan, faults = read_plan(plan_given(view), view, TODAY)
    assert faults == {}
    assert (plan.name, plan.kind, plan.on, plan.venue, plan.hall, plan.admits) == (
        view.name,
        view.kind,
        view.on,
        venue,
        hall,
        admits,
    )


def test_the_usual_hours_are_a_plan() -> None:
    plan, faults = read_plan({**empty_plan(), "name": "新专场"}, None, TODAY)
    assert faults == {}
    assert (plan.name, plan.on, plan.venue, plan.admits) == ("新专场", None, None, None)
    assert plan.hall == Hall(hours=TimeWindow(starts=time(9), ends=time(16)), breaks=(TimeWindow(starts=time(12), ends=time(13)),))


def test_every_fault_has_its_field() -> None:
    form = {
        "name": "",
        "on": "2027-03-01",
        "opens": "9:00",
        "closes": "8点",
        "slot": "1",
        "guaranteed": "多",
        "address": "珞喻路",
        "breaks.0.starts": "12:00",
        "breaks.0.ends": "",
        "supports.0.kind": "guide",
        "supports.0.count": "0",
    }
    plan, faults = read_plan(form, None, TODAY)
    assert sorted(faults) == sorted(["name", "on", "closes", "slot", "guaranteed", "venue", "breaks.0.ends", "supports.0.count"])
    assert plan.model_dump(exclude_none=True) == {}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("9", time(9)), ("9:05", time(9, 5)), ("９：３０", time(9, 30)), ("14点", time(14)), ("8点15分", time(8, 15)), ("", None)],
)
def test_times_are_read_as_people_write_them(typed: str, meant: time | None) -> None:
    reading = Reading({"at": typed})
    assert (reading.clock("at"), reading.faults) == (meant, {})


@pytest.mark.parametrize("typed", ["25:00", "9:60", "早上", "9:0:0"])
def test_what_is_no_time_is_a_fault(typed: str) -> None:
    reading = Reading({"at": typed})
    assert reading.clock("at") is None
    assert list(reading.faults) == ["at"]


def test_rows_are_added_and_taken_away_in_order() -> None:
    form = {"breaks.0.starts": "9", "breaks.2.starts": "11", "breaks.2.ends": "12", "breaks.x.starts": "1", "other.0.starts": "7"}
    rows = rows_in(form, "breaks", ("starts", "ends"))
    assert rows == [{"starts": "9", "ends": ""}, {"starts": "11", "ends": "12"}]
    assert pressed({"add": "breaks"}, "breaks", rows, ("starts", "ends")) == [*rows, {"starts": "", "ends": ""}]
    assert pressed({"remove": "breaks.0"}, "breaks", rows, ("starts", "ends")) == rows[1:]
    assert pressed({"add": "supports"}, "breaks", rows, ("starts", "ends")) == rows


def as_form(rows: list[dict[str, str]]) -> dict[str, str]:
    return {f"booths.{number}.{name}": value for number, row in enumerate(rows) for name, value in row.items()}


def test_rows_of_booths_keep_what_they_do_not_show() -> None:
    first = Booth(number="A1", employer="e_vw12xy34", position=(1.0, 2.0), place="东厅", windows=(MORNING, LATE))
    second = Booth(number="A2", brings=frozenset({SupportKind.GUIDE}))
    third = Booth(number="A3")
    booths = (first, second, third)
    assert read_booths(as_form(booth_rows(booths[:2], EMPLOYERS, 0)), booths, 0, 2, EMPLOYERS) == (booths, {})
    rows = booth_rows((second, third), EMPLOYERS, 1)
    rows[0] |= {"number": "B2", "interviewers": "2"}
    changed, faults = read_booths(as_form(rows[:1]), booths, 1, 2, EMPLOYERS)
    assert (changed, faults) == ((first, second.model_copy(update={"number": "B2", "interviewers": 2})), {})


def test_a_booth_for_nobody_invited_or_with_a_number_twice_is_a_fault() -> None:
    booths = (Booth(number="A1"), Booth(number="A2"))
    rows = booth_rows(booths[1:], EMPLOYERS, 1)
    rows[0] |= {"number": "A1", "employer": "谁也不是"}
    _, faults = read_booths(as_form(rows), booths, 1, 1, EMPLOYERS)
    assert sorted(faults) == ["booths.0.employer", "booths.0.number"]
    rows[0] |= {"number": "A2", "employer": "江城示例科技有限公司"}
    changed, faults = read_booths(as_form(rows), booths, 1, 1, EMPLOYERS)
    assert (changed[1].employer, faults) == ("e_vw12xy34", {})


def test_one_booth_is_read_back_as_it_was() -> None:
    booth = Booth(
        number="A1",
        employer="e_vw12xy34",
        postings=("p_a",),
        position=(1.5, 2.0),
        place="东厅，入口左边",
        interviewers=2,
        windows=(MORNING, LATE),
        brings=frozenset({SupportKind.SIGN_INTERPRETER}),
    )
    assert read_booth(booth_given(booth, EMPLOYERS), booth, [], EMPLOYERS, ["p_a", "p_b"]) == (booth, {})
