"""What is free at a fair from a slot on, and where one more interview of a pair could begin."""

from functools import cached_property

from matching.fair.day import DaySheet
from matching.timetable.windows import everything, mask_of, span, starts_of


class Openings:
    """The free slots of a fair as it stands, from slot `now` on, as bits.

    Of several interviewers or units it is asked whether any is free in a slot: what it offers may turn out not to fit for long
    interviews, and what it does not offer never fits.
    """

    def __init__(self, sheet: DaySheet, now: int) -> None:
        self.sheet, self.problem, self.table = sheet, sheet.problem, sheet.timetable
        self.rest = everything(self.problem.slots) & ~span(0, now)
        self._start, self._booth_of = self.table.start.tolist(), self.problem.booth_of.tolist()
        self._times: dict[int, int] = {}

    @cached_property
    def booths(self) -> list[int]:
        """(booths,) the slots in which an interviewer is free."""
        units = [[mask_of(windows, self.problem.slots) for windows in booth.interviewers] for booth in self.problem.booths]
        for booth, unit, start, takes in zip(
            self._booth_of, self.table.interviewer.tolist(), self._start, self._takes, strict=True
        ):
            units[booth][unit] &= ~span(start, start + takes)
        return [self.rest & _any(masks) for masks in units]

    @cached_property
    def resources(self) -> list[int]:
        """(resources,) the slots in which a unit is free."""
        units = [[mask_of(windows, self.problem.slots) for windows in one.units] for one in self.problem.resources]
        for start, takes, lent in zip(self._start, self._takes, self.table.units.tolist(), strict=True):
            for resource, unit in enumerate(lent):
                if unit >= 0:
                    units[resource][unit] &= ~span(start, start + takes)
        return [_any(masks) for masks in units]

    def starts(self, person: int, posting: int) -> int:
        """The slots at which an interview of this pair (rows) may begin. A group interview may have room where nobody is free."""
        problem, booth = self.problem, self.problem.postings[posting].booth
        one, alone = problem.people[person], problem.postings[posting].group == 1
        starts = starts_of((self.booths[booth] if alone else self.rest) & self._time_of(person), one.takes)
        if not starts:
            return 0
        if one.needs and alone:
            brought = problem.booths[booth].brings
            for row, resource in enumerate(problem.resources):
                if resource.name in one.needs and resource.name not in brought:
                    starts &= starts_of(self.resources[row], one.takes)
        for row in self._mine.get(person, ()):
            other, start = self._booth_of[row], self._start[row]
            before = one.rest + problem.walk(booth, other, one.pace)
            after = one.rest + problem.walk(other, booth, one.pace)
            starts &= ~span(start - one.takes - before + 1, start + self._takes[row] + after)
        return starts

    def _time_of(self, person: int) -> int:
        """The slots in which a person is there and in no interview."""
        if person not in self._times:
            time = mask_of(self.problem.people[person].windows, self.problem.slots)
            for row in self._mine.get(person, ()):
                time &= ~span(self._start[row], self._start[row] + self._takes[row])
            self._times[person] = time
        return self._times[person]

    @cached_property
    def _takes(self) -> list[int]:
        return [int(takes) for takes in self.problem.takes.tolist()]

    @cached_property
    def _mine(self) -> dict[int, list[int]]:
        found: dict[int, list[int]] = {}
        for row, person in enumerate(self.problem.interviews.person.tolist()):
            found.setdefault(person, []).append(row)
        return found


def _any(masks: list[int]) -> int:
    union = 0
    for mask in masks:
        union |= mask
    return union
