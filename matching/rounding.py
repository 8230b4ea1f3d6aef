"""Rounding many numbers as Python rounds one: to the nearest decimal, of a tie by its exact value."""

from math import isfinite
from typing import Final

import numpy as np

from matching.protocols import Float64

_EXACT: Final = 2.0**40
"""Up to here the nearest whole number is sure, and so is the double nearest to its decimal."""
_DOUBT: Final = 1e-3
"""So near to the middle between two decimals the exact value decides."""


def round_all(values: Float64, digits: int) -> Float64:
    """(n,) each value as `round(value, digits)`, what is not finite as it is; `digits` 0 to 15."""
    scale = 10.0**digits
    with np.errstate(over="ignore", invalid="ignore"):
        scaled = values * scale
        whole = np.rint(scaled)
        sure = (np.abs(scaled) < _EXACT) & (np.abs(np.abs(scaled - whole) - 0.5) > _DOUBT)
    rounded = whole / scale
    for place in np.flatnonzero(~sure).tolist():
        value = float(values[place])
        rounded[place] = round(value, digits) if isfinite(value) else value
    return np.asarray(rounded, np.float64)
