"""A day of a fair as an entry finds it, and what follows from the entry."""

from collections.abc import Mapping
from dataclasses import dataclass

from data.stores import Moved, NewPlace
from matching.fair.day import Losses
from matching.records import DayEntry, Event, Hall, Interview, InterviewState, Visitor


@dataclass(frozen=True)
class Day:
    """Everything that an entry may change. `most`: interviews of one person, as the timetable was made (None: no limit); `called`:
    what staff call the person of the entry."""

    event: Event
    visitors: Mapping[str, Visitor]
    interviews: Mapping[int, Interview]
    lost: Losses
    entry: DayEntry
    slot: int
    most: int | None = None
    called: str = ""

    @property
    def hall(self) -> Hall:
        return self.event.hall

    @property
    def on_paper(self) -> bool:
        """Whether the entry was written down that day and is entered later: then nothing is planned any more."""
        return self.entry.origin == "paper"

    def of_person(self, *states: InterviewState) -> dict[int, Interview]:
        """The interviews of the person of the entry, in these states."""
        return {
            number: one for number, one in self.interviews.items() if one.candidate == self.entry.candidate and one.state in states
        }


@dataclass(frozen=True)
class Followed:
    """What an entry changes: interviews, people whose day is another one or who are new, and new places on waiting lists."""

    moves: tuple[Moved, ...] = ()
    visitors: tuple[Visitor, ...] = ()
    waiting: tuple[NewPlace, ...] = ()
