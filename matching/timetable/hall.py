"""How far it is from booth to booth."""

import numpy as np
from numpy.typing import NDArray

Float64 = NDArray[np.float64]


def walking_minutes(positions: Float64, metres_a_minute: float = 50.0) -> Float64:
    """(booths, booths) minutes along the aisles between booths at these positions, (booths, 2) in metres.

    Aisles cross at right angles, so the way is the sum of both distances; 50 m a minute is a slow walk through a crowd.
    Raises ValueError for a speed that is not above 0.
    """
    if not metres_a_minute > 0:
        raise ValueError(f"a walk of {metres_a_minute} metres a minute: give a speed above 0")
    ways = np.abs(positions[:, None, :] - positions[None, :, :]).sum(axis=2)
    return np.asarray(ways / metres_a_minute, dtype=np.float64)
