"""The slow, obvious second version: try every set of pairs."""

from collections import Counter
from collections.abc import Iterator
from itertools import combinations

from matching.allocation import Problem

Meetings = frozenset[int]


def feasible(problem: Problem) -> Iterator[Meetings]:
    """Every set of pairs (rows) that keeps pins, exclusions and all capacities."""
    rows = range(len(problem.pairs))
    meeting = {row: (int(problem.pairs.person[row]), int(problem.pairs.posting[row])) for row in rows}
    pins = {(pin.person, pin.posting) for pin in problem.pins}
    banned = {(e.person, e.posting) for e in problem.exclusions}
    for size in range(len(problem.pairs) + 1):
        for chosen in combinations(rows, size):
            met = {meeting[row] for row in chosen}
            if pins <= met and not banned & met and fits(problem, met):
                yield frozenset(chosen)


def fits(problem: Problem, met: set[tuple[int, int]]) -> bool:
    """Whether nothing is used beyond what there is, counted one by one."""
    interviews: Counter[int] = Counter()
    places: Counter[int] = Counter()
    slots: Counter[int] = Counter()
    lent: Counter[str] = Counter()
    for person, posting in met:
        who, booth = problem.people[person], problem.booths[problem.posts[posting].booth]
        interviews[person] += 1
        places[posting] += 1
        slots[problem.posts[posting].booth] += who.takes
        for name in set(who.needs) - set(booth.brings):
            lent[name] += who.takes
    return (
        all(n <= problem.people[row].most and n * problem.people[row].takes <= problem.slots for row, n in interviews.items())
        and all(n <= problem.posts[row].interviews for row, n in places.items())
        and all(n <= problem.booths[row].interviewers * (problem.booths[row].slots or problem.slots) for row, n in slots.items())
        and all(lent[resource.name] <= resource.units * problem.slots for resource in problem.resources)
    )


def standing(problem: Problem, rows: Meetings) -> tuple[tuple[int, ...], float]:
    """Coverage step by step, and the objective."""
    met = Counter(int(problem.pairs.person[row]) for row in rows)
    coverage = tuple(sum(min(n, step) for n in met.values()) for step in range(1, problem.guaranteed + 1))
    added = {p: sum(x.amount for x in problem.priorities if p in x.people) for p in range(len(problem.people))}
    worth = sum(float(problem.pairs.value[row]) + added[int(problem.pairs.person[row])] for row in sorted(rows))
    return coverage, round(worth, 9)


def best(problem: Problem) -> tuple[tuple[int, ...], float]:
    """The largest coverage, step by step, and then the largest objective."""
    return max(standing(problem, rows) for rows in feasible(problem))
