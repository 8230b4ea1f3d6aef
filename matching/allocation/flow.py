"""The cheapest circulation through a network, and among the cheapest the one the lottery prefers."""

import numpy as np
from numpy.typing import NDArray

from matching.allocation.network import Network, Span
from matching.allocation.residual import potentials_of, reduced_costs

Int64 = NDArray[np.int64]


def solve_flow(network: Network, lottery: Int64) -> Int64:
    """(arcs,) flow of the least cost; ties by the largest sum of the lottery numbers, (pairs of the network,), of what flows.

    1. Solve for the cost.
    2. Optimal flows are those that agree with the potentials of one of them: an arc of reduced cost above 0 is empty, below 0 full,
       at 0 free (complementary slackness). So fix the first two and solve the free arcs again for the lottery alone.

    The second pass chooses among equals only, and exactly: no number is added to a value.
    """
    flow = cheapest(network.tail, network.head, network.capacity, network.cost, network.nodes)
    reduced = reduced_costs(network, potentials_of(network, flow))
    luck = np.zeros(len(network.tail), dtype=np.int64)
    luck[network.pairs.slice] = -lottery
    return _solve_again(network, flow, reduced == 0, luck)


def _solve_again(network: Network, flow: Int64, free: NDArray[np.bool_], cost: Int64) -> Int64:
    fixed = np.where(free, 0, flow)
    supply = np.zeros(network.nodes, dtype=np.int64)
    np.add.at(supply, network.head, fixed)
    np.subtract.at(supply, network.tail, fixed)
    again = fixed.copy()
    again[free] = cheapest(network.tail[free], network.head[free], network.capacity[free], cost[free], network.nodes, supply)
    return again


def cheapest(tail: Int64, head: Int64, capacity: Int64, cost: Int64, nodes: int, supply: Int64 | None = None) -> Int64:
    """(arcs,) flow of the least cost that leaves `supply` (nodes,) at every node (None: a circulation).

    Raises RuntimeError where the solver finds none: only a fault in the network can cause that.
    """
    from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

    solver = SimpleMinCostFlow()
    arcs = solver.add_arcs_with_capacity_and_unit_cost(tail, head, capacity, cost)
    solver.set_nodes_supplies(np.arange(nodes), np.zeros(nodes, dtype=np.int64) if supply is None else supply)
    status = solver.solve()
    if status != solver.OPTIMAL:
        raise RuntimeError(f"the flow of {len(tail)} arcs ended as {status}; the network is at fault, not the request")
    return np.asarray(solver.flows(arcs), dtype=np.int64)


def flow_of(network: Network, chosen: NDArray[np.bool_]) -> Int64:
    """(arcs,) the flow in which exactly the chosen pairs, (pairs of the network,), meet; nothing is checked.

    A person's first interviews flow through the arcs with the largest bonus.
    """
    flow = np.zeros(len(network.tail), dtype=np.int64)
    flow[network.pairs.slice] = chosen
    people = network.first_posting - network.first_person
    left = np.bincount(network.tail[network.pairs.slice][chosen] - network.first_person, minlength=people)
    for span in (*network.levels, network.rest):
        through = np.minimum(left, network.capacity[span.slice])
        flow[span.slice] = through
        left = left - through
    _carry(network, flow, network.pairs, network.postings, network.first_posting)
    _carry(network, flow, network.postings, network.booths, network.first_booth)
    balance = np.zeros(network.nodes, dtype=np.int64)
    for span in (*network.levels, network.rest):
        np.add.at(balance, network.tail[span.slice], flow[span.slice])
    heads = network.head[network.resources.slice]
    for row in sorted(range(len(heads)), key=lambda row: -_depth(network, row)):
        flow[network.resources.start + row] = balance[heads[row]]
        balance[network.tail[network.resources.start + row]] += balance[heads[row]]
    return flow


def _carry(network: Network, flow: Int64, into: Span, out: Span, first: int) -> None:
    """What flows into the nodes from `first` on flows out through their one arc each."""
    size = out.stop - out.start
    heads = network.head[into.slice] - first
    flow[out.slice] = np.bincount(heads, weights=flow[into.slice], minlength=size).astype(np.int64)


def _depth(network: Network, resource: int) -> int:
    above = int(network.tail[network.resources.start + resource])
    return 0 if above == 0 else 1 + _depth(network, above - network.first_resource)
