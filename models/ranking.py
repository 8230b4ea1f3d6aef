"""Growing a forest that orders lists: LambdaMART on this machine, and what a grower on several machines must keep to."""

from dataclasses import dataclass
from typing import Any, Final, Protocol

import numpy as np
from numpy.typing import NDArray

from matching.protocols import Float64
from models.forests import Forest, grow
from models.lists import HIGHEST_RELEVANCE
from models.settings import Growth

Int64 = NDArray[np.int64]

LAMBDAMART: Final[dict[str, Any]] = {
    "objective": "lambdarank",
    "label_gain": [float(2**grade - 1) for grade in range(HIGHEST_RELEVANCE + 1)],
    "lambdarank_truncation_level": 20,
}
"""The gain of relevance r is 2^r - 1."""


@dataclass(frozen=True, eq=False)
class RankedRows:
    """n pairs in lists, one after another: features (n, F), relevance (n,) from 0, sizes (lists,), and the margins (n,) before."""

    features: Float64
    relevance: Int64
    sizes: Int64
    start: Float64


class RankingGrower(Protocol):
    """Grows trees along the LambdaMART gradient, whole lists together. Equal input and seed give an equal text."""

    @property
    def parts(self) -> int:
        """Into how many parts the lists are divided. With 1 the text is that of `GrownHere`; with more, histograms are summed in
        another order and each feature is cut into bins by one part of the rows, so that the forest is a little another one."""
        ...

    def grow(self, rows: RankedRows, growth: Growth, *, rounds: int, seed: int, bins: int) -> Forest: ...


@dataclass(frozen=True)
class GrownHere:
    """In this process; the number of threads changes no byte."""

    threads: int = 1

    @property
    def parts(self) -> int:
        return 1

    def grow(self, rows: RankedRows, growth: Growth, *, rounds: int, seed: int, bins: int) -> Forest:
        return grow(
            rows.features,
            None,
            growth,
            rounds=rounds,
            seed=seed,
            threads=self.threads,
            bins=bins,
            start=rows.start,
            label=rows.relevance,
            sizes=rows.sizes,
            options=LAMBDAMART,
        )
