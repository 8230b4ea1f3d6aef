"""How near two occupations are in the classification, as one table of all pairs."""

from functools import lru_cache
from itertools import permutations
from typing import Final

import numpy as np
from numpy.typing import NDArray

from matching.occupation_names import occupations_by_code
from matching.occupation_titles import near_occupations
from matching.occupations import class_prefixes

Float32 = NDArray[np.float32]
Float64 = NDArray[np.float64]

SAME: Final = 1.0
SMALL_CLASS: Final = 0.75
MIDDLE_CLASS: Final = 0.5
MAIN_CLASS: Final = 0.25
"""Steps of equal size up the classification; a group of `near_occupations` counts as one small class. No more exact than that."""


@lru_cache(maxsize=1)
def code_numbers() -> dict[str, int]:
    """Occupation code -> its row in the table of nearness, in code order."""
    return {code: number for number, code in enumerate(sorted(occupations_by_code()))}


@lru_cache(maxsize=1)
def nearness() -> Float32:
    """(codes, codes) 0..1, symmetric: 1 the same occupation, 0 another main class."""
    codes = list(code_numbers())
    table = np.zeros((len(codes), len(codes)), np.float32)
    for depth, value in zip((2, 1, 0), (MAIN_CLASS, MIDDLE_CLASS, SMALL_CLASS), strict=True):
        classes = np.unique([class_prefixes(code)[depth] for code in codes], return_inverse=True)[1]
        table[classes[:, None] == classes] = value
    for group in near_occupations():
        for one, other in permutations([code_numbers()[code] for code in group], 2):
            table[one, other] = max(table[one, other], SMALL_CLASS)
    np.fill_diagonal(table, SAME)
    table.flags.writeable = False
    return table
