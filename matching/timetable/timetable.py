"""When and with whom: the plain result that every method gives and every check reads."""

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from matching.timetable.problem import Problem

Int64 = NDArray[np.int64]

NOT_PLACED: Final = -1


@dataclass(frozen=True, slots=True, eq=False)
class Timetable:
    """One row an interview of the problem.

    `start`: (n,) the slot in which it begins, -1 where it has no place. `interviewer`: (n,) which interviewer of its booth, -1
    where it has no place. `units`: (n, resources) which unit of each resource, -1 where it uses none.
    """

    start: Int64
    interviewer: Int64
    units: Int64

    @property
    def placed(self) -> NDArray[np.bool_]:
        """(n,) interviews that have a place."""
        return np.asarray(self.start >= 0)


def value_of(problem: "Problem", timetable: Timetable) -> float:
    """The value of the interviews that have a place: the headline of a fair."""
    return float(problem.interviews.value[timetable.placed].sum())


def covered_by(problem: "Problem", timetable: Timetable) -> int:
    """People with at least one interview that has a place."""
    return len(np.unique(problem.interviews.person[timetable.placed]))


def waits_of(problem: "Problem", timetable: Timetable) -> int:
    """Slots that people spend between their interviews, all people together: what a timetable keeps short last."""
    rows = np.flatnonzero(timetable.placed)
    person, start = problem.interviews.person[rows], timetable.start[rows]
    end = start + problem.takes[rows]
    first = np.full(len(problem.people), np.iinfo(np.int64).max)
    last = np.zeros(len(problem.people), dtype=np.int64)
    np.minimum.at(first, person, start)
    np.maximum.at(last, person, end)
    there = np.unique(person)
    return int((last[there] - first[there]).sum() - (end - start).sum())


def digest_of(problem: "Problem", timetable: Timetable) -> str:
    """SHA-256 of who meets whom when: equal for equal timetables, however the rows were sorted."""
    rows = problem.interviews
    named = sorted(
        f"{problem.people[person].name}\t{problem.postings[posting].name}\t{start}"
        for person, posting, start in zip(rows.person.tolist(), rows.posting.tolist(), timetable.start.tolist(), strict=True)
    )
    return sha256("\n".join(named).encode()).hexdigest()
