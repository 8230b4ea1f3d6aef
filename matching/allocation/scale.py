"""Values as integers, so that a flow is exact, and coverage above all values, so that one flow does both.

A value w becomes round(w / unit), at least 1, with unit = (largest value) / R. R is 2**32, or less where the solver's 64-bit
arithmetic asks for it: a cost times the number of nodes must stay below 2**61. So an interview's value is off by at most one unit,
and the value of an allocation of n interviews lies within 2 n units of the best there is: about 1e-9 of it at an ordinary fair.

A step of coverage is worth `step`, more than all values that can be had together. Let Y(t) be the sum over people of
min(interviews, t). With guarantee k, Y(1) counts k steps and Y(2) ... Y(k) one each. What a flow can serve is a polymatroid over
people, so all Y(t) reach their maximum together; the weights only make that certain, and let a price be read back: steps // k is
how much Y(1) rises, steps % k how much Y(2) ... Y(k) rise together.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Int64 = NDArray[np.int64]
Float64 = NDArray[np.float64]

FINEST: Final = 2**32
LARGEST: Final = 2**61


@dataclass(frozen=True, slots=True, eq=False)
class Scale:
    """`worth`: (pairs,) integers; `unit`: the value of 1; `step`: what a step of coverage counts; `guaranteed`: k."""

    worth: Int64
    unit: float
    step: int
    guaranteed: int

    def bonus(self, interview: int) -> int:
        """What a person's interview number 1, 2, ... counts beside its value: falls with each, 0 beyond the guarantee."""
        if interview > self.guaranteed:
            return 0
        steps = 2 * self.guaranteed - 1 if interview == 1 else self.guaranteed - interview + 1
        return steps * self.step

    def error(self, interviews: int) -> float:
        """By how much the value of the best allocation of so many interviews can lie above that of the one found."""
        return 2 * interviews * self.unit

    def read(self, amounts: Int64) -> tuple[Int64, Int64, Float64]:
        """Take amounts apart, (n,) each: the rise of Y(1), the rises of Y(2) ... Y(k) together, and value."""
        steps = (amounts + self.step // 2) // self.step
        first, more = np.divmod(steps, max(self.guaranteed, 1))
        value = np.asarray((amounts - steps * self.step) * self.unit, dtype=np.float64)
        return np.asarray(first, dtype=np.int64), np.asarray(more, dtype=np.int64), value


def scale_of(worth: Float64, interviews: int, nodes: int, guaranteed: int) -> Scale:
    """The finest scale for at most so many interviews in a network of so many nodes. `worth`: (pairs,) above 0."""
    top = float(worth.max()) if len(worth) else 1.0
    weight = 2 * max(guaranteed, 1) - 1
    most = max(1, min(interviews, len(worth)))
    finest = LARGEST // (2 * weight * (most + 1) * (nodes + 2))
    unit = top / max(1, min(FINEST, finest))
    integers = np.maximum(1, np.rint(worth / unit)).astype(np.int64)
    best = np.sort(integers)[-most:].sum() if len(integers) else 0
    return Scale(integers, unit, 2 * int(best) + 1, guaranteed)
