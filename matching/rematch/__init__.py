"""Matching an event again after few people or postings changed: what an earlier run found of unchanged pairs is taken over.

The result is that of `matching.prematch.prematch`, to the last byte. `known` holds the scores of an earlier run, `running` takes
them over.
"""

from matching.rematch.known import KnownScores
from matching.rematch.running import Rematched, rematch

__all__ = ["KnownScores", "Rematched", "rematch"]
