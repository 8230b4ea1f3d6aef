"""A history as an office without Tongtu makes it: lists by a naive officer, read from the top, outcomes only for shown pairs."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from data.synthetic.truth.shown import ShownPair
from data.synthetic.truth.world import Float64, Int64, World

ATTENTION_FALLS: Final = 0.4
"""Chance that rank r is read: r ** -ATTENTION_FALLS, as eye-tracking studies of lists describe it roughly."""


def officer_lists(world: World, seed: int, shown: int = 20) -> Int64:
    """(postings, shown) candidate rows: words in common, same area, pay about right, and the officer's mood."""
    draw = np.random.Generator(np.random.PCG64([seed, 314_159]))
    people = np.arange(len(world.candidates))
    lists = []
    for post in range(len(world.postings)):
        posts = np.full(len(people), post)
        same = world.areas[people] == world.posting_areas[post]
        enough = world.monthly_pay[post] >= world.wanted_pay[people]
        score = 2.0 * world.wording(people, posts) + 0.4 * same + 0.3 * enough + draw.normal(0.0, 0.25, len(people))
        lists.append(np.lexsort((people, -score))[:shown])
    return np.array(lists, dtype=np.int64)


def simulate_history(world: World, seed: int, shown: int = 20) -> tuple[ShownPair, ...]:
    """Outcomes of the officer's lists, posting by posting in order of rank."""
    return simulate_outcomes(world, list(officer_lists(world, seed, shown)), seed)


def simulate_outcomes(world: World, lists: Sequence[Int64], seed: int) -> tuple[ShownPair, ...]:
    """What comes of lists (one array of candidate rows a posting, best first): read, interested, offered, hired, retained."""
    draw = np.random.Generator(np.random.PCG64([seed, 161_803]))
    outcomes = []
    for post, people in enumerate(lists):
        posts = np.full(len(people), post)
        chance = draw.random((5, len(people)))
        read = chance[0] < np.arange(1, len(people) + 1, dtype=np.float64) ** -ATTENTION_FALLS
        interested = read & (chance[1] < world.p_interest(people, posts))
        offered = interested & (chance[2] < world.p_offer(people, posts))
        hired = offered & (chance[3] < _accept(world.p_interest(people, posts)))
        retained = hired & (chance[4] < world.p_retained(people, posts))
        for rank, person in enumerate(people, start=1):
            outcomes.append(
                ShownPair(
                    candidate=world.candidates[person].id,
                    posting=world.postings[post].id,
                    shown_rank=rank,
                    interested=bool(interested[rank - 1]),
                    offered=bool(offered[rank - 1]),
                    hired=bool(hired[rank - 1]),
                    retained=bool(retained[rank - 1]),
                )
            )
    return tuple(outcomes)


def _accept(interest: Float64) -> Float64:
    """Whoever wanted the job much takes the offer mostly."""
    return 0.5 + 0.5 * interest
