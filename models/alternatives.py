"""Other ways to learn an order from the same lists, to be printed beside the ranker: what was tried and how it did."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Protocol

import numpy as np
from numpy.typing import NDArray

from matching.features.table import FEATURE_NAMES, FEATURES
from matching.protocols import Float64
from models.attention import FULL_ATTENTION, Attention, learnable
from models.baselines import check_features
from models.lists import Lists

Bool = NDArray[np.bool_]
Int64 = NDArray[np.int64]

_PAIRS_A_LIST: Final = 60
_HEAVIEST: Final = 10.0
"""No pair stands for more than so many that were not read: a few would speak for all."""
_RIDGE: Final = 0.01
"""Inverse strength of the penalty of the linear methods, with weights of mean 1."""
_ROUNDS: Final = 150
_LEAVES: Final = 7
_RATE: Final = 0.06
_LEAST_ROWS: Final = 30
_DIRECTIONS: Final = [feature.direction for feature in FEATURES]


class Scorer(Protocol):
    """Orders pairs by a number, higher first."""

    def score(self, features: Float64) -> Float64:
        """(n,) from (n, len(FEATURES)) with NaN for missing."""
        ...


@dataclass(frozen=True, eq=False)
class Fitted:
    """An alternative after training."""

    predict: Callable[[Float64], Float64]

    def score(self, features: Float64) -> Float64:
        check_features(features)
        return np.asarray(self.predict(features), np.float64) if len(features) else np.zeros(0)


@dataclass(frozen=True, eq=False)
class Plain:
    """Features for linear methods: missing values become the middle one, with a column that says so, all on one scale."""

    middle: Float64
    mean: Float64
    spread: Float64

    @classmethod
    def of(cls, features: Float64) -> "Plain":
        known = ~np.isnan(features)
        filled = np.where(known.any(axis=0), features, 0.0)
        middle = np.nanmedian(filled, axis=0)
        wide = _widened(features, middle)
        spread = wide.std(axis=0)
        return cls(middle, wide.mean(axis=0), np.where(spread > 1e-9, spread, 1.0))

    def of_rows(self, features: Float64) -> Float64:
        """(n, 2 F)"""
        return (_widened(features, self.middle) - self.mean) / self.spread


def fit_alternatives(lists: Lists, attention: Attention = FULL_ATTENTION, *, seed: int, threads: int = 1) -> Mapping[str, Scorer]:
    """Train every alternative on the pairs that were shown. Equal input and seed give equal scores.

    A pair counts with the gain of its relevance, 2^r - 1. With an attention, what showed interest counts 1 / attention times
    (inverse propensity weighting; Joachims, Swaminathan and Schnabel 2017, WSDM): at a place that is seldom read it stands for
    those that were not. Raises ValueError when no shown pair is relevant, or all are.
    """
    rows = learnable(lists)
    features, relevance = lists.features[rows], lists.relevance[rows]
    if not (relevance > 0).any() or (relevance > 0).all():
        raise ValueError(f"the {len(relevance)} shown pairs have one outcome only; there is nothing to learn from")
    weight = np.where(relevance > 0, np.minimum(1 / attention.at(lists.position[rows]), _HEAVIEST), 1.0)
    data = (features, relevance, weight)
    return {
        "logistic regression": _logistic(*data),
        "pointwise LightGBM": _pointwise(*data, seed, threads),
        "scikit-learn histogram boosting": _histogram(*data, seed),
        "pairwise linear": _pairwise(*data, lists.list_of[rows], seed),
    }


def _logistic(features: Float64, relevance: Int64, weight: Float64) -> Fitted:
    """Logistic regression of any interest, each pair weighted with its gain."""
    from sklearn.linear_model import LogisticRegression

    plain = Plain.of(features)
    gain = np.maximum(2.0**relevance - 1, 1.0)
    model = LogisticRegression(C=_RIDGE, max_iter=500).fit(plain.of_rows(features), relevance > 0, _mean_one(weight * gain))
    return Fitted(lambda rows: _linear(plain, model.coef_[0], rows))


def _pointwise(features: Float64, relevance: Int64, weight: Float64, seed: int, threads: int) -> Fitted:
    """LightGBM regression of the gain of each pair by itself, with the ranker's directions."""
    import lightgbm

    settings: dict[str, Any] = {
        "objective": "regression",
        "learning_rate": _RATE,
        "num_leaves": _LEAVES,
        "min_data_in_leaf": _LEAST_ROWS,
        "monotone_constraints": _DIRECTIONS,
        "deterministic": True,
        "force_row_wise": True,
        "feature_pre_filter": False,
        "num_threads": threads,
        "seed": seed,
        "verbosity": -1,
    }
    table = lightgbm.Dataset(
        features, 2.0**relevance - 1, weight=weight, feature_name=list(FEATURE_NAMES), params={"verbosity": -1}
    )
    forest = lightgbm.train(settings, table, num_boost_round=_ROUNDS)
    return Fitted(lambda rows: np.asarray(forest.predict(rows, num_threads=1), np.float64))


def _histogram(features: Float64, relevance: Int64, weight: Float64, seed: int) -> Fitted:
    """scikit-learn's boosting of the gain of each pair, with the ranker's directions and a Poisson loss, as gains are skewed."""
    from sklearn.ensemble import HistGradientBoostingRegressor

    # It cannot bin a column without a single value.
    told = ~np.isnan(features).all(axis=0)
    model = HistGradientBoostingRegressor(
        loss="poisson",
        max_iter=_ROUNDS,
        learning_rate=_RATE,
        max_leaf_nodes=_LEAVES,
        min_samples_leaf=_LEAST_ROWS,
        monotonic_cst=_DIRECTIONS,
        early_stopping=False,
        random_state=seed % 2**32,
    ).fit(np.where(told, features, 0.0), 2.0**relevance - 1, weight)
    return Fitted(lambda rows: np.asarray(model.predict(np.where(told, rows, 0.0)), np.float64))


def _pairwise(features: Float64, relevance: Int64, weight: Float64, list_of: Int64, seed: int) -> Fitted:
    """Logistic regression of differences: of two pairs of a list, which came further (Burges et al. 2005, with a linear net)."""
    from sklearn.linear_model import LogisticRegression

    plain = Plain.of(features)
    wide = plain.of_rows(features)
    better, worse = _sampled_pairs(relevance, list_of, seed)
    if not len(better):
        return Fitted(lambda rows: np.zeros(len(rows)))
    difference = wide[better] - wide[worse]
    counts = _mean_one(weight[better] * (2.0 ** relevance[better] - 2.0 ** relevance[worse]))
    model = LogisticRegression(C=_RIDGE, max_iter=500, fit_intercept=False).fit(
        np.vstack([difference, -difference]), np.repeat([1, 0], len(better)), np.concatenate([counts, counts])
    )
    return Fitted(lambda rows: _linear(plain, model.coef_[0], rows))


def _sampled_pairs(relevance: Int64, list_of: Int64, seed: int) -> tuple[Int64, Int64]:
    """At most `_PAIRS_A_LIST` seeded pairs of different relevance a list, the better one first."""
    generator = np.random.Generator(np.random.PCG64(seed))
    numbers, starts, sizes = np.unique(list_of, return_index=True, return_counts=True)
    number = np.repeat(np.arange(len(numbers)), _PAIRS_A_LIST)
    one = starts[number] + (generator.random(len(number)) * sizes[number]).astype(np.int64)
    other = starts[number] + (generator.random(len(number)) * sizes[number]).astype(np.int64)
    better, worse = (
        np.where(relevance[one] >= relevance[other], one, other),
        np.where(relevance[one] >= relevance[other], other, one),
    )
    kept = relevance[better] > relevance[worse]
    return better[kept].astype(np.int64), worse[kept].astype(np.int64)


def _mean_one(weight: Float64) -> Float64:
    return np.asarray(weight / weight.mean(), np.float64)


def _linear(plain: Plain, weights: Float64, rows: Float64) -> Float64:
    """A weighted sum, row by row, so that no row's last digit depends on the others."""
    return np.asarray((plain.of_rows(rows) * weights).sum(axis=1), np.float64)


def _widened(features: Float64, middle: Float64) -> Float64:
    missing = np.isnan(features)
    return np.hstack([np.where(missing, middle, features), missing.astype(np.float64)])
