"""What every change opens at an event, kept beside its people and postings until a course or a training changes."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from threading import RLock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matching.records import Posting, Wishes
    from matching.unlock import Bundles, Funding, Offer, Table, Unlock
    from matching.unlock.wishes import Bool


@dataclass(frozen=True, eq=False)
class UnlockBoard:
    """The table of an event with the courses that somebody can still join. People and postings are those of its pool, in order.

    One caller at a time works on it: the index behind it remembers what it worked out.
    """

    table: "Table"
    offers: "tuple[Offer, ...]"
    ids: tuple[str, ...]
    wishes: "tuple[Wishes, ...]"
    postings: "tuple[Posting, ...]"
    seed: str
    _bundles: "dict[tuple[str, str, int], Bundles]" = field(default_factory=dict)

    @cached_property
    def rows(self) -> "list[Unlock]":
        """The rows of the whole event."""
        from matching.unlock import event_rows

        return event_rows(self.table)

    @cached_property
    def wanted(self) -> "Bool":
        """(postings, people): which posts each person would want."""
        from matching.unlock import wanted

        return wanted(self.wishes, self.postings)

    @cached_property
    def funding(self) -> "list[Funding]":
        """The courses to fund, best first."""
        from matching.unlock import fund

        return fund(self.table, self.offers, self.wanted, self.seed, self.ids)

    def bundles(self, scope: str, name: str, budget: int, make: "Callable[[], Bundles]") -> "Bundles":
        """Bundles of one posting, employer or person, worked out once."""
        key = scope, name, budget
        if key not in self._bundles:
            self._bundles[key] = make()
        return self._bundles[key]


@dataclass
class UnlockBoards:
    """The board of one event as it stands: the last one, by what it depends on beside people and postings."""

    lock: RLock = field(default_factory=RLock, repr=False, compare=False)
    _kept: dict[str, UnlockBoard] = field(default_factory=dict)

    def get(self, digest: str, make: Callable[[], UnlockBoard]) -> UnlockBoard:
        """The board of this digest, made when it is not kept. Hold `lock` while using it."""
        with self.lock:
            found = self._kept.get(digest)
            if found is None:
                found = make()
                self._kept = {digest: found}
            return found
