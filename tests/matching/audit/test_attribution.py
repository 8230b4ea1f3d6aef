"""The parts of a gap."""

from collections.abc import Sequence
from itertools import pairwise, permutations
from math import prod

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.audit.attribution import Chain, Part, shapley, split
from matching.audit.passage import Stage

shares = st.floats(0.01, 1.0)
LATER = (Stage.AVAILABLE, Stage.ALLOTTED, Stage.INTERVIEWED, Stage.OFFERED)
TIMETABLE = {Part.AVAILABLE, Part.ALLOCATION}


def chain(f: tuple[float, ...], later: Sequence[Stage]) -> Chain:
    """The rules leave f[0] with a post and f[1] of these by lot, the ranker lists f[2] times as many; f[3:] by later stage."""
    stages = {Stage.ELIGIBLE: f[0], Stage.SHORTLISTED: prod(f[:3])}
    return Chain(stages | {stage: prod(f[: 4 + place]) for place, stage in enumerate(later)}, by_lot=f[0] * f[1])


chains = st.tuples(*[shares] * 7).map(lambda f: chain(f, LATER))
without_timetable = st.tuples(*[shares] * 5).map(lambda f: chain(f, LATER[2:]))
both = st.one_of(st.tuples(chains, chains), st.tuples(without_timetable, without_timetable))


@given(both, st.booleans())
def test_parts_add_up_to_the_gap(pair: tuple[Chain, Chain], halves: bool) -> None:
    group, rest = pair
    for stage in list(group.stages)[1:]:
        gap = split(group, rest, stage, halves)
        assert gap is not None
        assert gap.whole == rest.stages[stage] - group.stages[stage]
        assert sum(gap.parts.values()) == pytest.approx(gap.whole, abs=1e-12)
        comes = [one for one in LATER if one in group.stages and LATER.index(one) <= (LATER.index(stage) if stage in LATER else -1)]
        assert len(gap.parts) == (3 if halves else 2) + len(comes)


@given(both, st.floats(0.01, 1.0))
def test_the_allocation_has_what_it_did_and_no_more(pair: tuple[Chain, Chain], kept: float) -> None:
    """Both sides alike up to who could be given an interview, and after: the whole gap is the allocation's."""
    group = chain((0.6, 0.5, 1.1, 0.9, 0.8), (Stage.AVAILABLE, Stage.ALLOTTED))
    given_less = Chain({**group.stages, Stage.ALLOTTED: group.stages[Stage.ALLOTTED] * kept}, group.by_lot)
    gap = split(given_less, group, Stage.ALLOTTED)
    assert gap is not None
    assert gap.parts[Part.ALLOCATION] == pytest.approx(gap.whole, abs=1e-12)
    assert {part for part, value in gap.parts.items() if abs(value) > 1e-12} <= {Part.ALLOCATION}
    earlier = split(*pair, Stage.SHORTLISTED)
    assert earlier is not None
    assert TIMETABLE.isdisjoint(earlier.parts)


@given(chains, chains)
def test_the_two_halves_of_the_rules_are_the_rules(group: Chain, rest: Chain) -> None:
    whole, halved = split(group, rest, Stage.OFFERED, False), split(group, rest, Stage.OFFERED)
    assert whole is not None
    assert halved is not None
    assert halved.parts[Part.NONE_OPEN] + halved.parts[Part.FEW_OPEN] == pytest.approx(whole.parts[Part.RULES], abs=1e-12)


@given(st.lists(st.tuples(shares, shares), min_size=1, max_size=5))
def test_shapley_is_the_mean_over_all_orders(pairs: list[tuple[float, float]]) -> None:
    own, other = zip(*pairs, strict=True)
    orders = list(permutations(range(len(own))))
    wanted = [0.0] * len(own)
    for order in orders:
        values = [prod(other[i] if i in order[:done] else own[i] for i in range(len(own))) for done in range(len(own) + 1)]
        for j, (before, after) in zip(order, pairwise(values), strict=True):
            wanted[j] += (after - before) / len(orders)
    assert shapley(own, other) == pytest.approx(wanted, abs=1e-12)


def test_a_gap_of_the_ranker_alone_is_the_rankers() -> None:
    group = Chain({Stage.ELIGIBLE: 0.5, Stage.SHORTLISTED: 0.2}, by_lot=0.4)
    rest = Chain({Stage.ELIGIBLE: 0.5, Stage.SHORTLISTED: 0.4}, by_lot=0.4)
    gap = split(group, rest, Stage.SHORTLISTED)
    assert gap is not None
    assert gap.parts == {Part.NONE_OPEN: 0.0, Part.FEW_OPEN: 0.0, Part.RANKER: pytest.approx(0.2)}


def test_a_gap_of_the_rules_alone_is_the_rules() -> None:
    group = Chain({Stage.ELIGIBLE: 0.3, Stage.SHORTLISTED: 0.3}, by_lot=0.3)
    rest = Chain({Stage.ELIGIBLE: 0.6, Stage.SHORTLISTED: 0.6}, by_lot=0.6)
    gap = split(group, rest, Stage.SHORTLISTED)
    assert gap is not None
    assert gap.parts == {Part.NONE_OPEN: pytest.approx(0.3), Part.FEW_OPEN: 0.0, Part.RANKER: 0.0}


def test_nobody_left_before_a_stage_leaves_nothing_to_split() -> None:
    nobody = Chain({Stage.ELIGIBLE: 0.5, Stage.SHORTLISTED: 0.0, Stage.INTERVIEWED: 0.0}, by_lot=0.4)
    rest = Chain({Stage.ELIGIBLE: 0.5, Stage.SHORTLISTED: 0.4, Stage.INTERVIEWED: 0.2}, by_lot=0.4)
    assert split(nobody, rest, Stage.SHORTLISTED) is not None
    assert split(nobody, rest, Stage.INTERVIEWED) is None
