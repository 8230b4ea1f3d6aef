"""An event as the rules see it, kept while nothing changed: opening five thousand files takes seconds, asking them none."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Final

from api.kept import Kept
from api.unlock_boards import UnlockBoards
from matching.collection import paused_collection

if TYPE_CHECKING:
    from matching.bitmaps import VerdictIndex
    from matching.judgement import Applicant
    from matching.questions import CallList
    from matching.records import Posting, Wishes

Key = tuple[str, str, str, date]
"""The event as stored, the digests of all people and of all postings that the viewer sees, and the day of the policy."""
_KEPT: Final = 2


@dataclass(frozen=True, eq=False)
class EventPool:
    """The people of an event by id, in the order of the rows of `index`, and the open postings that the law lets stand.

    `wishes` are those of the people, in the same order. No name is here, and no category or grade.
    """

    people: "tuple[tuple[str, Applicant], ...]"
    postings: "tuple[Posting, ...]"
    index: "VerdictIndex"
    wishes: "tuple[Wishes, ...]" = ()
    unlocked: UnlockBoards = field(default_factory=UnlockBoards)

    @cached_property
    def rows(self) -> dict[str, int]:
        """The row of each person."""
        return {name: row for row, (name, _) in enumerate(self.people)}

    @cached_property
    def calls(self) -> "CallList":
        """The call list of the event."""
        from matching.questions import call_list

        with paused_collection():
            return call_list(self.index, self.people, self.postings)


@dataclass
class EventPools:
    """The last pools, by everything they depend on; nothing else can make one stale."""

    _kept: Kept[Key, EventPool] = field(default_factory=lambda: Kept(_KEPT))

    def get(self, key: Key, make: Callable[[], EventPool]) -> EventPool:
        """The pool of this key, made when it is not kept; by one caller, for all who ask at once."""
        return self._kept.get(key, make)

    def peek(self, key: Key) -> EventPool | None:
        """The pool of this key if it is kept."""
        return self._kept.peek(key)

    def forget(self) -> None:
        """Keep no pool."""
        self._kept.forget()
