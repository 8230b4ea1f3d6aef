"""What the employer still has to arrange for a person: a feature of the pairs that an arrangement makes possible."""

from collections.abc import Sequence

import numpy as np

from matching.bitmaps import VERDICT_CODES, Planes
from matching.knowledge import CATALOGUE
from matching.prematch.block import Block
from matching.prematch.jobs import BANDS, Jobs
from matching.prematch.nearest import Chosen
from matching.protocols import Float64
from matching.records import AccommodationStatus
from matching.verdicts import CandidateSide, PostingSide

_ARRANGED = VERDICT_CODES.index("eligible_with")


def employer_effort(arranged: Sequence[str], candidate: CandidateSide, posting: PostingSide) -> tuple[int, int]:
    """(number, cost points) of what the employer still has to arrange: promised, neither in place nor the person's own."""
    still = [
        CATALOGUE.accommodation(name)
        for name in arranged
        if name not in candidate.aids and posting.statuses.get(name) is not AccommodationStatus.IN_PLACE
    ]
    return len(still), sum(row.cost_points for row in still)


def efforts(block: Block, planes: Planes, jobs: Jobs, chosen: Chosen) -> Float64:
    """(n, 2) of chosen rows. What the employer would have to arrange is not decided, NaN, while a question is open."""
    lists = chosen.lists
    effort = np.where((lists % len(BANDS) == 1)[:, None], np.nan, np.zeros((len(lists), 2)))
    numbers = lists // len(BANDS)
    arranged = np.flatnonzero(planes.codes_of(numbers, chosen.rows) == _ARRANGED)
    posts, rows = numbers[arranged], chosen.rows[arranged]
    found = block.judging.judge_pairs(jobs.jobs, block.index, posts, rows)
    # Of one kind are only people with the same aids among what is arranged.
    of_kind = [
        employer_effort(one.accommodations, block.applicants[rows[example]].ability, jobs.jobs[posts[example]].opening.ability)
        for one, example in zip(found.judged, found.examples, strict=True)
    ]
    effort[arranged] = np.array(of_kind, np.float64).reshape(len(of_kind), 2)[found.kinds]
    return effort
