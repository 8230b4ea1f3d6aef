"""A timetable in the making: who is where in which slot, what is still free, and what stands in the way."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import product

from matching.timetable.frame import Frame
from matching.timetable.windows import slots_of, span, starts_of

Taken = tuple[int, ...]
"""The lane of the booth, then one lane for each resource the interview uses, in their order."""


@dataclass(slots=True)
class Session:
    """One group interview: its people, the lane of its booth, and for each shared resource its lane and who uses it."""

    members: list[int]
    lane: int
    shared: dict[int, tuple[int, list[int]]] = field(default_factory=dict)


class Grid:
    """Places interviews of a frame. Everything here keeps the rules: what `open_starts` offers may be placed.

    A lane holds holders: an interview, or a session as -1 - its number. `amount` is the objective so far: coverage, then value.
    """

    def __init__(self, frame: Frame) -> None:
        slots = frame.problem.slots
        self.frame = frame
        self.start = [-1] * len(frame.rows)
        self.taken: list[Taken] = [()] * len(frame.rows)
        self.fixed: set[int] = set()
        self.placed: list[list[int]] = [[] for _ in frame.mine]
        self.free = [lane.window for lane in frame.lanes]
        self.holders: list[list[list[int]]] = [[[] for _ in range(slots)] for _ in frame.lanes]
        self.sessions: dict[tuple[int, int], Session] = {}
        self.amount = 0

    def copy(self, frame: Frame) -> "Grid":
        """The same places in a frame that has the same lanes and perhaps more behind them."""
        other = Grid(frame)
        other.start, other.taken, other.fixed = list(self.start), list(self.taken), set(self.fixed)
        other.placed = [list(one) for one in self.placed]
        known = len(self.free)
        other.free[:known] = self.free
        other.holders[:known] = [[list(slot) for slot in lane] for lane in self.holders]
        other.sessions = {
            key: Session(list(s.members), s.lane, {r: (lane, list(users)) for r, (lane, users) in s.shared.items()})
            for key, s in self.sessions.items()
        }
        other.amount = self.amount
        return other

    # What is free

    def open_starts(self, m: int) -> int:
        """Bits of the slots at which an interview can begin as things stand."""
        frame = self.frame
        starts = frame.starts[m]
        for other in self.placed[frame.person[m]]:
            if other != m:
                starts &= ~frame.closed(m, other, self.start[other])
        if not starts:
            return 0
        takes = frame.takes[m]
        if frame.group[m] > 1:
            return self._open_in_group(m, starts)
        room = 0
        for lane in frame.booth_lanes[frame.booth[m]]:
            room |= starts_of(self.free[lane], takes)
        starts &= room
        for resource in frame.uses[m]:
            room = 0
            for lane in frame.resource_lanes[resource]:
                room |= starts_of(self.free[lane], takes)
            starts &= room
        return starts

    def _open_in_group(self, m: int, starts: int) -> int:
        return sum(1 << start for start in slots_of(starts) if self._lanes_for(m, start, ()) is not None)

    def _lanes_for(self, m: int, start: int, prefer: Collection[int]) -> Taken | None:
        """Lanes with room for an interview, the preferred ones first; None where there is none. The person is not looked at."""
        frame = self.frame
        occupied = span(start, start + frame.takes[m])
        session = self.sessions.get((frame.posting[m], start)) if frame.group[m] > 1 else None
        if session is None:
            lane = self._lane_of(frame.booth_lanes[frame.booth[m]], occupied, prefer)
        else:
            lane = session.lane if len(session.members) < frame.group[m] else None
        if lane is None:
            return None
        taken = [lane]
        for resource in frame.uses[m]:
            if session is not None and resource in session.shared:
                found: int | None = session.shared[resource][0]
            else:
                found = self._lane_of(frame.resource_lanes[resource], occupied, prefer)
            if found is None:
                return None
            taken.append(found)
        return tuple(taken)

    def _lane_of(self, lanes: Iterable[int], occupied: int, prefer: Collection[int]) -> int | None:
        found = None
        for lane in lanes:
            if occupied & ~self.free[lane] == 0:
                if lane in prefer:
                    return lane
                found = lane if found is None else found
        return found

    # Placing and taking away

    def place(self, m: int, start: int, prefer: Collection[int] = ()) -> None:
        """Let an interview begin at a start that is open."""
        taken = self._lanes_for(m, start, prefer)
        if taken is None:
            raise RuntimeError(f"interview {m} was placed at slot {start}, which is full; the search is at fault")
        self.put(m, start, taken)

    def put(self, m: int, start: int, taken: Taken) -> None:
        """Let an interview begin at a start in these very lanes; nothing is checked."""
        frame = self.frame
        posting, occupied = frame.posting[m], range(start, start + frame.takes[m])
        if frame.group[m] > 1:
            session = self.sessions.get((posting, start))
            code = -1 - (posting * frame.problem.slots + start)
            if session is None:
                session = self.sessions[posting, start] = Session([], taken[0])
                self._hold(taken[0], occupied, code)
            session.members.append(m)
            for resource, lane in zip(frame.uses[m], taken[1:], strict=True):
                if not frame.problem.resources[resource].shared:
                    self._hold(lane, occupied, m)
                elif resource in session.shared:
                    session.shared[resource][1].append(m)
                else:
                    session.shared[resource] = (lane, [m])
                    self._hold(lane, occupied, code)
        else:
            for lane in taken:
                self._hold(lane, occupied, m)
        self.start[m], self.taken[m] = start, taken
        mine = self.placed[frame.person[m]]
        mine.append(m)
        self.amount += frame.worth[m] + frame.bonus(len(mine))

    def remove(self, m: int) -> None:
        """Take an interview out of its place."""
        frame = self.frame
        start, taken, posting = self.start[m], self.taken[m], frame.posting[m]
        occupied = range(start, start + frame.takes[m])
        if frame.group[m] > 1:
            session = self.sessions[posting, start]
            code = -1 - (posting * frame.problem.slots + start)
            session.members.remove(m)
            for resource, lane in zip(frame.uses[m], taken[1:], strict=True):
                if not frame.problem.resources[resource].shared:
                    self._leave(lane, occupied, m)
                    continue
                users = session.shared[resource][1]
                users.remove(m)
                if not users:
                    del session.shared[resource]
                    self._leave(lane, occupied, code)
            if not session.members:
                del self.sessions[posting, start]
                self._leave(session.lane, occupied, code)
        else:
            for lane in taken:
                self._leave(lane, occupied, m)
        mine = self.placed[frame.person[m]]
        self.amount -= frame.worth[m] + frame.bonus(len(mine))
        mine.remove(m)
        self.start[m], self.taken[m] = -1, ()

    def _hold(self, lane: int, occupied: range, holder: int) -> None:
        holders, units = self.holders[lane], len(self.frame.lanes[lane].units)
        for slot in occupied:
            holders[slot].append(holder)
            if len(holders[slot]) >= units:
                self.free[lane] &= ~(1 << slot)

    def _leave(self, lane: int, occupied: range, holder: int) -> None:
        holders, one = self.holders[lane], self.frame.lanes[lane]
        for slot in occupied:
            holders[slot].remove(holder)
            if len(holders[slot]) < len(one.units):
                self.free[lane] |= 1 << slot & one.window

    # What stands in the way

    def ways(self, m: int, start: int, limit: int, banned: Collection[int]) -> list[tuple[int, ...]]:
        """Sets of at most `limit` interviews that must give way for one to begin at a start, the smallest first.

        Fixed and banned ones never give way, and a session only where one person uses what is wanted.
        """
        frame = self.frame
        mine = tuple(
            other for other in self.placed[frame.person[m]] if other != m and frame.closed(m, other, self.start[other]) >> start & 1
        )
        if len(mine) > limit or any(other in banned or other in self.fixed for other in mine):
            return []
        occupied = span(start, start + frame.takes[m])
        session = self.sessions.get((frame.posting[m], start)) if frame.group[m] > 1 else None
        choices: list[list[tuple[int, ...]]] = []
        if session is None:
            choices.append(self._room(frame.booth_lanes[frame.booth[m]], occupied, limit, mine))
        elif len(session.members) >= frame.group[m]:
            choices.append([(member,) for member in session.members])
        for resource in frame.uses[m]:
            if session is None or resource not in session.shared:
                choices.append(self._room(frame.resource_lanes[resource], occupied, limit, mine))
        sets: dict[tuple[int, ...], None] = {}
        for parts in product(*choices):
            every = set(mine).union(*parts)
            if len(every) <= limit and not any(other in banned or other in self.fixed for other in every):
                sets[tuple(sorted(every))] = None
        return sorted(sets, key=len)

    def _room(self, lanes: Iterable[int], occupied: int, limit: int, leaving: tuple[int, ...]) -> list[tuple[int, ...]]:
        """Sets of holders whose leaving makes room in one of the lanes; the empty set where there is room."""
        found: list[tuple[int, ...]] = []
        for lane in lanes:
            if occupied & ~self.frame.lanes[lane].window:
                continue
            full = list(slots_of(occupied & ~self.free[lane]))
            left = [slot for slot in full if not any(other in self.holders[lane][slot] for other in leaving)]
            if not left:
                return [()]
            found += self._clearing(lane, left, limit)
        return found

    def _clearing(self, lane: int, full: list[int], limit: int) -> Iterator[tuple[int, ...]]:
        if not full:
            yield ()
            return
        if limit == 0:
            return
        for holder in self.holders[lane][full[0]]:
            one = holder if holder >= 0 else self._only_user(holder, lane)
            if one is None:
                continue
            end = self.start[one] + self.frame.takes[one]
            for more in self._clearing(lane, [slot for slot in full if slot >= end], limit - 1):
                yield (one, *more)

    def _only_user(self, code: int, lane: int) -> int | None:
        """The one person who keeps a session in a lane; None where there are several."""
        posting, start = divmod(-1 - code, self.frame.problem.slots)
        session = self.sessions[posting, start]
        users = session.members if lane == session.lane else next(u for at, u in session.shared.values() if at == lane)
        return users[0] if len(users) == 1 else None
