"""How good an order of validation lists is, as one number to choose settings by."""

from dataclasses import dataclass
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from matching.protocols import Float64
from models.attention import FULL_ATTENTION, Attention, learnable
from models.lists import Lists

Int64 = NDArray[np.int64]

_TIE_SEED: Final = 20_230_005


@dataclass(frozen=True, eq=False)
class Judge:
    """Lists to choose by. The gain of a pair is (2^relevance - 1) / attention: what was seldom read counts for those like it."""

    features: Float64
    list_of: Int64
    gains: Float64
    ties: Int64
    k: int
    _best: Float64

    @classmethod
    def of(cls, lists: Lists, attention: Attention = FULL_ATTENTION, k: int = 10) -> Self:
        """The pairs of the lists that were shown; ties in a score are broken by one seeded draw, never by the past order."""
        rows = learnable(lists)
        list_of = np.unique(lists.list_of[rows], return_inverse=True)[1].astype(np.int64)
        gains = (2.0 ** lists.relevance[rows] - 1) / attention.at(lists.position[rows])
        ties = np.random.Generator(np.random.PCG64(_TIE_SEED)).permutation(len(gains))
        plain = cls(lists.features[rows], list_of, gains, ties, k, np.zeros(0))
        return cls(lists.features[rows], list_of, gains, ties, k, plain._gained(gains))

    @property
    def lists(self) -> int:
        """How many lists hold a gain and so can be judged."""
        return int((self._best > 0).sum())

    def ndcg(self, scores: Float64) -> float:
        """The mean nDCG@k of the scores (n,) over the lists that hold a gain; 0 where none does.

        Järvelin and Kekäläinen 2002, ACM TOIS 20(4), with gains weighted as in Joachims, Swaminathan and Schnabel 2017, WSDM.
        """
        judged = self._best > 0
        return float((self._gained(scores)[judged] / self._best[judged]).mean()) if judged.any() else 0.0

    def _gained(self, scores: Float64) -> Float64:
        if not len(scores):
            return np.zeros(0)
        order = np.lexsort((self.ties, -scores, self.list_of))
        number = self.list_of[order]
        rank = np.arange(len(order)) - np.searchsorted(number, number)
        top = rank < self.k
        found = np.bincount(number[top], self.gains[order][top] / np.log2(rank[top] + 2), minlength=int(number[-1]) + 1)
        return np.asarray(found, np.float64)
