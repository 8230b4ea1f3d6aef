"""Coverage: how many people get their guaranteed interviews, and how many could at the very most."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from matching.allocation.allocation import Allocation
from matching.allocation.network import Network, build_network, crossing

if TYPE_CHECKING:
    from matching.allocation.problem import Problem


@dataclass(frozen=True, slots=True)
class Coverage:
    """`first`: people with an interview; `kept`: the sum over people of min(interviews, what is promised)."""

    first: int
    kept: int


def coverage_of(allocation: Allocation, problem: "Problem") -> Coverage:
    """The coverage of an allocation whose people exist."""
    met = np.bincount(allocation.person, minlength=len(problem.people))
    first = np.minimum(met, np.minimum(problem.promised, 1)) if problem.guaranteed else np.minimum(met, 1)
    return Coverage(int(first.sum()), int(np.minimum(met, problem.promised).sum()))


def most_coverage(problem: "Problem") -> Coverage:
    """The most that any allocation can cover: two maximum flows, one with a promise of one interview, one with the guarantee.

    Where the problem crosses the form of a flow, the flow of the problem without what crosses: then it bounds coverage from above.
    """
    network = build_network(without_crossing(problem))
    met = np.bincount(problem.pairs.person[problem.pinned], minlength=len(problem.people))
    first = int(np.minimum(met, 1).sum()) + _largest(network, np.where(met > 0, 0, 1))
    promised = problem.promised
    kept = int(np.minimum(met, promised).sum()) + _largest(network, np.maximum(0, promised - met))
    return Coverage(first, kept)


def without_crossing(problem: "Problem") -> "Problem":
    """The problem less whatever keeps it from being a flow: interviews of one slot each, and no resource that crosses another."""
    if crossing(problem) is None:
        return problem
    people = tuple(replace(p, takes=1, most=int(most)) for p, most in zip(problem.people, problem.most, strict=True))
    relaxed = replace(problem, people=people)
    while (name := crossing(relaxed)) is not None:
        relaxed = _without_resource(relaxed, name)
    return relaxed


def _without_resource(problem: "Problem", name: str) -> "Problem":
    people = tuple(replace(p, needs=tuple(need for need in p.needs if need != name)) for p in problem.people)
    booths = tuple(replace(b, brings=tuple(had for had in b.brings if had != name)) for b in problem.booths)
    return replace(problem, people=people, booths=booths)


def _largest(network: Network, promised: "np.typing.NDArray[np.int64]") -> int:
    """The maximum flow where each person, (people,), may take so many interviews: root as source, a node of its own as sink."""
    from ortools.graph.python.max_flow import SimpleMaxFlow

    kept = [network.rest, network.pairs, network.postings, network.booths, network.resources]
    rows = np.concatenate([np.arange(span.start, span.stop) for span in kept])
    capacity = network.capacity.copy()
    capacity[network.rest.slice] = promised
    head = network.head.copy()
    head[network.booths.slice] = network.nodes
    solver = SimpleMaxFlow()
    solver.add_arcs_with_capacity(network.tail[rows], head[rows], capacity[rows])
    status = solver.solve(0, network.nodes)
    if status != solver.OPTIMAL:
        raise RuntimeError(f"the maximum flow ended as {status}; the network is at fault, not the request")
    return int(solver.optimal_flow())
