"""A feature's value as a sentence that is true of it: figures are rounded so that none says more than the value does."""

from collections.abc import Callable
from math import floor
from typing import Final

import numpy as np
from numpy.typing import NDArray

from matching.features.table import POSITION, REMOTE_WORK, Feature, Show
from matching.knowledge.catalogue import Text

LEAST_SHOWN: Final = 0.1
"""Hours and years are shown in tenths; less is said to be less."""


def sentence(feature: Feature, values: NDArray[np.float64]) -> Text:
    """What the feature says in a row (F,) of the feature table; a missing value says what is missing."""
    value = float(values[POSITION[feature.name]])
    if np.isnan(value):
        return feature.missing
    if feature.name == "distance_km" and value == 0 and np.isnan(values[POSITION["same_district"]]):
        return REMOTE_WORK
    if feature.at is not None and value == feature.at[0]:
        return feature.at[1]
    words = feature.high if value >= feature.turn else feature.low
    return words.format(value=_SHOWN[feature.show](value))


def _same(shown: str) -> Text:
    return Text(zh=shown, en=shown)


def _percent(value: float) -> Text:
    # 0.29 * 100 is a little below 29 in floating point.
    return _same(f"{floor(value * 100 + 1e-9)}%")


def _tenths(value: float, zh: str, en: str) -> Text:
    size = abs(value)
    if 0 < size < LEAST_SHOWN:
        return Text(zh=f"{LEAST_SHOWN:g} {zh}以内", en=f"less than {LEAST_SHOWN:g} {en}")
    return Text(zh=f"{round(size, 1):g} {zh}", en=f"{round(size, 1):g} {en}")


_SHOWN: Final[dict[Show, Callable[[float], Text]]] = {
    "percent": _percent,
    "count": lambda value: _same(f"{value:g}"),
    "levels": lambda value: _same(f"{value:g}"),
    "fit": lambda value: _same(f"{value:g}"),
    "km": lambda value: Text(zh=f"{value:.0f} 公里", en=f"{value:.0f} km"),
    "minutes": lambda value: Text(zh=f"{value:.0f} 分钟", en=f"{value:.0f} minutes"),
    "times": lambda value: Text(zh=f"{value:.1f} 倍", en=f"{value:.1f} times"),
    "hours": lambda value: _tenths(value, "小时", "h"),
    "years": lambda value: _tenths(value, "年", "year(s)"),
    "thousand": lambda value: Text(zh=f"{value * 1_000:.0f} 元", en=f"{value * 1_000:.0f} yuan"),
}
