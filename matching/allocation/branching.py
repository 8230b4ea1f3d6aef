"""Branch and bound, for a fair that is no flow: people who need two resources at once, long interviews, booths with their own.

1. For t = 1 ... k: maximise the sum over people of min(interviews, t), then hold it (coverage first, step by step as in the flow).
   Values are added, together less than half of one interview: they decide nothing, but without them all ways to cover are alike
   and the solver is lost among them (72,000 pairs: minutes instead of seconds).
2. Maximise the value under all that is held, to within the gap.

Ties within the gap are broken by the lottery: each value is raised by at most 1e-9 of the largest value. People and postings are
sorted by lottery before the solver sees them, so that the answer does not depend on the order of the rows.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from matching.allocation.canonical import sort_by_lottery
from matching.allocation.core import Effort, Whole, solve_whole
from matching.allocation.lottery import BITS
from matching.allocation.network import most_interviews
from matching.allocation.program import Held, Program, maximum_of, program_of, promises_of

if TYPE_CHECKING:
    from matching.allocation.problem import Problem

Int64 = NDArray[np.int64]
Float64 = NDArray[np.float64]

WITHIN: Final = 1e-9
WHOLE: Final = 1e-6
HALF: Final = 0.4


@dataclass(frozen=True, slots=True, eq=False)
class Branched:
    """`rows`: the pairs that meet; `bound`: no objective under this coverage is larger; `steps`: for t = 1 ... k, no allocation
    that keeps the steps before has more than so many of min(interviews, t); `stopped`: whether time ran out before the gap.
    """

    rows: Int64
    bound: float
    steps: tuple[int, ...]
    stopped: bool


def branch(problem: "Problem", effort: Effort) -> Branched:
    """Solve any problem. Raises RuntimeError where the solver finds nothing in time: allow it more seconds."""
    ordered, back = sort_by_lottery(problem)
    program = program_of(ordered)
    worth = ordered.worth[program.free]
    raised = worth + WITHIN * worth.max(initial=0) * ordered.lottery[program.free] / 2**BITS
    together = float(np.sort(raised)[-most_interviews(ordered) :].sum())
    held: list[Held] = []
    steps: list[int] = []
    late, first = False, np.zeros(0, dtype=np.int64)
    for promise in promises_of(ordered, program):
        slight = raised * HALF / max(together, 1e-300)
        whole, most = _cover(program, slight, held, promise, effort.seconds, first)
        best, first = _reached(program, promise, whole.x), whole.columns
        held.append(Held(promise, best))
        steps.append(most + int(np.minimum(program.pinned, len(held)).sum()))
        late |= whole.stopped

    def close(x: Int64, bound: float) -> bool:
        return bound - float(raised @ x) <= effort.gap * abs(bound)

    whole = solve_whole(maximum_of(program, raised, held), effort, close, first)
    pinned = np.flatnonzero(ordered.pinned)
    rows = np.concatenate([pinned, program.free[whole.x > 0]])
    return Branched(np.sort(back[rows]), float(whole.bound + ordered.worth[pinned].sum()), tuple(steps), late or whole.stopped)


def _cover(program: Program, slight: Float64, held: list[Held], promise: Int64, seconds: float, first: Int64) -> tuple[Whole, int]:
    """One step of coverage: who meets, and the most that can be reached. `first`: columns that mattered in the step before."""

    def met(x: Int64, bound: float) -> bool:
        return _reached(program, promise, x) >= int(bound + WHOLE)

    maximum = maximum_of(program, slight, [*held, Held(promise, 0)], cover=True)
    whole = solve_whole(maximum, Effort(HALF / (2 * max(1, int(promise.sum()))), seconds), met, first)
    return whole, max(_reached(program, promise, whole.x), int(whole.bound + WHOLE))


def _reached(program: Program, promise: Int64, x: Int64) -> int:
    return int(np.minimum(promise, program.meets @ x).sum())
