"""Who meets whom: the plain result that every method gives and every check reads."""

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from matching.allocation.problem import Problem

Int64 = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Allocation:
    """The interviews, one row each: rows of people and of postings, (n,) both. `method` is the name of what made it.

    Anything can be written here; `check_validity` and `check_capacity` say whether it may stand.
    """

    person: Int64
    posting: Int64
    method: str

    def __len__(self) -> int:
        return len(self.person)


def allocation_of(rows: Int64, problem: "Problem", method: str) -> Allocation:
    """The allocation of these pairs (rows of the problem's pairs), by posting and then by person, in the order of their rows."""
    person, posting = problem.pairs.person[rows], problem.pairs.posting[rows]
    order = np.lexsort((person, posting))
    return Allocation(person[order].astype(np.int64), posting[order].astype(np.int64), method)


def digest_of(allocation: Allocation, problem: "Problem") -> str:
    """SHA-256 of the meetings by their ids in order: equal for equal allocations, however the rows were sorted."""
    meetings = zip(allocation.person.tolist(), allocation.posting.tolist(), strict=True)
    named = sorted((problem.posts[posting].name, problem.people[person].name) for person, posting in meetings)
    return sha256("\n".join(f"{posting}\t{person}" for posting, person in named).encode()).hexdigest()
