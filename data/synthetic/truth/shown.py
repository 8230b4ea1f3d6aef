"""What came of one shown pair."""

from matching.records import Record


class ShownPair(Record):
    """A pair that was on a list at `shown_rank` (from 1). Each later step implies the one before."""

    candidate: str
    posting: str
    shown_rank: int
    interested: bool
    offered: bool
    hired: bool
    retained: bool


def relevance(outcome: ShownPair) -> int:
    """The grade a ranker learns from: 0 nothing, 1 interest, 2 offer, 3 hired, 4 still there after three months."""
    return outcome.interested + outcome.offered + outcome.hired + outcome.retained
