"""The listed set: the smallest set of available accommodations from which every closable dimension is met (rule 7)."""

from collections.abc import Callable, Iterable, Sequence

from matching.knowledge import CATALOGUE
from matching.knowledge.catalogue import SWAP_TASK as SWAP_TASK
from matching.records import AccommodationStatus
from matching.verdicts.sides import CandidateSide, PostingSide
from matching.verdicts.ways import Way

TieKey = tuple[int, int, int, tuple[int, ...]]


def tie_key(names: Iterable[str], candidate: CandidateSide, posting: PostingSide) -> TieKey:
    """Fewest committed, then fewest in place (own aids first), then lowest total cost, then catalogue order."""
    ordered = sorted(CATALOGUE.order[name] for name in names)
    rows = [CATALOGUE.accommodations[i] for i in ordered]
    employers = [posting.statuses.get(row.name) for row in rows if row.name not in candidate.aids]
    return (
        employers.count(AccommodationStatus.COMMITTED),
        employers.count(AccommodationStatus.IN_PLACE),
        sum(row.cost_points for row in rows),
        tuple(ordered),
    )


def smallest_set(options: Sequence[Sequence[Way]], key: Callable[[frozenset[str]], TieKey]) -> frozenset[str]:
    """The best union that takes one way from each row of `options` (rows are never empty).

    1. Grow all unions row by row. 2. Drop a union that contains another: whatever completes the larger one completes
    the smaller one too. 3. Of the smallest unions take the one with the least key.
    """
    unions: set[frozenset[str]] = {frozenset()}
    for ways in options:
        grown = {union.union(way) for union in unions for way in ways}
        unions = {union for union in grown if not any(other < union for other in grown)}
    size = min(map(len, unions))
    return min((union for union in unions if len(union) == size), key=key)
