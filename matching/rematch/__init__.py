"""Matching an event again after few people or postings changed: what an earlier run found of all else is taken over.

The result is that of `matching.prematch.prematch`, to the last byte. `known` holds the scores of an earlier run, which may be kept
on disk; `ground` what stays in memory: `stretch`, a block of people with all that was found of them, `asking`, the postings, and
`lines`, what was told of pairs. `near` takes the lists of retrieval apart and puts them together, `pairs` fills in what is missing.
"""

from matching.rematch.ground import Ground, TakingPart
from matching.rematch.known import KnownScores
from matching.rematch.running import Rematched, rematch

__all__ = ["Ground", "KnownScores", "Rematched", "TakingPart", "rematch"]
