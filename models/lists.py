"""Past lists as a table to learn from: features of each pair, where it stood, and what came of it."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from itertools import pairwise
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from matching.features.table import FEATURES
from matching.protocols import Float64
from models.folders import digest

Int64 = NDArray[np.int64]
Bool = NDArray[np.bool_]

HIGHEST_RELEVANCE: Final = 4
STEPS: Final = ("interested", "interviewed", "offered", "hired", "retained")
"""How far a pair came; each step implies the one before."""


@dataclass(frozen=True, eq=False)
class Lists:
    """n pairs in lists, one after another. A list is one posting at one event.

    features (n, F) with NaN for missing; sizes (lists,) how long each list is. position (n,) is the place on the list that was
    shown, from 1, or 0 for a pair that was on no list. event, posting, employer and person (n,) are numbers; events count in order
    of time.
    The steps are bool (n,). followed (n,) says whether the follow-up of those hired is in: without it `retained` is not known.
    propensity (n,) is the chance with which the pair was put at this place, 1 where nothing was drawn.
    Raises ValueError when the parts do not fit together.
    """

    features: Float64
    sizes: Int64
    position: Int64
    event: Int64
    posting: Int64
    employer: Int64
    person: Int64
    interested: Bool
    interviewed: Bool
    offered: Bool
    hired: Bool
    retained: Bool
    followed: Bool
    propensity: Float64
    source: str
    first_day: date | None = None
    last_day: date | None = None

    def __post_init__(self) -> None:
        rows = len(self.features)
        if self.features.ndim != 2 or self.features.shape[1] != len(FEATURES):
            raise ValueError(f"features have shape {self.features.shape}; give (n, {len(FEATURES)})")
        for name in _COLUMNS:
            if getattr(self, name).shape != (rows,):
                raise ValueError(f"{name} has shape {getattr(self, name).shape}; {rows} rows need ({rows},)")
        if (len(self.sizes) and self.sizes.min() < 1) or int(self.sizes.sum()) != rows:
            raise ValueError(f"the lists add up to {int(self.sizes.sum())} rows, the features have {rows}; give sizes from 1 up")
        for before, after in pairwise(STEPS):
            wrong = int((getattr(self, after) & ~getattr(self, before)).sum())
            if wrong:
                raise ValueError(f"{wrong} pairs are {after} without being {before}; correct the outcomes")

    def __len__(self) -> int:
        return len(self.features)

    @property
    def starts(self) -> Int64:
        """(lists,) the first row of each list."""
        return np.asarray(np.cumsum(self.sizes) - self.sizes, np.int64)

    @property
    def list_of(self) -> Int64:
        """(n,) the number of the list of each row."""
        return np.repeat(np.arange(len(self.sizes)), self.sizes)

    @property
    def relevance(self) -> Int64:
        """(n,) 0 nothing, 1 interested, 2 offered, 3 hired, 4 still there after three months."""
        steps = (self.interested, self.offered, self.hired, self.retained)
        return np.asarray(np.stack(steps).sum(axis=0), np.int64)

    @property
    def sha256(self) -> str:
        """One digest of every column."""
        parts = (self.features, self.sizes, *(getattr(self, name) for name in _COLUMNS))
        return digest(b"".join(np.ascontiguousarray(part).tobytes() for part in parts))

    def of_events(self, events: Sequence[int] | Int64) -> Self:
        """The lists of these events alone."""
        return self._keep(np.isin(self.event, np.asarray(events, np.int64)))

    def _keep(self, rows: Bool) -> Self:
        """The lists all of whose rows are kept; whole lists only."""
        sizes = self.sizes[rows[self.starts]] if len(self.sizes) else self.sizes
        columns = {name: getattr(self, name)[rows] for name in _COLUMNS}
        return type(self)(
            features=self.features[rows],
            sizes=sizes,
            source=self.source,
            first_day=self.first_day,
            last_day=self.last_day,
            **columns,
        )

    def by_person(self) -> tuple[Int64, Int64]:
        """(order (n,), sizes): the rows rearranged into one list a person and event, for the candidates' side."""
        order = np.lexsort((self.posting, self.person, self.event))
        keys = np.stack([self.event[order], self.person[order]])
        first = np.flatnonzero(np.r_[True, (keys[:, 1:] != keys[:, :-1]).any(axis=0)]) if len(order) else np.zeros(0, np.int64)
        return order.astype(np.int64), np.diff(np.r_[first, len(order)]).astype(np.int64)


_COLUMNS: Final = tuple(
    field.name for field in fields(Lists) if field.name not in ("features", "sizes", "source", "first_day", "last_day")
)


def join_lists(parts: Sequence[Lists], source: str) -> Lists:
    """Several tables as one, in the order given. Raises ValueError when there is none."""
    if not parts:
        raise ValueError("there are no lists to join")
    columns = {name: np.concatenate([getattr(part, name) for part in parts]) for name in _COLUMNS}
    days = [day for part in parts for day in (part.first_day, part.last_day) if day is not None]
    return Lists(
        features=np.vstack([part.features for part in parts]),
        sizes=np.concatenate([part.sizes for part in parts]),
        source=source,
        first_day=min(days, default=None),
        last_day=max(days, default=None),
        **columns,
    )
