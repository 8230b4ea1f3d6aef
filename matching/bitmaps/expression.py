"""Boolean expressions over sets of people, each distinct one held once, so that postings share what they have in common."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from enum import IntEnum
from typing import Final, NamedTuple

Node = int
"""The number of an expression in its pool; arguments always have smaller numbers than what they are part of."""

NOBODY: Final[Node] = 0
EVERYBODY: Final[Node] = 1


class Operation(IntEnum):
    CONSTANT = 0
    LITERAL = 1
    ALL = 2
    ANY = 3
    NOT = 4


class Expression(NamedTuple):
    """`key` names a literal; `parts` are the arguments of the other operations, in ascending order."""

    operation: Operation
    parts: tuple[Node, ...] = ()
    key: Hashable = None


class Pool:
    """All expressions of one index. Two equal ones have one number; what constants decide is decided when it is made."""

    def __init__(self) -> None:
        self.expressions: list[Expression] = [Expression(Operation.CONSTANT, key=False), Expression(Operation.CONSTANT, key=True)]
        self._numbers: dict[Expression, Node] = {one: number for number, one in enumerate(self.expressions)}

    def __len__(self) -> int:
        return len(self.expressions)

    def literal(self, key: Hashable) -> Node:
        """The people of whom one plain statement holds."""
        return self._intern(Expression(Operation.LITERAL, key=key))

    def every(self, parts: Iterable[Node]) -> Node:
        """The people in all of the sets; everybody when there is none."""
        wanted = set(parts) - {EVERYBODY}
        if NOBODY in wanted:
            return NOBODY
        return self._joined(Operation.ALL, wanted, EVERYBODY)

    def either(self, parts: Iterable[Node]) -> Node:
        """The people in any of the sets; nobody when there is none."""
        wanted = set(parts) - {NOBODY}
        if EVERYBODY in wanted:
            return EVERYBODY
        return self._joined(Operation.ANY, wanted, NOBODY)

    def complement(self, part: Node) -> Node:
        if part in (NOBODY, EVERYBODY):
            return EVERYBODY if part == NOBODY else NOBODY
        inner = self.expressions[part]
        return inner.parts[0] if inner.operation is Operation.NOT else self._intern(Expression(Operation.NOT, (part,)))

    def substitute(self, node: Node, switched: Mapping[Node, Node], done: dict[Node, Node]) -> Node:
        """The expression with some literals replaced. `done` remembers what one set of replacements made of each part."""
        found = switched.get(node, done.get(node))
        if found is not None:
            return found
        one = self.expressions[node]
        parts = [self.substitute(part, switched, done) for part in one.parts]
        if one.operation is Operation.ALL:
            made = self.every(parts)
        elif one.operation is Operation.ANY:
            made = self.either(parts)
        elif one.operation is Operation.NOT:
            made = self.complement(parts[0])
        else:
            made = node
        done[node] = made
        return made

    def take_over(self, expressions: Sequence[Expression]) -> list[Node]:
        """All expressions of another pool, in its order: the number that each has here."""
        numbers = [NOBODY, EVERYBODY]
        for one in expressions[len(numbers) :]:
            parts = [numbers[part] for part in one.parts]
            if one.operation is Operation.LITERAL:
                numbers.append(self.literal(one.key))
            elif one.operation is Operation.NOT:
                numbers.append(self.complement(parts[0]))
            else:
                numbers.append(self.every(parts) if one.operation is Operation.ALL else self.either(parts))
        return numbers

    def needed(self, roots: Sequence[Node]) -> list[Node]:
        """Every part of the roots and the roots themselves, arguments before what they are part of."""
        seen: set[Node] = set()
        waiting = list(roots)
        while waiting:
            node = waiting.pop()
            if node not in seen:
                seen.add(node)
                waiting.extend(self.expressions[node].parts)
        return sorted(seen)

    def _joined(self, operation: Operation, wanted: set[Node], empty: Node) -> Node:
        if not wanted:
            return empty
        if len(wanted) == 1:
            return wanted.pop()
        return self._intern(Expression(operation, tuple(sorted(wanted))))

    def _intern(self, one: Expression) -> Node:
        number = self._numbers.get(one)
        if number is None:
            number = self._numbers[one] = len(self.expressions)
            self.expressions.append(one)
        return number
