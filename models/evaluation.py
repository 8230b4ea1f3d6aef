"""Rankers side by side on lists they have not seen: splits without a shared person or employer, measures with intervals."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from matching.protocols import Float64, Ranker
from models.metrics import bootstrap_interval, ndcg_at, recall_at, reciprocal_rank

Int64 = NDArray[np.int64]
Bool = NDArray[np.bool_]

_TIE_SEED: Final = 20_230_004


@dataclass(frozen=True)
class Measure:
    """A mean over lists with its bootstrap interval; `lists` counts those where it is defined."""

    mean: float
    low: float
    high: float
    lists: int

    def __str__(self) -> str:
        return "–" if np.isnan(self.mean) else f"{self.mean:.3f} [{self.low:.3f}, {self.high:.3f}]"


@dataclass(frozen=True)
class Evaluation:
    """Ranker name -> measure name -> measure, in the order given; and how many lists and pairs were judged."""

    rows: Mapping[str, Mapping[str, Measure]]
    lists: int
    pairs: int

    def table(self) -> list[list[str]]:
        """Header and one line a ranker, ready to print."""
        names = list(next(iter(self.rows.values()), {}))
        return [["ranker", *names], *([ranker, *map(str, measures.values())] for ranker, measures in self.rows.items())]

    def plain(self) -> dict[str, dict[str, float | None]]:
        """Means only, rounded, None where undefined: for a manifest or JSON."""
        return {
            ranker: {name: None if np.isnan(found.mean) else round(found.mean, 4) for name, found in measures.items()}
            for ranker, measures in self.rows.items()
        }


def evaluate(
    rankers: Mapping[str, Ranker],
    features: Float64,
    relevance: Int64,
    groups: Int64,
    *,
    seed: int,
    k: int = 10,
    recall_k: int = 5,
    hired: int = 3,
    draws: int = 1_000,
) -> Evaluation:
    """Measure all rankers on the same lists: nDCG@k over grades, MRR of the first interest, recall of who was hired.

    features (n, F), relevance (n,) 0..4, groups the sizes of the lists in order. Ties in a score are broken by one seeded draw,
    never by the order of the rows, which is the order of the past list. Raises ValueError when the sizes do not add up.
    """
    if relevance.shape != (len(features),) or int(groups.sum()) != len(features):
        raise ValueError(
            f"{len(features)} rows, relevance {relevance.shape}, groups of {int(groups.sum())}: they do not fit together"
        )
    draw = np.random.Generator(np.random.PCG64(_TIE_SEED)).permutation(len(features))
    starts = np.cumsum(groups) - groups
    rows: dict[str, dict[str, Measure]] = {}
    for name, ranker in rankers.items():
        scores = ranker.score(features)
        values: dict[str, list[float]] = {f"ndcg@{k}": [], "mrr": [], f"recall@{recall_k}": []}
        for start, size in zip(starts, groups, strict=True):
            rank = np.lexsort((draw[start : start + size], -scores[start : start + size]))
            shown = relevance[start : start + size][rank]
            values[f"ndcg@{k}"].append(ndcg_at(shown, k))
            values["mrr"].append(reciprocal_rank(shown))
            values[f"recall@{recall_k}"].append(recall_at(shown, recall_k, hired))
        rows[name] = {measure: _summed_up(np.array(found, np.float64), seed, draws) for measure, found in values.items()}
    return Evaluation(rows, len(groups), len(features))


def _summed_up(values: Float64, seed: int, draws: int) -> Measure:
    known = values[~np.isnan(values)]
    low, high = bootstrap_interval(values, seed, draws)
    return Measure(float(known.mean()) if len(known) else float("nan"), low, high, len(known))
