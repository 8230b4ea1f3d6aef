"""What one more unit of a capacity would bring: exactly, from the residual network that it would open."""

from bisect import insort
from typing import Final

import numpy as np
from numpy.typing import NDArray

from matching.allocation.network import Network, Span
from matching.allocation.residual import Residual, distances_to, last_resort, reduced_costs, residual_of

Int64 = NDArray[np.int64]
NOTHING: Final = 0


def best_units(network: Network, flow: Int64, potentials: Int64, span: Span, most: int) -> list[tuple[int, int]]:
    """(row, amount) of at most so many arcs of a span whose next unit brings most, best first; what brings nothing is left out.

    A next unit never brings more than the price of the last one, so arcs are tried in the order of their prices, and the search
    ends at the first price that is no more than what enough arcs bring.
    """
    prices = np.maximum(0, -reduced_costs(network, potentials)[span.slice])
    ways = _Ways(network, flow, span)
    best: list[tuple[int, int]] = []
    for row in np.argsort(-prices, kind="stable").tolist():
        bound = int(prices[row])
        if bound == NOTHING or (len(best) >= most and -best[most - 1][0] >= bound):
            break
        amount = ways.amount(row)
        if amount > NOTHING:
            insort(best, (-amount, row))
    return [(row, -amount) for amount, row in best[:most]]


class _Ways:
    """The cheapest way back from the head to the tail of each arc of a span; what it saves is what the arc's next unit brings.

    One search serves all arcs that share a head, or a tail: whichever are fewer.
    """

    def __init__(self, network: Network, flow: Int64, span: Span) -> None:
        self._nodes = network.nodes
        self._tail, self._head, self._cost = network.tail[span.slice], network.head[span.slice], network.cost[span.slice]
        self._residual = residual_of(network, flow)
        self._from_head = len(np.unique(self._head)) <= len(np.unique(self._tail))
        self._too_dear = last_resort(self._residual.cost, network.nodes) // 2
        self._found: dict[int, Int64] = {}

    def amount(self, row: int) -> int:
        """What the next unit of this arc of the span brings, at least 0."""
        ends = int(self._head[row]), int(self._tail[row])
        shared, other = ends if self._from_head else ends[::-1]
        if shared not in self._found:
            self._found[shared] = distances_to(shared, self._searched(), self._nodes)
        back = int(self._found[shared][other])
        return NOTHING if back > self._too_dear else max(NOTHING, -(int(self._cost[row]) + back))

    def _searched(self) -> Residual:
        """The residual network, backwards where the search starts at heads."""
        ways = self._residual
        return Residual(ways.head, ways.tail, ways.cost) if self._from_head else ways
