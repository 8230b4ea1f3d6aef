"""Names of one vocabulary, looked for in a text all at once."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Final, Self

from matching.features.wording import occurs, terms

_PAIR: Final = 2


@dataclass(frozen=True, eq=False)
class Names:
    """The names in their order: by the two Chinese characters that they begin with, and the `others`, which begin otherwise."""

    names: tuple[str, ...]
    starting: Mapping[str, tuple[int, ...]]
    others: tuple[int, ...]

    @classmethod
    def of(cls, names: Sequence[str]) -> Self:
        starting: dict[str, list[int]] = {}
        others = []
        for number, name in enumerate(names):
            start = name[:_PAIR]
            # Of Latin letters whole words are terms, and "ex" is none of "excel".
            if start in terms(start) and not start.isascii():
                starting.setdefault(start, []).append(number)
            else:
                others.append(number)
        return cls(tuple(names), {start: tuple(numbers) for start, numbers in starting.items()}, tuple(others))

    def occurring(self, text: str, known: Set[str]) -> list[int]:
        """The numbers of those that occur in a text, in no order; `known` are its `terms`, or more than them."""
        possible = [number for start in self.starting.keys() & known for number in self.starting[start]]
        return [one for one in (*possible, *self.others) if self.names[one] in text and occurs(self.names[one], text)]
