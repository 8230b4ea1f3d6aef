"""Short phrases and their directions of meaning: the distinct names of many people, each encoded once."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from matching.features.names import Names
from matching.features.sets import Bool, Float64
from matching.features.wording import same_skill
from matching.protocols import Encoder, Float32
from matching.skills import skills_named

_KEPT: Final = 4_096


def encode_phrases(phrases: Sequence[str], encoder: Encoder | None) -> Float32 | None:
    """(n, d) float32, a row of NaN for a phrase that the encoder knows nothing of; None without an encoder."""
    if encoder is None:
        return None
    if not phrases:
        return np.zeros((0, encoder.dimensions), np.float32)
    vectors = np.array(encoder.encode(phrases), np.float32)
    vectors[~vectors.any(axis=1)] = np.nan
    return vectors


def cosines(vectors: Float32 | None, rows: NDArray[np.integer], vector: Float32 | None) -> Float64:
    """(len(rows),) the cosines of the chosen rows with one vector; NaN where either is not known.

    A cosine does not depend on the rows beside it, to the last bit: equal people get equal features. A matrix product would not
    promise that.
    """
    if vectors is None or vector is None:
        return np.full(len(rows), np.nan)
    return np.asarray(np.einsum("ij,j->i", vectors[rows], vector), np.float64)


class Answer(NamedTuple):
    """How each held skill answers one asked: `same` (n,) that it is the skill; `near` (n,) the cosine, 1 where it is the same."""

    same: Bool
    near: Float64


@dataclass(frozen=True, eq=False)
class HeldSkills:
    """The distinct skills of many people, in the order of their vocabulary. Answers to a skill asked before are kept."""

    names: tuple[str, ...]
    vectors: Float32 | None
    _kept: dict[str, Answer] = field(default_factory=dict)

    @cached_property
    def listed(self) -> Names:
        return Names.of(self.names)

    @cached_property
    def named(self) -> dict[str, list[int]]:
        """By skill of the vocabulary the numbers of the names that say it."""
        numbers: dict[str, list[int]] = {}
        for number, name in enumerate(self.names):
            for skill in skills_named(name):
                numbers.setdefault(skill, []).append(number)
        return numbers

    def answer(self, asked: str, vector: Float32 | None) -> Answer:
        """`vector` is the asked skill's own row of `encode_phrases`."""
        found = self._kept.get(asked)
        if found is None:
            if len(self._kept) >= _KEPT:
                self._kept.clear()
            same = np.fromiter((same_skill(asked, name) for name in self.names), np.bool_, len(self.names))
            near = cosines(self.vectors, np.arange(len(self.names), dtype=np.int32), vector)
            if self.vectors is not None:
                near[same] = 1.0
            found = self._kept[asked] = Answer(same, near)
        return found
