"""Allocate: the best allocation there is, with its proof."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from matching.allocation.allocation import Allocation, allocation_of, digest_of
from matching.allocation.branching import branch
from matching.allocation.core import Effort
from matching.allocation.coverage import Coverage, coverage_of, most_coverage
from matching.allocation.cut import find_shortages
from matching.allocation.flow import solve_flow
from matching.allocation.lottery import Lottery
from matching.allocation.network import build_network, crossing, most_interviews
from matching.allocation.shortage import Shortage
from matching.allocation.waiting import WaitingLists, waiting_lists

if TYPE_CHECKING:
    from matching.allocation.problem import Problem


class Form(StrEnum):
    """How it was solved: as one flow, exactly, or by branch and bound, to within a gap."""

    FLOW = "flow"
    BRANCHING = "branching"


@dataclass(frozen=True, slots=True, eq=False)
class Solution:
    """An allocation and what is known about it.

    `objective` = `value` + `priority`: what the meetings are worth, and what the organizer's priorities add. `bound`: no allocation
    of the same coverage has a larger objective. `crossing` names what made branch and bound necessary, `stopped` whether its time
    ran out before its gap was reached. `coverage` beside `most`, the maximum flow (or what branch and bound proved, if that is
    lower); `shortages` say who misses out and why. `digest` is equal for equal allocations; with the `lottery` anybody can draw
    them again.
    """

    allocation: Allocation
    form: Form
    crossing: str | None
    value: float
    priority: float
    bound: float
    stopped: bool
    coverage: Coverage
    most: Coverage
    shortages: tuple[Shortage, ...]
    waiting: WaitingLists
    lottery: Lottery
    digest: str

    @property
    def objective(self) -> float:
        return self.value + self.priority

    @property
    def gap(self) -> float:
        """(bound - objective) / bound, 0..1."""
        return max(0.0, self.bound - self.objective) / self.bound if self.bound > 0 else 0.0

    @property
    def covered(self) -> bool:
        """Whether nobody could have been served in addition, as proved by the maximum flow or by branch and bound.

        Without a guarantee nothing is promised, and so all of it is kept.
        """
        return self.coverage.kept == self.most.kept and (self.coverage.first == self.most.first or self.most.kept == 0)


def allocate(problem: "Problem", effort: Effort | None = None) -> Solution:
    """Decide who meets whom: coverage first, then the largest value, ties by the lottery.

    1. Without crossing resources: one min-cost flow, exact but for the scale of its integers (`matching.allocation.scale`).
    2. With them: branch and bound (`matching.allocation.branching`), to the gap of `effort`.

    A pure function: the same request and seed give the same bytes, in whatever order its rows come.
    """
    crossed, most = crossing(problem), most_coverage(problem)
    if crossed is None:
        network = build_network(problem)
        flow = solve_flow(network, problem.lottery[network.free])
        rows = np.sort(np.concatenate([np.flatnonzero(problem.pinned), network.free[flow[network.pairs.slice] > 0]]))
        form, stopped = Form.FLOW, False
        bound = float(problem.worth[rows].sum()) + network.scale.error(min(most_interviews(problem), len(network.free)))
    else:
        branched = branch(problem, effort or Effort())
        rows, bound, stopped, form = branched.rows, branched.bound, branched.stopped, Form.BRANCHING
        most = _lower(most, branched.steps)
    allocation = allocation_of(rows, problem, "allocation")
    value, objective = float(problem.pairs.value[rows].sum()), float(problem.worth[rows].sum())
    return Solution(
        allocation=allocation,
        form=form,
        crossing=crossed,
        value=value,
        priority=objective - value,
        bound=max(bound, objective),
        stopped=stopped,
        coverage=coverage_of(allocation, problem),
        most=most,
        shortages=find_shortages(problem, allocation),
        waiting=waiting_lists(problem, allocation),
        lottery=Lottery(problem.seed),
        digest=digest_of(allocation, problem),
    )


def _lower(most: Coverage, steps: tuple[int, ...]) -> Coverage:
    """The lower of both bounds on coverage."""
    return Coverage(min(most.first, steps[0]), min(most.kept, steps[-1])) if steps else most
