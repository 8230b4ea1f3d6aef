"""A small, declared share of a list is given to people further down, with a known chance, so that a later order can be judged.

Only who was shown has an outcome. If lists always show who the ranker prefers, nobody ever learns what the others would have done.
"""

import hashlib
from typing import Final

import numpy as np
from numpy.typing import NDArray

Int64 = NDArray[np.int64]
Float64 = NDArray[np.float64]
Bool = NDArray[np.bool_]

MOST_EXPLORED: Final = 0.2
"""The largest share of the places of a list that may be explored."""
POOL: Final = 40
"""How far below the list the people are who may be drawn onto it."""


def explore(order: Int64, keep: int, share: float, pool: int, seed: int) -> tuple[Int64, Float64]:
    """(order, propensity): the same rows, some of the first `keep` changed places with some of the next `pool`.

    order (n,) holds the rows of one band, all of them allowed, best first. With K = min(keep, n) places on the list:
    1. The rows below the list, the next `pool` at most, are dealt out to the places like cards: the first to the last place, the
       second to the last but one, and after the first place again to the last. Each has one place at which it may appear, and no
       other; a place that was dealt none is closed.
    2. Each open place is explored with probability `share`, whatever happens at the others. If it is, one of its own rows, drawn
       uniformly, changes places with the row that stood there.
    So each row may be shown at one place alone, with a chance that the order settles before anything is drawn:
    1 at a closed place, 1 - share at an open one; share / m for each of the m rows dealt to a place; 0 for rows further down.

    propensity (n,) is that chance for each row of the returned order: for the first K rows the chance with which they were put
    there, for the others that with which they would have been. Equal arguments draw equally; share 0 changes nothing.
    Raises ValueError for a share outside 0..MOST_EXPLORED.
    """
    if not 0 <= share <= MOST_EXPLORED:
        raise ValueError(f"a share of {share} of a list cannot be explored; give 0 to {MOST_EXPLORED}")
    places = min(keep, len(order))
    chance = np.zeros(len(order))
    chance[:places] = 1.0
    below = min(pool, len(order) - places)
    if not share or not places or below <= 0:
        return order.copy(), chance
    dealt = places - 1 - np.arange(below) % places
    sizes = np.bincount(dealt, minlength=places)
    chance[:places][sizes > 0] = 1.0 - share
    chance[places : places + below] = share / sizes[dealt]
    draw = np.random.Generator(np.random.PCG64(seed))
    explored, picked = draw.random(places) < share, draw.random(places)
    changed = np.arange(len(order))
    for place in np.flatnonzero(explored & (sizes > 0)):
        own = places + np.flatnonzero(dealt == place)
        one = own[int(picked[place] * len(own))]
        changed[[place, one]] = changed[[one, place]]
    return order[changed], chance[changed]


def exploration_seed(seed: int, posting: str) -> int:
    """A seed of its own for each posting of a run, so that no list tells anything of another's draw."""
    return int.from_bytes(hashlib.sha256(f"{seed}:{posting}:exploration".encode()).digest()[:8], "big")
