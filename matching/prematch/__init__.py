"""Pre-matching of an event, by blocks of people.

`jobs` prepares the postings and `block` some people; `nearest` retrieves each list from a block and merges blocks exactly; `ranked`
scores what was retrieved, `order` places it, `telling` judges and explains what is kept, `left_out` what is not; `gathering` makes
the frozen lists. `running` does all of it on one machine; a cluster calls the same functions with a block each.
"""

from matching.prematch.block import Block, decide, prepare_block
from matching.prematch.effort import employer_effort
from matching.prematch.gathering import gather
from matching.prematch.jobs import Job, Jobs, prepare_jobs, signature
from matching.prematch.left_out import explain_left_out, left_out_without_postings
from matching.prematch.nearest import Chosen, Merged, Nearest, find_nearest, merge_nearest
from matching.prematch.order import Kept, order_lists
from matching.prematch.ranked import Ranked, rank_block
from matching.prematch.running import match_blocks, match_nothing, prematch
from matching.prematch.settings import PrematchSettings, Progress, RuleBrokenError
from matching.prematch.telling import Told, tell_block

__all__ = [
    "Block",
    "Chosen",
    "Job",
    "Jobs",
    "Kept",
    "Merged",
    "Nearest",
    "PrematchSettings",
    "Progress",
    "Ranked",
    "RuleBrokenError",
    "Told",
    "decide",
    "employer_effort",
    "explain_left_out",
    "find_nearest",
    "gather",
    "left_out_without_postings",
    "match_blocks",
    "match_nothing",
    "merge_nearest",
    "order_lists",
    "prematch",
    "prepare_block",
    "prepare_jobs",
    "rank_block",
    "signature",
    "tell_block",
]
