"""Batches of work to workshops: within capacity, the most work, the same answer in any order; brute force on small cases."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.dispatch import Sending, WhyLeft, dispatch
from matching.ledger.workshops import Batch, Workshop

HOME = Workshop("home", 10, district="420106", work=frozenset({"pack", "fold"}), free_days=10)
STATION = Workshop("station", 10, district="420107", work=frozenset({"pack"}), free_days=6)


def test_most_work_goes_out_and_both_workshops_get_some() -> None:
    batches = [Batch("a", "pack", 6, "420107"), Batch("b", "pack", 6, "420106"), Batch("c", "fold", 4, "420106")]
    found = dispatch(batches, [HOME, STATION])
    assert found.sent == (("a", "station"), ("b", "home"), ("c", "home"))
    assert (found.days, found.workshops, found.abroad, found.left) == (16, 2, 0, ())


def test_what_is_left_says_why() -> None:
    batches = [Batch("big", "pack", 11), Batch("odd", "sew", 1), Batch("x", "fold", 10), Batch("y", "fold", 9)]
    found = dispatch(batches, [HOME, STATION])
    assert found.sent == (("x", "home"),)
    assert found.left == (("big", WhyLeft.TOO_LARGE), ("odd", WhyLeft.NOBODY_DOES_IT), ("y", WhyLeft.NO_ROOM_LEFT))


def test_a_batch_stays_in_its_district_where_that_costs_nothing() -> None:
    there = Workshop("zz", 5, district="420107", work=frozenset({"pack"}), free_days=6)
    found = dispatch([Batch("a", "pack", 5, "420107")], [HOME, there])
    assert (found.sent, found.abroad) == ((("a", "zz"),), 0)


def test_the_same_id_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="batch a is given twice; keep one"):
        dispatch([Batch("a", "pack", 1), Batch("a", "fold", 1)], [HOME])


def test_records_that_cannot_be_are_refused() -> None:
    with pytest.raises(ValueError, match="batch a: 0 person-days; give at least 1"):
        Batch("a", "pack", 0)
    with pytest.raises(ValueError, match="workshop w: 6 of 5 places taken; correct one of them"):
        Workshop("w", 5, 6)


WORK = st.sampled_from(["pack", "fold"])
PLACES = st.sampled_from(["420106", "420107", None])


@st.composite
def cases(draw: st.DrawFn) -> tuple[list[Batch], list[Workshop]]:
    batches = [Batch(f"b{i}", draw(WORK), draw(st.integers(1, 6)), draw(PLACES)) for i in range(draw(st.integers(0, 4)))]
    workshops = [
        Workshop(f"w{i}", 5, None, draw(PLACES), frozenset(draw(st.sets(WORK))), draw(st.integers(0, 9)))
        for i in range(draw(st.integers(0, 3)))
    ]
    return batches, workshops


def _best(batches: list[Batch], workshops: list[Workshop]) -> tuple[tuple[int, ...], tuple[tuple[str, str], ...]]:
    """Every way there is, compared by the same order of goals."""
    found = []
    for choice in product(range(len(workshops) + 1), repeat=len(batches)):
        pairs = [(batch, workshops[w]) for batch, w in zip(batches, choice, strict=True) if w < len(workshops)]
        load = {house.id: sum(b.days for b, h in pairs if h is house) for house in workshops}
        if all(load[h.id] <= h.free_days for h in workshops) and all(b.work in h.work for b, h in pairs):
            abroad = sum(b.district is None or b.district != h.district for b, h in pairs)
            key = (-sum(b.days for b, _ in pairs), -len({h.id for _, h in pairs}), abroad, *choice)
            found.append((key, tuple((b.id, h.id) for b, h in pairs)))
    return min(found)


@settings(max_examples=40, deadline=None)
@given(cases())
def test_it_is_the_best_of_all_ways(case: tuple[list[Batch], list[Workshop]]) -> None:
    batches, workshops = case
    found: Sending = dispatch(batches, workshops)
    key, sent = _best(batches, workshops)
    assert (-found.days, -found.workshops, found.abroad) == key[:3]
    assert found.sent == sent
    assert dispatch(batches[::-1], workshops[::-1]) == found
    assert len(found.sent) + len(found.left) == len(batches)
