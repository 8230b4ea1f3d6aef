"""The plain fair: nothing but one slot an interview, where edge colouring is exact."""

from collections.abc import Sequence

from matching.timetable.colouring import colour_edges
from matching.timetable.frame import Frame
from matching.timetable.grid import Grid
from matching.timetable.windows import everything


def is_plain(frame: Frame) -> bool:
    """Whether every interview takes one slot at any time, with nothing to share, no rest, no walk, no pin and no group.

    Then only the most crowded booth or person says how many slots are needed, and edge colouring needs no more (König).
    """
    whole = everything(frame.problem.slots)
    if any(start != whole for start in frame.starts) or any(takes != 1 for takes in frame.takes) or any(frame.uses):
        return False
    if any(size != 1 for size in frame.group) or any(lane.window != whole for lane in frame.lanes):
        return False
    return not any(frame.gap(a, b) for mine in frame.mine for a in mine for b in mine if a != b)


def is_overbooked(frame: Frame) -> bool:
    """Whether some person, booth or resource has more slots of interviews than it can give, wherever they may lie."""
    problem = frame.problem
    booths, lent, own = [0.0] * len(problem.booths), [0.0] * len(problem.resources), [0] * len(problem.people)
    for m, takes in enumerate(frame.takes):
        own[frame.person[m]] += takes
        booths[frame.booth[m]] += takes / frame.group[m]
        for r in frame.uses[m]:
            lent[r] += takes / (frame.group[m] if problem.resources[r].shared else 1)
    room = [sum(frame.lanes[one].window.bit_count() * len(frame.lanes[one].units) for one in lanes) for lanes in frame.booth_lanes]
    units = [
        sum(frame.lanes[one].window.bit_count() * len(frame.lanes[one].units) for one in lanes) for lanes in frame.resource_lanes
    ]
    return any(used > there for used, there in zip(booths + lent, room + units, strict=True)) or max(own, default=0) > problem.slots


def colour_plain(frame: Frame, some: Sequence[int]) -> Grid:
    """Place these interviews of a plain fair; neither a booth nor a person may have more of them than slots.

    1. Deal the interviews of a booth to its interviewers in turn, so that each has as few as possible. 2. Colour the graph of
    people and interviewers with as many colours as the largest degree. 3. A colour is a slot.
    """
    dealt: dict[int, int] = {}
    node: dict[tuple[int, int], int] = {}
    left, right = [frame.person[m] for m in some], []
    for booth in (frame.booth[m] for m in some):
        turn = dealt[booth] = dealt.get(booth, -1) + 1
        right.append(node.setdefault((booth, turn % _interviewers(frame, booth)), len(node)))
    colours = max(_degrees(left) + _degrees(right), default=0)
    grid = Grid(frame)
    for m, slot in zip(some, colour_edges(left, right, colours), strict=True):
        grid.place(m, slot)
    return grid


def _interviewers(frame: Frame, booth: int) -> int:
    return sum(len(frame.lanes[lane].units) for lane in frame.booth_lanes[booth])


def _degrees(nodes: list[int]) -> list[int]:
    degrees = [0] * (max(nodes, default=-1) + 1)
    for node in nodes:
        degrees[node] += 1
    return degrees
