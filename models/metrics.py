"""Measures of an ordered list, one a function. All take the relevance (n,) in the order that was shown."""

import numpy as np
from numpy.typing import NDArray

from matching.protocols import Float64

Int64 = NDArray[np.int64]


def ndcg_at(relevance: Int64, k: int) -> float:
    """Normalised discounted cumulative gain of the first k.

    DCG = sum over ranks i = 1..k of (2^rel_i - 1) / log2(i + 1); nDCG = DCG / DCG of the best order. NaN when nothing is relevant.
    Järvelin and Kekäläinen 2002, ACM TOIS 20(4); the gain 2^rel - 1 from Burges et al. 2005, ICML.
    """
    best = _dcg(np.sort(relevance)[::-1], k)
    return _dcg(relevance, k) / best if best > 0 else float("nan")


def _dcg(relevance: Int64, k: int) -> float:
    shown = relevance[:k]
    return float(((2.0**shown - 1) / np.log2(np.arange(2, len(shown) + 2))).sum())


def reciprocal_rank(relevance: Int64, least: int = 1) -> float:
    """1 / rank of the first entry with relevance at least `least`; NaN when there is none. Its mean over lists is the MRR.

    Voorhees 1999, TREC-8 question answering track.
    """
    found = np.flatnonzero(relevance >= least)
    return 1.0 / (int(found[0]) + 1) if len(found) else float("nan")


def recall_at(relevance: Int64, k: int, least: int = 1) -> float:
    """Share of the entries with relevance at least `least` that stand among the first k; NaN when there is none.

    Manning, Raghavan and Schütze 2008, Introduction to Information Retrieval, chapter 8.
    """
    wanted = relevance >= least
    total = int(wanted.sum())
    return int(wanted[:k].sum()) / total if total else float("nan")


def bootstrap_interval(values: Float64, seed: int, draws: int = 1_000, level: float = 0.95) -> tuple[float, float]:
    """Percentile bootstrap interval of the mean of one value a list, NaN left out (Efron 1979). NaN twice without a value."""
    known = values[~np.isnan(values)]
    if not len(known):
        return float("nan"), float("nan")
    generator = np.random.Generator(np.random.PCG64(seed))
    means = known[generator.integers(0, len(known), (draws, len(known)))].mean(axis=1)
    low, high = np.quantile(means, [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)
