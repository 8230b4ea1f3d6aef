"""The cut behind every interview that the guarantee misses: it proves that somebody must miss it."""

from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from matching.allocation.allocation import Allocation
from matching.allocation.capacity import Capacity, CapacityKind
from matching.allocation.flow import flow_of
from matching.allocation.network import Network, build_network, crossing
from matching.allocation.shortage import Shortage, ShortageKind
from matching.allocation.usage import Usage, capacity_of, limits_of, usage_of

if TYPE_CHECKING:
    from matching.allocation.problem import Problem

Int64 = NDArray[np.int64]
Bool = NDArray[np.bool_]


def find_shortages(problem: "Problem", allocation: Allocation) -> tuple[Shortage, ...]:
    """Every reason why an allocation of the most coverage leaves promised interviews out, the reason of the most people first."""
    met = np.bincount(allocation.person, minlength=len(problem.people))
    missing = np.flatnonzero(met < problem.promised)
    nowhere = missing[met[missing] == _open_pairs(problem)[missing]]
    others = missing[met[missing] < _open_pairs(problem)[missing]]
    found = [_of_pairs(nowhere, problem)] if len(nowhere) else []
    if len(others):
        found += _cuts(problem, allocation, others) if crossing(problem) is None else _full(problem, allocation, others)
    return tuple(sorted(found, key=lambda shortage: (-len(shortage.people), shortage.people)))


def _open_pairs(problem: "Problem") -> Int64:
    """(people,) pairs that are not excluded."""
    return np.bincount(problem.pairs.person[~problem.excluded], minlength=len(problem.people))


def _of_pairs(people: Int64, problem: "Problem") -> Shortage:
    need, holds = int(problem.promised[people].sum()), int(_open_pairs(problem)[people].sum())
    rows = tuple(people.tolist())
    return Shortage(ShortageKind.PAIRS, rows, rows, need, holds, (), True)


def _cuts(problem: "Problem", allocation: Allocation, missing: Int64) -> list[Shortage]:
    """The cuts of a flow.

    1. Starting at a person who misses an interview, follow everything that could give way: a free place, or somebody who could meet
       somewhere else instead.
    2. Where that ends nowhere free, all places reached are full with people who are reached too, and none of them has more than is
       guaranteed: too many people for these places. Who ends at the same places belongs to the same crowd.
    3. Where it ends at a free place, or at somebody with more than is guaranteed, only a used-up resource can be in the way (of
       several, one within the other, the innermost is the proof).
    """
    network = build_network(problem)
    chosen = np.zeros(len(problem.pairs), dtype=np.bool_)
    chosen[problem.rows_of(allocation.person, allocation.posting)] = True
    flow = flow_of(network, chosen[network.free])
    used_up = flow[network.resources.slice] >= network.capacity[network.resources.slice]
    generous = np.zeros(network.nodes, dtype=np.bool_)
    generous[network.first_person : network.first_posting] = flow[network.rest.slice] > 0
    generous[0] = True
    crowds = [_crowd(reached, network, generous) for reached in _reach(network, flow, missing)]
    lent = [tuple(np.flatnonzero(problem.needs[:, row] & used_up).tolist()) for row in missing.tolist()]
    keys = [(resources, places) for resources, (places, _) in zip(lent, crowds, strict=True)]
    order = sorted(range(len(keys)), key=lambda one: keys[one])
    found = []
    for (resources, places), group in groupby(order, key=lambda one: keys[one]):
        rows = list(group)
        people = missing[rows]
        inside = np.any([crowds[row][1] for row in rows], axis=0)
        found.append(
            _of_crowd(people, resources, inside, problem, network) if places else _of_resource(people, resources, problem, network)
        )
    return found


def _crowd(reached: Bool, network: Network, generous: Bool) -> tuple[tuple[int, ...], Bool]:
    """The full places (arcs) that hold back what is reached, and the nodes; no places where something reached could give way."""
    if (reached & generous).any():
        return (), np.zeros_like(reached)
    return tuple(np.flatnonzero(_leaving(reached, network)).tolist()), reached


def _leaving(inside: Bool, network: Network) -> Bool:
    """(arcs,) the arcs from these people and places onward to others."""
    onward = (network.tail > 0) & (network.tail < network.first_resource)
    return np.asarray(inside[network.tail] & ~inside[network.head] & onward)


def _reach(network: Network, flow: Int64, people: Int64) -> list[Bool]:
    """(nodes,) for each of these people: what they reach between person and root; root only as an end."""
    from scipy.sparse import csr_matrix
    from scipy.sparse.csgraph import breadth_first_order, connected_components

    first, last = network.pairs.start, network.booths.stop
    more, less = flow[first:last] < network.capacity[first:last], flow[first:last] > 0
    less[network.booths.start - first :] = False
    tail = np.concatenate([network.tail[first:last][more], network.head[first:last][less]])
    head = np.concatenate([network.head[first:last][more], network.tail[first:last][less]])
    graph = csr_matrix((np.ones(len(tail)), (tail, head)), shape=(network.nodes, network.nodes))
    _, component = connected_components(graph, connection="strong")
    by_component: dict[int, Bool] = {}
    for start in (network.first_person + people).tolist():
        if component[start] not in by_component:
            reached = np.zeros(network.nodes, dtype=np.bool_)
            reached[breadth_first_order(graph, start, return_predecessors=False)] = True
            by_component[component[start]] = reached
    return [by_component[component[start]] for start in (network.first_person + people).tolist()]


def _of_resource(people: Int64, resources: Sequence[int], problem: "Problem", network: Network) -> Shortage:
    inner = min(resources, key=lambda row: (int(problem.needs[row].sum()), -row))
    among = np.flatnonzero(problem.needs[inner])
    free = np.bincount(problem.pairs.person[network.free], minlength=len(problem.people))
    need = int(np.minimum(_promised(network), free)[among].sum())
    holds = int(network.capacity[network.resources.start + inner])
    lent = tuple(capacity_of(problem, CapacityKind.RESOURCE, row) for row in resources)
    return Shortage(ShortageKind.RESOURCE, tuple(people.tolist()), tuple(among.tolist()), need, holds, lent, True)


def _of_crowd(people: Int64, resources: Sequence[int], inside: Bool, problem: "Problem", network: Network) -> Shortage:
    among = np.flatnonzero(inside[network.first_person : network.first_posting])
    leaving = _leaving(inside, network)
    need, holds = int(_promised(network)[among].sum()), int(network.capacity[leaving].sum())
    kinds = ((CapacityKind.POSTING, network.postings), (CapacityKind.BOOTH, network.booths))
    lent = [capacity_of(problem, CapacityKind.RESOURCE, row) for row in resources]
    places = [capacity_of(problem, kind, row) for kind, span in kinds for row in np.flatnonzero(leaving[span.slice]).tolist()]
    kind = ShortageKind.BOTH if lent else ShortageKind.CROWD
    return Shortage(kind, tuple(people.tolist()), tuple(among.tolist()), need, holds, tuple(lent + places), True)


def _promised(network: Network) -> Int64:
    """(people,) guaranteed interviews that the pins leave to give."""
    levels = [network.capacity[span.slice] for span in network.levels]
    return np.asarray(np.sum(levels, axis=0, dtype=np.int64))


def _full(problem: "Problem", allocation: Allocation, missing: Int64) -> list[Shortage]:
    """Where resources cross: what is full of all that each person could turn to, resources first.

    A single resource is a proof where all its users together are promised more slots than it has.
    """
    usage, limits = usage_of(allocation.person, allocation.posting, problem), limits_of(problem)
    by_capacity: dict[tuple[Capacity, ...], list[int]] = {}
    for row in missing.tolist():
        by_capacity.setdefault(tuple(_full_for(row, problem, usage, limits)), []).append(row)
    return [_of_full(capacities, np.array(people), problem) for capacities, people in by_capacity.items()]


def _of_full(capacities: tuple[Capacity, ...], people: Int64, problem: "Problem") -> Shortage:
    among, proved = people, False
    lent = bool(capacities) and capacities[0].kind is CapacityKind.RESOURCE
    slots = np.minimum(problem.promised, _open_pairs(problem)) * problem.takes
    if lent and len(capacities) == 1 and not problem.brings[capacities[0].row].any():
        among = np.flatnonzero(problem.needs[capacities[0].row])
        proved = bool(slots[among].sum() > capacities[0].limit)
    need, holds = int(slots[among].sum()), sum(capacity.limit for capacity in capacities)
    kind = ShortageKind.RESOURCE if lent else ShortageKind.CROWD
    return Shortage(kind, tuple(people.tolist()), tuple(among.tolist()), need, holds, capacities, proved)


def _full_for(row: int, problem: "Problem", usage: Usage, limits: Usage) -> list[Capacity]:
    """The full resources that a person needs; if none, the full postings and booths among those where the person may go."""
    takes = int(problem.takes[row])
    lent = np.flatnonzero(problem.needs[:, row] & (usage.resource + takes > limits.resource)).tolist()
    if lent:
        return [capacity_of(problem, CapacityKind.RESOURCE, resource) for resource in lent]
    mine = problem.pairs.posting[(problem.pairs.person == row) & ~problem.excluded]
    booths = np.unique(problem.booth_of[mine])
    taken = mine[usage.posting[mine] >= limits.posting[mine]].tolist()
    full = [capacity_of(problem, CapacityKind.POSTING, posting) for posting in taken]
    crowded = booths[usage.booth[booths] + takes > limits.booth[booths]].tolist()
    return full + [capacity_of(problem, CapacityKind.BOOTH, booth) for booth in crowded]
