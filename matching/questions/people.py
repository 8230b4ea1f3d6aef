"""The people of an event as their questions see them: levels and belongings as arrays, and what each rule reads, by kind."""

from collections.abc import Hashable, Mapping, Sequence
from functools import cached_property
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from matching.constraints import RULES, Rule
from matching.judgement import Applicant, Opening
from matching.knowledge import CATALOGUE
from matching.policy import Policy
from matching.questions.asking import Ask, asked_by_rule, asked_of
from matching.verdicts.pair import Cause
from matching.verdicts.requirements import Requirement
from matching.verdicts.ways import EFFECTS

Rows = NDArray[np.int64]

_NOT_ASSESSED: Final = -1
_LEVELS: Final = 6
_RULES: Final[Mapping[str, Rule]] = {rule.name: rule for rule in RULES}


def _asked_about(dimension: str) -> list[int]:
    """The columns that the questions of a dimension read: its own, and those that its accommodations need."""
    names = {dimension}
    for accommodation, effect in EFFECTS[dimension]:
        names |= effect.needs.keys() | accommodation.ability_at_least.keys()
    return sorted(CATALOGUE.position[name] for name in names)


_COLUMNS: Final = {row.name: _asked_about(row.name) for row in CATALOGUE.dimensions}


class People:
    """Applicants in the order of the rows of an index. People alike in all that a question depends on are looked at once."""

    def __init__(self, applicants: Sequence[Applicant], policy: Policy) -> None:
        self.applicants = applicants
        self.policy = policy
        self._reads: dict[str, _Kinds] = {}
        self._found: dict[tuple[str, Hashable], dict[int, Ask]] = {}

    def __len__(self) -> int:
        return len(self.applicants)

    @cached_property
    def levels(self) -> NDArray[np.int8]:
        """(people, dimensions), -1 where not assessed."""
        rows = [[_NOT_ASSESSED if level is None else level for level in one.ability.levels] for one in self.applicants]
        return np.array(rows, np.int8).reshape(len(rows), len(CATALOGUE.dimensions))

    @cached_property
    def kits(self) -> Rows:
        """(people,) numbers of the distinct combinations of skills, aids and refused arrangements."""
        numbers: dict[tuple[frozenset[str], ...], int] = {}
        sides = (one.ability for one in self.applicants)
        found = [numbers.setdefault((side.skills, side.aids, side.refuses), len(numbers)) for side in sides]
        return np.array(found, np.int64)

    def by_dimension(self, rows: Rows, row: Requirement, cause: Cause, opening: Opening) -> dict[Ask, Rows]:
        """Who of `rows`, all under review on the dimension for this cause, is asked what."""
        kinds = self.kits[rows]
        for column in _COLUMNS[row.dimension]:
            kinds = kinds * _LEVELS + (self.levels[rows, column] - _NOT_ASSESSED)
        _, first, inverse = np.unique(kinds, return_index=True, return_inverse=True)
        asks = [asked_of(row, cause, self.applicants[rows[i]].ability, opening.ability) for i in first]
        return _spread(rows, inverse, asks)

    def by_rule(self, rows: Rows, name: str, opening: Opening) -> dict[Ask, Rows]:
        """Who of `rows`, all under review by the rule at this posting, is asked what."""
        rule, kinds = _RULES[name], self._kinds(name)
        terms = rule.reads_terms(opening.terms)
        found = self._found.setdefault((name, terms), {})
        numbers, inverse = np.unique(kinds.numbers[rows], return_inverse=True)
        asks = []
        for number in numbers:
            ask = found.get(int(number))
            if ask is None:
                finding = rule.find(kinds.examples[number], terms, self.policy)
                if finding is None:
                    raise ValueError(f"rule {name} is open at a posting where it finds nothing; build the index again")
                ask = found[int(number)] = asked_by_rule(finding)
            asks.append((ask,))
        return _spread(rows, inverse, asks)

    def _kinds(self, name: str) -> "_Kinds":
        kinds = self._reads.get(name)
        if kinds is None:
            kinds = self._reads[name] = _Kinds([_RULES[name].reads_person(one.person) for one in self.applicants])
        return kinds


class _Kinds:
    """The distinct values of what a rule reads: `examples`, and the number of each person's among them."""

    def __init__(self, reads: Sequence[Any]) -> None:
        known: dict[Any, int] = {}
        self.numbers: Rows = np.array([known.setdefault(one, len(known)) for one in reads], np.int64)
        self.examples = list(known)


def _spread(rows: Rows, inverse: Rows, asks: Sequence[tuple[Ask, ...]]) -> dict[Ask, Rows]:
    """From the questions of each kind to the people of each question; `inverse` (len(rows),) gives the kind of each person."""
    kinds: dict[Ask, list[int]] = {}
    for kind, asked in enumerate(asks):
        for ask in asked:
            kinds.setdefault(ask, []).append(kind)
    flat = inverse.reshape(-1)
    return {ask: rows[np.isin(flat, found)] for ask, found in kinds.items()}
