"""The kinds of people that a rule tells apart, found without asking the rule about every single person.

People who agree in all fields that a rule looks at are read alike, so that one of them stands for all. Which fields those are is
watched, not declared: a rule that looks at one more of somebody is asked again with that field told apart too.
"""

from collections.abc import Hashable, Sequence
from operator import attrgetter
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from matching.constraints import PersonSide, Rule

Int64 = NDArray[np.int64]

_MOST: Final = 2**62
_FEW: Final = 3


class Columns:
    """The fields of many people as numbers: equal values have equal ones."""

    def __init__(self, persons: Sequence[PersonSide]) -> None:
        self.persons = persons
        self._columns: dict[str, tuple[Int64, int]] = {}

    def group(self, fields: Sequence[str]) -> tuple[Int64, Int64]:
        """First person (groups,) and group of each person (people,), where people agree in these fields."""
        combined, size = np.zeros(len(self.persons), np.int64), 1
        for field in fields:
            numbers, distinct = self._column(field)
            if size * distinct > _MOST:
                combined, size = _dense(combined)
            combined, size = combined * distinct + numbers, size * distinct
        _, first, inverse = np.unique(combined, return_index=True, return_inverse=True)
        return first.astype(np.int64), inverse.astype(np.int64)

    def _column(self, field: str) -> tuple[Int64, int]:
        found = self._columns.get(field)
        if found is None:
            values: list[Hashable] = list(map(attrgetter(field), self.persons))
            numbers = {value: number for number, value in enumerate(dict.fromkeys(values))}
            column = np.fromiter(map(numbers.__getitem__, values), np.int64, len(values))
            found = self._columns[field] = column, max(len(numbers), 1)
        return found


def read_kinds(rule: Rule, columns: Columns) -> tuple[list[Any], Int64]:
    """What the rule reads of each kind of people, and the kind of each person (people,)."""
    fields: set[str] = set()
    for person in columns.persons[:_FEW]:
        rule.reads_person(_Watched(person, fields))  # type: ignore[arg-type]
    while True:
        first, kinds = columns.group(sorted(fields))
        seen: set[str] = set()
        reads = [rule.reads_person(_Watched(columns.persons[row], seen)) for row in first]  # type: ignore[arg-type]
        if seen <= fields:
            return reads, kinds
        fields |= seen


class _Watched:
    """A person whose fields are noted as they are looked at."""

    __slots__ = ("_person", "_seen")

    def __init__(self, person: PersonSide, seen: set[str]) -> None:
        self._person = person
        self._seen = seen

    def __getattr__(self, name: str) -> Any:
        self._seen.add(name)
        return getattr(self._person, name)


def _dense(numbers: Int64) -> tuple[Int64, int]:
    distinct, inverse = np.unique(numbers, return_inverse=True)
    return inverse.astype(np.int64), max(len(distinct), 1)
