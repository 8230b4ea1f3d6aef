"""A ranker's order in the few words that retrieval understands: a weighted sum that stands in for it among all who are allowed."""

from collections.abc import Callable, Mapping
from typing import Any, Final

import numpy as np

from matching.features.leaning import LEANING_FEATURES, TEXT_ALONE, Leaning
from matching.features.table import FEATURES, POSITION
from matching.protocols import Float64
from models.baselines import HandWeightedRanker
from models.lists import Lists

_PAIRS: Final = 100_000
"""Pairs looked at, at most: some thirty weights need no more."""
_RIDGE: Final = 1e-3
_DIGITS: Final = 4


def learn_leaning(score: Callable[[Float64], Float64], lists: Lists) -> Leaning:
    """The packaged hand weights' terms, weighted anew so that within the lists they come nearest to the scores (least squares).

    Terms that a leaning may not have are left out, and so are those that vary in no list. Equal lists and scores give equal bytes:
    sums are added in one order and weights rounded. `TEXT_ALONE` where no list varies.
    """
    rows = np.unique(np.linspace(0, len(lists) - 1, min(len(lists), _PAIRS)).astype(np.int64))
    hand = HandWeightedRanker.load()
    columns = [POSITION[name] for name in LEANING_FEATURES if hand.weight[POSITION[name]]]
    features, number = lists.features[rows], np.unique(lists.list_of[rows], return_inverse=True)[1]
    terms = _centred(np.ascontiguousarray(hand.leaning.terms(features)[:, columns]), number)
    scores = _centred(score(features)[:, None], number)[:, 0]
    square = np.einsum("ni,nj->ij", terms, terms)
    if not square.any() or not scores.any():
        return TEXT_ALONE
    square[np.diag_indices(len(columns))] += _RIDGE * float(np.trace(square)) / len(columns)
    factors = np.linalg.solve(square, np.einsum("ni,n->i", terms, scores))
    weight = np.zeros(len(FEATURES))
    weight[columns] = np.round(factors * hand.weight[columns], _DIGITS)
    return Leaning.of(weight, hand.start, hand.end) if weight.any() else TEXT_ALONE


def plain(leaning: Leaning) -> dict[str, list[float]]:
    """Feature -> weight, start and end, of those that weigh anything."""
    return {name: list(leaning.line(name)) for name in LEANING_FEATURES if leaning.weight[POSITION[name]]}


def leaning_of(told: Mapping[str, Any] | None) -> Leaning:
    """What `plain` told. A model from before there were leanings has that of the text alone."""
    if told is None:
        return TEXT_ALONE
    weight, start, end = np.zeros(len(FEATURES)), np.zeros(len(FEATURES)), np.ones(len(FEATURES))
    for name, line in told.items():
        weight[POSITION[name]], start[POSITION[name]], end[POSITION[name]] = line
    return Leaning.of(weight, start, end)


def _centred(values: Float64, number: np.ndarray[Any, np.dtype[np.int64]]) -> Float64:
    """(n, k) less the mean of the list that each row is of."""
    sizes = np.bincount(number)
    means = np.stack([np.bincount(number, column) / sizes for column in values.T], axis=1)
    return np.asarray(values - means[number], np.float64)
