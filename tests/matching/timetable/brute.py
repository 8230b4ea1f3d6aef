"""The slow and obvious second version: every start of every interview, with every interviewer and every unit."""

from itertools import product

import numpy as np

from matching.timetable import Problem, Timetable, check_timetable


def objective(problem: Problem, timetable: Timetable) -> tuple[int, float]:
    """Coverage in steps, as the guarantee counts them, and the value."""
    k, steps = problem.guaranteed, 0
    for person in range(len(problem.people)):
        count = int((timetable.placed & (problem.interviews.person == person)).sum())
        steps += sum((2 * k - 1) if number == 1 else k - number + 1 for number in range(1, min(count, k) + 1))
    return steps, float(problem.interviews.value[timetable.placed].sum())


def best_by_hand(problem: Problem) -> tuple[int, float]:
    """The best objective among all tables that the check lets pass, built up one interview at a time."""
    n, r = len(problem.interviews), len(problem.resources)
    table = Timetable(np.full(n, -1), np.full(n, -1), np.full((n, r), -1))
    best = (0, 0.0)

    def go(row: int) -> None:
        nonlocal best
        if row == n:
            best = max(best, objective(problem, table))
            return
        go(row + 1)
        booth = problem.booths[int(problem.booth_of[row])]
        units = [range(len(one.units)) if problem.uses[row, k] else [-1] for k, one in enumerate(problem.resources)]
        for start, interviewer, *lent in product(range(problem.slots), range(len(booth.interviewers)), *units):
            table.start[row], table.interviewer[row], table.units[row] = start, interviewer, lent
            if not check_timetable(problem, table):
                go(row + 1)
            table.start[row], table.interviewer[row], table.units[row] = -1, -1, -1

    go(0)
    return best
