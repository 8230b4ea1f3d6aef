"""Other ways to decide a fair, worked out beside its own allocation and timetable: they wait for neither."""

from collections.abc import Callable, Mapping
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from typing import Final

import numpy as np

from api.schemas.allocation import WayView
from matching import allocation, timetable
from matching.allocation.report import FREE, RIVALS, without_guarantee

ToTimetable = Callable[[allocation.Allocation], timetable.Problem]

_TIMED: Final = ("greedy", "deferred")
"""The rivals that are put on the clock as well."""


@dataclass(frozen=True)
class OtherWays:
    """`rivals`: by method what each decides. `free`: the best without a guarantee. `timed`: figures of those on the clock."""

    rivals: Mapping[str, allocation.Allocation]
    free: Future[allocation.Allocation]
    timed: tuple[Future[WayView], ...]

    @property
    def decided(self) -> dict[str, allocation.Allocation]:
        """By method what every way decides, once all are worked out."""
        return {FREE: self.free.result(), **self.rivals}

    @property
    def views(self) -> list[WayView]:
        """The figures of the ways on the clock, once they are worked out."""
        return [one.result() for one in self.timed]


def begin_others(problem: allocation.Problem, to_timetable: ToTimetable, pool: Executor) -> OtherWays:
    """Begin with the other ways of a problem; the long searches go to the pool. The searches themselves hold no lock."""
    rivals = {method: rival(problem) for method, rival in RIVALS.items()}
    timed = tuple(pool.submit(_timed, rivals[method], problem, to_timetable) for method in _TIMED)
    return OtherWays(rivals, pool.submit(without_guarantee, problem), timed)


def _timed(chosen: allocation.Allocation, problem: allocation.Problem, to_timetable: ToTimetable) -> WayView:
    placed = timetable.placed_rows(to_timetable(chosen))
    kept = allocation.Allocation(chosen.person[placed], chosen.posting[placed], chosen.method)
    return way_of(chosen, kept, problem)


def way_of(chosen: allocation.Allocation, kept: allocation.Allocation, problem: allocation.Problem) -> WayView:
    """The figures of one way: `kept` is what of `chosen` has a time."""
    return WayView(
        method=chosen.method,
        chosen=len(chosen),
        interviews=len(kept),
        people=len(np.unique(kept.person)),
        value=value_of(kept, problem),
    )


def value_of(chosen: allocation.Allocation, problem: allocation.Problem) -> float:
    """What these meetings are worth together, without the organizer's priorities."""
    return float(problem.pairs.value[problem.rows_of(chosen.person, chosen.posting)].sum())
