"""Measures, one a function, and how sure they are.

A measure of lists takes the rows (n,) in the order that was shown, list after list, and `sizes` (lists,), how long each list is; it
gives one value a list, NaN where the list does not define it.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from matching.protocols import Float64

Int64 = NDArray[np.int64]
Bool = NDArray[np.bool_]

_DRAWN_AT_ONCE: Final = 2_000_000


def ndcg_at(relevance: Int64, sizes: Int64, k: int) -> Float64:
    """Normalised discounted cumulative gain of the first k, 0..1; NaN when nothing on the list is relevant.

    DCG = sum over ranks i = 1..k of (2^rel_i - 1) / log2(i + 1); nDCG = DCG / DCG of the best order.
    Järvelin and Kekäläinen 2002, ACM TOIS 20(4); the gain 2^rel - 1 from Burges et al. 2005, ICML.
    """
    best = relevance[np.lexsort((-relevance, np.repeat(np.arange(len(sizes)), sizes)))]
    return _ratio(_dcg(relevance, sizes, k), _dcg(best, sizes, k))


def _dcg(relevance: Int64, sizes: Int64, k: int) -> Float64:
    rank = _ranks(sizes)
    return _per_list(np.where(rank <= k, (2.0**relevance - 1) / np.log2(rank + 1.0), 0.0), sizes)


def reciprocal_rank(wanted: Bool, sizes: Int64) -> Float64:
    """1 / rank of the first wanted row; NaN when there is none. Its mean over lists is the MRR.

    Voorhees 1999, TREC-8 question answering track.
    """
    first = np.full(len(sizes), np.inf)
    found = np.flatnonzero(wanted)
    np.minimum.at(first, np.repeat(np.arange(len(sizes)), sizes)[found], _ranks(sizes)[found])
    return np.where(np.isinf(first), np.nan, 1.0 / first)


def recall_at(wanted: Bool, sizes: Int64, k: int) -> Float64:
    """Share of the wanted rows that stand among the first k; NaN when none is wanted.

    Manning, Raghavan and Schütze 2008, Introduction to Information Retrieval, chapter 8.
    """
    return _ratio(sum_at(wanted, sizes, k), _per_list(wanted, sizes))


def sum_at(values: Float64 | Bool, sizes: Int64, k: int) -> Float64:
    """Sum of the first k: with chances of a hire, the hires expected when the first k are interviewed."""
    return _per_list(np.where(_ranks(sizes) <= k, values, 0.0), sizes)


def _ranks(sizes: Int64) -> Int64:
    """(n,) the rank of each row on its list, from 1."""
    return np.asarray(np.arange(1, int(sizes.sum()) + 1) - np.repeat(np.cumsum(sizes) - sizes, sizes), np.int64)


def _per_list(values: Float64 | Bool, sizes: Int64) -> Float64:
    return np.asarray(np.bincount(np.repeat(np.arange(len(sizes)), sizes), values, minlength=len(sizes)), np.float64)


def _ratio(above: Float64, below: Float64) -> Float64:
    ratio = np.full(len(below), np.nan)
    np.divide(above, below, out=ratio, where=below > 0)
    return ratio


def cluster_interval(values: Float64, units: Int64, seed: int, draws: int = 1_000, level: float = 0.95) -> tuple[float, float]:
    """Percentile bootstrap interval of the mean of one value a list when whole units (events, employers) are redrawn.

    units (n,) says to which unit each value belongs. Lists of one unit share its luck, so redrawing single lists would promise too
    much (Field and Welsh 2007, JRSS B 69(3)). NaN left out; NaN twice without a value.
    """
    known = ~np.isnan(values)
    _, unit = np.unique(units[known], return_inverse=True)
    if not len(unit):
        return float("nan"), float("nan")
    totals, counts = np.bincount(unit, values[known]), np.bincount(unit)
    generator = np.random.Generator(np.random.PCG64(seed))
    drawn = generator.integers(0, len(counts), (draws, len(counts)))
    means = totals[drawn].sum(axis=1) / counts[drawn].sum(axis=1)
    low, high = np.quantile(means, [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)


def calibration_error(chance: Float64, happened: Bool, bins: int = 10) -> float:
    """Expected calibration error, 0..1: the mean distance between forecast and share, over bins of equally many forecasts.

    chance (n,) in 0..1, happened (n,) bool; rows whose chance is NaN are left out; NaN when none is left. Equal forecasts stay in
    one bin. Naeini, Cooper and Hauskrecht 2015, AAAI; bins of equal mass after Nixon et al. 2019, CVPR workshops.
    """
    known = ~np.isnan(chance)
    forecast, came = chance[known], happened[known].astype(np.float64)
    if not len(forecast):
        return float("nan")
    gaps = np.bincount(calibration_bins(forecast, bins), forecast - came)
    return float(np.abs(gaps).sum() / len(forecast))


def calibration_table(chance: Float64, happened: Bool, bins: int = 10) -> tuple[tuple[float, float, int], ...]:
    """What `calibration_error` sums up, a bin a row from the lowest forecast: mean forecast, share of what came, number of rows.

    The sum of rows x distance, over all rows, is that error.
    """
    known = ~np.isnan(chance)
    forecast, came = chance[known], happened[known].astype(np.float64)
    if not len(forecast):
        return ()
    place = calibration_bins(forecast, bins)
    rows = np.bincount(place)
    told, share = np.bincount(place, forecast) / rows, np.bincount(place, came) / rows
    return tuple(zip(told.tolist(), share.tolist(), rows.tolist(), strict=True))


def calibration_bins(chance: Float64, bins: int) -> Int64:
    """(n,) the bin of each forecast, lowest from 0: at most `bins` of equal mass; equal forecasts stay in one."""
    inner = np.unique(np.quantile(chance, np.arange(1, bins) / bins, method="inverted_cdf"))
    return np.asarray(np.searchsorted(inner, chance, side="left"), np.int64)


def resampled(parts: Float64, seed: int, draws: int) -> Float64:
    """(draws, m) column sums over units drawn with replacement, from the sums of each unit (units, m).

    Measures that are made of such sums are all resampled at once, and with equal units and seed by the same draws, so that a
    difference of two of them is a paired one. Efron and Tibshirani 1993, An Introduction to the Bootstrap, chapter 8.
    """
    units = len(parts)
    generator = np.random.Generator(np.random.PCG64(seed))
    sums = np.zeros((draws, parts.shape[1]))
    at_once = max(1, _DRAWN_AT_ONCE // max(units, 1))
    for start in range(0, draws if units else 0, at_once):
        count = min(at_once, draws - start)
        drawn = generator.integers(0, units, (count, units)) + units * np.arange(count)[:, None]
        times = np.bincount(drawn.ravel(), minlength=count * units).reshape(count, units)
        sums[start : start + count] = times.astype(np.float64) @ parts
    return sums
