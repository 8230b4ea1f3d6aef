"""How much of each capacity some meetings take."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from matching.allocation.capacity import NAMES, Capacity, CapacityKind, Overrun

if TYPE_CHECKING:
    from matching.allocation.problem import Problem

Int64 = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Usage:
    """Taken of each capacity: (people,) and (postings,) interviews, (booths,) and (resources,) slots."""

    person: Int64
    posting: Int64
    booth: Int64
    resource: Int64

    def of(self, kind: CapacityKind) -> Int64:
        """What is taken of the capacities of one kind."""
        by_kind = (self.person, self.posting, self.booth, self.resource)
        return by_kind[list(CapacityKind).index(kind)]


def usage_of(person: Int64, posting: Int64, problem: "Problem") -> Usage:
    """Count what these meetings (rows, (n,) each, all of them existing) take."""
    booth = problem.booth_of[posting]
    takes = problem.takes[person]
    lent = [int(takes[problem.uses(row, person, posting)].sum()) for row in range(len(problem.resources))]
    return Usage(
        person=np.bincount(person, minlength=len(problem.people)),
        posting=np.bincount(posting, minlength=len(problem.posts)),
        booth=np.bincount(booth, weights=takes, minlength=len(problem.booths)).astype(np.int64),
        resource=np.array(lent, dtype=np.int64),
    )


def limits_of(problem: "Problem") -> Usage:
    """What there is of each capacity, in the same shape."""
    return Usage(problem.most, problem.interviews, problem.booth_slots, problem.resource_slots)


def overruns(usage: Usage, problem: "Problem") -> Iterator[Overrun]:
    """Every capacity of which more is taken than there is."""
    limits = limits_of(problem)
    for kind in CapacityKind:
        used = usage.of(kind)
        for row in np.flatnonzero(used > limits.of(kind)).tolist():
            yield Overrun(capacity_of(problem, kind, row), int(used[row]))


def capacity_of(problem: "Problem", kind: CapacityKind, row: int) -> Capacity:
    """One capacity with its name and its words."""
    limit = int(limits_of(problem).of(kind)[row])
    if kind is CapacityKind.RESOURCE:
        resource = problem.resources[row]
        return Capacity(kind, row, resource.name, limit, NAMES[kind].format(name=resource.label))
    match kind:
        case CapacityKind.PERSON:
            name = problem.people[row].name
        case CapacityKind.POSTING:
            name = problem.posts[row].name
        case CapacityKind.BOOTH:
            name = problem.booths[row].name
    return Capacity(kind, row, name, limit, NAMES[kind].format(name=name))
