"""What a flow leaves open: the residual network, its potentials, and what can be reached in it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from matching.allocation.network import Network

Int64 = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Residual:
    """The ways in which a flow can change, (ways,) each: forward on what is not full, backward on what flows."""

    tail: Int64
    head: Int64
    cost: Int64


def residual_of(network: "Network", flow: Int64) -> Residual:
    """The residual network of a flow."""
    more, less = flow < network.capacity, flow > 0
    return Residual(
        np.concatenate([network.tail[more], network.head[less]]),
        np.concatenate([network.head[more], network.tail[less]]),
        np.concatenate([network.cost[more], -network.cost[less]]),
    )


def distances_to(target: int, residual: Residual, nodes: int) -> Int64:
    """(nodes,) cost of the cheapest way from each node to the target (Bellman and Ford, all ways at once).

    From every node a way of last resort leads there, dearer than any other, so that the answer is finite everywhere: a distance
    above half of `last_resort` means that nothing else leads there.

    Raises RuntimeError where a cycle costs less than nothing: the flow was not the cheapest.
    """
    order = np.argsort(residual.tail, kind="stable")
    tail, head, cost = residual.tail[order], residual.head[order], residual.cost[order]
    starts = np.flatnonzero(np.r_[len(tail) > 0, tail[1:] != tail[:-1]])
    leaving = tail[starts]
    distance = np.full(nodes, last_resort(residual.cost, nodes), dtype=np.int64)
    distance[target] = 0
    for _ in range(nodes + 1):
        best = np.minimum.reduceat(distance[head] + cost, starts) if len(starts) else distance[leaving]
        better = best < distance[leaving]
        if not better.any():
            return distance
        distance[leaving[better]] = best[better]
    raise RuntimeError("a cycle of the residual network costs less than nothing: the flow is not the cheapest")


def last_resort(cost: Int64, nodes: int) -> int:
    """A cost twice as high as any way without a cycle."""
    return 2 * (nodes + 1) * int(np.abs(cost).max(initial=0)) + 1


def potentials_of(network: "Network", flow: Int64) -> Int64:
    """(nodes,) potentials that prove a cheapest flow: with them no way of changing it has a reduced cost below 0.

    Minus the distance to root, so that a price is what the last unit is worth, at a resource also what one more would be worth.
    Places whose whole capacity is pinned have no way to root; they get the lowest price that the people who could go there leave.
    """
    residual = residual_of(network, flow)
    distance = distances_to(0, residual, network.nodes)
    lost = distance > last_resort(residual.cost, network.nodes) // 2
    potentials = -distance
    if lost.any():
        potentials[lost] = _lowest_prices(residual, potentials, lost, last_resort(residual.cost, network.nodes))
    return potentials


def _lowest_prices(residual: Residual, potentials: Int64, lost: NDArray[np.bool_], far: int) -> Int64:
    """(lost,) the highest potentials that agree with all others."""
    into = lost[residual.head]
    tail, head, cost = residual.tail[into], residual.head[into], residual.cost[into]
    found = np.where(lost, far, potentials)
    for _ in range(len(found) + 1):
        better = found.copy()
        np.minimum.at(better, head, found[tail] + cost)
        if (better == found).all():
            break
        found = better
    return found[lost]


def reduced_costs(network: "Network", potentials: Int64) -> Int64:
    """(arcs,) cost + potential of the tail - potential of the head."""
    return network.cost + potentials[network.tail] - potentials[network.head]
