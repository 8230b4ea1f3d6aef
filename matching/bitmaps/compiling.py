"""The rules of `matching.verdicts.pair` as expressions over people: one demanded dimension of one posting at a time.

Thresholds and combinations come from the same arithmetic that the pair evaluator uses; what differs is only that an ability
is not a number here but the set of people who have at least that much.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import combinations
from typing import Final, NamedTuple

from matching.bitmaps.expression import EVERYBODY, NOBODY, Expression, Node, Pool
from matching.knowledge import CATALOGUE, Accommodation, Effect
from matching.knowledge.effects import closes
from matching.verdicts.pair import Cause
from matching.verdicts.requirements import Requirement
from matching.verdicts.selection import SWAP_TASK
from matching.verdicts.sides import PostingSide
from matching.verdicts.ways import CERTAIN, EFFECTS, FACTS_CERTAIN, OPTIMISTIC, Reading, combine, fact_holds

_TOP: Final = 4


@dataclass(frozen=True)
class Open:
    """Who stands how on one dimension or one rule of a posting, as expressions. Who is in none of them meets it plainly.

    `review` holds who needs a look, by cause (a dimension) or by whom to ask (a rule). `open` is everybody whom it keeps out of
    the fitting band: blocked or under review.
    """

    name: str
    blocked: Node
    review: tuple[tuple[str, Node], ...]
    arranged: Node
    open: Node


def make_open(pool: Pool, name: str, blocked: Node, review: Mapping[str, Node], arranged: Node) -> Open:
    """The sets of one dimension or rule; empty ones are left out of `review`."""
    asked = tuple((cause, node) for cause, node in review.items() if node != NOBODY)
    return Open(name, blocked, asked, arranged, pool.either((blocked, *(node for _, node in asked))))


def at_least(pool: Pool, position: int, level: int, reading: Reading) -> Node:
    """The people whose ability, in this reading, reaches the level."""
    if level <= 0:
        return EVERYBODY
    if level > _TOP:
        return NOBODY
    return pool.literal(("at_least", position, level, reading.unknown_ability > 0))


@dataclass
class RowCompiler:
    """Compiles demanded dimensions, each kind of demand at each kind of posting once.

    What a demand comes to depends on no person: one index after another takes it over from the last that was asked for it.
    """

    pool: Pool
    _made: dict[Hashable, Open] = field(default_factory=dict)

    def compile(self, row: Requirement, posting: PostingSide) -> Open:
        """The expressions of `pair.find` on one dimension."""
        key = signature_of(row, posting)
        found = self._made.get(key)
        if found is None:
            found = self._made[key] = _taken_over(self.pool, _draft(_Demand(key, row, posting)))
        return found


@dataclass(frozen=True)
class _Demand:
    """A dimension of a posting; two of one signature are the same demand."""

    signature: Hashable
    row: Requirement = field(compare=False)
    posting: PostingSide = field(compare=False)


class _Draft(NamedTuple):
    """A compiled demand in a numbering of its own."""

    expressions: tuple[Expression, ...]
    open: Open


@lru_cache(maxsize=8_192)
def _draft(demand: _Demand) -> _Draft:
    pool = Pool()
    made = _Row(pool, demand.posting).find(demand.row)
    return _Draft(tuple(pool.expressions), made)


def _taken_over(pool: Pool, draft: _Draft) -> Open:
    numbers = pool.take_over(draft.expressions)
    one = draft.open
    review = {cause: numbers[node] for cause, node in one.review}
    return make_open(pool, one.name, numbers[one.blocked], review, numbers[one.arranged])


def _read_of(dimension: str) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    rows = [accommodation for accommodation, _ in EFFECTS[dimension]]
    others = {name for one in rows for name in one.demand_at_most if name != dimension}
    facts = (one.needs_fact for one in rows if one.needs_fact is not None)
    return tuple(one.name for one in rows), tuple(facts), tuple(sorted(others))


_READ: Final = {row.name: _read_of(row.name) for row in CATALOGUE.dimensions}
"""By dimension the accommodations, facts of the workplace and other dimensions that its finding reads of a posting."""


def signature_of(row: Requirement, posting: PostingSide) -> Hashable:
    """All that the finding reads of the posting."""
    names, facts, others = _READ[row.dimension]
    offered = posting.offered
    return (
        row.dimension,
        tuple((part.name, part.level, part.provenance.firm, part.marginal) for part in row.parts),
        row.unasked,
        row.unasked_marginal,
        tuple(name in offered for name in names),
        SWAP_TASK in posting.refused,
        tuple(posting.facts.get(fact) for fact in facts),
        tuple(posting.requirements.levels.get(name, 0) for name in others),
    )


class _Sized(NamedTuple):
    """All that closing a gap reads of a part of a demand."""

    name: str
    level: int


_COMBINED: Final = {
    name: frozenset(
        (first, second) for (first, (_, one)), (second, (_, other)) in combinations(enumerate(ways), 2) if combine(name, one, other)
    )
    for name, ways in EFFECTS.items()
}
"""By dimension the effects that may be used together, by their places in `EFFECTS`."""


@lru_cache(maxsize=16_384)
def _enough(dimension: str, parts: tuple[_Sized, ...], places: tuple[int, ...]) -> int | None:
    """The least ability that meets the parts of a demand once these effects, by their places, are there; None where none does."""
    effects = [EFFECTS[dimension][place][1] for place in places]
    return next((level for level in range(_TOP + 1) if closes(effects, level, parts)), None)


class _Row:
    """One dimension of one posting. Each method mirrors the function of the same purpose in `pair` or `ways`."""

    def __init__(self, pool: Pool, posting: PostingSide) -> None:
        self.pool = pool
        self.posting = posting
        self._found: dict[tuple[str, tuple[_Sized, ...], Reading], Node] = {}

    def find(self, row: Requirement) -> Open:
        met = at_least(self.pool, row.position, _TOP if row.unasked else row.level, CERTAIN)
        rest = self.pool.complement(met)
        if row.unasked:
            if row.unasked_marginal:
                return self._marginal(row, rest, NOBODY)
            firm = row.firm_parts()
            blocked = self._both(rest, self._blocks(firm)) if firm.parts else NOBODY
            return self._open(row, blocked, {Cause.UNKNOWN_DEMAND: self._less(rest, blocked)}, NOBODY)
        arranged = self._both(rest, self._closed(row, CERTAIN))
        rest = self._less(rest, arranged)
        if row.marginal:
            return self._marginal(row, rest, arranged)
        return self._undecided(row, row, rest, arranged)

    def _marginal(self, row: Requirement, rest: Node, arranged: Node) -> Open:
        """What the swap of a minor task does for those in `rest`."""
        essential = row.without_marginal()
        swappable = self._both(rest, self._met_or_closed(essential, CERTAIN))
        left = self._undecided(row, essential, self._less(rest, swappable), arranged)
        if SWAP_TASK in self.posting.refused:
            refused = swappable
        else:
            refused = self._both(swappable, self.pool.literal(("refuses", SWAP_TASK)))
        swapped = self._less(swappable, refused)
        return self._open(
            row,
            left.blocked,
            {Cause(name): node for name, node in left.review} | {Cause.SWAP_REFUSED: refused},
            self.pool.either((arranged, swapped)),
        )

    def _undecided(self, row: Requirement, essential: Requirement, rest: Node, arranged: Node) -> Open:
        """Unknowns ask, a gap the employer stands behind may block, any other asks."""
        perhaps = self._both(rest, self._met_or_closed(essential, OPTIMISTIC))
        by_ability = self._both(perhaps, self._met_or_closed(essential, FACTS_CERTAIN))
        rest = self._less(rest, perhaps)
        firm = essential.firm_parts()
        blocked = self._both(rest, self._blocks(firm))
        one_step = firm.level == essential.level
        review = {
            Cause.UNKNOWN_ABILITY: by_ability,
            Cause.UNKNOWN_FACT: self._less(perhaps, by_ability),
            Cause.ONE_STEP if one_step else Cause.INFERRED_GAP: self._less(rest, blocked),
        }
        return self._open(row, blocked, review, arranged)

    def _blocks(self, firm: Requirement) -> Node:
        known = self.pool.literal(("known", firm.position))
        open_ = self.pool.complement(self._met_or_closed(firm, OPTIMISTIC))
        wide = EVERYBODY
        if firm.gap != "hard":
            wide = self.pool.complement(at_least(self.pool, firm.position, firm.level - 1, CERTAIN))
        return self.pool.every((known, open_, wide))

    def _met_or_closed(self, row: Requirement, reading: Reading) -> Node:
        return self.pool.either((at_least(self.pool, row.position, row.level, reading), self._closed(row, reading)))

    def _closed(self, row: Requirement, reading: Reading) -> Node:
        """The people for whom some available accommodation, or two that combine, close the row."""
        parts = tuple([_Sized(part.name, part.level) for part in row.parts])
        found = self._found.get((row.dimension, parts, reading))
        if found is None:
            found = self._found[row.dimension, parts, reading] = self._close(row, parts, reading)
        return found

    def _close(self, row: Requirement, parts: tuple["_Sized", ...], reading: Reading) -> Node:
        ways = [self._works(one, effect, row, reading) for one, effect in EFFECTS[row.dimension]]
        usable = [(place, works) for place, works in enumerate(ways) if works != NOBODY]
        closed = [self._both(works, self._reaching(row, parts, (place,), reading)) for place, works in usable]
        combined = _COMBINED[row.dimension]
        for (first, one), (second, other) in combinations(usable, 2):
            if (first, second) in combined:
                closed.append(self.pool.every((one, other, self._reaching(row, parts, (first, second), reading))))
        return self.pool.either(closed)

    def _reaching(self, row: Requirement, parts: tuple["_Sized", ...], places: tuple[int, ...], reading: Reading) -> Node:
        """The people whose ability is enough once the effects are there: a constant threshold of the posting."""
        enough = _enough(row.dimension, parts, places)
        return NOBODY if enough is None else at_least(self.pool, row.position, enough, reading)

    def _works(self, accommodation: Accommodation, effect: Effect, row: Requirement, reading: Reading) -> Node:
        """The people who can count on it here and for whom every condition of the effect holds."""
        if not fact_holds(accommodation, self.posting, reading):
            return NOBODY
        for name, most in accommodation.demand_at_most.items():
            demand = row.level if name == row.dimension else self.posting.requirements.levels.get(name, 0)
            if demand > most:
                return NOBODY
        conditions = [self._available(accommodation.name)]
        if effect.skill is not None:
            conditions.append(self.pool.literal(("skill", effect.skill)))
        if accommodation.needs_residual_ability:
            conditions.append(at_least(self.pool, row.position, 1, reading))
        for name, least in (*accommodation.ability_at_least.items(), *effect.needs.items()):
            conditions.append(at_least(self.pool, CATALOGUE.position[name], least, reading))
        return self.pool.every(conditions)

    def _available(self, name: str) -> Node:
        there = EVERYBODY if name in self.posting.offered else self.pool.literal(("aid", name))
        return self._less(there, self.pool.literal(("refuses", name)))

    def _open(self, row: Requirement, blocked: Node, review: dict[Cause, Node], arranged: Node) -> Open:
        return make_open(self.pool, row.dimension, blocked, {cause.value: node for cause, node in review.items()}, arranged)

    def _both(self, one: Node, other: Node) -> Node:
        return self.pool.every((one, other))

    def _less(self, one: Node, other: Node) -> Node:
        return self.pool.every((one, self.pool.complement(other)))
