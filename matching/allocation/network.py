"""The fair as a network of arcs with capacities and costs: what flows through it is interviews.

    root -> resource (nested where one group of users lies within another) -> person -> posting -> booth -> root

1. A person's arcs are convex costs: one arc of capacity 1 for each guaranteed interview, with its bonus of coverage, and one
   arc for the rest, with none.
2. A pair is an arc of capacity 1 whose cost is minus its value. Postings, booths and resources are capacities on the way.
3. Root is start and end, so that a flow is a circulation and its size needs no guess.
4. Pins are taken out beforehand: their capacity is gone, and so are the guaranteed interviews that they keep.

A network of this form has integer optima. It exists where every interview takes one slot and the pairs that use a resource are
those of whole people, in groups that are nested or apart: otherwise `crossing` says which resource is in the way.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from matching.allocation.scale import Scale, scale_of
from matching.allocation.usage import limits_of, usage_of

if TYPE_CHECKING:
    from matching.allocation.problem import Problem

Int64 = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Span:
    """Where a kind of arcs lies among all arcs."""

    start: int
    stop: int

    @property
    def slice(self) -> slice:
        return slice(self.start, self.stop)


@dataclass(frozen=True, slots=True, eq=False)
class Network:
    """Arcs as columns, (arcs,) each: `tail`, `head`, `capacity`, `cost`. Node 0 is root, then people, postings, booths, resources.

    `levels`: one span a guaranteed interview, people in order; `rest`, `pairs`, `postings`, `booths`, `resources`: spans.
    `free`: the rows of the problem's pairs behind the pair arcs (neither pinned nor excluded).
    """

    tail: Int64
    head: Int64
    capacity: Int64
    cost: Int64
    levels: tuple[Span, ...]
    rest: Span
    pairs: Span
    postings: Span
    booths: Span
    resources: Span
    free: Int64
    nodes: int
    first_person: int
    first_posting: int
    first_booth: int
    first_resource: int
    scale: Scale


def crossing(problem: "Problem") -> str | None:
    """The name of what breaks the form of a flow, or None: a resource whose users cross another's, or long interviews."""
    if (problem.takes > 1).any():
        return "takes"
    person, posting = problem.pairs.person, problem.pairs.posting
    for row, resource in enumerate(problem.resources):
        if (problem.needs[row, person] != problem.uses(row, person, posting)).any():
            return resource.name
    return _crossing_users(problem)


def _crossing_users(problem: "Problem") -> str | None:
    users = [frozenset(np.flatnonzero(row).tolist()) for row in problem.needs]
    for row, mine in enumerate(users):
        for other in users[:row]:
            if mine & other and not (mine <= other or other <= mine):
                return problem.resources[row].name
    return None


def build_network(problem: "Problem") -> Network:
    """The network of a problem without crossing."""
    people, posts, booths, resources = len(problem.people), len(problem.posts), len(problem.booths), len(problem.resources)
    nodes = 1 + people + posts + booths + resources
    first_person, first_posting, first_booth = 1, 1 + people, 1 + people + posts
    first_resource = first_booth + booths
    pinned = np.flatnonzero(problem.pinned)
    taken = usage_of(problem.pairs.person[pinned], problem.pairs.posting[pinned], problem)
    limits = limits_of(problem)
    free = np.flatnonzero(~problem.pinned & ~problem.excluded)
    scale = scale_of(problem.worth[free], most_interviews(problem), nodes, problem.guaranteed)

    at_resource, above = _tree(problem, first_resource)
    person_nodes = first_person + np.arange(people)
    kept = np.minimum(taken.person, problem.promised)
    arcs = _Arcs()
    levels = tuple(
        arcs.add(at_resource, person_nodes, ((level > kept) & (level <= problem.promised)).astype(np.int64), -scale.bonus(level))
        for level in range(1, problem.guaranteed + 1)
    )
    rest = arcs.add(at_resource, person_nodes, limits.person - np.maximum(problem.promised, taken.person), 0)
    pairs = arcs.add(
        first_person + problem.pairs.person[free],
        first_posting + problem.pairs.posting[free],
        np.ones(len(free), dtype=np.int64),
        -scale.worth,
    )
    postings = arcs.add(first_posting + np.arange(posts), first_booth + problem.booth_of, limits.posting - taken.posting, 0)
    at_root = np.zeros(booths, dtype=np.int64)
    to_root = arcs.add(first_booth + np.arange(booths), at_root, limits.booth - taken.booth, 0)
    lent = arcs.add(above, first_resource + np.arange(resources), limits.resource - taken.resource, 0)
    tail, head, capacity, cost = arcs.columns()
    return Network(
        tail=tail,
        head=head,
        capacity=capacity,
        cost=cost,
        levels=levels,
        rest=rest,
        pairs=pairs,
        postings=postings,
        booths=to_root,
        resources=lent,
        free=free,
        nodes=nodes,
        first_person=first_person,
        first_posting=first_posting,
        first_booth=first_booth,
        first_resource=first_resource,
        scale=scale,
    )


def most_interviews(problem: "Problem") -> int:
    """No allocation has more interviews than this."""
    return int(min(problem.most.sum(), problem.interviews.sum(), problem.booth_slots.sum()))


def _tree(problem: "Problem", first_resource: int) -> tuple[Int64, Int64]:
    """(people,) the node above each person and (resources,) the node above each resource: the smallest group around it, or root.

    Resources with the same users hang one below the other, in the order of their rows.
    """
    order = sorted(range(len(problem.resources)), key=lambda row: (-int(problem.needs[row].sum()), row))
    above_person = np.zeros(len(problem.people), dtype=np.int64)
    above = np.zeros(len(problem.resources), dtype=np.int64)
    for row in order:
        users = problem.needs[row]
        if users.any():
            above[row] = above_person[users][0]
            above_person[users] = first_resource + row
    return above_person, above


class _Arcs:
    """Collects arcs kind by kind."""

    def __init__(self) -> None:
        self._parts: list[tuple[Int64, Int64, Int64, Int64]] = []
        self._size = 0

    def add(self, tail: Int64, head: Int64, capacity: Int64, cost: Int64 | int) -> Span:
        span = Span(self._size, self._size + len(tail))
        self._parts.append((tail, head, capacity.astype(np.int64), np.broadcast_to(np.int64(cost), tail.shape)))
        self._size = span.stop
        return span

    def columns(self) -> Sequence[Int64]:
        return [np.concatenate(column).astype(np.int64) for column in zip(*self._parts, strict=True)]
