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
    arranged = planes.codes_of(numbers, chosen.rows) == _ARRANGED
    known: dict[tuple[int, tuple[str, ...], frozenset[str]], tuple[int, int]] = {}
    for number in np.unique(numbers[arranged]).tolist():
        start, stop = np.searchsorted(numbers, [number, number + 1])
        mine, job = start + np.flatnonzero(arranged[start:stop]), jobs.jobs[number]
        rows = chosen.rows[mine]
        judged = block.judging.judge(job, block.index, rows)
        for place, row, one in zip(mine.tolist(), rows.tolist(), judged, strict=True):
            side = block.applicants[row].ability
            key = job.twin, one.accommodations, side.aids
            found = known.get(key)
            if found is None:
                found = known[key] = employer_effort(one.accommodations, side, job.opening.ability)
            effort[place] = found
    return effort
