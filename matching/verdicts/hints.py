"""What would open a dimension that blocks or needs a look: the smallest sets from the catalogue (rule 8)."""

from dataclasses import dataclass
from typing import Final

from matching.knowledge import CATALOGUE
from matching.verdicts.pair import Cause, Finding
from matching.verdicts.requirements import Requirement
from matching.verdicts.selection import tie_key
from matching.verdicts.sides import CandidateSide, PostingSide
from matching.verdicts.ways import HINT, Way, closing_ways

ASSESS: Final = "assess"
ASK: Final = "ask"

_ALL: Final = frozenset(row.name for row in CATALOGUE.accommodations)


@dataclass(frozen=True, slots=True)
class Hint:
    """One smallest set that would close the gap, or `assess` (an unknown ability) or `ask` (something only the employer knows).

    `ready` are the names already possible or available at the posting.
    """

    names: Way
    facts_to_change: tuple[str, ...] = ()
    skills_to_learn: tuple[str, ...] = ()
    ready: tuple[str, ...] = ()


def hints(finding: Finding, candidate: CandidateSide, posting: PostingSide) -> tuple[Hint, ...]:
    """Every smallest set (one, else two) from the catalogue less refused; empty: no known change.

    Possible ones first, then those that need no further change, then tie order. What is unknown is asked first: an
    unknown ability of the dimension itself, or an unknown demand, has no other hint.
    """
    row = finding.requirement
    if finding.cause is Cause.UNKNOWN_DEMAND:
        return (Hint((ASK,)),)
    if finding.ability is None:
        return (Hint((ASSESS,)),)
    found = _from_catalogue(row, candidate, posting)
    if finding.cause is Cause.UNKNOWN_ABILITY:
        return (Hint((ASSESS,)), *found)
    if finding.cause is Cause.UNKNOWN_FACT:
        return (Hint((ASK,)), *found)
    return found


def _from_catalogue(row: Requirement, candidate: CandidateSide, posting: PostingSide) -> tuple[Hint, ...]:
    refused = (posting.refused - candidate.aids) | candidate.refuses
    names = _ALL - refused - posting.building
    if row.task_level > row.derived_level:
        names -= {"remote"}
    ways = closing_ways(row, candidate, posting, names, HINT)
    singles = [way for way in ways if len(way) == 1]
    made = [_hint(row, way, candidate, posting) for way in singles or ways]

    def order(hint: Hint) -> tuple[int, int, object]:
        changes = len(hint.facts_to_change) + len(hint.skills_to_learn)
        return len(hint.names) - len(hint.ready), changes, tie_key(hint.names, candidate, posting)

    return tuple(sorted(made, key=order))


def _hint(row: Requirement, way: Way, candidate: CandidateSide, posting: PostingSide) -> Hint:
    chosen = [CATALOGUE.accommodation(name) for name in way]
    facts = {a.needs_fact for a in chosen if a.needs_fact is not None and not posting.facts.get(a.needs_fact, False)}
    skills = {e.skill for a in chosen for e in a.effects if e.ability == row.dimension and e.skill is not None}
    ready = (posting.available(candidate) | posting.possible) & set(way)
    return Hint(tuple(sorted(way)), tuple(sorted(facts)), tuple(sorted(skills - candidate.skills)), tuple(sorted(ready)))
