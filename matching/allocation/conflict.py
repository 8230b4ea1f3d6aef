"""What stands against a request, in words, and what would resolve it."""

from collections.abc import Sequence
from dataclasses import dataclass

from matching.knowledge.catalogue import Text


@dataclass(frozen=True, slots=True)
class Conflict:
    """`names` are the ids concerned (people by their pseudonyms), `what` says what cannot be, `cure` what would resolve it.

    For the organizer: a cure may speak of what a person needs.
    """

    names: tuple[str, ...]
    what: Text
    cure: Text


class AllocationConflict(ValueError):
    """A request that no allocation can satisfy; `conflicts` lists all that is wrong with it."""

    def __init__(self, conflicts: Sequence[Conflict]) -> None:
        self.conflicts = tuple(conflicts)
        super().__init__("\n".join(f"{c.what.en}; {c.cure.en}" for c in self.conflicts))
