"""Orders side by side on lists they have not seen: measures with intervals, and paired differences."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from matching.protocols import Float64
from models.comparison import Comparison
from models.lists import Lists
from models.measure import Measure, measure_table
from models.metrics import calibration_bins, ndcg_at, recall_at, reciprocal_rank, resampled, sum_at

Int64 = NDArray[np.int64]
Side = Literal["employer", "candidate"]

_ASKED: Final = ("interest", "offer", "stay")
"""The columns of `Matcher.chances`."""

_NO_FORECAST: Final = np.zeros((0, 0))

_Part = tuple[int, Float64]
"""How many lists or pairs define a measure, and what each unit adds to it (units, m): distances, and last their weight."""


@dataclass(frozen=True, eq=False)
class TrueChances:
    """What a world with hidden truth knows of every pair, (n,) each in 0..1: no outcome is drawn, so nothing is left to luck.

    interest, offer and stay are p(interested), p(offered | interviewed), p(there after three months | hired). interviewed, hired
    and kept are the chances of coming so far when the pair is put forward: kept = hired x stay.
    """

    interest: Float64
    offer: Float64
    stay: Float64
    interviewed: Float64
    hired: Float64
    kept: Float64


@dataclass(frozen=True, eq=False)
class Evaluation:
    """Name -> measure name -> measure, in the order given; how many lists, pairs and units (employers or people) were judged.

    `redrawn` holds the same figures for each bootstrap draw, (draws,): what a paired difference is made of.
    """

    rows: Mapping[str, Mapping[str, Measure]]
    side: Side
    lists: int
    pairs: int
    units: int
    redrawn: Mapping[str, Mapping[str, Float64]] = field(repr=False)

    def table(self) -> list[list[str]]:
        """Header and one line a name, ready to print."""
        return measure_table("ranker", self.rows)

    def plain(self) -> dict[str, dict[str, float | None]]:
        """Means only, rounded, None where undefined: for a manifest or JSON."""
        return {
            name: {measure: None if np.isnan(found.mean) else round(found.mean, 4) for measure, found in measures.items()}
            for name, measures in self.rows.items()
        }

    def against(self, rival: str, *, relative: bool = True) -> Comparison:
        """Everyone else less the rival, on the same redrawn units: a paired interval. relative: as a share of the rival's value.

        NaN where one of the two has no value, or the rival has 0 and a share is asked for. Raises ValueError for an unknown rival.
        """
        if rival not in self.rows:
            raise ValueError(f"no {rival!r} was evaluated; there are {', '.join(self.rows)}")
        others = [name for name in self.rows if name != rival]
        rows = {name: {m: self._difference(name, rival, m, relative) for m in self.rows[name]} for name in others}
        return Comparison(rows, rival, relative)

    def _difference(self, name: str, rival: str, measure: str, relative: bool) -> Measure:
        value = np.r_[self.rows[name][measure].mean, self.redrawn[name][measure]]
        base = np.r_[self.rows[rival][measure].mean, self.redrawn[rival][measure]]
        change = value - base
        if relative:
            change = np.divide(change, base, out=np.full(len(base), np.nan), where=base > 0)
        # Sums of equal numbers may differ in their last bit; such a difference is none, and no win.
        change = np.round(change, 12)
        return Measure.of(float(change[0]), change[1:], self.rows[name][measure].lists)


def evaluate(
    scores: Mapping[str, Float64],
    lists: Lists,
    *,
    side: Side,
    seed: int,
    chances: TrueChances | None = None,
    probabilities: Mapping[str, Float64] | None = None,
    k: int = 10,
    recall_k: int = 50,
    interviews: int = 5,
    bins: int = 15,
    draws: int = 1_000,
) -> Evaluation:
    """Measure orders (name -> scores (n,), higher first) on the same lists.

    side "employer": the lists as they are, one a posting and event; the scores order people. "candidate": the same pairs as one
    list a person and event; the scores, such as `Matcher.worth`, order postings. Equal scores are put in a seeded order, never in
    that of the rows.

    - ndcg@k over relevance 0..4; a list on which nothing happened does not count.
    - mrr: of the first who was hired. The first who was interested is too easy: on a long list any order finds one soon.
    - recall@recall_k: how many of those hired stand so high. mrr and recall count the lists on which somebody was hired.
    - hires, kept (with `chances`): jobs begun, and jobs held after three months, to be expected a list when its first `interviews`
      are put forward. A person on several lists counts on each of them: nobody is allocated here.
    - ece interest, ece offer, ece stay (with `probabilities`: name -> (n, 2 or 3), columns as in `Matcher.chances`): expected
      calibration error over at most `bins` bins of equal mass. An offer is judged among those interviewed, staying among those
      hired whose follow-up is in. With `chances` the truth takes the place of what happened, and a pair counts for the offer as
      much as its chance of an interview, for staying as much as its chance of a hire: the same question without the luck of the
      draw.

    Intervals: 95 %, percentile bootstrap over whole employers, or people, which keeps the lists of one together. A calibration
    error is a distance, so its redrawn values lean upwards: its interval is on the careful side.
    Raises ValueError when there is no list, or arrays do not fit the lists or are not finite.
    """
    forecasts = probabilities or {}
    _check(scores, lists, chances, forecasts)
    of_unit = lists.employer if side == "employer" else lists.person
    units, unit = np.unique(of_unit, return_inverse=True)
    rows, sizes = (np.arange(len(lists)), lists.sizes) if side == "employer" else lists.by_person()
    list_of = np.repeat(np.arange(len(sizes)), sizes)
    unit_of_list = unit[rows[np.cumsum(sizes) - sizes]]
    tie = np.random.Generator(np.random.PCG64(seed)).permutation(len(lists))[rows]
    asked = _ASKED[: max((forecast.shape[1] for forecast in forecasts.values()), default=0)]
    parts: dict[str, dict[str, _Part]] = {}
    for name, score in scores.items():
        order = rows[np.lexsort((tie, -score[rows], list_of))]
        measured = _of_lists(order, sizes, lists, chances, k, recall_k, interviews)
        parts[name] = {measure: _list_sums(values, unit_of_list, len(units)) for measure, values in measured}
        for column, step in enumerate(asked):
            forecast = forecasts.get(name, _NO_FORECAST)
            told = forecast[:, column] if column < forecast.shape[1] else None
            parts[name][f"ece {step}"] = _forecast_gaps(told, *_came(step, lists, chances), unit, len(units), bins)
    found, redrawn = _summed_up(parts, seed, draws)
    return Evaluation(found, side, len(sizes), len(lists), len(units), redrawn)


def _check(scores: Mapping[str, Float64], lists: Lists, chances: TrueChances | None, probabilities: Mapping[str, Float64]) -> None:
    if not len(lists):
        raise ValueError("there is no list to evaluate on; give at least one event with outcomes")
    arrays = {f"the scores of {name}": score for name, score in scores.items()}
    arrays |= {f"the true chance {name}": value for name, value in vars(chances).items()} if chances else {}
    for name, values in arrays.items():
        if values.shape != (len(lists),) or not np.isfinite(values).all():
            raise ValueError(f"{name} must be {len(lists)} finite numbers, one a pair of the lists; they have shape {values.shape}")
    for name, values in probabilities.items():
        if values.shape not in ((len(lists), 2), (len(lists), 3)) or not ((values >= 0) & (values <= 1)).all():
            raise ValueError(f"the probabilities of {name} must be ({len(lists)}, 2 or 3) in 0..1; they have shape {values.shape}")


def _of_lists(
    order: Int64, sizes: Int64, lists: Lists, chances: TrueChances | None, k: int, recall_k: int, interviews: int
) -> Iterator[tuple[str, Float64]]:
    """(measure, one value a list) of the rows in this order."""
    hired = lists.hired[order]
    yield f"ndcg@{k}", ndcg_at(lists.relevance[order], sizes, k)
    yield "mrr", reciprocal_rank(hired, sizes)
    yield f"recall@{recall_k}", recall_at(hired, sizes, recall_k)
    if chances is not None:
        yield "hires", sum_at(chances.hired[order], sizes, interviews)
        yield "kept", sum_at(chances.kept[order], sizes, interviews)


def _list_sums(values: Float64, unit: Int64, units: int) -> _Part:
    """The sum of the values of each unit's lists, and the number of those lists."""
    known = ~np.isnan(values)
    sums = np.bincount(unit[known], values[known], minlength=units)
    return int(known.sum()), np.stack([sums, np.bincount(unit[known], minlength=units)], axis=1)


def _came(step: str, lists: Lists, chances: TrueChances | None) -> tuple[Float64, Float64]:
    """What a forecast of this step is held against (n,), and how much each pair counts (n,)."""
    if chances is not None:
        weight = {"interest": np.ones(len(lists)), "offer": chances.interviewed, "stay": chances.hired}[step]
        truth: Float64 = getattr(chances, step)
        return truth, weight
    came, asked = {
        "interest": (lists.interested, np.ones(len(lists), np.bool_)),
        "offer": (lists.offered, lists.interviewed),
        "stay": (lists.retained, lists.hired & lists.followed),
    }[step]
    return came.astype(np.float64), asked.astype(np.float64)


def _forecast_gaps(told: Float64 | None, came: Float64, weight: Float64, unit: Int64, units: int, bins: int) -> _Part:
    """The weighted forecast less outcome of each unit, one column a bin, and the weight of its pairs."""
    known = weight > 0
    if told is None or not known.any():
        return 0, np.zeros((units, 2))
    told, came, weight, unit = told[known], came[known], weight[known], unit[known]
    cell = unit * bins + calibration_bins(told, bins)
    gaps = np.bincount(cell, weight * (told - came), minlength=units * bins).reshape(units, bins)
    return int(known.sum()), np.c_[gaps, np.bincount(unit, weight, minlength=units)]


def _summed_up(
    parts: Mapping[str, Mapping[str, _Part]], seed: int, draws: int
) -> tuple[dict[str, dict[str, Measure]], dict[str, dict[str, Float64]]]:
    """All measures of all names on the same draws: each a sum of distances over their weight (for a mean one, never negative)."""
    each = [sums for measures in parts.values() for _, sums in measures.values()]
    drawn = resampled(np.concatenate(each, axis=1), seed, draws) if each else np.zeros((draws, 0))
    found: dict[str, dict[str, Measure]] = {name: {} for name in parts}
    redrawn: dict[str, dict[str, Float64]] = {name: {} for name in parts}
    end = 0
    for name, measures in parts.items():
        for measure, (count, sums) in measures.items():
            start, end = end, end + sums.shape[1]
            redrawn[name][measure] = values = _distance(drawn[:, start:end])
            found[name][measure] = Measure.of(float(_distance(sums.sum(axis=0)[None])[0]), values, count)
    return found, redrawn


def _distance(sums: Float64) -> Float64:
    above, weight = np.abs(sums[:, :-1]).sum(axis=1), sums[:, -1]
    distance = np.full(len(sums), np.nan)
    np.divide(above, weight, out=distance, where=weight > 0)
    return distance
