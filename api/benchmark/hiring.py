"""One job a person, and no more people than a posting has places."""

from dataclasses import replace

import numpy as np

from data.synthetic.draws import Float64, Int64
from data.synthetic.truth import Steps


def one_job_each(steps: Steps, people: Int64, posts: Int64, places: Int64, liking: Float64) -> Steps:
    """What is left of n pairs' outcomes when nobody takes two jobs and no posting gives more places than it has.

    `people`, `posts` (n,) rows; `places` (postings,) free places by row of the world; `liking` (n,) how much each person wants each
    job. Of those who would hire and be hired, the pairs that are liked most come first, ties by rows: each person takes the job
    liked most that still has a place. Everybody else stays where they were before the contract.
    """
    left, taken = places.copy(), set()
    hired = np.zeros(len(people), dtype=np.bool_)
    for row in sorted(np.flatnonzero(steps.hired).tolist(), key=lambda row: (-liking[row], people[row], posts[row])):
        person, post = int(people[row]), int(posts[row])
        if person not in taken and left[post] > 0:
            taken.add(person)
            left[post] -= 1
            hired[row] = True
    return replace(
        steps,
        hired=hired,
        retained=steps.retained & hired,
        promised=np.where(hired, steps.promised, 0),
        kept=np.where(hired, steps.kept, 0),
    )
