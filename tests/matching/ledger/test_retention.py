"""Who was still employed after three and six months, and of whom nobody knows."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.ledger import Placement, retention
from matching.records import Outcome, Step

BEGAN = date(2024, 1, 31)
AS_OF = date(2024, 12, 31)


def _told(step: Step, on: date | None) -> Outcome:
    return Outcome(candidate="c", posting="p", step=step, on=on)


@pytest.mark.parametrize(
    ("outcomes", "three", "six"),
    [
        ([], "unknown", "unknown"),
        ([_told(Step.RETAINED_1, date(2024, 3, 1))], "unknown", "unknown"),
        ([_told(Step.RETAINED_3, date(2024, 5, 3))], "retained", "unknown"),
        ([_told(Step.RETAINED_6, None)], "retained", "retained"),
        ([_told(Step.LEFT, date(2024, 4, 30))], "left", "left"),
        # Three months from 31 January are over on 1 May: April has no 31st.
        ([_told(Step.LEFT, date(2024, 5, 1))], "retained", "left"),
        ([_told(Step.LEFT, date(2024, 7, 31))], "retained", "retained"),
        ([_told(Step.LEFT, None)], "unknown", "unknown"),
        ([_told(Step.RETAINED_3, None), _told(Step.LEFT, None)], "retained", "unknown"),
        ([_told(Step.LEFT, date(2023, 6, 1))], "unknown", "unknown"),
    ],
)
def test_what_follow_ups_tell(outcomes: list[Outcome], three: str, six: str) -> None:
    for months, standing in ((3, three), (6, six)):
        found = retention([Placement("c", "p", BEGAN)], outcomes, months, AS_OF)  # type: ignore[arg-type]
        assert (found.due, getattr(found, standing)) == (1, 1)


def test_what_is_not_due_yet_waits_and_what_has_no_day_is_apart() -> None:
    found = retention([Placement("c", "p", BEGAN), Placement("d", "p", None)], [_told(Step.RETAINED_3, None)], 3, date(2024, 4, 30))
    assert (found.due, found.waiting, found.undated, found.bounds) == (0, 1, 1, None)


def test_the_unknown_bound_the_share_on_both_sides() -> None:
    placements = [Placement(name, "p", BEGAN) for name in "cdef"]
    outcomes = [_told(Step.RETAINED_6, None), Outcome(candidate="d", posting="p", step=Step.LEFT, on=date(2024, 2, 20))]
    assert retention(placements, outcomes, 6, AS_OF).bounds == (0.25, 0.75)


STEPS = st.sampled_from([Step.RETAINED_1, Step.RETAINED_3, Step.RETAINED_6, Step.LEFT])
DAYS = st.one_of(st.none(), st.dates(date(2023, 1, 1), date(2025, 12, 31)))


@given(
    begun=st.lists(st.tuples(st.sampled_from("abc"), DAYS), max_size=6, unique_by=lambda one: one[0]),
    told=st.lists(st.builds(Outcome, candidate=st.sampled_from("abc"), posting=st.just("p"), step=STEPS, on=DAYS), max_size=8),
    as_of=st.dates(date(2023, 1, 1), date(2026, 12, 31)),
)
def test_everybody_stands_somewhere_and_six_months_never_beat_three(
    begun: list[tuple[str, date | None]], told: list[Outcome], as_of: date
) -> None:
    placements = [Placement(name, "p", on) for name, on in begun]
    three, six = retention(placements, told, 3, as_of), retention(placements, told, 6, as_of)
    for found in (three, six):
        assert found.due + found.waiting + found.undated == len(placements)
    assert six.due <= three.due
    assert six.retained <= three.retained
