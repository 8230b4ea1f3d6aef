"""A feature's value as a sentence that is true of it: figures are rounded so that none says more than the value does."""

from collections.abc import Callable
from functools import lru_cache
from math import floor, isnan
from typing import Final

import numpy as np
from numpy.typing import NDArray

from matching.features.table import FEATURES, POSITION, REMOTE_WORK, Feature, Show
from matching.knowledge.catalogue import Text

LEAST_SHOWN: Final = 0.1
"""Hours and years are shown in tenths; less is said to be less."""
_ROUNDED_UP: Final = 1e-9
_PERCENT: Final = np.array([feature.show == "percent" for feature in FEATURES], np.bool_)
_TURNS: Final = np.array([feature.turn for feature in FEATURES])
_OWN: Final = np.array([np.nan if feature.at is None else feature.at[0] for feature in FEATURES])
"""The value that has a sentence of its own, if one has."""


def sentence(feature: Feature, values: NDArray[np.float64]) -> Text:
    """What the feature says in a row (F,) of the feature table; a missing value says what is missing."""
    value = float(values[POSITION[feature.name]])
    if isnan(value):
        return feature.missing
    if feature.name == "distance_km" and value == 0 and np.isnan(values[POSITION["same_district"]]):
        return REMOTE_WORK
    if feature.at is not None and value == feature.at[0]:
        return feature.at[1]
    return _said(feature.name, value >= feature.turn, *_SHOWN[feature.show](value))


def alike_sentences(features: NDArray[np.float64], rows: NDArray[np.int64], columns: NDArray[np.int64]) -> NDArray[np.float64]:
    """(k,) numbers: a column says the same sentence in all rows for which it has one number. Missing values have none.

    `rows` and `columns` (k,) say which values of features (n, F) are meant.
    """
    values = features[rows, columns]
    alike = values.copy()
    # All values of one percentage are one sentence, on each side of the turn; what a value says of its own comes in between.
    shares = _PERCENT[columns]
    shown = np.floor(values[shares] * 100 + _ROUNDED_UP)
    alike[shares] = 3 * shown + (values[shares] >= _TURNS[columns[shares]]) + 0.5 * (values[shares] == _OWN[columns[shares]])
    remote = (columns == POSITION["distance_km"]) & (values == 0) & np.isnan(features[rows, POSITION["same_district"]])
    alike[remote] = -1.0
    return alike


@lru_cache(maxsize=16_384)
def _said(name: str, high: bool, zh: str, en: str) -> Text:
    """The sentence with the value as it is shown: many pairs show the same one."""
    feature = FEATURES[POSITION[name]]
    return (feature.high if high else feature.low).format(value=Text(zh=zh, en=en))


def _same(shown: str) -> tuple[str, str]:
    return shown, shown


def _percent(value: float) -> tuple[str, str]:
    # 0.29 * 100 is a little below 29 in floating point.
    return _same(f"{floor(value * 100 + _ROUNDED_UP)}%")


def _tenths(value: float, zh: str, en: str) -> tuple[str, str]:
    size = abs(value)
    if 0 < size < LEAST_SHOWN:
        return f"{LEAST_SHOWN:g} {zh}以内", f"less than {LEAST_SHOWN:g} {en}"
    return f"{round(size, 1):g} {zh}", f"{round(size, 1):g} {en}"


_SHOWN: Final[dict[Show, Callable[[float], tuple[str, str]]]] = {
    "percent": _percent,
    "count": lambda value: _same(f"{value:g}"),
    "levels": lambda value: _same(f"{value:g}"),
    "fit": lambda value: _same(f"{value:g}"),
    "km": lambda value: (f"{value:.0f} 公里", f"{value:.0f} km"),
    "minutes": lambda value: (f"{value:.0f} 分钟", f"{value:.0f} minutes"),
    "times": lambda value: (f"{value:.1f} 倍", f"{value:.1f} times"),
    "hours": lambda value: _tenths(value, "小时", "h"),
    "years": lambda value: _tenths(value, "年", "year(s)"),
    "thousand": lambda value: (f"{value * 1_000:.0f} 元", f"{value * 1_000:.0f} yuan"),
}
