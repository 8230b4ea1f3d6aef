"""How exactly an employer is told when its interviews are: to the minute once the fair runs, before that by half days.

An interview with a sign-language interpreter, in writing, or with a job coach takes two slots, and some people rest after one. From
exact starts the gap to the next one tells which: an attack on a synthetic fair had an AUC of 0.98. So before the day an employer
gets the half of the day and the order at the booth, of everybody, named or not, since the neighbours' gaps would tell as well.
Whole hours would not do: how few of an hour's four slots are taken tells much of it (docs/privacy.md). On the day people meet.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from matching.fair.clock import clock_of
from matching.fair.states import FairState
from matching.knowledge.catalogue import Text
from matching.records import Hall

_EXACT: Final = frozenset({FairState.RUNNING, FairState.CLOSED, FairState.EVALUATED})
_NOON: Final = 12 * 60
_HALVES: Final[Mapping[str, Text]] = {
    "morning": Text(zh="上午", en="morning"),
    "afternoon": Text(zh="下午", en="afternoon"),
}
_TURN: Final = Text(zh="{half}第 {number} 场", en="{half}, no. {number}")
WHY: Final = Text(
    zh="准确时间活动当天给。现在只写上午还是下午、第几场，因为每场面试要多久是本人的事。",
    en="Exact times come on the day. Until then you see the half of the day and the order, since how long somebody's interview "
    "takes is their own business.",
)
"""What stands beside times that are not exact."""


@dataclass(frozen=True, slots=True)
class Half:
    """A half of the day of a fair. `first` and `last`: minutes since midnight, within the hall's hours, less its noon break."""

    name: Literal["morning", "afternoon"]
    first: int
    last: int

    @property
    def text(self) -> Text:
        return _HALVES[self.name]


@dataclass(frozen=True, slots=True)
class Turn:
    """The `number`-th interview (from 1) of a booth in a half of the day; 0 for one that is not held."""

    half: Half
    number: int

    @property
    def text(self) -> Text:
        if self.number == 0:
            return self.half.text
        return _TURN.format(half=self.half.text, number=self.number)

    @property
    def place(self) -> tuple[int, int]:
        """What turns are ordered by."""
        return self.half.first, self.number


@dataclass(frozen=True, slots=True)
class Booked:
    """An interview as it is planned: `start` is its slot, `alias` what its employer calls the person. `held`: not cancelled."""

    key: str
    booth: str
    start: int
    alias: str
    held: bool = True


def is_exact(state: FairState) -> bool:
    """Whether employers are told starts to the minute."""
    return state in _EXACT


def half_of(hall: Hall, slot: int) -> Half:
    """The half of the day in which a slot begins. Raises ValueError for a hall without hours."""
    clock = clock_of(hall)
    pause = next((one.minutes for one in hall.breaks if one.minutes[0] <= _NOON <= one.minutes[1]), (_NOON, _NOON))
    _, closes = hall.hours.minutes if hall.hours is not None else (0, 0)
    if clock.opens + slot * clock.minutes < _NOON:
        return Half("morning", clock.opens, min(pause[0], closes))
    return Half("afternoon", max(pause[1], clock.opens), closes)


def turns_of(hall: Hall, interviews: Iterable[Booked]) -> dict[str, Turn]:
    """Key -> its turn at its booth, of the interviews that one employer sees of one booth or of several.

    It depends on the order at each booth and on the half of the day alone: two plans that have these in common give the same.
    Raises ValueError for a hall without hours.
    """
    found: dict[str, Turn] = {}
    counted: dict[tuple[str, str], int] = {}
    for one in sorted(interviews, key=lambda one: (one.start, one.alias, one.key)):
        half = half_of(hall, one.start)
        number = counted[one.booth, half.name] = counted.get((one.booth, half.name), 0) + one.held
        found[one.key] = Turn(half, number if one.held else 0)
    return found
