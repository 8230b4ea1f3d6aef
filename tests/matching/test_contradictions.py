"""What of an outcome cannot be."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.contradictions import find_contradictions
from matching.records import Step

FAIR = date(2027, 3, 20)
TODAY = date(2027, 12, 1)
RIGHT = {
    Step.INTERESTED: date(2027, 3, 12),
    Step.INVITED: date(2027, 3, 10),
    Step.ATTENDED: FAIR,
    Step.INTERVIEWED: FAIR,
    Step.OFFERED: date(2027, 3, 25),
    Step.HIRED: date(2027, 4, 1),
    Step.RETAINED_1: date(2027, 5, 1),
    Step.RETAINED_3: date(2027, 7, 1),
    Step.RETAINED_6: date(2027, 10, 1),
}


def found(steps: dict[Step, date | None], event: date | None = FAIR) -> list[tuple[Step, str]]:
    return [(one.step, one.problem.en) for one in find_contradictions(steps, event, TODAY)]


@pytest.mark.parametrize(
    "steps",
    [
        {},
        RIGHT,
        dict.fromkeys(RIGHT),
        {Step.INTERVIEWED: None, Step.HIRED: date(2027, 4, 1)},
        {Step.DECLINED: date(2027, 3, 12)},
        {Step.INTERVIEWED: FAIR, Step.OFFERED: FAIR, Step.DECLINED: FAIR},
        {Step.INTERVIEWED: FAIR, Step.REJECTED: FAIR},
        {Step.INTERVIEWED: FAIR, Step.HIRED: FAIR, Step.LEFT: FAIR},
    ],
)
def test_what_can_be(steps: dict[Step, date | None]) -> None:
    assert found(steps) == []


@pytest.mark.parametrize(
    ("steps", "step", "problem"),
    [
        ({Step.HIRED: None}, Step.HIRED, "hired without interviewed"),
        ({Step.OFFERED: FAIR}, Step.OFFERED, "offered the job without interviewed"),
        ({Step.INTERVIEWED: FAIR, Step.RETAINED_3: None}, Step.RETAINED_3, "in the job after 3 months without hired"),
        ({Step.LEFT: None}, Step.LEFT, "left the job without hired"),
        (
            {Step.INTERVIEWED: FAIR, Step.HIRED: None, Step.REJECTED: None},
            Step.REJECTED,
            "not taken by the employer and hired cannot both be",
        ),
        (
            {Step.DECLINED: None, Step.REJECTED: None},
            Step.REJECTED,
            "not taken by the employer and declined by the person cannot both be",
        ),
        ({Step.INTERVIEWED: date(2027, 12, 2)}, Step.INTERVIEWED, "the day for: interviewed lies ahead"),
        ({Step.INTERVIEWED: date(2027, 3, 19)}, Step.INTERVIEWED, "the day for: interviewed is before the event (2027-03-20)"),
        (RIGHT | {Step.OFFERED: date(2027, 4, 2)}, Step.HIRED, "the day for: hired is before that for: offered the job"),
        (RIGHT | {Step.INTERESTED: date(2027, 3, 21)}, Step.ATTENDED, "the day for: attended is before that for: interested"),
        (RIGHT | {Step.RETAINED_1: date(2027, 4, 28)}, Step.RETAINED_1, "too soon after the hire for: in the job after 1 month"),
        (
            RIGHT | {Step.LEFT: date(2027, 9, 30)},
            Step.LEFT,
            "the day for: left the job is before that for: in the job after 6 months",
        ),
        (
            RIGHT | {Step.LEFT: RIGHT[Step.RETAINED_6]},
            Step.LEFT,
            "left the job and in the job after 6 months are told of the same day",
        ),
    ],
)
def test_what_cannot_be(steps: dict[Step, date | None], step: Step, problem: str) -> None:
    assert (step, problem) in found(steps)
    assert all(one.advice.zh and one.advice.en for one in find_contradictions(steps, FAIR, TODAY))


def test_a_follow_up_without_a_day_is_held_against_today() -> None:
    lately = {Step.INTERVIEWED: None, Step.HIRED: TODAY - timedelta(days=83), Step.RETAINED_3: None}
    assert [step for step, _ in found(lately)] == [Step.RETAINED_3]
    assert found(lately | {Step.HIRED: TODAY - timedelta(days=84)}) == []


def test_without_an_event_no_day_is_before_it() -> None:
    assert found({Step.INTERVIEWED: date(2027, 1, 1)}, event=None) == []


DAYS = st.dates(min_value=FAIR, max_value=TODAY)


@given(st.dictionaries(st.sampled_from(list(RIGHT)), st.none() | DAYS))
def test_a_step_is_complained_of_only_when_it_was_told(steps: dict[Step, date | None]) -> None:
    assert {step for step, _ in found(steps)} <= steps.keys()


@given(st.lists(DAYS, min_size=6, max_size=6).map(sorted))
def test_days_in_the_order_of_the_steps_never_contradict(days: list[date]) -> None:
    order = [Step.INVITED, Step.INTERESTED, Step.ATTENDED, Step.INTERVIEWED, Step.OFFERED, Step.HIRED]
    assert found(dict(zip(order, days, strict=True))) == []


def test_a_hire_without_a_day_is_no_earlier_than_its_interview_or_the_fair() -> None:
    reached = {Step.INTERVIEWED: TODAY, Step.HIRED: None, Step.RETAINED_6: None}
    assert [one.step for one in find_contradictions(reached, TODAY, TODAY)] == [Step.RETAINED_6]
    assert find_contradictions({**reached, Step.INTERVIEWED: None}, None, TODAY) == ()
