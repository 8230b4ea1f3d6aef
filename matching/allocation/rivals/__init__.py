"""Other ways to decide who meets whom, to be held beside the allocation: each keeps the rules, pins and every capacity.

`lists`: each posting takes its top list; `greedy`: the best pair that still fits, again and again; `deferred`: deferred acceptance;
`at_random`: a feasible allocation drawn by the seed.
"""

from matching.allocation.rivals.at_random import random_feasible
from matching.allocation.rivals.deferred import deferred_acceptance
from matching.allocation.rivals.greedy import greedy
from matching.allocation.rivals.lists import greedy_lists

__all__ = ["deferred_acceptance", "greedy", "greedy_lists", "random_feasible"]
