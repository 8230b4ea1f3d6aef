"""The judgement of many pairs: equal to `matching.judgement.judge`, each thing worked out once for all whom it is the same for.

Pairs fall into kinds (`matching.prematch.pair_kinds`); each kind is judged once, by the rules of the pair.
"""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from matching.bitmaps import VerdictIndex
from matching.bitmaps.compiling import signature_of
from matching.bitmaps.rules import RuleKinds
from matching.constraints import RuleFinding
from matching.explanation import first_asked, how_hard
from matching.judgement import Applicant, Opening
from matching.knowledge.catalogue import Text
from matching.policy import Policy
from matching.prematch.pair_kinds import CODE, HEAD, SHIFT, WIDTH, PeopleKinds, Posed
from matching.questions.asking import Ask, asked_by_rule, asked_of, rule_key
from matching.questions.pair import text_of
from matching.shortlist import VerdictName
from matching.verdicts.pair import Standing, find
from matching.verdicts.selection import smallest_set, tie_key
from matching.verdicts.ways import Way

_KEPT: Final = 1_000_000
_TOP: Final = 4
_CLOSED: Final = (Standing.MET_WITH, Standing.SWAPPED)
_RULES: Final = WIDTH << SHIFT
"""From here on events are of rules, before it of demands."""


class Poser(Protocol):
    """A posting as judgements read it. Those with the same `twin` ask the same of a person."""

    @property
    def opening(self) -> Opening: ...

    @property
    def twin(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Judged:
    """What an entry says of the verdict of a pair, as `matching.judgement.Judgement` has it."""

    verdict: VerdictName
    accommodations: tuple[str, ...]
    abilities: tuple[str, ...]
    rules: tuple[str, ...]
    questions: tuple[Text, ...]
    met: int
    arranged: int
    demanded: int


@dataclass(frozen=True, eq=False)
class JudgedPairs:
    """Many pairs: `kinds` (n,) the kind of each, and by kind its judgement and `examples`, a pair of that kind."""

    kinds: NDArray[np.int64]
    judged: list[Judged]
    examples: list[int]


@dataclass(frozen=True, slots=True)
class _Open:
    """A demand that the ability alone does not meet. `asks` are numbers of questions, `hard` is `how_hard` the person finds it."""

    dimension: str
    standing: Standing
    closed: bool
    ways: tuple[Way, ...]
    asks: tuple[int, ...]
    hard: tuple[float, int]


@dataclass(eq=False)
class Judging:
    """The pairs of one block of people, judged when asked for."""

    applicants: Sequence[Applicant]
    policy: Policy
    people: PeopleKinds
    _posed: dict[int, Posed] = field(default_factory=dict)
    _numbers: dict[Hashable, int] = field(default_factory=dict)
    _kinds: dict[bytes, Judged] = field(default_factory=dict)
    _opens: dict[int, _Open] = field(default_factory=dict)
    _ruled: dict[tuple[int, int], RuleFinding | None] = field(default_factory=dict)
    _asked: dict[Ask, int] = field(default_factory=dict)
    _asks: list[Ask] = field(default_factory=list)

    @classmethod
    def of(cls, applicants: Sequence[Applicant], policy: Policy) -> "Judging":
        return cls(applicants, policy, PeopleKinds.of([one.ability for one in applicants]))

    def afresh(self) -> "Judging":
        """The same people and postings, nothing known of any pair."""
        return Judging(self.applicants, self.policy, self.people, dict(self._posed), dict(self._numbers))

    def pose(self, jobs: Iterable[Poser], index: VerdictIndex) -> None:
        """Read what these postings ask, which the verdict index of the block has compiled."""
        for job in jobs:
            if job.twin not in self._posed:
                self._posed[job.twin] = self._pose(job, index)

    def judge(self, job: Poser, index: VerdictIndex, rows: NDArray[np.integer]) -> list[Judged]:
        """The judgements of some rows with one posting."""
        found = self.judge_pairs([job], index, np.zeros(len(rows), np.int64), rows)
        return [found.judged[kind] for kind in found.kinds.tolist()]

    def judge_pairs(
        self, jobs: Sequence[Poser], index: VerdictIndex, numbers: NDArray[np.integer], rows: NDArray[np.integer]
    ) -> JudgedPairs:
        """The judgements of pairs of postings, `numbers` (n,) in `jobs`, and people, `rows` (n,) of the block."""
        self.pose(jobs, index)
        posed = [self._posed[job.twin] for job in jobs]
        twins = np.array([job.twin for job in jobs], np.int64)
        where, whom = np.asarray(numbers, np.int64), np.asarray(rows, np.int64)
        starts, content = self.people.tell_apart(posed, twins, where, whom, index.literals.bits, self._read)
        data, size = content.tobytes(), content.itemsize
        keys = [data[start:stop] for start, stop in pairwise((starts * size).tolist())]
        numbered = {key: kind for kind, key in enumerate(dict.fromkeys(keys))}
        kinds = np.fromiter(map(numbered.__getitem__, keys), np.int64, len(keys))
        examples = np.unique(kinds, return_index=True)[1].tolist()
        judged = []
        for key, pair in zip(numbered, examples, strict=True):
            told = content[starts[pair] + HEAD : starts[pair + 1]].tolist()
            judged.append(self._kind(key, jobs[where[pair]], int(whom[pair]), told))
        return JudgedPairs(kinds, judged, examples)

    def _pose(self, job: Poser, index: VerdictIndex) -> Posed:
        side, terms = job.opening.ability, job.opening.terms
        least, signatures = np.full(WIDTH, -1, np.int8), [-1] * WIDTH
        demands = {demand.position: demand for demand in side.requirements.rows}
        for position, demand in demands.items():
            least[position] = _TOP if demand.unasked else demand.level
            signatures[position] = self._number(signature_of(demand, side))
        places = [(rule, name, literal) for rule, there in index.rule_places(job.opening) for name, literal in there.items()]
        reads = {id(rule): self._number((rule.rule.name, rule.rule.reads_terms(terms))) for rule, _, _ in places}
        return Posed(
            least=least,
            demands=demands,
            signatures=tuple(signatures),
            places=tuple(places),
            terms=tuple(reads[id(rule)] for rule, _, _ in places),
        )

    def _kind(self, key: bytes, job: Poser, row: int, told: list[int]) -> Judged:
        found = self._kinds.get(key)
        if found is None:
            if len(self._kinds) >= _KEPT:
                self._kinds.clear()
            found = self._kinds[key] = self._judge(job, row, told)
        return found

    def _judge(self, job: Poser, row: int, told: list[int]) -> Judged:
        one, other, posed = self.applicants[row], job.opening, self._posed[job.twin]
        opens, rules = list[_Open](), list[RuleFinding]()
        for event in told:
            if event < _RULES:
                opens.append(self._find(event, posed, other, one))
            elif (found := self._rule(event, posed, other, one)) is not None:
                rules.append(found)
        demanded, arranged = len(other.ability.requirements.rows), len([1 for found in opens if found.closed])
        met = demanded - len(opens) + arranged
        blocking = [found.dimension for found in opens if found.standing is Standing.BLOCKED]
        breaking = [found.rule for found in rules if found.standing is Standing.BLOCKED]
        if blocking or breaking:
            return Judged("blocked", (), tuple(sorted(blocking)), tuple(breaking), (), met, arranged, demanded)
        ways = [*(found.ways for found in opens), *(found.ways for found in rules)]
        listed = _list([row for row in ways if row], one, other)
        review = [found for found in opens if found.standing is Standing.REVIEW]
        asking = [found for found in rules if found.standing is Standing.REVIEW]
        verdict: VerdictName = "review" if review or asking else "eligible_with" if listed else "eligible"
        return Judged(
            verdict=verdict,
            accommodations=tuple(sorted(listed)),
            abilities=tuple(sorted([found.dimension for found in review])),
            rules=tuple([found.rule for found in asking]),
            questions=self._questions(review, asking, one) if verdict == "review" else (),
            met=met,
            arranged=arranged,
            demanded=demanded,
        )

    def _find(self, event: int, posed: Posed, other: Opening, one: Applicant) -> _Open:
        position = event >> SHIFT
        # The number of a demand takes the place of its position: many postings have the same.
        key = posed.signatures[position] << SHIFT | event & CODE
        found = self._opens.get(key)
        if found is None:
            if len(self._opens) >= _KEPT:
                self._opens.clear()
            demand, side, asking = posed.demands[position], one.ability, other.ability
            finding = find(demand, side, asking, asking.available(side))
            waits = finding.standing is Standing.REVIEW and finding.cause is not None
            asks = asked_of(demand, finding.cause, side, asking) if waits and finding.cause is not None else ()
            hard = how_hard(demand.dimension, side)
            found = _Open(
                dimension=demand.dimension,
                standing=finding.standing,
                closed=finding.standing in _CLOSED,
                ways=finding.ways,
                asks=tuple(map(self._ask, asks)),
                hard=hard,
            )
            self._opens[key] = found
        return found

    def _questions(self, review: list[_Open], asking: list[RuleFinding], one: Applicant) -> tuple[Text, ...]:
        """As `matching.explanation.entry_questions`."""
        hardest: dict[int, tuple[float, int]] = {}
        for found in review:
            for ask in found.asks:
                hardest[ask] = min(found.hard, hardest.get(ask, found.hard))
        asked = [(text_of(self._asks[ask], one), hard) for ask, hard in hardest.items()]
        ruled = [(text_of(asked_by_rule(rule), one), how_hard(rule_key(rule.rule), one.ability)) for rule in asking]
        return first_asked([*asked, *ruled])

    def _rule(self, event: int, posed: Posed, other: Opening, one: Applicant) -> RuleFinding | None:
        place = (event >> SHIFT) - WIDTH
        key = posed.terms[place], event & CODE
        if key not in self._ruled:
            if len(self._ruled) >= _KEPT:
                self._ruled.clear()
            self._ruled[key] = posed.places[place][0].rule.judge(one.person, other.terms, self.policy)
        return self._ruled[key]

    def _ask(self, ask: Ask) -> int:
        number = self._asked.setdefault(ask, len(self._asks))
        if number == len(self._asks):
            self._asks.append(ask)
        return number

    def _read(self, row: int, rule: RuleKinds) -> int:
        return self._number((rule.rule.name, rule.rule.reads_person(self.applicants[row].person)))

    def _number(self, what: Hashable) -> int:
        return self._numbers.setdefault(what, len(self._numbers))


def _list(ways: list[tuple[Way, ...]], one: Applicant, other: Opening) -> frozenset[str]:
    """The smallest set that takes a way of each row, as `matching.verdicts.pair.list_accommodations`."""
    if max(map(len, ways), default=1) == 1:
        return frozenset().union(*(way for (way,) in ways))
    return smallest_set(ways, lambda names: tie_key(names, one.ability, other.ability))
