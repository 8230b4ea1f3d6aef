"""The funnel of an event: people counted once a step, and what nobody recorded told apart from nobody."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.fair.funnel import STEPS, FunnelCount, FunnelStep, count_funnel, not_told_yet, reached_by
from matching.records import Outcome, Step

LOOKED_AT, AGREED, LISTED, INVITED, ALLOTTED, MET, OFFERED, HIRED, RETAINED = FunnelStep
reached_steps = st.dictionaries(st.sampled_from(FunnelStep), st.frozensets(st.sampled_from("abcdef")))


def outcome(candidate: str, step: Step, posting: str = "clerk") -> Outcome:
    return Outcome(candidate=candidate, posting=posting, event="spring", step=step, on=date(2027, 3, 20))


def people(names: str) -> frozenset[str]:
    return frozenset(names)


def test_each_step_is_held_against_the_last_one_that_is_recorded() -> None:
    reached = {LOOKED_AT: people("abcde"), AGREED: people("abc"), LISTED: people("abd"), ALLOTTED: people("abx")}
    assert count_funnel(reached) == (
        FunnelCount(LOOKED_AT, 5, None, None),
        FunnelCount(AGREED, 3, 5, 3),
        FunnelCount(LISTED, 3, 3, 2),
        FunnelCount(INVITED, None, None, None),
        FunnelCount(ALLOTTED, 3, 3, 2),
        FunnelCount(MET, 0, 3, 0),
        FunnelCount(OFFERED, 0, 0, 0),
        FunnelCount(HIRED, 0, 0, 0),
        FunnelCount(RETAINED, 0, 0, 0),
    )


@given(reached_steps)
def test_every_step_is_counted_whatever_is_recorded(reached: dict[FunnelStep, frozenset[str]]) -> None:
    counts = count_funnel(reached)
    assert [one.step for one in counts] == list(FunnelStep)
    assert [one.count or 0 for one in counts] == [len(reached.get(step, ())) for step in FunnelStep]
    last = max((place for place, step in enumerate(FunnelStep) if reached.get(step)), default=0)
    for place, one in enumerate(counts):
        assert (one.count is None) == (0 < place < last and not reached.get(one.step))
        if one.kept is not None and one.count is not None and one.before is not None:
            assert one.kept <= min(one.count, one.before)


def test_who_came_to_a_later_step_came_to_those_before() -> None:
    told = [outcome("a", Step.INTERVIEWED), outcome("b", Step.HIRED), outcome("c", Step.RETAINED_6), outcome("d", Step.ATTENDED)]
    assert reached_by([*told, outcome("e", Step.LEFT)]) == {
        MET: people("abce"),
        OFFERED: people("bce"),
        HIRED: people("bce"),
        RETAINED: people("c"),
    }


@pytest.mark.parametrize(
    ("steps", "count"),
    [
        ([], 0),
        ([Step.INTERVIEWED], 0),
        ([Step.HIRED], 1),
        ([Step.HIRED, Step.RETAINED_1], 1),
        ([Step.HIRED, Step.RETAINED_3], 0),
        ([Step.HIRED, Step.RETAINED_6], 0),
        ([Step.HIRED, Step.LEFT], 0),
    ],
)
def test_a_hire_waits_until_somebody_says_what_became_of_it(steps: list[Step], count: int) -> None:
    assert not_told_yet([outcome("a", step) for step in steps]) == count


def test_a_person_hired_twice_waits_once() -> None:
    assert not_told_yet([outcome("a", Step.HIRED), outcome("a", Step.HIRED, "craft")]) == 1


def test_every_step_has_its_words() -> None:
    assert list(STEPS) == list(FunnelStep)
