"""A rule beyond ability: what it reads of each side, and what it finds."""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from typing import Any

from matching.constraints.finding import RuleFinding
from matching.constraints.person import PersonSide
from matching.constraints.rows import RuleRow
from matching.constraints.terms import TermsSide
from matching.knowledge.source import Rows
from matching.policy import Policy


def _as_read(reads: Hashable, policy: Policy) -> Hashable:
    return reads


@dataclass(frozen=True)
class Rule:
    """`find` sees nothing but the two small tuples of what is read, and the policy of the day.

    So every distinct pair of tuples needs one evaluation only. `alike_people` and `alike_terms` take what is read to a key that
    is coarser still: on that day, equal keys give findings of equal standing,
    addressee and ways (their texts may differ in a date).
    """

    name: str
    reads_person: Callable[[PersonSide], Any]
    reads_terms: Callable[[TermsSide], Any]
    find: Callable[[Any, Any, Policy], RuleFinding | None]
    alike_people: Callable[[Any, Policy], Hashable] = _as_read
    alike_terms: Callable[[Any, Policy], Hashable] = _as_read

    def judge(self, person: PersonSide, terms: TermsSide, policy: Policy) -> RuleFinding | None:
        """The finding of one pair, or None where the rule has nothing to say."""
        return self.find(self.reads_person(person), self.reads_terms(terms), policy)


def in_order(rows: Rows[RuleRow], rules: Iterable[Rule]) -> tuple[Rule, ...]:
    """The rules in the order of their rows. Raises KnowledgeError, with file and line, for a row of a pair that no rule serves."""
    by_name = {rule.name: rule for rule in rules}
    wanted = sorted((row for row in rows if row.scope == "pair"), key=lambda row: row.order)
    for row in wanted:
        if row.name not in by_name:
            raise rows.fault(row, "no rule of the program has this name; correct it or remove the row")
    return tuple(by_name[row.name] for row in wanted)
