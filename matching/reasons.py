"""From what moved a score to a few plain sentences, each a true statement about the pair."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from matching.features.sentences import alike_sentences, sentence
from matching.features.table import FEATURE_NAMES, FEATURES, POSITION, Feature
from matching.knowledge.catalogue import Text
from matching.protocols import Float64, Ranker
from matching.rounding import round_all
from matching.shortlist import Reason

Int64 = NDArray[np.int64]

LEAST_SHARE: Final = 0.03
"""A theme that moved the score by less than this share of all movement is no reason."""

_THEMES: Final = tuple(
    tuple(column for column, feature in enumerate(FEATURES) if feature.theme == theme and feature.about == "pair")
    for theme in dict.fromkeys(feature.theme for feature in FEATURES if feature.about == "pair")
)
"""The columns of the features of the pair, theme by theme, all in table order."""
_SILENT: Final = -1
_SAID: Final = np.dtype("V24")
"""Column, number of the sentence, weight."""
_SENTENCE: Final = 16


@dataclass(frozen=True, eq=False)
class Moved:
    """What is said of many rows, in order of row, of each the strongest first: `rows`, `columns` and `weights` (reasons,)."""

    rows: Int64
    columns: Int64
    weights: Float64


def join_moved(parts: Sequence[Moved], rows: int) -> Moved:
    """Parts of `rows` rows each, the last of some, as one."""
    return Moved(
        rows=np.concatenate([np.zeros(0, np.int64), *(one.rows + part * rows for part, one in enumerate(parts))]),
        columns=np.concatenate([np.zeros(0, np.int64), *(one.columns for one in parts)]),
        weights=np.concatenate([np.zeros(0), *(one.weights for one in parts)]),
    )


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
    return put_in_words(features, strongest(features, contributions, limit))


def put_in_words(features: Float64, moved: Moved) -> list[tuple[Reason, ...]]:
    """The reasons of each row of features (n, F). What several rows say alike is one reason."""
    alike = alike_sentences(features, moved.rows, moved.columns)
    # What a reason says, as bytes, and of them first what its sentence says.
    keys = np.stack([moved.columns, alike, moved.weights], axis=1).view(_SAID).ravel().tolist()
    examples = dict(zip(keys, range(len(keys)), strict=True))
    texts: dict[bytes, Text] = {}
    made = []
    for key, place in examples.items():
        column = int(moved.columns[place])
        text = texts.get(key[:_SENTENCE])
        if text is None:
            text = texts[key[:_SENTENCE]] = sentence(FEATURES[column], features[moved.rows[place]])
        made.append({"feature": FEATURE_NAMES[column], "text": text, "weight": float(moved.weights[place])})
    known = dict(zip(examples, Reason.all_known(made), strict=True))
    told = list(map(known.__getitem__, keys))
    bounds = np.searchsorted(moved.rows, np.arange(len(features) + 1)).tolist()
    return [tuple(told[start:stop]) for start, stop in pairwise(bounds)]


def strongest(features: Float64, contributions: Float64, limit: int = 3) -> Moved:
    """Which features speak for each row of features (n, F) and contributions (n, F), as `reasons_of`.

    Column by column: each row is added in table order, as if it stood alone.
    """
    values, moved = np.ascontiguousarray(features.T), np.ascontiguousarray(contributions.T)
    totals, sums = np.zeros(len(features)), np.zeros((len(_THEMES), len(features)))
    speakers = np.full(sums.shape, _SILENT, np.int64)
    for one in moved:
        totals += np.abs(one)
    for columns, total, speaker in zip(_THEMES, sums, speakers, strict=True):
        for column in columns:
            total += moved[column]
        up, most = total > 0, np.zeros(len(features))
        for column in columns:
            way = np.where(up, moved[column], -moved[column])
            better = (way > most) & _speaks(FEATURES[column], values[column], up)
            np.copyto(speaker, column, where=better)
            np.copyto(most, way, where=better)
    order = np.argsort(-np.abs(sums), axis=0, kind="stable")
    shares = np.take_along_axis(sums, order, axis=0) / np.where(totals == 0, np.inf, totals)
    speakers = np.take_along_axis(speakers, order, axis=0)
    heard = (speakers != _SILENT) & ~(np.abs(shares) < LEAST_SHARE)
    heard &= np.cumsum(heard, axis=0) <= limit
    rows, places = np.nonzero(heard.T)
    return Moved(rows, speakers[places, rows], round_all(shares[places, rows], 4))


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


def _speaks(feature: Feature, values: Float64, up: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """(n,) whether the sentence of the feature points the way the theme moved the score; a missing value never does."""
    high = values >= feature.turn
    if feature.direction == 0:
        return high
    return np.asarray((up == (high == (feature.direction > 0))) & ~np.isnan(values), np.bool_)
