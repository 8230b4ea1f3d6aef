"""What is wrong with a value is said in both languages, with what is allowed, and never with the value."""

import pytest
from pydantic import BaseModel, ValidationError

from api.actions.quotas import WorkforceInput
from api.actions.wrong_values import faults_of
from api.schemas.allocation import AllocationInput
from api.schemas.fairs import EventPlan
from api.schemas.interviews import DayInput
from matching.records import DayAct


def said(model: type[BaseModel], **values: object) -> tuple[str, str]:
    with pytest.raises(ValidationError) as refused:
        model.model_validate(values)
    text = faults_of(refused.value)
    return text.zh, text.en


def test_an_unknown_act_of_the_day_lists_the_acts() -> None:
    zh, en = said(DayInput, act="dance")
    assert [act for act in DayAct if act.value not in zh or act.value not in en] == []
    assert (zh.startswith("act 只能是："), en.startswith("act must be one of: "), "dance" in zh + en) == (True, True, False)


def test_a_seed_outside_the_range_says_the_range() -> None:
    assert said(AllocationInput, seed=99_999_999_999_999_999_999) == (
        "seed 不能大于 9007199254740992",
        "seed must be at most 9007199254740992",
    )
    assert said(AllocationInput, seed=-1) == ("seed 不能小于 0", "seed must be at least 0")


def test_a_blank_reason_is_none() -> None:
    pin = {"candidate": "c_lin", "posting": "p_clerk", "reason": "   "}
    assert said(AllocationInput, pins=[pin]) == (
        "pins.0.reason 不能少于 1 个字",
        "pins.0.reason must have at least 1 characters",
    )


def test_a_plan_is_answered_with_what_may_be_written_there() -> None:
    with pytest.raises(ValidationError) as refused:
        EventPlan.model_validate(
            {
                "day": "2027-03-20",
                "hall": {
                    "hours": {"starts": "12:00", "ends": "09:00"},
                    "breaks": [{"starts": "noon", "ends": "13:00"}],
                    "booths": [{"number": "A1", "seats": 3, "brings": ["band"]}],
                },
                "on": "tomorrow",
            }
        )
    assert faults_of(refused.value, EventPlan).zh.split("；") == [
        "on 应为日期，例如 2027-03-20",
        "hall.hours 12:00 到 09:00：结束不在开始之后，请改其中一个",
        "hall.breaks.0.starts 应为时间，例如 09:30",
        "hall.booths.0.brings.0 只能是：sign_interpreter, guide, quiet_room, job_coach",
        "hall.booths.0.seats 没有这一项，可以写：number, employer, postings, position, place, interviewers, windows, brings",
        "day 没有这一项，可以写：name, kind, on, venue, hall, admits, postings",
    ]
    assert faults_of(refused.value, EventPlan, 1).en == "on must be a day, such as 2027-03-20"


def test_every_fault_is_named() -> None:
    assert said(WorkforceInput, staff="many", months={"dancing": 3})[1].startswith("staff must be a number; months.dancing")
