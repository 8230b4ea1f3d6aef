"""The gate before a challenger ranks anybody: better on held-out events, still calibrated, and no group worse off.

p(offer) learns what employers did, discrimination included. So winning is not enough: the share of each group that comes among the
first of a list, against the best-off group, may not fall by more than 0.05 against the model in use. Passing says that the figures
here held on these lists, nothing more.
"""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from matching.knowledge.catalogue import Text
from matching.protocols import Float64
from models.attention import learnable
from models.gate_groups import GroupRows, compare_groups
from models.gate_report import Check, GateReport
from models.gate_words import (
    CALIBRATED,
    NOT_BETTER,
    NOT_CALIBRATED,
    STEPS,
    TOO_FEW_LISTS,
    TOO_FEW_ROWS,
    WINS,
)
from models.lists import Bool, Int64, Lists
from models.metrics import calibration_error, calibration_table, cluster_interval

DEPTH: Final = 10
"""The nDCG of the first check looks this far down a list."""
TOP: Final = 5
"""Places of a list that count as being selected."""
LEAST_LISTS: Final = 30
LEAST_UNITS: Final = 10
"""Fewer events (or employers) than this say nothing about the next one."""
LEAST_ROWS: Final = 100
TOLERATED_ERROR: Final = 0.03
DRAWS: Final = 2_000
_NOISE_DRAWS: Final = 200
_LEAST_SEEN: Final = 0.1
"""A pair that was hardly ever looked at counts for no more than ten."""
_TIE_SEED: Final = 20_230_004
_ROUNDING: Final = 1e-9


@dataclass(frozen=True, eq=False)
class Scored:
    """What one ranker says of n held-out pairs: scores (n,), chances (n, 3) of interest, offer after an interview, and staying.

    `calibrated`: whether its chances were ever held against outcomes; those of the hand-weighted table are not.
    """

    version: str
    scores: Float64
    chances: Float64
    calibrated: bool


@dataclass(frozen=True, eq=False)
class Pool:
    """Lists of all whom the rules allow, outcomes not needed, with the scores of both rankers (n,)."""

    lists: Lists
    challenger: Float64
    incumbent: Float64


def decide(
    challenger: Scored,
    incumbent: Scored,
    lists: Lists,
    groups: GroupRows,
    seed: int,
    *,
    top: int = TOP,
    read: Float64 | None = None,
    pool: Pool | None = None,
) -> GateReport:
    """Hold a challenger against the model in use on held-out lists; equal input gives an equal report.

    1. `order`: nDCG@10 of the employers' lists, paired by list; the low end of the 95 % interval of the difference is above 0.
       Whole events are redrawn, or whole employers where there are fewer than 10 events.
    2. `interest`, `offer`: the calibration error is no larger than the largest of 0.03, that of a calibrated model in use, and what
       a forecast without any error shows on as many rows in 95 of 100 cases. Fewer than 100 rows decide nothing.
    3. `groups`: no group of at least 30 people falls by more than 0.05 in impact ratio. The rate of a group is the share of its
       pairs that come among the first `top` of their list; the ratio is to the best rate of its attribute (NYC Local Law 144). The
       fall as measured decides, chance or not: in doubt the model in use stays. Its interval is in the figures.

    read (n,) in 0..1 is the chance that a pair was looked at where it stood. A recorded interest needs both; and what came of a
    pair seldom looked at counts for those like it (gain / read; Joachims, Swaminathan and Schnabel 2017, WSDM), or else the model
    that made the lists would win by having made them. With a `pool` the groups are compared there, on all whom the rules allow, and
    `groups` are of its rows: more pairs, less luck.
    Raises ValueError when the parts do not fit together or a score is not finite.
    """
    for one in (challenger, incumbent):
        _check_scores(one.version, one.scores, len(lists))
        if one.chances.shape != (len(lists), 3):
            raise ValueError(f"{one.version}: chances have shape {one.chances.shape}; {len(lists)} rows need ({len(lists)}, 3)")
    among = Pool(lists, challenger.scores, incumbent.scores) if pool is None else pool
    _check_scores(challenger.version, among.challenger, len(among.lists))
    _check_scores(incumbent.version, among.incumbent, len(among.lists))
    if read is not None and read.shape != (len(lists),):
        raise ValueError(f"read has shape {read.shape}; {len(lists)} rows need ({len(lists)},)")
    new, old = _places(challenger.scores, lists), _places(incumbent.scores, lists)
    seen = np.ones(len(lists)) if read is None else read
    checks = (
        _order(new, old, lists, seen, seed),
        _calibration("interest", challenger, incumbent, 0, seen, lists.interested, learnable(lists), seed),
        _calibration("offer", challenger, incumbent, 1, np.ones(len(lists)), lists.offered, lists.interviewed, seed),
        compare_groups(
            _places(among.challenger, among.lists) <= top,
            _places(among.incumbent, among.lists) <= top,
            among.lists.person,
            groups,
            seed,
        ),
    )
    return GateReport(challenger.version, incumbent.version, seed, checks)


def _check_scores(version: str, scores: Float64, rows: int) -> None:
    if scores.shape != (rows,):
        raise ValueError(f"{version}: scores have shape {scores.shape}; {rows} rows need ({rows},)")
    odd = int((~np.isfinite(scores)).sum())
    if odd:
        raise ValueError(f"{version}: {odd} scores are not finite; nothing can be ordered by them")


def _places(scores: Float64, lists: Lists) -> Int64:
    """(n,) the place of each row in its list, from 1; ties by one seeded draw, never by the order of the past list."""
    draw = np.random.Generator(np.random.PCG64(_TIE_SEED)).permutation(len(scores))
    order = np.lexsort((draw, -scores, lists.list_of))
    places = np.empty(len(scores), np.int64)
    places[order] = np.arange(len(scores)) - np.repeat(lists.starts, lists.sizes) + 1
    return places


def _order(new: Int64, old: Int64, lists: Lists, seen: Float64, seed: int) -> Check:
    gains, whole = (2.0**lists.relevance - 1) / np.maximum(seen, _LEAST_SEEN), bool((seen < 1).any())
    ndcg = np.stack([_ndcg(new, gains, lists, whole), _ndcg(old, gains, lists, whole)])
    difference = ndcg[0] - ndcg[1]
    known = ~np.isnan(difference)
    events, employers = lists.event[lists.starts], lists.employer[lists.starts]
    by_event = len(np.unique(events[known])) >= LEAST_UNITS
    units = events if by_event else employers
    count, of = int(known.sum()), len(np.unique(units[known]))
    unit = Text(zh="次活动", en="events") if by_event else Text(zh="家单位", en="employers")
    figures: dict[str, Any] = {"lists": count, "units": of, "unit": "event" if by_event else "employer", "depth": DEPTH}
    if count < LEAST_LISTS or of < LEAST_UNITS:
        text = TOO_FEW_LISTS.format(lists=count, of=of, unit=unit, least=LEAST_LISTS, least_units=LEAST_UNITS)
        return Check("order", False, figures | {"least_lists": LEAST_LISTS, "least_units": LEAST_UNITS}, text)
    low, high = cluster_interval(difference, units, seed, DRAWS)
    figures |= {
        "challenger": _rounded(ndcg[0][known].mean()),
        "incumbent": _rounded(ndcg[1][known].mean()),
        "difference": _rounded(difference[known].mean()),
        "low": _rounded(low),
        "high": _rounded(high),
    }
    return Check("order", low > 0, figures, (WINS if low > 0 else NOT_BETTER).format(unit_text=unit, **figures))


def _ndcg(places: Int64, gains: Float64, lists: Lists, whole: bool) -> Float64:
    """(lists,) nDCG@10 of gains at their places; NaN where nothing is gained. As `models.metrics.ndcg_at`, with any gains.

    whole: over the best gain of an average list, not of each list: what was not looked at is missing from a list's own best, and
    dividing by that would praise the places that were looked at.
    """
    found, best = (_dcg(where, gains, lists) for where in (places, _places(gains, lists)))
    some = best > 0
    ideal = np.where(some, best[some].mean() if whole and some.any() else best, 1.0)
    return np.where(some, found / ideal, np.nan)


def _dcg(places: Int64, gains: Float64, lists: Lists) -> Float64:
    counted = np.where(places <= DEPTH, gains / np.log2(places + 1.0), 0.0)
    return np.asarray(np.bincount(lists.list_of, counted, minlength=len(lists.sizes)), np.float64)


def _calibration(
    name: str, challenger: Scored, incumbent: Scored, column: int, seen: Float64, happened: Bool, rows: Bool, seed: int
) -> Check:
    what = STEPS[name]
    chance, came = (challenger.chances[:, column] * seen)[rows], happened[rows]
    known = ~np.isnan(chance)
    count = int(known.sum())
    if count < LEAST_ROWS:
        text = TOO_FEW_ROWS.format(what=what, rows=count, least=LEAST_ROWS)
        return Check(name, False, {"rows": count, "least_rows": LEAST_ROWS}, text)
    error = calibration_error(chance, came)
    before = calibration_error((incumbent.chances[:, column] * seen)[rows], came) if incumbent.calibrated else None
    noise = _noise(chance[known], seed)
    limit = max(TOLERATED_ERROR, noise, *(() if before is None else (before,)))
    figures = {
        "rows": count,
        "challenger": _rounded(error),
        "incumbent": None if before is None else _rounded(before),
        "chance_error": _rounded(noise),
        "limit": _rounded(limit),
        "forecasts": [
            {"told": _rounded(told), "came": _rounded(share), "rows": of} for told, share, of in calibration_table(chance, came)
        ],
    }
    passed = error <= limit + _ROUNDING
    return Check(name, passed, figures, (CALIBRATED if passed else NOT_CALIBRATED).format(what=what, **figures))


def _noise(chance: Float64, seed: int) -> float:
    """The calibration error that forecasts without any error stay under in 95 of 100 draws, on these very forecasts."""
    generator = np.random.Generator(np.random.PCG64(seed))
    drawn = [calibration_error(chance, generator.random(len(chance)) < chance) for _ in range(_NOISE_DRAWS)]
    return float(np.quantile(drawn, 0.95))


def _rounded(value: float) -> float:
    return round(float(value), 4)
