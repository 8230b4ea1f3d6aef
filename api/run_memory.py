"""What a process remembers of the last match that it made, so that the next one of the event opens only what changed."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from api.kept_hour import KeptHour

if TYPE_CHECKING:
    from api.actions.event_rolls import KnownRoll
    from data.stores import FrozenEntries
    from matching.rematch import Ground, KnownScores

MOST_PEOPLE: Final = 50_000
"""Of a larger event nothing is remembered: each match of it begins from nothing, or from the scores on disk."""


@dataclass(frozen=True, eq=False)
class RememberedRun:
    """A match to go on from. `roll` and `ground` are of the same people; `frame` and `mark` say what else it rests on. `frozen` has
    its entries as they were saved."""

    event: str
    frame: str
    mark: str
    roll: "KnownRoll"
    ground: "Ground"
    scores: "KnownScores"
    frozen: "FrozenEntries"


class RunMemory:
    """One match. Whoever goes on from it takes it out, so that nobody else does meanwhile."""

    def __init__(self) -> None:
        self._kept: KeptHour[RememberedRun] = KeptHour()

    def take(self, event: str, frame: str) -> RememberedRun | None:
        """The match of this event in this frame, if that is the one; of another frame it is forgotten."""
        run = self._kept.look()
        if run is None or run.event != event:
            return None
        run = self._kept.take()
        return run if run is not None and (run.event, run.frame) == (event, frame) else None

    def put(self, run: RememberedRun) -> None:
        """Remember this match instead of the one before, unless it is too large."""
        if len(run.roll.people) <= MOST_PEOPLE:
            self._kept.put(run)
        else:
            self._kept.forget()

    def forget(self) -> None:
        self._kept.forget()
