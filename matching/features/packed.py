"""Feature rows as bytes, so that learning sees what the list was made of, whatever became of the records since."""

from collections.abc import Sequence
from functools import lru_cache
from hashlib import sha256
from typing import Final

import numpy as np

from matching.features.table import FEATURES
from matching.protocols import Float64

_STORED: Final = np.dtype("<f4")


@lru_cache(maxsize=1)
def features_hash() -> str:
    """16 hexadecimal digits that tell one feature table from another: the names and units of its columns, in order."""
    rows = [f"{feature.name}\t{feature.unit.en}" for feature in FEATURES]
    return sha256("\n".join(rows).encode()).hexdigest()[:16]


def pack_features(features: Float64) -> list[bytes]:
    """Each row of (n, F) as F little-endian float32; NaN stays NaN."""
    size = features.shape[1] * _STORED.itemsize
    content = np.ascontiguousarray(features, _STORED).tobytes()
    return [content[start : start + size] for start in range(0, len(content), size)]


def unpack_numbers(row: bytes) -> list[float]:
    """The numbers of one row of `pack_features`, whichever feature table it was packed with."""
    return [float(value) for value in np.frombuffer(row, _STORED)]


def unpack_features(rows: Sequence[bytes]) -> Float64:
    """(n, len(FEATURES)) of the rows of `pack_features`. Raises ValueError when a row has another number of columns."""
    width = len(FEATURES) * _STORED.itemsize
    wrong = sum(len(row) != width for row in rows)
    if wrong:
        raise ValueError(f"{wrong} stored rows do not have the {len(FEATURES)} columns of this feature table; leave them out")
    return np.frombuffer(b"".join(rows), _STORED).reshape(len(rows), len(FEATURES)).astype(np.float64)
