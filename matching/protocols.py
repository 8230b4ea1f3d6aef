"""What pre-matching asks of the learned parts; `models` provides them, `api` wires them."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from matching.features.leaning import Leaning

Float32 = NDArray[np.float32]
Float64 = NDArray[np.float64]


class Encoder(Protocol):
    """Turns texts into directions of meaning."""

    @property
    def version(self) -> str:
        """Changes whenever the same text could give another vector."""
        ...

    @property
    def dimensions(self) -> int: ...

    def encode(self, texts: Sequence[str]) -> Float32:
        """(n, dimensions) float32, each row of length 1 (an empty text gives a row of zeros)."""
        ...


class Ranker(Protocol):
    """Orders pairs that the rules allow. Sees the feature table and nothing else."""

    @property
    def version(self) -> str: ...

    @property
    def leaning(self) -> "Leaning":
        """Which of the allowed are worth ranking, where there are too many for that."""
        ...

    def score(self, features: Float64) -> Float64:
        """(n,) scores for an employer's list, higher first, from (n, len(FEATURES)) with NaN for missing."""
        ...

    def contributions(self, features: Float64) -> Float64:
        """(n, len(FEATURES)): how much each feature moved each score, in the score's own unit."""
        ...


class Matcher(Ranker, Protocol):
    """A ranker in use: it also says how likely each step is, for a candidate's own list and for an allocation."""

    @property
    def calibrated(self) -> bool:
        """Whether the chances were held against outcomes; otherwise they are only a guess in the right order."""
        ...

    def chances(self, features: Float64) -> Float64:
        """(n, 3) in 0..1: p(interested), p(offered | interviewed), p(there after three months | hired)."""
        ...

    def worth(self, features: Float64) -> Float64:
        """(n,) in 0..1 for a candidate's list: the chance that the meeting ends in a job still held after three months."""
        ...
