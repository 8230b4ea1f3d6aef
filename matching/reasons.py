"""From what moved a score to a few plain sentences, each a true statement about the pair."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from matching.features.sentences import sentence
from matching.features.table import FEATURE_NAMES, FEATURES, POSITION, Feature
from matching.protocols import Float64, Ranker
from matching.shortlist import Reason

LEAST_SHARE: Final = 0.03
"""A theme that moved the score by less than this share of all movement is no reason."""

_THEMES: Final = tuple(
    tuple(column for column, feature in enumerate(FEATURES) if feature.theme == theme and feature.about == "pair")
    for theme in dict.fromkeys(feature.theme for feature in FEATURES if feature.about == "pair")
)
"""The columns of the features of the pair, theme by theme, all in table order."""


def contribution_reasons(
    ranker: Ranker, features: Float64, rows: Sequence[int] | NDArray[np.int64], limit: int = 3
) -> list[tuple[Reason, ...]]:
    """The reasons of chosen rows of a feature table (n, len(FEATURES)), in the order of `rows`."""
    chosen = features[np.asarray(rows, np.int64)]
    if not len(chosen):
        return []
    return all_reasons(chosen, ranker.contributions(chosen), limit)


def all_reasons(features: Float64, contributions: Float64, limit: int = 3) -> list[tuple[Reason, ...]]:
    """`reasons_of` each row of features (n, F) and contributions (n, F)."""
    totals, sums = np.zeros(len(features)), np.zeros((len(_THEMES), len(features)))
    # Column by column: each row is added in table order, as if it stood alone.
    for column in range(len(FEATURES)):
        totals += np.abs(contributions[:, column])
    for theme, columns in enumerate(_THEMES):
        for column in columns:
            sums[theme] += contributions[:, column]
    orders = np.argsort(-np.abs(sums), axis=0, kind="stable").T.tolist()
    rows = zip(features, contributions, orders, sums.T.tolist(), totals.tolist(), strict=True)
    return [_reasons(values, moved.tolist(), order, mine, total, limit) for values, moved, order, mine, total in rows]


def reasons_of(values: Float64, contributions: Float64, limit: int = 3) -> tuple[Reason, ...]:
    """At most `limit` reasons of one pair, strongest first, from its features (F,) and their contributions (F,).

    1. Only features of the pair count: what is equal for everyone on the list explains no place on it.
    2. What the features of a theme moved is added up: the sum is the theme's weight and sign, and orders the reasons; ties go to
       table order. So no theme speaks in favour while it did more against, and none counts for less because it has many features.
    3. Of a theme speaks the strongest feature that moved the score the way of the sum and whose sentence points that way. A missing
       value is silent; so is a feature with a direction that points the other way ("is near" is no drawback), and one without a
       direction unless there is something to tell ("is not above" is nothing). A theme of silent features is no reason.
    4. The sentence states the value itself; `weight` is the signed share of all movement, -1 to 1.

    Raises ValueError when either does not have one entry a feature.
    """
    if values.shape != (len(FEATURES),) or contributions.shape != (len(FEATURES),):
        raise ValueError(f"values {values.shape} and contributions {contributions.shape} must both be ({len(FEATURES)},)")
    return all_reasons(values[None], contributions[None], limit)[0]


def _reasons(
    values: Float64, moved: Sequence[float], order: Sequence[int], sums: Sequence[float], total: float, limit: int
) -> tuple[Reason, ...]:
    """Of one pair, with its themes in order of weight, what moved them and all movement."""
    reasons: list[Reason] = []
    known = values.tolist()
    for theme in order:
        if len(reasons) == limit or total == 0 or abs(sums[theme]) / total < LEAST_SHARE:
            break
        column = _speaker(_THEMES[theme], known, moved, sums[theme])
        if column is not None:
            feature = FEATURES[column]
            reasons.append(Reason(feature=feature.name, text=sentence(feature, values), weight=round(sums[theme] / total, 4)))
    return tuple(reasons)


def _speaker(columns: Sequence[int], values: Sequence[float], moved: Sequence[float], all_moved: float) -> int | None:
    """The column that says why the features of its theme together moved the score by `all_moved`: the one that moved it most."""
    best, most = None, 0.0
    for column in columns:
        way = moved[column] if all_moved > 0 else -moved[column]
        if way > most and _speaks(FEATURES[column], values[column], all_moved):
            best, most = column, way
    return best


def plain_reasons(values: Float64, like: Sequence[Reason] | None, limit: int = 3) -> tuple[Reason, ...]:
    """True statements about a pair that no ranker scored, in the manner of the reasons `like` of its neighbour on the list.

    For somebody who opted out of profiling: as many statements as the neighbour has, of the same features where they are known,
    with weights of the same size, so that the entry is not marked; none where the neighbour has none. `like` None: there is no
    neighbour. The sign says which way the fact points, no model made it.
    """
    wanted = dict.fromkeys([*(reason.feature for reason in like or ()), *FEATURE_NAMES])
    sizes = [0.3, 0.2, 0.1][:limit] if like is None else [abs(reason.weight) for reason in like]
    reasons: list[Reason] = []
    themes: set[str] = set()
    for name in wanted:
        feature, value = FEATURES[POSITION[name]], float(values[POSITION[name]])
        if len(reasons) == len(sizes):
            break
        if feature.about == "posting" or np.isnan(value) or feature.theme in themes:
            continue
        high = value >= feature.turn
        if feature.direction == 0 and not high:
            continue
        themes.add(feature.theme)
        sign = 1 if feature.direction == 0 or high == (feature.direction > 0) else -1
        reasons.append(Reason(feature=name, text=sentence(feature, values), weight=sign * sizes[len(reasons)]))
    return tuple(reasons)


def _speaks(feature: Feature, value: float, moved: float) -> bool:
    if value != value:
        return False
    high = value >= feature.turn
    return high if feature.direction == 0 else (moved > 0) == (high == (feature.direction > 0))
