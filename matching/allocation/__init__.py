"""Who meets whom at a fair, under every capacity: coverage first, then value, ties by a recorded lottery (design section 5.9).

`problem` is what is asked (`organizer` what the organizer decided; `conflicts` what makes it impossible), `solution` decides it: as
one flow (`network`, `scale`, `flow`) or, where resources cross, by branch and bound (`branching`, `core`). `coverage` and `cut`
prove who cannot be served and why; `checks` and `blocking` judge any allocation; `prices` and `bottleneck` say what is short;
`rivals` and `report` hold it beside other ways to decide.

Nothing here knows ability, category, grade, sex or age: a person is an id, wishes, and the resources that an interview takes.
"""

from matching.allocation.allocation import Allocation, allocation_of, digest_of
from matching.allocation.blocking import blocking_pairs
from matching.allocation.bottleneck import Bottleneck, Gain, bottlenecks
from matching.allocation.capacity import Capacity, CapacityKind
from matching.allocation.checks import check_capacity, check_validity
from matching.allocation.conflict import AllocationConflict, Conflict
from matching.allocation.core import Effort
from matching.allocation.coverage import Coverage, coverage_of, most_coverage
from matching.allocation.fault import Fault, FaultKind
from matching.allocation.lottery import Lottery, draw_lottery
from matching.allocation.organizer import Exclusion, Pin, Priority
from matching.allocation.prices import Price, Prices, check_prices, price
from matching.allocation.problem import Booth, Pairs, Person, Post, Problem, Resource
from matching.allocation.report import Standing, compare, stand
from matching.allocation.shortage import Shortage, ShortageKind
from matching.allocation.solution import Form, Solution, allocate
from matching.allocation.waiting import WaitingLists, waiting_lists

__all__ = [
    "Allocation",
    "AllocationConflict",
    "Booth",
    "Bottleneck",
    "Capacity",
    "CapacityKind",
    "Conflict",
    "Coverage",
    "Effort",
    "Exclusion",
    "Fault",
    "FaultKind",
    "Form",
    "Gain",
    "Lottery",
    "Pairs",
    "Person",
    "Pin",
    "Post",
    "Price",
    "Prices",
    "Priority",
    "Problem",
    "Resource",
    "Shortage",
    "ShortageKind",
    "Solution",
    "Standing",
    "WaitingLists",
    "allocate",
    "allocation_of",
    "blocking_pairs",
    "bottlenecks",
    "check_capacity",
    "check_prices",
    "check_validity",
    "compare",
    "coverage_of",
    "digest_of",
    "draw_lottery",
    "most_coverage",
    "price",
    "stand",
    "waiting_lists",
]
