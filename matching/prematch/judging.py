"""The judgement of many pairs: equal to `matching.judgement.judge`, each thing worked out once for all whom it is the same for.

What a posting asks leaves most people alike: whoever meets a demand meets it, whatever their level beyond. So pairs fall into
kinds, told apart by the levels of what is open and by all that may close it; each kind is judged once, by the rules of the pair.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from matching.bitmaps import VerdictIndex
from matching.bitmaps.compiling import signature_of
from matching.bitmaps.literals import WORD, columns_of
from matching.bitmaps.rules import ARRANGED, RuleKinds
from matching.constraints import RuleFinding
from matching.explanation import first_questions
from matching.judgement import Applicant, Opening
from matching.knowledge import CATALOGUE
from matching.knowledge.catalogue import Text
from matching.policy import Policy
from matching.questions import join_questions
from matching.questions.asking import Ask, asked_of
from matching.shortlist import VerdictName
from matching.verdicts.pair import Standing, find
from matching.verdicts.requirements import Requirement
from matching.verdicts.selection import smallest_set, tie_key
from matching.verdicts.sides import CandidateSide
from matching.verdicts.ways import EFFECTS, Way

Int32 = NDArray[np.int32]
Bool = NDArray[np.bool_]

_KEPT: Final = 1_000_000
_HELPFUL: Final = {
    dimension: tuple(
        sorted({CATALOGUE.position[name] for one, effect in effects for name in (*one.ability_at_least, *effect.needs)})
    )
    for dimension, effects in EFFECTS.items()
}
"""By dimension the positions of the abilities that some way of closing it reads."""
_MET: Final = 9
"""In a kind: the demand is met, and the level says nothing more."""
_CLOSED: Final = (Standing.MET_WITH, Standing.SWAPPED)


class Posed(Protocol):
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


@dataclass(frozen=True, slots=True)
class _Open:
    """A demand that the ability alone does not meet."""

    standing: Standing
    ways: tuple[Way, ...]
    asks: tuple[Ask, ...]


@dataclass(frozen=True, eq=False)
class _Asked:
    """A posting as kinds are told apart for it.

    `positions` (D,) and `least` (D,) are the demanded dimensions and the level that plainly meets each; `helps` (D, H) which of the
    dimensions `helpful` (H,) some way of closing it reads; `rules` those that put anybody anywhere, and `terms` the number of what
    each of them reads of the posting.
    """

    positions: NDArray[np.int64]
    least: Int32
    helpful: NDArray[np.int64]
    helps: Bool
    signatures: tuple[Hashable, ...]
    rules: tuple[tuple[RuleKinds, dict[str, int]], ...]
    terms: tuple[int, ...]


@dataclass(eq=False)
class Judging:
    """The pairs of one block of people, judged when asked for. `levels` (n, 45), -1 for not assessed; `kits` (n,) people alike in
    skills, aids, refusals and outdated assessments."""

    applicants: Sequence[Applicant]
    policy: Policy
    levels: NDArray[np.int8]
    kits: Int32
    _kinds: dict[tuple[int, bytes], Judged] = field(default_factory=dict)
    _opens: dict[Hashable, _Open] = field(default_factory=dict)
    _listed: dict[Hashable, frozenset[str]] = field(default_factory=dict)
    _ruled: dict[tuple[int, int], RuleFinding | None] = field(default_factory=dict)
    _reads: dict[Hashable, int] = field(default_factory=dict)
    _asked: dict[int, _Asked] = field(default_factory=dict)

    @classmethod
    def of(cls, applicants: Sequence[Applicant], policy: Policy) -> "Judging":
        sides = [one.ability for one in applicants]
        levels, _, _ = columns_of(sides)
        kits: dict[Hashable, int] = {}
        numbers = (kits.setdefault((side.skills, side.aids, side.refuses, side.outdated), len(kits)) for side in sides)
        return cls(applicants, policy, levels, np.fromiter(numbers, np.int32, len(sides)))

    def judge(self, job: Posed, index: VerdictIndex, rows: NDArray[np.integer]) -> list[Judged]:
        """The judgements of some rows with a posting that the verdict index of the block has compiled."""
        asked = self._asked.get(job.twin)
        if asked is None:
            asked = self._asked[job.twin] = self._ask(job, index)
        kinds = self._kind(asked, job, index.literals.bits, np.asarray(rows, np.int64))
        width, content = kinds.shape[1] * kinds.itemsize, kinds.tobytes()
        found = []
        for place, row in enumerate(rows.tolist()):
            key = job.twin, content[place * width : (place + 1) * width]
            one = self._kinds.get(key)
            if one is None:
                if len(self._kinds) >= _KEPT:
                    self._kinds.clear()
                one = self._kinds[key] = self._judge(asked, job, row, kinds[place])
            found.append(one)
        return found

    def _ask(self, job: Posed, index: VerdictIndex) -> _Asked:
        demands, rules = job.opening.ability.requirements.rows, tuple(index.rule_places(job.opening))
        helpful = sorted({position for demand in demands for position in _HELPFUL[demand.dimension]})
        helps = np.array([[position in _HELPFUL[demand.dimension] for position in helpful] for demand in demands], np.bool_)
        return _Asked(
            positions=np.array([demand.position for demand in demands], np.int64),
            least=np.array([4 if demand.unasked else demand.level for demand in demands], np.int32),
            helpful=np.array(helpful, np.int64),
            helps=helps.reshape(len(demands), len(helpful)),
            signatures=tuple(self._number(signature_of(demand, job.opening.ability)) for demand in demands),
            rules=rules,
            terms=tuple(self._number((one.rule.name, one.rule.reads_terms(job.opening.terms))) for one, _ in rules),
        )

    def _kind(self, asked: _Asked, job: Posed, bits: NDArray[np.uint64], rows: NDArray[np.int64]) -> Int32:
        """(r, D + H + 1 + rules): levels of open demands, of what may help to close them, the kit, and what rules read."""
        width = len(asked.positions)
        kinds = np.empty((len(rows), width + len(asked.helpful) + 1 + len(asked.rules)), np.int32)
        own = self.levels[np.ix_(rows, asked.positions)]
        opened = own < asked.least
        kinds[:, :width] = np.where(opened, own, _MET)
        kinds[:, width : -1 - len(asked.rules)] = np.where(opened @ asked.helps, self.levels[np.ix_(rows, asked.helpful)], _MET)
        kinds[:, width + len(asked.helpful)] = np.where(opened.any(axis=1), self.kits[rows], -1)
        words, shifts = rows // WORD, (rows % WORD).astype(np.uint64)
        for column, (rule, places) in enumerate(asked.rules, start=width + len(asked.helpful) + 1):
            kinds[:, column] = -1
            touched = np.zeros(len(rows), np.bool_)
            for name, literal in places.items():
                there = (bits[literal, words] >> shifts & np.uint64(1)) == 1
                touched |= there
                for place in np.flatnonzero(there).tolist():
                    # Whom an arrangement helps, it helps by kind; what is asked may name a date of the person's own.
                    row = rows[place]
                    told = int(rule.kinds[row]) if name == ARRANGED else rule.rule.reads_person(self.applicants[row].person)
                    kinds[place, column] = self._number((rule.rule.name, name, told))
            kinds[touched, width + len(asked.helpful)] = self.kits[rows[touched]]
        return kinds

    def _judge(self, asked: _Asked, job: Posed, row: int, kind: Int32) -> Judged:
        one, other = self.applicants[row], job.opening
        width, kit, told = len(asked.positions), int(self.kits[row]), kind.tolist()
        opens = [
            (demand, self._find(signature, demand, job, one.ability, kit, level))
            for level, signature, demand in zip(told[:width], asked.signatures, other.ability.requirements.rows, strict=True)
            if level != _MET
        ]
        rules = []
        for place, read in enumerate(told[len(told) - len(asked.rules) :]):
            ruled = self._rule(asked, place, read, one, other) if read >= 0 else None
            if ruled is not None:
                rules.append(ruled)
        standings = {found.standing for _, found in opens} | {found.standing for found in rules}
        arranged = sum(found.standing in _CLOSED for _, found in opens)
        met = width - len(opens) + arranged
        if Standing.BLOCKED in standings:
            blocking = tuple(sorted(demand.dimension for demand, found in opens if found.standing is Standing.BLOCKED))
            breaking = tuple(found.rule for found in rules if found.standing is Standing.BLOCKED)
            return Judged("blocked", (), blocking, breaking, (), met, arranged, width)
        listed = self._list([found.ways for _, found in opens], rules, job, row)
        review = [(demand.dimension, found.asks) for demand, found in opens if found.standing is Standing.REVIEW]
        asking = [found for found in rules if found.standing is Standing.REVIEW]
        verdict: VerdictName = "review" if review or asking else "eligible_with" if listed else "eligible"
        questions = first_questions(join_questions(review, asking, one), one.ability) if verdict == "review" else ()
        return Judged(
            verdict=verdict,
            accommodations=tuple(sorted(listed)),
            abilities=tuple(sorted(dimension for dimension, _ in review)),
            rules=tuple(found.rule for found in asking),
            questions=questions,
            met=met,
            arranged=arranged,
            demanded=width,
        )

    def _find(self, signature: Hashable, demand: Requirement, job: Posed, side: CandidateSide, kit: int, level: int) -> _Open:
        levels = side.levels
        key = signature, kit, level, *[levels[position] for position in _HELPFUL[demand.dimension]]
        found = self._opens.get(key)
        if found is None:
            if len(self._opens) >= _KEPT:
                self._opens.clear()
            other = job.opening.ability
            one = find(demand, side, other, other.available(side))
            asks = asked_of(demand, one.cause, side, other) if one.standing is Standing.REVIEW and one.cause is not None else ()
            found = self._opens[key] = _Open(one.standing, one.ways, asks)
        return found

    def _rule(self, asked: _Asked, place: int, read: int, one: Applicant, other: Opening) -> RuleFinding | None:
        key = asked.terms[place], read
        if key not in self._ruled:
            if len(self._ruled) >= _KEPT:
                self._ruled.clear()
            self._ruled[key] = asked.rules[place][0].rule.judge(one.person, other.terms, self.policy)
        return self._ruled[key]

    def _number(self, what: Hashable) -> int:
        return self._reads.setdefault(what, len(self._reads))

    def _list(self, ways: list[tuple[Way, ...]], rules: list[RuleFinding], job: Posed, row: int) -> frozenset[str]:
        options = (*(one for one in ways if one), *(found.ways for found in rules if found.ways))
        if not options:
            return frozenset()
        key = job.twin, int(self.kits[row]), options
        found = self._listed.get(key)
        if found is None:
            if len(self._listed) >= _KEPT:
                self._listed.clear()
            side, other = self.applicants[row].ability, job.opening.ability
            found = self._listed[key] = smallest_set(options, lambda names: tie_key(names, side, other))
        return found
