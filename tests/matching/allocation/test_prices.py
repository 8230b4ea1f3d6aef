"""Prices: complementary slackness, strong duality, and what one more unit really brings."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings

from matching.allocation import (
    Booth,
    Effort,
    FaultKind,
    Problem,
    allocate,
    allocation_of,
    bottlenecks,
    check_prices,
    price,
)
from matching.allocation.bottleneck import Gain
from matching.allocation.prices import network_flow
from matching.allocation.residual import reduced_costs
from tests.matching.allocation.brute import best
from tests.matching.allocation.fairs import drawn_fairs, three_at_two


@settings(max_examples=150, deadline=None)
@given(drawn_fairs())
def test_prices_prove_that_nothing_better_exists(problem: Problem) -> None:
    """Complementary slackness on every arc, and with it: sum of capacity x price = what the flow gains (strong duality)."""
    allocation = allocate(problem).allocation
    prices = price(problem, allocation)
    assert check_prices(prices, allocation, problem) == ()
    network, potentials = prices.network, prices.potentials
    assert network is not None
    assert potentials is not None
    flow = network_flow(problem, network, allocation)
    reduced = reduced_costs(network, potentials)
    assert (flow[reduced > 0] == 0).all()
    assert (flow[reduced < 0] == network.capacity[reduced < 0]).all()
    assert int((network.capacity * np.maximum(0, -reduced)).sum()) == -int((network.cost * flow).sum())


@settings(max_examples=60, deadline=None)
@given(drawn_fairs(crossing=True))
def test_where_resources_cross_only_what_is_used_up_has_a_price(problem: Problem) -> None:
    allocation = allocate(problem, Effort(gap=0.0)).allocation
    assert check_prices(price(problem, allocation), allocation, problem) == ()


@settings(max_examples=30, deadline=None)
@given(drawn_fairs(decided=False))
def test_one_more_is_worth_what_brute_force_finds(problem: Problem) -> None:
    """Every bottleneck brings exactly the difference of two best allocations, and what is not listed brings nothing."""
    allocation = allocate(problem).allocation
    found = bottlenecks(problem, allocation, price(problem, allocation), most=100)
    gains = {(one.name, one.text.en.split(" would ")[0]): one.gain for one in found}
    before = best(problem)
    for row, post in enumerate(problem.posts):
        posts = list(problem.posts)
        posts[row] = replace(post, interviews=post.interviews + 1)
        expected = difference(before, best(replace(problem, posts=tuple(posts))))
        assert gains.get((post.name, f"One more interview at posting {post.name}"), Gain(0, 0, 0.0)).rank == pytest.approx(expected)
    for row, resource in enumerate(problem.resources):
        resources = list(problem.resources)
        resources[row] = replace(resource, units=resource.units + 1)
        expected = difference(before, best(replace(problem, resources=tuple(resources))))
        what = f"One more of {resource.label.en} for the whole fair"
        assert gains.get((resource.name, what), Gain(0, 0, 0.0)).rank == pytest.approx(expected)
    expected = difference(before, best(replace(problem, slots=problem.slots + 1)))
    assert gains.get((None, "One more slot for the whole fair"), Gain(0, 0, 0.0)).rank == pytest.approx(expected)


def difference(before: tuple[tuple[int, ...], float], after: tuple[tuple[int, ...], float]) -> tuple[float, float, float]:
    """People with a first interview, guaranteed interviews, value."""
    steps = [b - a for a, b in zip(before[0], after[0], strict=True)]
    return (steps[0], steps[-1], after[1] - before[1]) if steps else (0, 0, after[1] - before[1])


def test_a_full_booth_says_what_a_slot_would_bring() -> None:
    """The library has one slot: Mei and Lan both need it, Tao has the bakery."""
    problem = replace(three_at_two(), booths=(Booth("bakery", 1), Booth("library", 1, slots=1)))
    allocation = allocate(problem).allocation
    (one,) = [found for found in bottlenecks(problem, allocation, price(problem, allocation)) if found.name == "library"]
    assert (one.exact, one.gain.people, one.gain.interviews) == (True, 1, 1)
    assert (
        one.text.en
        == "One more slot at booth library would give one more person an interview and would change the total value by +0.100."
    )
    assert one.text.zh == "展位“library”多 1 个时段:能多安排 1 人,总价值变化 +0.100。"


def test_a_guarantee_of_three_counts_steps_by_solving_again() -> None:
    problem = replace(three_at_two(), guaranteed=3, people=tuple(replace(p, most=3) for p in three_at_two().people))
    allocation = allocate(problem).allocation
    found = {
        (one.name, one.gain.people, one.gain.interviews) for one in bottlenecks(problem, allocation, price(problem, allocation))
    }
    assert ("baker", 0, 1) in found
    assert ("clerk", 0, 1) in found


def test_an_allocation_that_is_not_the_best_has_no_prices() -> None:
    problem = three_at_two()
    worse = allocation_of(np.array([0, 5]), problem, "by hand")
    with pytest.raises(RuntimeError, match="not the cheapest"):
        price(problem, worse)


def test_prices_of_another_allocation_are_found_out() -> None:
    problem = three_at_two()
    prices = price(problem, allocate(problem).allocation)
    faults = check_prices(prices, allocation_of(np.array([0]), problem, "by hand"), problem)
    assert {fault.kind for fault in faults} == {FaultKind.PRICE}
    assert ("posting clerk has room and a price" in [fault.text.en for fault in faults]) == (prices.posting.value[1] != 0)
