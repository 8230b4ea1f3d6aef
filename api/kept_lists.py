"""What stands on the lists of an event as a process last read it, with the verdicts of the pairs: to allocate reads it all again.

What is kept is used only where the store still has the same revision of it, so that nothing here can be out of date. It is kept for
an hour at most, and no longer than until somebody is erased.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Final, NamedTuple

from api.kept_hour import KeptHour

if TYPE_CHECKING:
    from matching.records import Candidate, Posting
    from matching.shortlist import VerdictName

_MOST: Final = 20_000
"""People of one event, some kilobytes each. Of more, nobody is kept."""


class PairVerdict(NamedTuple):
    """A verdict with its listed set."""

    verdict: "VerdictName"
    accommodations: tuple[str, ...]


@dataclass(frozen=True)
class ListedThen:
    """By id the revision of everybody on the lists of an event and the person, without a name; the same of postings; and by
    (candidate, posting) the verdict of these revisions. `day`: of the rules; `mark`: of the last erasure of anybody."""

    day: date
    mark: str
    people: "Mapping[str, tuple[bytes, Candidate]]" = field(default_factory=dict)
    postings: "Mapping[str, tuple[bytes, Posting]]" = field(default_factory=dict)
    verdicts: Mapping[tuple[str, str], PairVerdict] = field(default_factory=dict)


class KeptLists:
    """The lists of one event."""

    def __init__(self) -> None:
        self._kept: KeptHour[tuple[str, ListedThen]] = KeptHour()

    def get(self, event: str, day: date, mark: str) -> ListedThen:
        """What is kept of an event: nothing of before an erasure, and no verdict where the rules are those of another day."""
        name, found = self._kept.look() or (None, None)
        if found is None or name != event or found.mark != mark:
            return ListedThen(day, mark)
        return found if found.day == day else ListedThen(day, mark, found.people, found.postings)

    def keep(self, event: str, listed: ListedThen) -> None:
        """Keeps the lists of an event in place of those before."""
        if len(listed.people) <= _MOST:
            self._kept.put((event, listed))
        else:
            self._kept.forget()

    def forget(self) -> None:
        self._kept.forget()
