"""What a timetable is asked: the interviews to place, and who and what must be there for each of them."""

from dataclasses import dataclass, field
from functools import cached_property
from math import ceil

import numpy as np
from numpy.typing import NDArray

from matching.knowledge.catalogue import Text
from matching.timetable.clock import Clock
from matching.timetable.conflicts import TimetableConflict, find_conflicts
from matching.timetable.windows import Windows

Int64 = NDArray[np.int64]
Float64 = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Person:
    """One person at the fair, by pseudonymous id.

    `windows`: when the person is there (None: all day). `takes`: slots of one interview (1 or more). `rest`: free slots after each
    interview, walking not counted. `pace`: how many times as long as others the person needs for a walk (above 0). `needs`: the
    resources that each interview uses. None of these is ever a reason to place somebody later than somebody else.
    """

    name: str
    windows: Windows | None = None
    takes: int = 1
    rest: int = 0
    pace: float = 1.0
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Booth:
    """One employer's booth. `interviewers`: the windows of each of them (None: all day); each holds one interview at a time.

    `brings` names the resources that the employer has of its own, so that interviews here use none of the fair's. `closed`: the
    employer left, so that to have no hour is no mistake.
    """

    name: str
    interviewers: tuple[Windows | None, ...]
    brings: tuple[str, ...] = ()
    closed: bool = False


@dataclass(frozen=True, slots=True)
class Posting:
    """One posting at a booth (row). `group`: how many people one interview may hold at once; 1 is the ordinary interview.

    A group interview begins for all of its people together and lasts `length` slots (None: as long as the longest that any person
    of the posting needs); whoever needs more than a given length has no place in it.
    """

    name: str
    booth: int
    group: int = 1
    length: int | None = None


@dataclass(frozen=True, slots=True)
class Resource:
    """What the fair lends: interpreters, guides, the quiet room, job coaches. `units`: the windows of each (None: all day).

    `shared`: one unit serves everybody in the same group interview, as an interpreter and a room do, and a guide does not.
    """

    name: str
    label: Text
    units: tuple[Windows | None, ...]
    shared: bool = False


@dataclass(frozen=True, eq=False)
class Interviews:
    """The interviews to place, one row each, each meeting once; all columns (n,).

    `person`, `posting`: rows of the problem. `value`: what the meeting is worth, above 0. `extra`: slots that this one interview
    takes beyond what its person needs (an overrun); none where left out.
    """

    person: Int64
    posting: Int64
    value: Float64
    extra: Int64 = field(default_factory=lambda: np.zeros(0, dtype=np.int64))

    def __post_init__(self) -> None:
        if not len(self.extra):
            object.__setattr__(self, "extra", np.zeros(len(self.person), dtype=np.int64))

    def __len__(self) -> int:
        return len(self.person)


@dataclass(frozen=True, slots=True)
class Pin:
    """This interview (row) begins at this slot. The reason is for everybody concerned to read."""

    interview: int
    start: int
    reason: str


@dataclass(frozen=True, eq=False)
class Problem:
    """One fair to put on the clock.

    `walking`: (booths, booths) minutes on foot from one to another; None where no walk takes longer than the pause. `pause`:
    minutes at the end of each slot in which no interview is held: they cover the first minutes of a walk. `guaranteed`: interviews
    that come first for everybody before anybody's further ones.

    Raises:
        TimetableConflict: a booth without an hour, a pin outside the windows, a name twice, and the like; it lists every conflict
            with its names and what would resolve it.
    """

    people: tuple[Person, ...]
    postings: tuple[Posting, ...]
    booths: tuple[Booth, ...]
    interviews: Interviews
    slots: int
    clock: Clock
    resources: tuple[Resource, ...] = ()
    walking: Float64 | None = None
    pause: float = 0.0
    pins: tuple[Pin, ...] = ()
    guaranteed: int = 1

    def __post_init__(self) -> None:
        conflicts = find_conflicts(self)
        if conflicts:
            raise TimetableConflict(conflicts)

    @cached_property
    def takes(self) -> Int64:
        """(n,) slots of each interview, overruns included."""
        own = np.array([person.takes for person in self.people], dtype=np.int64)[self.interviews.person]
        longest = np.zeros(len(self.postings), dtype=np.int64)
        np.maximum.at(longest, self.interviews.posting, own)
        for row, posting in enumerate(self.postings):
            longest[row] = posting.length or longest[row]
        in_group = np.array([posting.group > 1 for posting in self.postings], dtype=np.bool_)[self.interviews.posting]
        return np.where(in_group, longest[self.interviews.posting], own) + self.interviews.extra

    @cached_property
    def booth_of(self) -> Int64:
        """(n,) row of the booth of each interview."""
        return np.array([posting.booth for posting in self.postings], dtype=np.int64)[self.interviews.posting]

    @cached_property
    def uses(self) -> NDArray[np.bool_]:
        """(n, resources) what each interview takes from the fair's own."""
        row = {resource.name: k for k, resource in enumerate(self.resources)}
        needs = np.zeros((len(self.people), len(row)), dtype=np.bool_)
        brings = np.zeros((len(self.booths), len(row)), dtype=np.bool_)
        for marks, having in ((needs, [p.needs for p in self.people]), (brings, [b.brings for b in self.booths])):
            for k, names in enumerate(having):
                marks[k, [row[name] for name in names]] = True
        return np.asarray(needs[self.interviews.person] & ~brings[self.booth_of])

    def walk(self, origin: int, target: int, pace: float) -> int:
        """Free slots that a walk between two booths (rows) takes."""
        if self.walking is None or origin == target:
            return 0
        return max(0, ceil((float(self.walking[origin, target]) * pace - self.pause) / self.clock.minutes - 1e-9))
