"""What a title is like, and what is recognised by it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from matching.records import PostingKind


@dataclass(frozen=True, slots=True)
class Recognition:
    """Targets by number with their probabilities, best first, which add up to at most 1; `score` 0-1 of the best of them."""

    targets: tuple[int, ...] = ()
    probabilities: tuple[float, ...] = ()
    score: float = 0.0


@dataclass(frozen=True, slots=True)
class Likeness:
    """What a title resembles: the score of each target that may matter, and the targets within reach of the best.

    `recognised`: by how often a text speaks of each target within reach (None: there is no text) and the kind of the posting,
    what was recognised so far.
    """

    scores: Mapping[int, float]
    reach: tuple[int, ...]
    recognised: dict[tuple[tuple[int, ...] | None, PostingKind | None], Recognition] = field(default_factory=dict)
