"""Batches of work to sheltered workshops under capacity: exact, small, and the same answer every time."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import log
from typing import TYPE_CHECKING, Final

from matching.knowledge.catalogue import Text
from matching.ledger.workshops import Batch, Workshop

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

MOST_PAIRS: Final = 20_000
"""Most pairs of a batch and a workshop: a city has some dozen workshops."""
_MOST_WEIGHT: Final = 10**6
"""Several batches are put in order in one step, one digit each, as long as the digits stay below this."""


class WhyLeft(StrEnum):
    """Why a batch found no workshop."""

    NOBODY_DOES_IT = "nobody_does_it"
    TOO_LARGE = "too_large"
    NO_ROOM_LEFT = "no_room_left"


WHY_TEXTS: Final = {
    WhyLeft.NOBODY_DOES_IT: Text(zh="没有机构做这种活", en="no workshop does this kind of work"),
    WhyLeft.TOO_LARGE: Text(
        zh="一家机构做不完，请拆成小批", en="more than any one workshop can take on; split it into smaller batches"
    ),
    WhyLeft.NO_ROOM_LEFT: Text(zh="能做的机构都排满了", en="the workshops that do it have no room left"),
}


@dataclass(frozen=True)
class Sending:
    """Which batch goes to which workshop (by id, in the order of the batches), and why the others go nowhere."""

    sent: tuple[tuple[str, str], ...]
    left: tuple[tuple[str, WhyLeft], ...]
    days: int
    workshops: int
    abroad: int


def dispatch(batches: Sequence[Batch], workshops: Sequence[Workshop]) -> Sending:
    """Send each batch to at most one workshop that does its kind of work, within the free person-days of each.

    In this order: the most person-days of work; the most workshops that get any; the fewest batches that leave their district (an
    unknown district counts as leaving); then, batch by batch in the order of their ids, the earliest workshop by id. Each step is
    solved to the optimum (CP-SAT, one thread) and held for the next, so that equal input gives equal output in any order.
    Raises ValueError for an id given twice, or more than 20,000 pairs.
    """
    rows, houses = sorted(batches, key=lambda one: one.id), sorted(workshops, key=lambda one: one.id)
    for noun, ids in (("batch", [one.id for one in rows]), ("workshop", [one.id for one in houses])):
        twice = sorted({name for name in ids if ids.count(name) > 1})
        if twice:
            raise ValueError(f"{noun} {twice[0]} is given twice; keep one")
    pairs = [(b, w) for b, row in enumerate(rows) for w, house in enumerate(houses) if _fits(row, house)]
    if len(pairs) > MOST_PAIRS:
        raise ValueError(f"{len(pairs)} pairs of a batch and a workshop, at most {MOST_PAIRS}; dispatch one district at a time")
    chosen = _solve(rows, houses, pairs) if pairs else {}
    return Sending(
        sent=tuple((rows[b].id, houses[w].id) for b, w in sorted(chosen.items())),
        left=tuple((row.id, _why(row, houses)) for b, row in enumerate(rows) if b not in chosen),
        days=sum(rows[b].days for b in chosen),
        workshops=len(set(chosen.values())),
        abroad=sum(_leaves(rows[b], houses[w]) for b, w in chosen.items()),
    )


def _solve(rows: Sequence[Batch], houses: Sequence[Workshop], pairs: Sequence[tuple[int, int]]) -> dict[int, int]:
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    sends = {pair: model.new_bool_var("") for pair in pairs}
    works = {w: model.new_bool_var("") for w in sorted({w for _, w in pairs})}
    for b in range(len(rows)):
        model.add(sum(sends[p] for p in pairs if p[0] == b) <= 1)
    for w, used in works.items():
        own = [p for p in pairs if p[1] == w]
        model.add(sum(rows[b].days * sends[b, w] for b, _ in own) <= houses[w].free_days)
        model.add(sum(sends[p] for p in own) >= used)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 0

    def hold(goal: "cp_model.LinearExpr") -> None:
        """Maximise the goal, and keep what was reached for the steps that follow."""
        model.maximize(goal)
        if solver.solve(model) != cp_model.OPTIMAL:
            raise ValueError("the dispatch could not be solved to its optimum; dispatch fewer batches at a time")
        model.add(goal == round(solver.objective_value))

    total = cp_model.LinearExpr.sum
    hold(total([rows[b].days * sends[b, w] for b, w in pairs]))
    hold(total(list(works.values())))
    hold(-total([sends[b, w] for b, w in pairs if _leaves(rows[b], houses[w])]))
    base = len(houses) + 1
    together = max(1, int(log(_MOST_WEIGHT, base)))
    for first in range(0, len(rows), together):
        some = [(b, w) for b, w in pairs if first <= b < first + together]
        if some:
            hold(total([base ** (first + together - 1 - b) * (len(houses) - w) * sends[b, w] for b, w in some]))
    return {b: w for b, w in pairs if solver.value(sends[b, w])}


def _fits(row: Batch, house: Workshop) -> bool:
    return row.work in house.work and row.days <= house.free_days


def _leaves(row: Batch, house: Workshop) -> bool:
    return row.district is None or row.district != house.district


def _why(row: Batch, houses: Sequence[Workshop]) -> WhyLeft:
    able = [house for house in houses if row.work in house.work]
    if not able:
        return WhyLeft.NOBODY_DOES_IT
    return WhyLeft.NO_ROOM_LEFT if any(row.days <= house.free_days for house in able) else WhyLeft.TOO_LARGE
