"""The lottery: from the seed and the ids alone; the waiting lists it orders."""

from dataclasses import replace

import numpy as np

from matching.allocation import Lottery, allocate, draw_lottery
from matching.allocation.lottery import BITS, RULE
from tests.matching.allocation.fairs import pairs, three_at_two


def test_the_numbers_depend_on_the_seed_and_the_ids_alone() -> None:
    problem = three_at_two()
    drawn = draw_lottery(problem)
    backwards = replace(problem, pairs=pairs([(2, 1, 0.1), (0, 0, 0.7)]))
    assert draw_lottery(backwards).tolist() == [drawn[5], drawn[0]]
    assert draw_lottery(replace(problem, seed=6)).tolist() != drawn.tolist()
    assert drawn.min() >= 1
    assert drawn.max() <= 2**BITS


def test_a_lottery_once_recorded_can_be_drawn_for_ever() -> None:
    """These numbers are on record: another rule needs another name."""
    assert RULE == "blake2b-64 of seed and id on both sides, mixed by splitmix64, top 40 bits; the larger number comes first"
    assert draw_lottery(three_at_two())[:2].tolist() == [474782187832, 645574099035]


def test_the_numbers_are_spread_evenly() -> None:
    fair = three_at_two()
    people = tuple(replace(fair.people[2], name=f"p{n}") for n in range(400))
    numbers = draw_lottery(
        replace(fair, people=people, resources=(), pairs=pairs([(n, j, 0.5) for n in range(400) for j in (0, 1)]))
    )
    assert abs(float(numbers.mean()) / 2**BITS - 0.5) < 0.04
    assert len(np.unique(numbers)) == 800


def test_waiting_lists_go_by_value_and_then_by_the_lottery() -> None:
    fair = replace(three_at_two(), pairs=pairs([(0, 0, 0.5), (1, 0, 0.5), (2, 0, 0.9)]), guaranteed=0)
    solution = allocate(fair)
    numbers = draw_lottery(fair)
    assert solution.allocation.person.tolist() == [2]
    assert solution.waiting.of(0).tolist() == sorted([0, 1], key=lambda row: -numbers[row])
    assert solution.waiting.of(1).tolist() == []
    assert solution.lottery == Lottery(seed=5)
