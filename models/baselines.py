"""Rankers without learning. They are real rankers: `tongtu evaluate` prints them beside the trained one, and one of them serves
until there is a trained one."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, Final, Self

import numpy as np
import yaml

from matching.features.leaning import TEXT_ALONE, Leaning
from matching.features.table import FEATURES, POSITION
from matching.protocols import Float64
from models.folders import ArtefactError, digest

WEIGHTS_FILE: Final = "weights.yaml"
PACKAGED_WEIGHTS: Final = Path(__file__).parent / "artefacts" / WEIGHTS_FILE
STEPS: Final = ("interest", "offer", "stay")
"""The chances of a matcher, in the order of their columns; the rows of `base_rates` in a weights file."""


_WORTH_COMPILED: Final = 256
"""For fewer rows the compiled pass is not worth loading; both give the same bits."""


@dataclass(frozen=True)
class RandomRanker:
    """A seeded draw: each row's score depends on the seed and that row alone, so neither order nor company matters."""

    seed: int

    @property
    def version(self) -> str:
        return f"random-{self.seed}"

    @property
    def leaning(self) -> Leaning:
        return TEXT_ALONE

    def score(self, features: Float64) -> Float64:
        check_features(features)
        # One bit pattern for every NaN and for both zeros: equal rows must draw equal scores.
        rows = np.where(np.isnan(features), np.nan, features) + 0.0
        key = self.seed.to_bytes(16, "little", signed=True)
        drawn = [int.from_bytes(hashlib.blake2b(row.tobytes(), digest_size=8, key=key).digest(), "little") for row in rows]
        return np.array(drawn, np.float64) / 2.0**64

    def contributions(self, features: Float64) -> Float64:
        """Nothing moves a draw: zeros."""
        check_features(features)
        return np.zeros_like(features)


@dataclass(frozen=True)
class SimilarityRanker:
    """Nearness of meaning alone; a pair without text comes last."""

    @property
    def version(self) -> str:
        return "similarity-1"

    @property
    def leaning(self) -> Leaning:
        return TEXT_ALONE

    def score(self, features: Float64) -> Float64:
        check_features(features)
        similarity = features[:, POSITION["meaning_similarity"]]
        return np.where(np.isnan(similarity), -1.0, similarity)

    def contributions(self, features: Float64) -> Float64:
        moved = np.zeros_like(features)
        moved[:, POSITION["meaning_similarity"]] = self.score(features)
        return moved


@dataclass(frozen=True, eq=False)
class HandWeightedRanker:
    """A weighted sum that an office can read and edit.

    score = sum over features of weight * (clip((value - from) / (to - from), 0, 1) - 1/2); a missing value adds 0.
    The arrays have one entry a feature, in table order. Each chance is logistic(logit(base rate) + slope * score), a guess in the
    right order; `base_rates` and `slopes` (3,) are those of interest, offer and stay. `text` is the file; `version` is its digest.
    """

    weight: Float64
    start: Float64
    end: Float64
    base_rates: Float64
    slopes: Float64
    text: str

    @classmethod
    def load(cls, path: Path = PACKAGED_WEIGHTS) -> Self:
        """Read a weights file. Raises ArtefactError naming the row that cannot be meant."""
        try:
            content = path.read_bytes()
        except OSError as fault:
            raise ArtefactError(f"{path} cannot be read; restore it or remove it to use the packaged weights") from fault
        return cls.parse(content, str(path))

    @classmethod
    def parse(cls, content: bytes, where: str) -> Self:
        """From the bytes of a weights file, named `where` in errors. A file without base rates has the packaged ones.

        Raises ArtefactError naming the row that cannot be meant.
        """
        try:
            text = content.decode("utf-8")
            rows = yaml.safe_load(text)
        except (yaml.YAMLError, UnicodeDecodeError) as fault:
            raise ArtefactError(f"{where} is not readable as YAML; compare it with the packaged {WEIGHTS_FILE}") from fault
        if not isinstance(rows, dict) or not isinstance(rows.get("weights"), dict):
            raise ArtefactError(f"{where} has no table named weights; compare it with the packaged {WEIGHTS_FILE}")
        weight, start, end = _weights(rows["weights"], where)
        base_rates, slopes = _base_rates(rows.get("base_rates", _packaged_rates()), where)
        return cls(weight, start, end, base_rates, slopes, text)

    @property
    def version(self) -> str:
        return f"hand-weighted-{digest(self.text.encode('utf-8'))[:12]}"

    @cached_property
    def leaning(self) -> Leaning:
        """Its own weights, of the features that a leaning may weigh."""
        return Leaning.of(self.weight, self.start, self.end)

    @property
    def calibrated(self) -> bool:
        """Never: no outcome was looked at."""
        return False

    def score(self, features: Float64) -> Float64:
        if len(features) < _WORTH_COMPILED:
            scores: Float64 = self.contributions(features).sum(axis=1)
            return scores
        from models import kernels

        check_features(features)
        out = np.empty(len(features))
        kernels.add_weighted(np.ascontiguousarray(features, np.float64), self.weight, self.start, self.end - self.start, out)
        return out

    def contributions(self, features: Float64) -> Float64:
        check_features(features)
        moved = self.weight * (np.clip((features - self.start) / (self.end - self.start), 0, 1) - 0.5)
        return np.where(np.isnan(features), 0.0, np.ascontiguousarray(moved))

    def chances(self, features: Float64) -> Float64:
        """(n, 3): a proposed guess at p(interested), p(offered | interviewed), p(there after three months | hired)."""
        margins = np.log(self.base_rates / (1 - self.base_rates)) + self.slopes * self.score(features)[:, None]
        return np.asarray(0.5 * (1 + np.tanh(0.5 * margins)), np.float64)

    def worth(self, features: Float64) -> Float64:
        """(n,) the product of the three chances."""
        return np.asarray(self.chances(features).prod(axis=1), np.float64)


def _weights(rows: Mapping[str, Any], where: str) -> tuple[Float64, Float64, Float64]:
    weight, start, end = np.zeros(len(FEATURES)), np.zeros(len(FEATURES)), np.ones(len(FEATURES))
    for name, row in rows.items():
        if name not in POSITION:
            raise ArtefactError(f"{where}: {name!r} is no feature; known: {', '.join(POSITION)}")
        if not isinstance(row, dict) or set(row) != {"weight", "from", "to"} or not all(map(_is_number, row.values())):
            raise ArtefactError(f"{where}: {name}: give weight, from and to, each a number")
        if row["from"] == row["to"]:
            raise ArtefactError(f"{where}: {name}: from and to are both {row['to']}; give two different values")
        column = POSITION[name]
        weight[column], start[column], end[column] = row["weight"], row["from"], row["to"]
    return weight, start, end


def _base_rates(rows: Any, where: str) -> tuple[Float64, Float64]:
    if not isinstance(rows, dict) or set(rows) != set(STEPS):
        raise ArtefactError(f"{where}: base_rates: give one row each for {', '.join(STEPS)}")
    for name, row in rows.items():
        if not isinstance(row, dict) or set(row) != {"rate", "slope"} or not all(map(_is_number, row.values())):
            raise ArtefactError(f"{where}: base_rates: {name}: give rate and slope, each a number")
        if not 0 < row["rate"] < 1 or row["slope"] < 0:
            raise ArtefactError(f"{where}: base_rates: {name}: give a rate between 0 and 1 and a slope of 0 or more")
    return np.array([rows[step]["rate"] for step in STEPS], np.float64), np.array(
        [rows[step]["slope"] for step in STEPS], np.float64
    )


@lru_cache(maxsize=1)
def _packaged_rates() -> Any:
    return yaml.safe_load(PACKAGED_WEIGHTS.read_text("utf-8"))["base_rates"]


def check_features(features: Float64) -> None:
    """Raises ValueError unless this is (n, len(FEATURES))."""
    if features.ndim != 2 or features.shape[1] != len(FEATURES):
        raise ValueError(f"features have shape {features.shape}; a ranker takes (n, {len(FEATURES)})")


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and bool(np.isfinite(value))
