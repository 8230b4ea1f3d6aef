"""The part of a pre-match that other programs can do: who reaches every demanded level, and whose text is nearest among them.

Per posting the `keep` people nearest to it by cosine, among those whose level is at least the demanded one on every dimension. An
ability that nobody assessed counts 0. That is less than a pre-match: no arrangement closes a gap, nothing is under review, no law,
wish or distance is looked at, nothing is ranked by more than the text, and no reason is given.
"""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from matching.protocols import Encoder, Float32
from matching.records import Candidate, Posting
from matching.texts import posting_text, profile_text

Int8 = NDArray[np.int8]
Lists = list[list[int]]
"""By posting the rows of people, nearest first."""


@dataclass(frozen=True, eq=False)
class Task:
    """`levels` (people, 45) and `limits` (postings, 45), 0..4; `vectors` (people, d) and `wanted` (postings, d), of length 1 or 0;
    `profiles` and `texts` are what these are the directions of, `places` (people) and `sites` (postings) latitude and longitude.
    """

    levels: Int8
    limits: Int8
    vectors: Float32
    wanted: Float32
    profiles: tuple[str, ...]
    texts: tuple[str, ...]
    places: NDArray[np.float64]
    sites: NDArray[np.float64]
    keep: int

    @property
    def pairs(self) -> int:
        return len(self.levels) * len(self.limits)


INSTALL: Final = "in the project's folder: pip install -c constraints.txt '.[peers]'"


class NotInstalled(Exception):
    """A peer is not here; the message says what to install."""


@dataclass(frozen=True)
class Peer:
    """One program. `open` loads the task (in an empty folder, where it keeps files) and gives the work to be timed.

    `cannot`: what of a pre-match. `postings`: with how many it is measured at most, where all would take too long; None: all.
    """

    name: str
    open: Callable[[Task, Path], AbstractContextManager[Callable[[], Lists]]]
    cannot: str
    postings: int | None = None


def make_task(people: Sequence[Candidate], postings: Sequence[Posting], encoder: Encoder, keep: int) -> Task:
    """The same records as plain arrays."""
    from matching.geography import area_of
    from matching.knowledge import CATALOGUE

    levels = np.array([[level or 0 for level in one.profile.levels] for one in people], dtype=np.int8)
    limits = np.zeros((len(postings), len(CATALOGUE.dimensions)), dtype=np.int8)
    for row, posting in enumerate(postings):
        for demand in posting.demands:
            column = CATALOGUE.position[demand.dimension]
            limits[row, column] = max(int(limits[row, column]), demand.level or 0)
    profiles = tuple(profile_text(one.resume, one.wishes) for one in people)
    texts = tuple(posting_text(one) for one in postings)
    spots = [area_of(one.home) for one in people], [area_of(one.place) for one in postings]
    places, sites = (
        np.array([(np.nan, np.nan) if a is None else (a.lat, a.lng) for a in side], dtype=np.float64) for side in spots
    )
    return Task(levels, limits, encoder.encode(profiles), encoder.encode(texts), profiles, texts, places, sites, keep)
