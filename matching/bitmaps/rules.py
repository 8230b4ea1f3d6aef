"""Rules beyond ability over all people: each kind of person at each kind of posting is found once, by the rule itself."""

from collections.abc import Callable, Hashable, Sequence
from copy import copy
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from matching.bitmaps.compiling import Open, make_open
from matching.bitmaps.expression import NOBODY, Pool
from matching.bitmaps.literals import Literals
from matching.bitmaps.readings import Columns, read_kinds
from matching.constraints import RULES, Addressee, PersonSide, Rule, RuleFinding, TermsSide
from matching.policy import Policy
from matching.verdicts.pair import Standing

BLOCKED: Final = "blocked"
ARRANGED: Final = "arranged"


def place_of(finding: RuleFinding | None) -> str | None:
    """Which of the sets of a rule the person of this finding is in; None for whoever meets it plainly."""
    if finding is None or finding.standing is Standing.MET:
        return None
    if finding.standing is Standing.BLOCKED:
        return BLOCKED
    if finding.standing is Standing.REVIEW:
        return (finding.addressee or Addressee.COUNSELOR).value
    return ARRANGED


class RuleKinds:
    """The people by what one rule reads of them. `kinds` (people,) numbers the kinds of people that it tells apart.

    `variant` names a what-if about the people, such as a licence that everybody has; None: people as they are.
    """

    def __init__(self, rule: Rule, policy: Policy, columns: Columns, variant: Hashable = None) -> None:
        self.rule = rule
        self.variant = variant
        self.alike: dict[Hashable, int] = {}
        self._policy = policy
        self._examples: list[Any] = []
        reads, kinds = read_kinds(rule, columns)
        numbers = np.array([self._number(one) for one in reads], np.int64)
        self.kinds: NDArray[np.int64] = numbers[kinds]
        self._opened: dict[Hashable, _Made] = {}

    def put(self, row: int, person: PersonSide, literals: Literals) -> list[Hashable]:
        """Write one person anew. Returns the keys of postings (`key_of`) whose expressions must be made again."""
        if row >= len(self.kinds):
            self.kinds = np.pad(self.kinds, (0, row + 1 - len(self.kinds)))
        self.kinds[row] = self._number(self.rule.reads_person(person))
        outdated = []
        for key, made in list(self._opened.items()):
            place = place_of(self.rule.find(self._examples[self.kinds[row]], made.terms, self._policy))
            if place is not None and place not in made.literals:
                del self._opened[key]
                outdated.append(key)
                continue
            rows = [literals.rows[name] for name in made.literals.values()]
            literals.set_column(row, rows, np.array([name == place for name in made.literals], np.bool_))
        return outdated

    def of_others(self, columns: Columns) -> "RuleKinds":
        """Other people as the rule sees them, at the postings that it has seen; `fill` writes them down."""
        made = copy(self)
        made.alike, made._examples, made._opened = dict(self.alike), list(self._examples), dict(self._opened)
        reads, kinds = read_kinds(self.rule, columns)
        made.kinds = np.array([made._number(one) for one in reads], np.int64)[kinds]
        return made

    def fill(self, literals: Literals) -> list[Hashable]:
        """Write everybody into the literals of the postings seen; gives the keys of those whose expressions must be made again."""
        outdated, there = [], np.unique(self.kinds).tolist()
        for key, made in list(self._opened.items()):
            places = {kind: place_of(self.rule.find(self._examples[kind], made.terms, self._policy)) for kind in there}
            if not {place for place in places.values() if place is not None} <= made.literals.keys():
                del self._opened[key]
                outdated.append(key)
                continue
            for place, literal in made.literals.items():
                inside = np.zeros(len(self._examples), np.bool_)
                inside[[kind for kind in there if places[kind] == place]] = True
                literals.set_row(literal, inside[self.kinds])
        return outdated

    def assuming(self, change: Callable[[PersonSide], PersonSide], name: Hashable, columns: Columns) -> "RuleKinds | None":
        """The same people after a change that keeps alike whom the rule read alike, under the name of the variant.

        None where the rule tells nobody from before.
        """
        _, kinds = read_kinds(self.rule, columns)
        _, first = np.unique(kinds, return_index=True)
        made = RuleKinds(self.rule, self._policy, Columns([change(columns.persons[row]) for row in first]), name)
        made.kinds = made.kinds[kinds]
        return made if made.differs_from(self) else None

    def differs_from(self, other: "RuleKinds") -> bool:
        """Whether the rule tells other people apart than `other`, or by something else."""
        return not np.array_equal(self.kinds, other.kinds) or list(self.alike) != list(other.alike)

    def key_of(self, terms: TermsSide) -> Hashable:
        """Postings of one key are the same to the rule."""
        return self.rule.alike_terms(self.rule.reads_terms(terms), self._policy)

    def open(self, terms: TermsSide, pool: Pool, literals: Literals) -> Open:
        """The expressions of the rule at a posting."""
        reads = self.rule.reads_terms(terms)
        key = self.rule.alike_terms(reads, self._policy)
        made = self._opened.get(key)
        if made is None:
            made = self._opened[key] = self._make(reads, key, pool, literals)
        return made.open

    def places(self, terms: TermsSide, pool: Pool, literals: Literals) -> dict[str, int]:
        """By place (`place_of`) the row of literals of the people whom the rule puts there at a posting."""
        self.open(terms, pool, literals)
        made = self._opened[self.key_of(terms)]
        return {place: literals.rows[name] for place, name in made.literals.items()}

    def _make(self, terms: Any, key: Hashable, pool: Pool, literals: Literals) -> "_Made":
        places = [place_of(self.rule.find(example, terms, self._policy)) for example in self._examples]
        names: dict[str, Hashable] = {}
        for name in sorted({place for place in places if place is not None}):
            names[name] = ("rule", self.rule.name, key, self.variant, name)
            inside = np.array([place == name for place in places], np.bool_)
            literals.set_row(names[name], inside[self.kinds])
        nodes = {name: pool.literal(literal) for name, literal in names.items()}
        review = {name: node for name, node in nodes.items() if name not in (BLOCKED, ARRANGED)}
        made = make_open(pool, self.rule.name, nodes.get(BLOCKED, NOBODY), review, nodes.get(ARRANGED, NOBODY))
        return _Made(terms, made, names)

    def _number(self, reads: Any) -> int:
        key = self.rule.alike_people(reads, self._policy)
        number = self.alike.get(key)
        if number is None:
            number = self.alike[key] = len(self._examples)
            self._examples.append(reads)
        return number


@dataclass(frozen=True)
class _Made:
    """The expressions of a rule at one kind of posting, what was read of it, and the literal of each set by its name."""

    terms: Any
    open: Open
    literals: dict[str, Hashable]


def rule_kinds(policy: Policy, persons: Sequence[PersonSide], variant: Hashable = None) -> tuple[RuleKinds, ...]:
    """The people as every rule sees them, in the order of the rules."""
    columns = Columns(persons)
    return tuple(RuleKinds(rule, policy, columns, variant) for rule in RULES)
