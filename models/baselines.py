"""Rankers without learning. They are real rankers: `tongtu evaluate` prints them beside the trained one, and one of them serves
until there is a trained one."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Self

import numpy as np
import yaml

from matching.features.table import FEATURES, POSITION
from matching.protocols import Float64
from models.folders import ArtefactError, digest

WEIGHTS_FILE: Final = "weights.yaml"
PACKAGED_WEIGHTS: Final = Path(__file__).parent / "artefacts" / WEIGHTS_FILE


@dataclass(frozen=True)
class RandomRanker:
    """A seeded draw: each row's score depends on the seed and that row alone, so neither order nor company matters."""

    seed: int

    @property
    def version(self) -> str:
        return f"random-{self.seed}"

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
    All arrays have one entry a feature, in table order.
    """

    weight: Float64
    start: Float64
    end: Float64
    version: str

    @classmethod
    def load(cls, path: Path = PACKAGED_WEIGHTS) -> Self:
        """Read a weights file. Raises ArtefactError naming the row that cannot be meant."""
        try:
            content = path.read_bytes()
            rows = yaml.safe_load(content)
        except OSError as fault:
            raise ArtefactError(f"{path} cannot be read; restore it or remove it to use the packaged weights") from fault
        except (yaml.YAMLError, UnicodeDecodeError) as fault:
            raise ArtefactError(f"{path} is not readable as YAML; compare it with the packaged {WEIGHTS_FILE}") from fault
        if not isinstance(rows, dict) or not isinstance(rows.get("weights"), dict):
            raise ArtefactError(f"{path} has no table named weights; compare it with the packaged {WEIGHTS_FILE}")
        return cls._of(rows["weights"], path, f"hand-weighted-{digest(content)[:12]}")

    @classmethod
    def _of(cls, rows: Mapping[str, Any], path: Path, version: str) -> Self:
        weight, start, end = np.zeros(len(FEATURES)), np.zeros(len(FEATURES)), np.ones(len(FEATURES))
        for name, row in rows.items():
            if name not in POSITION:
                raise ArtefactError(f"{path}: {name!r} is no feature; known: {', '.join(POSITION)}")
            if not isinstance(row, dict) or set(row) != {"weight", "from", "to"} or not all(map(_is_number, row.values())):
                raise ArtefactError(f"{path}: {name}: give weight, from and to, each a number")
            if row["from"] == row["to"]:
                raise ArtefactError(f"{path}: {name}: from and to are both {row['to']}; give two different values")
            column = POSITION[name]
            weight[column], start[column], end[column] = row["weight"], row["from"], row["to"]
        return cls(weight, start, end, version)

    def score(self, features: Float64) -> Float64:
        scores: Float64 = self.contributions(features).sum(axis=1)
        return scores

    def contributions(self, features: Float64) -> Float64:
        check_features(features)
        moved = self.weight * (np.clip((features - self.start) / (self.end - self.start), 0, 1) - 0.5)
        return np.where(np.isnan(features), 0.0, moved)


def check_features(features: Float64) -> None:
    """Raises ValueError unless this is (n, len(FEATURES))."""
    if features.ndim != 2 or features.shape[1] != len(FEATURES):
        raise ValueError(f"features have shape {features.shape}; a ranker takes (n, {len(FEATURES)})")


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and bool(np.isfinite(value))
