"""A ranker's order in the few words that retrieval understands: a weighted sum that stands in for it among all who are allowed."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from itertools import pairwise
from typing import Any, Final

import numpy as np

from matching.features.leaning import EXPERIENCE, LEANING_FEATURES, OF_SIDES, TEXT, TEXT_ALONE, WISH, Curve, Leaning
from matching.features.table import FEATURES, POSITION
from matching.protocols import Float64
from models.baselines import HandWeightedRanker
from models.lists import Lists

_PAIRS: Final = 50_000
"""Pairs looked at, at most: some hundred numbers need no more."""
_KNOTS: Final = 8
_RIDGE: Final = 1e-4
_DIGITS: Final = 4


def learn_leaning(score: Callable[[Float64], Float64], lists: Lists) -> Leaning:
    """Lines of the nearnesses of meaning and a curve for every other feature, that within the lists come nearest to the scores.

    Least squares. A line rises where the packaged hand weights' does; a curve has its knots at quantiles of the feature,
    and a value for who has none. What varies in no list is left out. Equal lists and scores give equal bytes: sums are added in one
    order and results rounded. `TEXT_ALONE` where no list varies.
    """
    rows = np.unique(np.linspace(0, len(lists) - 1, min(len(lists), _PAIRS)).astype(np.int64))
    features, number = lists.features[rows], np.unique(lists.list_of[rows], return_inverse=True)[1]
    hand = HandWeightedRanker.load()
    lines = [name for name in (TEXT, WISH, EXPERIENCE) if hand.weight[POSITION[name]]]
    slopes = hand.leaning.terms(features)[:, [POSITION[name] for name in lines]]
    bends = {name: bend for name in OF_SIDES if (bend := _Bend.of(features[:, POSITION[name]])) is not None}
    basis = _centred(np.concatenate([slopes, *(bend.basis for bend in bends.values())], axis=1), number)
    scores = _centred(score(features)[:, None], number)[:, 0]
    square = np.einsum("ni,nj->ij", basis, basis)
    if not square.any() or not scores.any():
        return TEXT_ALONE
    square[np.diag_indices(len(square))] += _RIDGE * float(np.trace(square)) / len(square)
    factors = np.linalg.solve(square, np.einsum("ni,n->i", basis, scores))
    told = np.zeros(len(FEATURES))
    for name, factor in zip(lines, factors.tolist(), strict=False):
        told[POSITION[name]] = round(factor * hand.weight[POSITION[name]], _DIGITS)
    starts = np.cumsum([len(lines), *(bend.basis.shape[1] for bend in bends.values())])
    curves = {
        name: bend.curve(factors[start:end]) for (name, bend), (start, end) in zip(bends.items(), pairwise(starts), strict=True)
    }
    return Leaning.of(told, hand.start, hand.end, curves)


@dataclass(frozen=True, eq=False)
class _Bend:
    """A feature as a curve may follow it.

    `basis` (n, knots): how much of each segment between two knots a value has passed, last whether it is missing.
    """

    knots: tuple[float, ...]
    basis: Float64

    @classmethod
    def of(cls, column: Float64) -> "_Bend | None":
        """None where all values are equal."""
        there = column[~np.isnan(column)]
        if not len(there):
            return None
        knots = np.unique(np.round(np.quantile(there, np.linspace(0, 1, _KNOTS)), _DIGITS))
        if len(knots) < 2:
            return None
        passed = [np.clip((column - start) / (end - start), 0, 1) for start, end in pairwise(knots)]
        basis = np.stack([*passed, np.isnan(column).astype(np.float64)], axis=1)
        return cls(tuple(knots.tolist()), np.nan_to_num(basis))

    def curve(self, factors: Float64) -> Curve:
        """Of the factors (knots,) of the basis. A curve begins at 0."""
        values = np.round(np.concatenate([[0.0], np.cumsum(factors[:-1])]), _DIGITS)
        return Curve(self.knots, tuple(values.tolist()), round(float(factors[-1]), _DIGITS))


def plain(leaning: Leaning) -> dict[str, Any]:
    """Feature -> weight, start and end of a line, or knots, values and missing of a curve, of those that weigh anything."""
    lines = {name: list(leaning.line(name)) for name in LEANING_FEATURES if leaning.weight[POSITION[name]]}
    return lines | {name: asdict(curve) for name, curve in leaning.curves.items()}


def leaning_of(told: Mapping[str, Any] | None) -> Leaning:
    """What `plain` told. A model from before there were leanings has that of the text alone."""
    if told is None:
        return TEXT_ALONE
    weight, start, end = np.zeros(len(FEATURES)), np.zeros(len(FEATURES)), np.ones(len(FEATURES))
    curves = {}
    for name, one in told.items():
        if isinstance(one, Mapping):
            curves[name] = Curve(tuple(one["knots"]), tuple(one["values"]), one["missing"])
        else:
            weight[POSITION[name]], start[POSITION[name]], end[POSITION[name]] = one
    return Leaning.of(weight, start, end, curves)


def _centred(values: Float64, number: np.ndarray[Any, np.dtype[np.int64]]) -> Float64:
    """(n, k) less the mean of the list that each row is of."""
    sizes = np.bincount(number)
    means = np.stack([np.bincount(number, column) / sizes for column in values.T], axis=1)
    return np.asarray(values - means[number], np.float64)
