"""Bottlenecks in plain words: what one more interview, slot or interpreter would bring."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from matching.allocation.allocation import Allocation
from matching.allocation.capacity import CapacityKind
from matching.allocation.coverage import coverage_of
from matching.allocation.flow import cheapest
from matching.allocation.network import Network, build_network
from matching.allocation.next_unit import best_units
from matching.allocation.prices import PRICED, Prices, network_flow
from matching.allocation.usage import capacity_of
from matching.knowledge.catalogue import Text

if TYPE_CHECKING:
    from matching.allocation.problem import Problem

UNITS: Final = {
    CapacityKind.POSTING: Text(zh="{name}多 1 次面试", en="One more interview at {name}"),
    CapacityKind.BOOTH: Text(zh="{name}多 1 个时段", en="One more slot at {name}"),
    CapacityKind.RESOURCE: Text(zh="{name}多 1 个时段", en="One more slot of {name}"),
}
ONE_MORE_UNIT: Final = Text(zh="{name}整场增加 1 个", en="One more of {name} for the whole fair")
ONE_MORE_SLOT: Final = Text(zh="整场延长 1 个时段", en="One more slot for the whole fair")


@dataclass(frozen=True, slots=True)
class Gain:
    """What a change brings: `people` more with an interview, `interviews` more of those guaranteed, and `value` (either sign)."""

    people: int
    interviews: int
    value: float

    @property
    def rank(self) -> tuple[int, int, float]:
        """Coverage before value."""
        return self.people, self.interviews, self.value


@dataclass(frozen=True, slots=True)
class Bottleneck:
    """A little more of one thing and what it brings. `name`: the id of the posting, booth or resource; None for a slot of the fair.

    `exact` is False where the gain is only a price of the linear relaxation, at the same coverage.
    """

    name: str | None
    gain: Gain
    exact: bool
    text: Text


def bottlenecks(problem: "Problem", allocation: Allocation, prices: Prices, most: int = 10) -> tuple[Bottleneck, ...]:
    """What brings most, best first: one more unit of at most so many capacities of each kind; and, of a flow, one more unit of each
    priced resource for the whole fair, and one more slot for everything.
    """
    found = list(_single_units(problem, allocation, prices, most))
    if prices.network is not None:
        found += _whole_fair(problem, allocation, prices)
    useful = [one for one in found if one.gain.rank > (0, 0, 0.0)]
    return tuple(sorted(useful, key=lambda one: (tuple(-part for part in one.gain.rank), one.name or "")))


def _single_units(problem: "Problem", allocation: Allocation, prices: Prices, most: int) -> Iterator[Bottleneck]:
    for kind in PRICED:
        if prices.network is None or prices.potentials is None:
            gains = [(row, Gain(0, 0, float(prices.of(kind).value[row]))) for row in _dearest(prices, kind)[:most]]
        else:
            gains = _best_of_kind(problem, allocation, prices.network, prices.potentials, kind, most)
        for row, gain in gains:
            capacity = capacity_of(problem, kind, row)
            yield _bottleneck(capacity.name, UNITS[kind].format(name=capacity.words), gain, exact=prices.network is not None)


def _dearest(prices: Prices, kind: CapacityKind) -> list[int]:
    """Rows of a kind that have a price, the dearest first."""
    priced = prices.of(kind)
    order = np.lexsort((-priced.value, -priced.more, -priced.first)).tolist()
    return [row for row in order if (int(priced.first[row]), int(priced.more[row]), float(priced.value[row])) > (0, 0, 0.0)]


def _best_of_kind(
    problem: "Problem", allocation: Allocation, network: Network, potentials: NDArray[np.int64], kind: CapacityKind, most: int
) -> list[tuple[int, Gain]]:
    spans = {
        CapacityKind.POSTING: network.postings,
        CapacityKind.BOOTH: network.booths,
        CapacityKind.RESOURCE: network.resources,
    }
    found = best_units(network, network_flow(problem, network, allocation), potentials, spans[kind], most)
    if problem.guaranteed <= 2:
        return [(row, _read(network, amount)) for row, amount in found]
    return [(row, _solved_again(problem, allocation, network, spans[kind].start + row)) for row, _ in found]


def _read(network: Network, amount: int) -> Gain:
    """Take an amount apart. With a guarantee of at most two, its steps of coverage can be read back one by one."""
    first, more, value = (column[0] for column in network.scale.read(np.array([amount])))
    return Gain(int(first), int(more) if network.scale.guaranteed == 2 else int(first), float(value))


def _solved_again(problem: "Problem", allocation: Allocation, network: Network, arc: int) -> Gain:
    more = network.capacity.copy()
    more[arc] += 1
    return _gain(problem, allocation, problem, replace(network, capacity=more))


def _whole_fair(problem: "Problem", allocation: Allocation, prices: Prices) -> Iterator[Bottleneck]:
    for row in _dearest(prices, CapacityKind.RESOURCE):
        resources = list(problem.resources)
        there = resources[row].slots
        more = None if there is None else there + problem.slots
        resources[row] = replace(resources[row], units=resources[row].units + 1, slots=more)
        changed = replace(problem, resources=tuple(resources))
        what = ONE_MORE_UNIT.format(name=resources[row].label)
        yield _bottleneck(resources[row].name, what, _gain(problem, allocation, changed, build_network(changed)), exact=True)
    longer = replace(problem, slots=problem.slots + 1)
    yield _bottleneck(None, ONE_MORE_SLOT, _gain(problem, allocation, longer, build_network(longer)), exact=True)


def _gain(problem: "Problem", allocation: Allocation, changed: "Problem", network: Network) -> Gain:
    """What the best allocation of the changed problem has more than this one. Both have the same pairs."""
    flow = cheapest(network.tail, network.head, network.capacity, network.cost, network.nodes)
    rows = np.concatenate([np.flatnonzero(changed.pinned), network.free[flow[network.pairs.slice] > 0]])
    then = Allocation(changed.pairs.person[rows], changed.pairs.posting[rows], allocation.method)
    before, after = coverage_of(allocation, problem), coverage_of(then, changed)
    held = problem.rows_of(allocation.person, allocation.posting)
    value = float(changed.worth[rows].sum() - problem.worth[held].sum())
    if not problem.guaranteed:
        return Gain(0, 0, value)
    return Gain(after.first - before.first, after.kept - before.kept, value)


def _bottleneck(name: str | None, what: Text, gain: Gain, *, exact: bool) -> Bottleneck:
    zh, en = [], []
    if gain.people:
        zh.append(f"能多安排 {gain.people} 人")
        en.append(
            "would give one more person an interview" if gain.people == 1 else f"would give {gain.people} more people an interview"
        )
    if gain.interviews != gain.people:
        zh.append(f"能多兑现 {gain.interviews} 次保证的面试")
        en.append(f"would keep {gain.interviews} more of the guaranteed interviews")
    about_zh, about_en = ("", "") if exact else ("约", "about ")
    zh.append(f"总价值变化{about_zh} {gain.value:+.3f}")
    en.append(f"would change the total value by {about_en}{gain.value:+.3f}")
    return Bottleneck(name, gain, exact, Text(zh=f"{what.zh}:{','.join(zh)}。", en=f"{what.en} {' and '.join(en)}."))
