"""Prices: what the last unit of each capacity is worth, from the residual network, and the proof that they are right."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from matching.allocation.allocation import Allocation
from matching.allocation.capacity import CapacityKind
from matching.allocation.fault import Fault, FaultKind
from matching.allocation.flow import flow_of
from matching.allocation.network import Network, Span, build_network, crossing
from matching.allocation.relaxation import relaxed_prices
from matching.allocation.residual import potentials_of, reduced_costs
from matching.allocation.usage import capacity_of, limits_of, usage_of
from matching.knowledge.catalogue import Text

if TYPE_CHECKING:
    from matching.allocation.problem import Problem

Int64 = NDArray[np.int64]
Float64 = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Price:
    """What one unit of each capacity of a kind is worth, (n,) each: `first`: people with a first interview; `more`: the sum over
    t = 2 ... k of min(interviews, t), where the guarantee is k; `value`: may be below 0 where the unit serves coverage at its cost.
    """

    first: Int64
    more: Int64
    value: Float64


@dataclass(frozen=True, slots=True, eq=False)
class Prices:
    """Prices of postings (an interview), booths and resources (a slot); 0 where there is room.

    From a flow they are exact and come with `network` and `potentials`, (nodes,), that prove it; where resources cross they are
    those of the linear relaxation at the same coverage, and both are None.
    """

    posting: Price
    booth: Price
    resource: Price
    network: Network | None
    potentials: Int64 | None

    def of(self, kind: CapacityKind) -> Price:
        """The prices of one kind. Raises ValueError for people: a person's own limit is no bottleneck of the fair."""
        match kind:
            case CapacityKind.POSTING:
                return self.posting
            case CapacityKind.BOOTH:
                return self.booth
            case CapacityKind.RESOURCE:
                return self.resource
        raise ValueError("people have no price; ask for postings, booths or resources")


PRICED = (CapacityKind.POSTING, CapacityKind.BOOTH, CapacityKind.RESOURCE)


def price(problem: "Problem", allocation: Allocation) -> Prices:
    """The prices behind the best allocation of a problem.

    Raises RuntimeError for an allocation of a flow that is not the best: it has no prices.
    """
    if crossing(problem) is not None:
        posting, booth, resource = (_of_value(value) for value in relaxed_prices(problem, allocation))
        return Prices(posting, booth, resource, None, None)
    network = build_network(problem)
    potentials = potentials_of(network, network_flow(problem, network, allocation))
    reduced = reduced_costs(network, potentials)
    spans = (network.postings, network.booths, network.resources)
    posting, booth, resource = (_read(network, reduced, span) for span in spans)
    return Prices(posting, booth, resource, network, potentials)


def network_flow(problem: "Problem", network: Network, allocation: Allocation) -> Int64:
    """(arcs,) the flow of an allocation whose meetings are pairs of the problem."""
    chosen = np.zeros(len(problem.pairs), dtype=np.bool_)
    chosen[problem.rows_of(allocation.person, allocation.posting)] = True
    return flow_of(network, chosen[network.free])


def check_prices(prices: Prices, allocation: Allocation, problem: "Problem") -> tuple[Fault, ...]:
    """Complementary slackness: whatever has a price is used up; and, of exact prices, every meeting pays and every other does not.

    With it, sum of price x capacity equals the value of the flow: nothing better exists.
    """
    usage, limits = usage_of(allocation.person, allocation.posting, problem), limits_of(problem)
    faults = []
    for kind in PRICED:
        priced = prices.of(kind)
        paid = (priced.first != 0) | (priced.more != 0) | (priced.value != 0.0)
        for row in np.flatnonzero(paid & (usage.of(kind) < limits.of(kind))).tolist():
            capacity = capacity_of(problem, kind, row)
            text = Text(zh="{name}还有空位,却有价格", en="{name} has room and a price").format(name=capacity.words)
            faults.append(Fault(FaultKind.PRICE, (capacity.name,), text))
    if prices.network is not None and prices.potentials is not None:
        faults += _of_pairs(prices.network, prices.potentials, network_flow(problem, prices.network, allocation), problem)
    return tuple(faults)


def _of_pairs(network: Network, potentials: Int64, flow: Int64, problem: "Problem") -> Iterator[Fault]:
    reduced = reduced_costs(network, potentials)
    wrong = ((reduced > 0) & (flow > 0)) | ((reduced < 0) & (flow < network.capacity))
    for row in network.free[wrong[network.pairs.slice]].tolist():
        names = (problem.people[problem.pairs.person[row]].name, problem.posts[problem.pairs.posting[row]].name)
        text = Text(zh="{a}与{b}的安排与价格不符", en="{a} and {b} do not agree with the prices").format(a=names[0], b=names[1])
        yield Fault(FaultKind.PRICE, names, text)
    for span in (*network.levels, network.rest):
        for row in np.flatnonzero(wrong[span.slice]).tolist():
            name = problem.people[row].name
            text = Text(zh="{name}的面试次数与价格不符", en="the interviews of {name} do not agree with the prices")
            yield Fault(FaultKind.PRICE, (name,), text.format(name=name))


def _read(network: Network, reduced: Int64, span: Span) -> Price:
    """Prices of one span of arcs; a place that nobody can reach has none."""
    amounts = np.maximum(0, -reduced[span.slice])
    unread = int(np.abs(network.cost).max(initial=0)) * (network.nodes + 1)
    return Price(*network.scale.read(np.where(amounts > unread, 0, amounts)))


def _of_value(value: Float64) -> Price:
    none = np.zeros(len(value), dtype=np.int64)
    return Price(none, none, value)
