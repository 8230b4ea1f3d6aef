"""Lists as an office without Tongtu makes them: words in common, the same area, pay, and the officer's mood."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from data.synthetic.draws import Float64, Int64, stream
from data.synthetic.truth.timeline import Fair
from data.synthetic.truth.world import World

Bool = NDArray[np.bool_]


def officer_lists(world: World, fair: Fair, seed: int, shown: int = 20, allowed: Sequence[Bool] | None = None) -> list[Int64]:
    """For each posting of the fair rows of its people, best first, at most `shown`.

    `allowed` has one mask over `fair.people` for each posting: an office that asked the rules first shows nobody else. Reads
    records alone, never a hidden trait.
    """
    draw = stream(seed, f"truth/officer/{fair.number}")
    office = world.numbers.office
    told, jobs = world.wording
    words = np.asarray((told[fair.people] @ jobs[fair.posts].T).todense(), dtype=np.float64)
    facts = world.facts
    lists = []
    for column, post in enumerate(fair.posts.tolist()):
        same = (facts.home[fair.people] == facts.area[post]) & (facts.area[post] > 0)
        enough = _enough(facts.pay[post], facts.wage[fair.people])
        mood = draw.normal(0.0, office.mood, len(fair.people))
        score = office.words * words[:, column] + office.area * same + office.pay * enough + mood
        order = np.lexsort((fair.people, -score))
        if allowed is not None:
            order = order[allowed[column][order]]
        lists.append(fair.people[order[:shown]])
    return lists


def _enough(pay: float, wage: Float64) -> Bool:
    """Whether the told pay reaches the told wish; an officer who lacks either sees nothing against it."""
    found: Bool = np.isnan(wage) | np.isnan(pay) | (pay >= wage)
    return found
