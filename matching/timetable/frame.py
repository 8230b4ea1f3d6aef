"""The problem laid out for the search: canonical order, bits instead of windows, integers instead of values."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from matching.timetable.windows import Windows, everything, mask_of, span, starts_of

if TYPE_CHECKING:
    from matching.timetable.problem import Problem

FINEST: Final = 2**20
"""The largest value becomes this integer: rounding changes the value of an interview by less than a millionth of the largest."""


@dataclass(frozen=True, slots=True)
class Lane:
    """Interviewers of one booth, or units of one resource, that are there at the same times: `window` as bits, `units` by number.

    Meetings of consecutive slots fit into such units whenever no slot holds more of them than there are units (an interval graph is
    perfect), so the search counts and names nobody; `assign_units` names them at the end.
    """

    window: int
    units: tuple[int, ...]


@dataclass(slots=True)
class Frame:
    """Interviews 0..n-1 in the order of their names, whatever the order of the rows; `rows` leads back.

    `starts`: bits of where each could begin if it were alone. `lanes` of all booths and resources in one list, `booth_lanes` and
    `resource_lanes` say whose they are, those of the fewest hours first. A pinned interview has one start.
    """

    problem: "Problem"
    rows: list[int]
    person: list[int]
    posting: list[int]
    booth: list[int]
    takes: list[int]
    uses: list[tuple[int, ...]]
    group: list[int]
    worth: list[int]
    starts: list[int]
    lanes: list[Lane]
    booth_lanes: list[list[int]]
    resource_lanes: list[list[int]]
    mine: list[list[int]]
    step: int
    _gaps: dict[tuple[int, int], int] = field(default_factory=dict)

    def bonus(self, number: int) -> int:
        """What a person's interview number 1, 2, ... counts beside its value: nothing beyond the guarantee.

        The first counts 2k - 1 steps, the second k - 1, and so on down to 1 for the k-th; a step is more than all values together.
        """
        k = self.problem.guaranteed
        if number > k:
            return 0
        return (2 * k - 1 if number == 1 else k - number + 1) * self.step

    def gap(self, before: int, after: int) -> int:
        """Slots that must lie free between two interviews of one person: the rest, and then the walk."""
        key = (before, after)
        if key not in self._gaps:
            person = self.problem.people[self.person[before]]
            self._gaps[key] = person.rest + self.problem.walk(self.booth[before], self.booth[after], person.pace)
        return self._gaps[key]

    def closed(self, interview: int, other: int, start: int) -> int:
        """The starts that an interview loses while another one of the same person begins at `start`."""
        first = start - self.takes[interview] - self.gap(interview, other) + 1
        return span(first, start + self.takes[other] + self.gap(other, interview))

    def with_lane(self, windows: Windows, booth: int | None, resource: int | None) -> "Frame":
        """The same with one more interviewer at a booth, or one more unit of a resource, in these windows."""
        lane = Lane(mask_of(windows, self.problem.slots), (-1,))
        wider = replace(
            self,
            lanes=[*self.lanes, lane],
            booth_lanes=[list(one) for one in self.booth_lanes],
            resource_lanes=[list(one) for one in self.resource_lanes],
            starts=list(self.starts),
        )
        of = wider.booth_lanes[booth] if booth is not None else wider.resource_lanes[resource or 0]
        of.append(len(self.lanes))
        pinned = {pin.interview for pin in self.problem.pins}
        for m, row in enumerate(self.rows):
            if row not in pinned and (self.booth[m] == booth or resource in self.uses[m]):
                wider.starts[m] = _starts(wider, m)
        return wider


def frame_of(problem: "Problem") -> Frame:
    """Lay a problem out.

    1. Sort interviews by the names of person and posting. 2. Gather units with the same window into lanes. 3. Turn values into
    integers. 4. Intersect the windows of the person, the booth and all resources into starts.
    """
    rows = problem.interviews
    people, posts = rows.person.tolist(), rows.posting.tolist()
    order = sorted(range(len(rows)), key=lambda row: (problem.people[people[row]].name, problem.postings[posts[row]].name))
    lanes: list[Lane] = []
    booth_lanes = [_gather(booth.interviewers, problem.slots, lanes) for booth in problem.booths]
    resource_lanes = [_gather(resource.units, problem.slots, lanes) for resource in problem.resources]
    top = float(rows.value.max()) if len(rows) else 1.0
    worth = np.maximum(1, np.rint(rows.value / top * FINEST)).astype(np.int64)
    takes, booths, uses = (
        problem.takes.tolist(),
        problem.booth_of.tolist(),
        [tuple(np.flatnonzero(u).tolist()) for u in problem.uses],
    )
    mine: list[list[int]] = [[] for _ in problem.people]
    for m, row in enumerate(order):
        mine[people[row]].append(m)
    frame = Frame(
        problem=problem,
        rows=order,
        person=[people[row] for row in order],
        posting=[posts[row] for row in order],
        booth=[booths[row] for row in order],
        takes=[takes[row] for row in order],
        uses=[uses[row] for row in order],
        group=[problem.postings[posts[row]].group for row in order],
        worth=[int(worth[row]) for row in order],
        starts=[],
        lanes=lanes,
        booth_lanes=booth_lanes,
        resource_lanes=resource_lanes,
        mine=mine,
        step=int(worth.sum()) + 1,
    )
    frame.starts = [_starts(frame, m) for m in range(len(order))]
    place = {row: m for m, row in enumerate(order)}
    for pin in problem.pins:
        frame.starts[place[pin.interview]] &= 1 << pin.start
    return frame


def _starts(frame: Frame, m: int) -> int:
    problem, takes = frame.problem, frame.takes[m]
    if problem.people[frame.person[m]].takes > takes:
        return 0
    starts = starts_of(mask_of(problem.people[frame.person[m]].windows, problem.slots), takes)
    for lanes in (frame.booth_lanes[frame.booth[m]], *(frame.resource_lanes[r] for r in frame.uses[m])):
        there = 0
        for lane in lanes:
            there |= starts_of(frame.lanes[lane].window, takes)
        starts &= there
    return starts & everything(problem.slots)


def _gather(units: Sequence[Windows | None], slots: int, lanes: list[Lane]) -> list[int]:
    by_window: dict[int, list[int]] = {}
    for unit, windows in enumerate(units):
        mask = mask_of(windows, slots)
        if mask:
            by_window.setdefault(mask, []).append(unit)
    found = []
    for window in sorted(by_window, key=lambda mask: (mask.bit_count(), mask)):
        found.append(len(lanes))
        lanes.append(Lane(window, tuple(by_window[window])))
    return found
