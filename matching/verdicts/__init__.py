"""The verdict of one candidate on one posting, with its full trace (design section 5).

`requirements` derives what the posting demands, `ways` lists how a gap can be closed, `pair` decides, `selection` picks the
listed set, `hints` says what would open a gap, `wording` puts it all into Chinese and English.
"""

from matching.verdicts.hints import Hint, hints
from matching.verdicts.pair import Cause, Finding, Standing, Trace, evaluate
from matching.verdicts.requirements import Requirement, Requirements, requirements
from matching.verdicts.sides import CandidateSide, PostingSide, candidate_side, posting_side
from matching.verdicts.wording import finding_text

__all__ = [
    "CandidateSide",
    "Cause",
    "Finding",
    "Hint",
    "PostingSide",
    "Requirement",
    "Requirements",
    "Standing",
    "Trace",
    "candidate_side",
    "evaluate",
    "finding_text",
    "hints",
    "posting_side",
    "requirements",
]
