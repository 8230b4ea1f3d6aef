"""The parts of a gap."""

from itertools import pairwise, permutations
from math import prod

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.audit.attribution import Chain, Part, shapley, split
from matching.audit.passage import Stage

shares = st.floats(0.01, 1.0)
chains = st.tuples(*[shares] * 5).map(
    lambda f: Chain(
        {
            Stage.ELIGIBLE: f[0],
            Stage.SHORTLISTED: f[0] * f[1] * f[2],
            Stage.INTERVIEWED: f[0] * f[1] * f[2] * f[3],
            Stage.OFFERED: prod(f),
        },
        by_lot=f[0] * f[1],
    )
)


@given(chains, chains, st.booleans())
def test_parts_add_up_to_the_gap(group: Chain, rest: Chain, halves: bool) -> None:
    for stage in (Stage.SHORTLISTED, Stage.INTERVIEWED, Stage.OFFERED):
        gap = split(group, rest, stage, halves)
        assert gap is not None
        assert gap.whole == rest.stages[stage] - group.stages[stage]
        assert sum(gap.parts.values()) == pytest.approx(gap.whole, abs=1e-12)


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
