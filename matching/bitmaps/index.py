"""Who may do what, for all people and all postings at once, equal to `matching.judgement.judge` pair by pair."""

from collections.abc import Callable, Container, Hashable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from matching.bitmaps.compiling import Open, RowCompiler, make_open
from matching.bitmaps.expression import EVERYBODY, NOBODY, Node, Operation, Pool
from matching.bitmaps.kernel import BLOCK, Program, assemble, run
from matching.bitmaps.literals import WORD, Literals, Words, count, unpack
from matching.bitmaps.readings import Columns
from matching.bitmaps.rules import RuleKinds, rule_kinds
from matching.constraints import PersonSide
from matching.judgement import Applicant, Opening
from matching.knowledge import CATALOGUE
from matching.policy import Policy
from matching.shortlist import Counts, VerdictName

VERDICT_CODES: Final[tuple[VerdictName, ...]] = ("eligible", "eligible_with", "review", "blocked")
"""A code is the position in this tuple: the higher one wins over the dimensions and rules of a pair."""

Codes = NDArray[np.uint8]

_TOGETHER: Final = 1_024
"""Postings in one program: what they share is evaluated once a block."""
_KEPT_BYTES: Final = 256_000_000


@dataclass(frozen=True)
class Compiled:
    """A posting as expressions: one `Open` a demanded dimension, then one a rule that can touch somebody."""

    opens: tuple[Open, ...]


@dataclass(frozen=True)
class Planes:
    """Verdicts as two bit planes a posting: `bits` (postings, 2, words), high and low bit of the code of each person."""

    bits: Words
    everybody: Words
    people: int

    def __len__(self) -> int:
        return len(self.bits)

    def codes(self, posting: int) -> Codes:
        """(people,) verdict codes; rows in which nobody is hold 0."""
        high, low = (unpack(plane, self.people).view(np.uint8) for plane in self.bits[posting])
        return _codes(high, low)

    def codes_of(self, postings: NDArray[np.integer], rows: NDArray[np.integer]) -> Codes:
        """(n,) verdict codes of single pairs."""
        words, shifts = rows // WORD, (rows % WORD).astype(np.uint64)
        high, low = ((self.bits[postings, plane, words] >> shifts & np.uint64(1)).astype(np.uint8) for plane in range(2))
        return _codes(high, low)

    def fit(self, posting: int) -> Words:
        """Who can do it, with or without an arrangement."""
        members: Words = self.everybody & ~self.bits[posting, 0]
        return members

    def review(self, posting: int) -> Words:
        members: Words = self.bits[posting, 0] & ~self.bits[posting, 1]
        return members

    def blocked(self, posting: int) -> Words:
        members: Words = self.bits[posting, 0] & self.bits[posting, 1]
        return members

    def counts(self, posting: int) -> Counts:
        high, low = self.bits[posting]
        blocked, review = count(high & low), count(high & ~low)
        arranged = count(low & ~high)
        return Counts(
            eligible=count(self.everybody) - blocked - review - arranged, eligible_with=arranged, review=review, blocked=blocked
        )


@dataclass(frozen=True)
class Assumption:
    """One change about people taken as made for everybody it is asked of: abilities raised, skills learned, aids owned.

    `levels` maps a dimension to the level that everybody has at least; `person` changes what the rules read, and `name`
    tells two such changes apart. `rules` names the only rules that read what `person` changes, each of which reads alike afterwards
    whom it read alike before; None: nothing is known of that.
    """

    name: str
    levels: Mapping[str, int] = field(default_factory=dict)
    skills: frozenset[str] = frozenset()
    aids: frozenset[str] = frozenset()
    person: Callable[[PersonSide], PersonSide] | None = None
    rules: frozenset[str] | None = None


class VerdictIndex:
    """The people of a pool as bitmaps, and postings compiled against them. Rows of people are 0, 1, ... in order of adding."""

    def __init__(self, policy: Policy) -> None:
        self.policy = policy
        self.literals = Literals()
        self.pool = Pool()
        self._persons: list[PersonSide] = []
        self._rules: tuple[RuleKinds, ...] = rule_kinds(policy, ())
        self._compiler = RowCompiler(self.pool)
        self._postings: dict[str, tuple[Opening, Compiled]] = {}
        self._programs: dict[tuple[str, ...], Program] = {}
        self._sets: dict[Node, Words] = {}
        self._variants: dict[str, tuple[RuleKinds, ...]] = {}

    @classmethod
    def build(cls, applicants: Sequence[Applicant], policy: Policy) -> Self:
        """An index of these people, person i in row i."""
        made = cls(policy)
        made.literals.fill([one.ability for one in applicants])
        made._persons = [one.person for one in applicants]
        made._rules = rule_kinds(policy, made._persons)
        return made

    def __len__(self) -> int:
        return self.literals.people

    @property
    def everybody(self) -> Words:
        return self.literals.everybody

    def put(self, row: int, applicant: Applicant) -> None:
        """Write one person into a row that is there, or the next one; everything that is compiled stays right."""
        self.literals.put(row, applicant.ability)
        self._persons[row:] = [applicant.person, *self._persons[row + 1 :]]
        for rule in self._rules:
            for key in rule.put(row, applicant.person, self.literals):
                self._forget(rule, key)
        self._sets.clear()
        self._variants.clear()

    def add(self, applicant: Applicant) -> int:
        """One more person; the row they got."""
        row = len(self)
        self.put(row, applicant)
        return row

    def remove(self, row: int) -> None:
        """The person leaves; the row stays empty until somebody is put there."""
        self.literals.remove(row)
        self._sets.clear()

    def of_others(self, applicants: Sequence[Applicant]) -> Self:
        """An index of other people, person i in row i, with the postings that are compiled here: little of them is made again."""
        made = type(self)(self.policy)
        made.literals = self.literals.of_others([one.ability for one in applicants])
        made._persons = [one.person for one in applicants]
        made.pool, made._compiler = self.pool, self._compiler
        columns = Columns(made._persons)
        made._rules = tuple(rule.of_others(columns) for rule in self._rules)
        made._postings, made._programs = dict(self._postings), dict(self._programs)
        for rule in made._rules:
            for key in rule.fill(made.literals):
                made._forget(rule, key)
        return made

    def put_posting(self, posting: str, opening: Opening) -> None:
        """Add a posting, or change it."""
        self._postings[posting] = (opening, self.compile(opening))
        self._programs.clear()

    def remove_posting(self, posting: str) -> None:
        del self._postings[posting]
        self._programs.clear()

    def compile(self, opening: Opening) -> Compiled:
        """A posting as expressions; what it shares with another posting is the same expression."""
        opens = [self._compiler.compile(row, opening.ability) for row in opening.ability.requirements.rows]
        for rule in self._rules:
            one = rule.open(opening.terms, self.pool, self.literals)
            if one.open != NOBODY or one.arranged != NOBODY:
                opens.append(one)
        return Compiled(tuple(opens))

    def reopen(self, opening: Opening, names: Container[str]) -> list[Open]:
        """Some dimensions and rules of a posting as expressions, without the rest of it."""
        rows = [row for row in opening.ability.requirements.rows if row.dimension in names]
        rules = [rule for rule in self._rules if rule.rule.name in names]
        return [
            *(self._compiler.compile(row, opening.ability) for row in rows),
            *(rule.open(opening.terms, self.pool, self.literals) for rule in rules),
        ]

    def forget_members(self) -> None:
        """Keep no set of people that can be found again."""
        self._sets.clear()

    @property
    def rules(self) -> tuple[RuleKinds, ...]:
        """The people as every rule sees them, in the order of the rules."""
        return self._rules

    def rule_places(self, opening: Opening) -> list[tuple[RuleKinds, dict[str, int]]]:
        """The rules that put somebody anywhere at a posting, with the row of literals of each place."""
        found = ((one, one.places(opening.terms, self.pool, self.literals)) for one in self._rules)
        return [(rule, places) for rule, places in found if places]

    def compiled(self, posting: str) -> Compiled:
        return self._postings[posting][1]

    def opening(self, posting: str) -> Opening:
        return self._postings[posting][0]

    def decide(self, postings: Sequence[str] | None = None, threads: int = 1) -> Planes:
        """The verdicts of everybody on these postings (default: all, in order of adding)."""
        names = tuple(self._postings if postings is None else postings)
        return self._decide(names, 0, self.literals.words, threads)

    def decide_for(self, row: int) -> Codes:
        """(postings,) verdict codes of one person on all postings, in order of adding."""
        word = row // WORD
        planes = self._decide(tuple(self._postings), word, word + 1, 1)
        bit = np.uint64(row % WORD)
        high, low = ((planes.bits[:, plane, word] >> bit & np.uint64(1)).astype(np.uint8) for plane in range(2))
        return _codes(high, low)

    def members(self, node: Node) -> Words:
        """The people of an expression. Kept until somebody changes; do not write into it."""
        found = self._sets.get(node)
        if found is None:
            found = self._evaluate(node)
            if (len(self._sets) + 1) * found.nbytes > _KEPT_BYTES:
                self._sets.clear()
            self._sets[node] = found
        return found

    def union(self, nodes: Iterable[Node]) -> Words:
        """The people in any of the expressions."""
        total = np.zeros(self.literals.words, np.uint64)
        for node in nodes:
            if node != NOBODY:
                total |= self.members(node)
        return total & self.everybody

    def fit(self, compiled: Compiled) -> Words:
        """Who can do it, with or without an arrangement."""
        return self.everybody & ~self.union(one.open for one in compiled.opens)

    def assume(self, compiled: Compiled, opening: Opening, assumption: Assumption) -> Compiled:
        """The posting if the change were made for everybody."""
        switched = {self.pool.literal(key): EVERYBODY for key in switched_literals(assumption)}
        done: dict[Node, Node] = {}
        changed = {one.name: one for one in self.rules_if(assumption, opening)}
        opens = []
        for one in compiled.opens:
            if one.name in changed:
                opens.append(changed.pop(one.name))
                continue
            review = {name: self.pool.substitute(node, switched, done) for name, node in one.review}
            blocked, arranged = (self.pool.substitute(node, switched, done) for node in (one.blocked, one.arranged))
            opens.append(make_open(self.pool, one.name, blocked, review, arranged))
        return Compiled((*opens, *changed.values()))

    def rules_if(self, assumption: Assumption, opening: Opening) -> list[Open]:
        """The rules that what the assumption says of persons can change, at a posting, as they would be."""
        if assumption.person is None:
            return []
        rules = self._variants.get(assumption.name)
        if rules is None:
            rules = self._variants[assumption.name] = self._assuming(assumption, assumption.person)
        return [rule.open(opening.terms, self.pool, self.literals) for rule in rules]

    def _assuming(self, assumption: Assumption, change: Callable[[PersonSide], PersonSide]) -> tuple[RuleKinds, ...]:
        """The rules that tell people apart otherwise once the change is made."""
        if assumption.rules is None:
            changed = rule_kinds(self.policy, [change(person) for person in self._persons], assumption.name)
            return tuple(one for one, before in zip(changed, self._rules, strict=True) if one.differs_from(before))
        columns = Columns(self._persons)
        made = (rule.assuming(change, assumption.name, columns) for rule in self._rules if rule.rule.name in assumption.rules)
        return tuple(one for one in made if one is not None)

    def _decide(self, names: tuple[str, ...], first: int, last: int, threads: int) -> Planes:
        planes = np.zeros((len(names), 2, self.literals.words), np.uint64)
        tasks = []
        for start in range(0, len(names), _TOGETHER):
            group = names[start : start + _TOGETHER]
            program = self._programs.get(group)
            if program is None:
                program = self._programs[group] = self._assemble(group)
            tasks.append((program, planes[start : start + _TOGETHER]))
        # A program is handed out by stretches of people, so that two threads never write one word.
        stretch = max(BLOCK, -(-(last - first) // (4 * threads) // BLOCK) * BLOCK) if threads > 1 else last - first
        jobs = [
            (program, part, low, min(low + stretch, last)) for program, part in tasks for low in range(first, last, max(stretch, 1))
        ]
        bits, everybody = self.literals.bits, self.everybody
        if threads == 1:
            for program, part, low, high in jobs:
                run(program, bits, everybody, part, low, high)
        else:
            with ThreadPoolExecutor(threads) as pool:
                list(pool.map(lambda job: run(job[0], bits, everybody, job[1], job[2], job[3]), jobs))
        return Planes(planes, everybody.copy(), len(self))

    def _assemble(self, names: tuple[str, ...]) -> Program:
        wanted = []
        for name in names:
            opens = self._postings[name][1].opens
            wanted.append(([one.open for one in opens], [one.blocked for one in opens], [one.arranged for one in opens]))
        return assemble(self.pool, self._row, wanted)

    def _row(self, node: Node) -> int:
        if node == EVERYBODY:
            return self.literals.rows["everybody"]
        return self.literals.rows[self.pool.expressions[node].key]

    def _evaluate(self, node: Node) -> Words:
        one = self.pool.expressions[node]
        if one.operation is Operation.CONSTANT:
            return self.everybody if node == EVERYBODY else np.zeros(self.literals.words, np.uint64)
        if one.operation is Operation.LITERAL:
            row: Words = self.literals.bits[self.literals.rows[one.key]]
            return row
        parts = [self.members(part) for part in one.parts]
        if one.operation is Operation.NOT:
            inverse: Words = ~parts[0]
            return inverse
        joined = np.bitwise_and if one.operation is Operation.ALL else np.bitwise_or
        result: Words = joined(parts[0], parts[1])
        for part in parts[2:]:
            joined(result, part, out=result)
        return result

    def _forget(self, rule: RuleKinds, key: Hashable) -> None:
        """Compile these postings again: a person came who stands where nobody stood before."""
        for name, (opening, _) in list(self._postings.items()):
            if rule.key_of(opening.terms) == key:
                self._postings[name] = (opening, self.compile(opening))
        self._programs.clear()


def _codes(high: Codes, low: Codes) -> Codes:
    """Verdict codes from their two bits, 0 or 1 each."""
    return np.bitwise_or(np.left_shift(high, np.uint8(1)), low)


def switched_literals(assumption: Assumption) -> Iterable[Hashable]:
    """The literals that hold of everybody once the assumption does."""
    for name, level in assumption.levels.items():
        position = CATALOGUE.position[name]
        yield ("known", position)
        for reached in range(1, level + 1):
            yield ("at_least", position, reached, False)
            yield ("at_least", position, reached, True)
    for skill in assumption.skills:
        yield ("skill", skill)
    for aid in assumption.aids:
        yield ("aid", aid)
