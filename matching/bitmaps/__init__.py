"""All pairs at once: people as bitmaps, postings as expressions over them, verdicts as unions (design section 5).

`literals` holds what is plainly true of each person, `compiling` turns the rules of `matching.verdicts` into expressions,
`rules` those of `matching.constraints`, `kernel` evaluates many at once, `index` is what callers hold.
"""

from matching.bitmaps.index import VERDICT_CODES, Assumption, Codes, Compiled, Planes, VerdictIndex
from matching.bitmaps.literals import Words, count, pack, unpack
from matching.bitmaps.tally import Tally, count_in_the_way, count_verdicts

__all__ = [
    "VERDICT_CODES",
    "Assumption",
    "Codes",
    "Compiled",
    "Planes",
    "Tally",
    "VerdictIndex",
    "Words",
    "count",
    "count_in_the_way",
    "count_verdicts",
    "pack",
    "unpack",
]
