"""From recorded outcomes to placements."""

from datetime import date

from matching.ledger import Member, placements_of
from matching.records import Outcome, Step
from tests.matching.ledger.city import WUCHANG, hired, post

DAY = date(2024, 2, 10)


def test_one_job_told_by_two_events_is_one_placement() -> None:
    told = [Outcome(candidate="c", posting="p", step=Step.HIRED, event=event, on=DAY) for event in ("v1", "v2")]
    assert len(placements_of(told, {}, {})) == 1


def test_a_day_that_is_told_goes_before_one_that_is_not() -> None:
    (found,) = placements_of([hired("c", "p", None), hired("c", "p", DAY)], {}, {})
    assert found.on == DAY


def test_the_same_job_begun_again_is_another_placement() -> None:
    assert [one.on for one in placements_of([hired("c", "p", date(2024, 9, 1)), hired("c", "p", DAY)], {}, {})] == [
        DAY,
        date(2024, 9, 1),
    ]


def test_other_steps_and_synthetic_outcomes_are_no_placements() -> None:
    synthetic = Outcome(candidate="c", posting="p", step=Step.HIRED, on=DAY, origin="synthetic")
    told = [hired("c", "p", DAY, Step.OFFERED), synthetic]
    assert placements_of(told, {}, {}) == ()
    assert len(placements_of(told, {}, {}, synthetic=True)) == 1


def test_a_placement_knows_the_person_s_district_and_the_posting_s_kind() -> None:
    posting = post("shop", None)
    (found,) = placements_of([hired("c", "shop", DAY)], {"shop": posting}, {"c": Member("c", WUCHANG)})
    assert (found.district, found.kind, found.employer) == (WUCHANG, None, "e1")
    (lost,) = placements_of([hired("c", "gone", DAY)], {}, {})
    assert (lost.district, lost.kind, lost.employer) == (None, None, None)
