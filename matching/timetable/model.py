"""The timetable as a constraint model, for what is small or tightly bound by shared resources."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from matching.timetable.frame import Frame
from matching.timetable.grid import Grid, Taken
from matching.timetable.windows import slots_of, span


@dataclass(frozen=True, slots=True)
class Found:
    """`places`: start and lanes of each interview that has a place. No timetable of these interviews has more than `bound`."""

    places: Mapping[int, tuple[int, Taken]]
    bound: int
    proven: bool


def solve_model(frame: Frame, some: Collection[int], hint: Grid, effort: float) -> Found:
    """The best timetable of some interviews as if there were no others, by CP-SAT from the places of `hint` on.

    1. A literal says that an interview begins at a slot, and where its booth or resource has several lanes, in which. 2. At most
    one start an interview; no two of a person that overlap, rest and walk counted in; no slot of a lane with more than its units;
    a session wherever one of its group begins. 3. Maximise coverage, then value, as `Frame.bonus` counts them.

    `effort` is CP-SAT's deterministic time, and there is one worker with one seed: equal input gives equal places.
    """
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    wanted = sorted(some)
    begins = {(m, s): model.new_bool_var("") for m in wanted for s in slots_of(frame.starts[m])}
    lanes = _Lanes(frame, model, begins, hint)
    pinned = {pin.interview for pin in frame.problem.pins}
    for m in wanted:
        mine = [begins[m, s] for s in slots_of(frame.starts[m])]
        if frame.rows[m] in pinned:
            model.add_exactly_one(mine)
        else:
            model.add_at_most_one(mine)
    by_person: dict[int, list[int]] = defaultdict(list)
    for m in wanted:
        by_person[frame.person[m]].append(m)
    terms: list[Any] = []
    for several in by_person.values():
        _keep_apart(frame, model, begins, several)
        terms += _coverage(frame, model, begins, several, sum(hint.start[m] >= 0 for m in several))
    lanes.fill(wanted)
    terms += [frame.worth[m] * literal for (m, _), literal in begins.items()]
    model.maximize(sum(terms))
    for (m, s), literal in begins.items():
        model.add_hint(literal, hint.start[m] == s)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 1
    solver.parameters.linearization_level = 2
    solver.parameters.max_deterministic_time = effort
    status = solver.solve(model)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        most = sum(frame.worth[m] for m in wanted) + sum(_full_bonus(frame, several) for several in by_person.values())
        return Found({}, most, proven=False)
    places = {m: (s, lanes.taken(m, s, solver)) for (m, s), literal in begins.items() if solver.boolean_value(literal)}
    return Found(places, round(solver.best_objective_bound), proven=status == cp_model.OPTIMAL)


def size_of(frame: Frame, some: Collection[int]) -> int:
    """Literals of the model of some interviews."""
    return sum(frame.starts[m].bit_count() for m in some)


def _full_bonus(frame: Frame, several: Sequence[int]) -> int:
    return sum(frame.bonus(number) for number in range(1, len(several) + 1))


def _keep_apart(frame: Frame, model: Any, begins: Mapping[tuple[int, int], Any], several: Sequence[int]) -> None:
    rest = frame.problem.people[frame.person[several[0]]].rest
    at: dict[int, list[Any]] = defaultdict(list)
    for m in several:
        for s in slots_of(frame.starts[m]):
            for slot in range(s, s + frame.takes[m] + rest):
                at[slot].append(begins[m, s])
    for literals in at.values():
        if len(literals) > 1:
            model.add_at_most_one(literals)
    for k, m in enumerate(several):
        for other in several[k + 1 :]:
            if frame.gap(m, other) == rest and frame.gap(other, m) == rest:
                continue
            for s in slots_of(frame.starts[m]):
                closed = frame.closed(other, m, s) & frame.starts[other]
                if closed:
                    model.add_at_most_one([begins[m, s], *(begins[other, t] for t in slots_of(closed))])


def _coverage(frame: Frame, model: Any, begins: Mapping[tuple[int, int], Any], several: Sequence[int], hinted: int) -> list[Any]:
    levels = [number for number in range(1, len(several) + 1) if frame.bonus(number)]
    if not levels:
        return []
    reached = [model.new_bool_var("") for _ in levels]
    model.add(sum(reached) <= sum(begins[m, s] for m in several for s in slots_of(frame.starts[m])))
    for more, fewer in zip(reached[1:], reached[:-1], strict=True):
        model.add_implication(more, fewer)
    for number, literal in zip(levels, reached, strict=True):
        model.add_hint(literal, number <= hinted)
    return [frame.bonus(number) * literal for number, literal in zip(levels, reached, strict=True)]


class _Lanes:
    """Which lane holds what, and that none holds too much."""

    def __init__(self, frame: Frame, model: Any, begins: Mapping[tuple[int, int], Any], hint: Grid) -> None:
        self._frame, self._model, self._begins, self._hint = frame, model, begins, hint
        self._used: dict[int, list[tuple[int, int, Any]]] = defaultdict(list)
        self._chosen: dict[tuple[int, int, int], list[tuple[int, Any]]] = {}
        """(interview, start, place in its taken lanes) -> the lanes to choose from with their literals."""

    def fill(self, wanted: Sequence[int]) -> None:
        frame = self._frame
        groups: dict[tuple[int, int], list[int]] = defaultdict(list)
        for m in wanted:
            for s in slots_of(frame.starts[m]):
                if frame.group[m] > 1:
                    groups[frame.posting[m], s].append(m)
                    continue
                for place, lanes in enumerate(self._of(m)):
                    self._chosen[m, s, place] = self._choose(
                        lanes, s, frame.takes[m], self._begins[m, s], self._hinted([m], s, place)
                    )
        for (_, s), members in groups.items():
            self._hold_session(s, members)
        for lane, uses in self._used.items():
            units = len(frame.lanes[lane].units)
            at: dict[int, list[Any]] = defaultdict(list)
            for first, last, literal in uses:
                for slot in range(first, last):
                    at[slot].append(literal)
            for literals in at.values():
                if len(literals) > units:
                    if units == 1:
                        self._model.add_at_most_one(literals)
                    else:
                        self._model.add(sum(literals) <= units)

    def taken(self, m: int, start: int, solver: Any) -> Taken:
        return tuple(
            next(lane for lane, literal in self._chosen[m, start, place] if solver.boolean_value(literal))
            for place in range(1 + len(self._frame.uses[m]))
        )

    def _of(self, m: int) -> list[list[int]]:
        frame = self._frame
        return [frame.booth_lanes[frame.booth[m]], *(frame.resource_lanes[r] for r in frame.uses[m])]

    def _hinted(self, some: Sequence[int], start: int, place: int) -> int:
        """The lane that one of these interviews has in the hint if it begins at this start; -1 if none does."""
        return next((self._hint.taken[m][place] for m in some if self._hint.start[m] == start), -1)

    def _choose(self, lanes: Sequence[int], start: int, takes: int, literal: Any, hinted: int) -> list[tuple[int, Any]]:
        """The lanes that are open, with a literal each; one of them holds the meeting if `literal` is true."""
        occupied = span(start, start + takes)
        fitting = [lane for lane in lanes if occupied & ~self._frame.lanes[lane].window == 0]
        chosen = (
            [(lane, literal) for lane in fitting]
            if len(fitting) == 1
            else [(lane, self._model.new_bool_var("")) for lane in fitting]
        )
        if len(chosen) > 1:
            self._model.add(sum(one for _, one in chosen) == literal)
            for lane, one in chosen:
                self._model.add_hint(one, lane == hinted)
        for lane, one in chosen:
            self._used[lane].append((start, start + takes, one))
        return chosen

    def _hold_session(self, start: int, members: Sequence[int]) -> None:
        """One session at most: it is held if somebody begins, by at most so many, and each resource once if it is shared."""
        frame, model = self._frame, self._model
        takes, size = max(frame.takes[m] for m in members), frame.group[members[0]]
        held = model.new_bool_var("")
        for m in members:
            model.add_implication(self._begins[m, start], held)
        model.add(sum(self._begins[m, start] for m in members) <= size)
        booth = self._choose(frame.booth_lanes[frame.booth[members[0]]], start, takes, held, self._hinted(members, start, 0))
        model.add_hint(held, any(self._hint.start[m] == start for m in members))
        lent: dict[int, list[tuple[int, Any]]] = {}
        for resource in sorted({r for m in members for r in frame.uses[m]}):
            if frame.problem.resources[resource].shared:
                needed = model.new_bool_var("")
                users = [m for m in members if resource in frame.uses[m]]
                for m in users:
                    model.add_implication(self._begins[m, start], needed)
                hinted = next(
                    (self._hinted([m], start, 1 + frame.uses[m].index(resource)) for m in users if self._hint.start[m] == start), -1
                )
                model.add_hint(needed, hinted >= 0)
                lent[resource] = self._choose(frame.resource_lanes[resource], start, takes, needed, hinted)
        for m in members:
            self._chosen[m, start, 0] = booth
            for place, resource in enumerate(frame.uses[m], 1):
                own = lent.get(resource)
                if own is None:
                    hinted = self._hinted([m], start, place)
                    own = self._choose(frame.resource_lanes[resource], start, frame.takes[m], self._begins[m, start], hinted)
                self._chosen[m, start, place] = own
