"""What words say about one demand, how much each of them counts, and the level that they settle on together."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple, cast

from matching.knowledge.catalogue import Level
from models.demands.reading import FactValue
from models.demands.tables import HALF_SURE, Bounds, cues, stated_facts
from models.demands.words import Sense


class Weight(NamedTuple):
    """A level of at least `least` and at most `most`, and how sure that is, 0-1; `exact` bounds win over the others."""

    least: int
    most: int
    sure: float
    exact: bool


class Evidence(NamedTuple):
    """A weight and the words that it rests on."""

    weight: Weight
    quote: str


class Meaning(NamedTuple):
    """What words of one row of the tables say: about demands, and of facts with how sure those are."""

    demands: tuple[tuple[str, Weight], ...]
    facts: tuple[tuple[str, FactValue, float], ...]


@lru_cache(maxsize=1)
def meanings() -> Mapping[Sense, tuple[Meaning, ...]]:
    """By sense, the meaning of each row of `word_table`."""
    cue_rows = [(row.asks, row.denied, row.sure) for row in cues()]
    fact_rows = [(row.gives, row.denied, row.sure) for row in stated_facts()]
    said = (
        *(Meaning(_weights(asks, sure, denied=False), ()) for asks, _, sure in cue_rows),
        *(Meaning((), _facts(gives, sure)) for gives, _, sure in fact_rows),
    )
    denied = (
        *(Meaning(_weights(other, sure, denied=True), ()) for _, other, sure in cue_rows),
        *(Meaning((), _facts(other, sure)) for _, other, sure in fact_rows),
    )
    return {"said": said, "denied": denied}


def exactly(level: int, sure: float) -> Weight:
    """What says one level."""
    return Weight(level, level, sure, exact=True)


@lru_cache(maxsize=65_536)
def settle(start: int | None, said: tuple[Weight, ...]) -> tuple[Level, float, int]:
    """The level that starts at `start`, how sure it is, rounded, and the place of the one that decided."""
    exact = [at for at, one in enumerate(said) if one.exact and not _contradicted(one, said)]
    if exact:
        best = max(exact, key=lambda at: (said[at].sure, said[at].least))
        level = said[best].most if start is None else min(max(start, said[best].least), said[best].most)
        return cast("Level", level), round(said[best].sure, 3), best
    level = 0 if start is None else start
    deciding = max(range(len(said)), key=lambda at: said[at].sure)
    counting = [at for at, one in enumerate(said) if one.most == 4 or not _contradicted(one, said)]
    for at in sorted(counting, key=lambda at: said[at].sure):
        wanted = min(max(level, said[at].least), said[at].most)
        if said[at].sure < HALF_SURE and start is not None:
            wanted = level + max(-1, min(1, wanted - level))
        if wanted != level:
            level, deciding = wanted, at
    return cast("Level", level), round(said[deciding].sure, 3), deciding


def _contradicted(denial: Weight, said: Sequence[Weight]) -> bool:
    """Whether other words surely ask for more than this denial leaves (只需接听，无需外呼): then it denied a part only."""
    return any(one.least > denial.most and one.sure >= HALF_SURE for one in said)


def _weights(bounds: Bounds | None, sure: float, *, denied: bool) -> tuple[tuple[str, Weight], ...]:
    found = (bounds or {}).items()
    return tuple((name, Weight(one.least, one.most, sure, one.least == one.most or denied)) for name, one in found)


def _facts(given: Mapping[str, FactValue] | None, sure: float) -> tuple[tuple[str, FactValue, float], ...]:
    return tuple((name, value, sure) for name, value in (given or {}).items())
