"""Who of several: the interviewer and the units of each interview, once its start and its lanes are known."""

from collections.abc import Mapping
from typing import Final

import numpy as np

from matching.timetable.grid import Grid
from matching.timetable.timetable import NOT_PLACED, Timetable

LATEST: Final = 1 << 30


def assign_units(grid: Grid, before: Timetable | None = None) -> Timetable:
    """Name the units: in the order of starts each meeting takes a free unit of its lane, the one it had `before` if that is free,
    and else the one that longest nobody will want back.

    There always is one: no slot holds more meetings than the lane has units. Who is fixed comes first among equal starts.
    """
    frame, problem = grid.frame, grid.frame.problem
    named = {lane: _name(grid, lane, _kept(grid, lane, before)) for lane in range(len(frame.lanes))}
    table = Timetable(
        np.full(len(frame.rows), NOT_PLACED, dtype=np.int64),
        np.full(len(frame.rows), NOT_PLACED, dtype=np.int64),
        np.full((len(frame.rows), len(problem.resources)), NOT_PLACED, dtype=np.int64),
    )
    for m, start in enumerate(grid.start):
        if start < 0:
            continue
        row, taken = frame.rows[m], grid.taken[m]
        code = -1 - (frame.posting[m] * problem.slots + start)
        in_group = frame.group[m] > 1
        table.start[row] = start
        table.interviewer[row] = named[taken[0]][code if in_group else m]
        for resource, lane in zip(frame.uses[m], taken[1:], strict=True):
            table.units[row, resource] = named[lane][code if in_group and problem.resources[resource].shared else m]
    return table


def _kept(grid: Grid, lane: int, before: Timetable | None) -> Mapping[int, int]:
    """The unit that each holder of a lane had."""
    if before is None:
        return {}
    frame = grid.frame
    kept: dict[int, int] = {}
    booth_lane = any(lane in lanes for lanes in frame.booth_lanes)
    for holder in {one for slot in grid.holders[lane] for one in slot}:
        m = holder if holder >= 0 else _first(grid, holder, lane)
        row = frame.rows[m]
        if row >= len(before.start):
            continue
        if booth_lane:
            kept[holder] = int(before.interviewer[row])
        else:
            resource = frame.uses[m][grid.taken[m][1:].index(lane)]
            kept[holder] = int(before.units[row, resource])
    return kept


def _first(grid: Grid, code: int, lane: int) -> int:
    posting, start = divmod(-1 - code, grid.frame.problem.slots)
    return min(m for m in grid.sessions[posting, start].members if lane in grid.taken[m])


def _name(grid: Grid, lane: int, kept: Mapping[int, int]) -> dict[int, int]:
    units = grid.frame.lanes[lane].units
    meetings: dict[int, tuple[int, int]] = {}
    for slot, holders in enumerate(grid.holders[lane]):
        for holder in holders:
            first, _ = meetings.get(holder, (slot, slot))
            meetings[holder] = (first, slot)
    busy_until = dict.fromkeys(units, -1)
    named: dict[int, int] = {}

    def order(holder: int) -> tuple[int, bool, bool, int]:
        m = holder if holder >= 0 else _first(grid, holder, lane)
        return meetings[holder][0], m not in grid.fixed, kept.get(holder, -1) not in units, m

    for holder in sorted(meetings, key=order):
        first, last = meetings[holder]
        free = [unit for unit in units if busy_until[unit] < first]
        unit = kept[holder] if kept.get(holder, -1) in free else max(free, key=lambda unit: _next_kept(meetings, kept, unit, first))
        named[holder] = unit
        busy_until[unit] = last
    return named


def _next_kept(meetings: Mapping[int, tuple[int, int]], kept: Mapping[int, int], unit: int, first: int) -> tuple[int, int]:
    """When somebody who had this unit begins next, late ones first; then the lower number."""
    starts = [meetings[holder][0] for holder, had in kept.items() if had == unit and meetings[holder][0] >= first]
    return min(starts, default=LATEST), -unit
