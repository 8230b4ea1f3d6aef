"""Order by earlier popularity: who was wanted before is wanted again."""

from typing import Literal

import numpy as np
from numpy.typing import NDArray

from matching.protocols import Float64
from models.lists import Lists

Int64 = NDArray[np.int64]


def popularity(lists: Lists, past: Lists, side: Literal["employer", "candidate"]) -> Float64:
    """(n,) how popular each pair's other side was at events before the pair's own, 0 for who is new.

    side "employer" (people are ordered): how often employers interviewed the person, and once more for each offer. side "candidate"
    (postings are ordered): how often people were interested in the employer, and once more for each in this very posting.

    `past` are lists as they were shown, with places; a pair without a place was met by nobody and counts for nothing, and neither
    does anything of the same or a later event. Events, people, employers and postings have the same numbers in both.
    """
    seen = past.position > 0
    if side == "employer":
        wanted = past.interviewed.astype(np.int64) + past.offered
        return _before(past.person[seen], past.event[seen], wanted[seen], lists.person, lists.event)
    interest = past.interested[seen].astype(np.int64)
    by_employer = _before(past.employer[seen], past.event[seen], interest, lists.employer, lists.event)
    return by_employer + _before(past.posting[seen], past.event[seen], interest, lists.posting, lists.event)


def _before(keys: Int64, events: Int64, counts: Int64, asked: Int64, on: Int64) -> Float64:
    """(n,) the sum of counts (m,) with the key asked (n,) at events before `on` (n,)."""
    order = np.lexsort((events, keys))
    keys, events = keys[order], events[order]
    total = np.r_[0, np.cumsum(counts[order])]
    # One number for (key, event), so that one sorted search finds where a key begins and where it reaches its event.
    span = int(max(events.max(initial=0), on.max(initial=0))) + 1
    place = keys * span + events
    end = np.searchsorted(place, asked * span + on, side="left")
    start = np.searchsorted(keys, asked, side="left")
    return np.asarray(total[end] - total[start], np.float64)
