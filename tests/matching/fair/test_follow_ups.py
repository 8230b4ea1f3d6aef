"""Which follow-ups are due on a day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.fair.follow_ups import follow_ups_due, hires_without_a_day, months_after, unanswered
from matching.records import Outcome, Step

HIRED = date(2027, 4, 1)


def story(*steps: Step, hired: date | None = HIRED, candidate: str = "c_1") -> list[Outcome]:
    told = [Outcome(candidate=candidate, posting="p_1", event="ev", step=step) for step in steps]
    return [*told, Outcome(candidate=candidate, posting="p_1", event="ev", step=Step.HIRED, on=hired)]


@pytest.mark.parametrize(
    ("outcomes", "today", "due"),
    [
        (story(), date(2027, 4, 30), []),
        (story(), date(2027, 5, 1), [(1, date(2027, 5, 1))]),
        (story(), date(2027, 7, 1), [(3, date(2027, 7, 1))]),
        (story(), date(2028, 1, 1), [(6, date(2027, 10, 1))]),
        (story(Step.RETAINED_1), date(2027, 6, 30), []),
        (story(Step.RETAINED_1), date(2027, 7, 1), [(3, date(2027, 7, 1))]),
        (story(Step.RETAINED_3), date(2027, 9, 30), []),
        (story(Step.RETAINED_6), date(2029, 1, 1), []),
        (story(Step.LEFT), date(2028, 1, 1), []),
        (story(hired=None), date(2028, 1, 1), []),
        ([Outcome(candidate="c_1", posting="p_1", step=Step.INTERVIEWED, on=HIRED)], date(2028, 1, 1), []),
    ],
)
def test_what_is_due(outcomes: list[Outcome], today: date, due: list[tuple[int, date]]) -> None:
    assert [(one.months, one.due) for one in follow_ups_due(outcomes, today)] == due


@pytest.mark.parametrize(
    ("outcomes", "today", "count"),
    [
        (story(), date(2027, 6, 30), 0),
        (story(), date(2027, 7, 1), 1),
        (story(), date(2028, 1, 1), 1),
        (story(Step.RETAINED_1), date(2027, 7, 1), 1),
        (story(Step.RETAINED_3), date(2028, 1, 1), 0),
        (story(Step.RETAINED_6), date(2028, 1, 1), 0),
        (story(Step.LEFT), date(2028, 1, 1), 0),
        (story(hired=None), date(2028, 1, 1), 0),
    ],
)
def test_hires_without_an_answer_at_three_months(outcomes: list[Outcome], today: date, count: int) -> None:
    assert unanswered(outcomes, today, 3) == count


def test_the_oldest_comes_first_and_a_hire_without_a_day_is_told_apart() -> None:
    late, early = story(hired=date(2027, 4, 20), candidate="c_1"), story(hired=date(2027, 4, 2), candidate="c_2")
    without = story(hired=None, candidate="c_3")
    assert [one.candidate for one in follow_ups_due([*late, *early, *without], date(2027, 6, 1))] == ["c_2", "c_1"]
    assert [one.candidate for one in hires_without_a_day([*late, *without])] == ["c_3"]


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(1, 24))
def test_months_after_is_that_many_months_later(day: date, months: int) -> None:
    later = months_after(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later.day < day.day and (later + timedelta(days=1)).day == 1)
