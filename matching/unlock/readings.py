"""Which rules read which arrangement or demand of a posting, so that a change concerns no other rule."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from matching.constraints import RULES, TermsSide

ValueT = TypeVar("ValueT")
_Names = Mapping[str, frozenset[str]]


@dataclass(frozen=True)
class Readings:
    """The rules (by name) that read an accommodation's standing, or a demand, at one posting. A missing name is read by none."""

    arrangements: _Names
    demands: _Names


class _Watched(Mapping[str, ValueT]):
    """A mapping that remembers what was asked of it; going through all of it asks for everything."""

    def __init__(self, values: Mapping[str, ValueT]) -> None:
        self._values = values
        self.asked: set[str] = set()

    def __getitem__(self, name: str) -> ValueT:
        self.asked.add(name)
        return self._values[name]

    def __iter__(self) -> Iterator[str]:
        self.asked.update(self._values)
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)


def read_by(terms: TermsSide) -> Readings:
    """Let every rule read the posting once, and watch what it looks at.

    A rule sees nothing but what it reads, so a change of anything else leaves it as it is.
    """
    arrangements: dict[str, set[str]] = {}
    demands: dict[str, set[str]] = {}
    for rule in RULES:
        offered, asked = _Watched(terms.arrangements), _Watched(terms.demands)
        rule.reads_terms(replace(terms, arrangements=offered, demands=asked))
        for names, seen in ((arrangements, offered.asked), (demands, asked.asked)):
            for name in seen:
                names.setdefault(name, set()).add(rule.name)
    return Readings(_frozen(arrangements), _frozen(demands))


def _frozen(names: Mapping[str, set[str]]) -> _Names:
    return {name: frozenset(rules) for name, rules in names.items()}
