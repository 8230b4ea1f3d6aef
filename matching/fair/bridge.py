"""One fair told twice: to the allocation, which counts slots, and to the timetable, which places them on the clock.

Booths, supports and people keep their rows from one to the other, so that row 7 of one is row 7 of the other.
"""

from collections.abc import Mapping, Sequence

import numpy as np

from matching import allocation, timetable
from matching.fair.clock import clock_of, open_slots, slots_of_hall, windows_in
from matching.fair.day import booths_of, resources_of, walking_of
from matching.records import Hall, Visitor
from matching.timetable.windows import Windows, mask_of, windows_of


def allocation_problem(
    hall: Hall,
    visitors: Sequence[Visitor],
    posts: Sequence[allocation.Post],
    pairs: allocation.Pairs,
    most: Mapping[str, int] | int,
    seed: int = 0,
) -> allocation.Problem:
    """What the hall can hold, for the allocation; people in the order of `visitors`, booths in that of the hall.

    `most`: interviews that each person wants at most, one number or by candidate. Nobody is given more than fits into the time
    they are there, rests included; who has no time for a single one keeps 1, and the timetable says what is missing. `posts` name
    booths by row of the hall. Priorities, pins and exclusions are set on the result. Raises AllocationConflict.
    """
    people = tuple(
        allocation.Person(
            name=one.candidate,
            most=max(1, min(most if isinstance(most, int) else most[one.candidate], interviews_that_fit(hall, one))),
            takes=one.takes,
            needs=tuple(sorted(kind.value for kind in one.needs)),
        )
        for one in visitors
    )
    booths = tuple(
        allocation.Booth(
            name=booth.number,
            interviewers=booth.interviewers,
            slots=open_slots(hall, booth.windows),
            brings=tuple(sorted(kind.value for kind in booth.brings if any(one.kind is kind for one in hall.supports))),
        )
        for booth in hall.booths
    )
    resources = tuple(
        allocation.Resource(
            name=one.name, label=one.label, units=len(one.units), slots=sum(_count(windows) for windows in one.units)
        )
        for one in resources_of(hall)
    )
    return allocation.Problem(
        people=people,
        posts=tuple(posts),
        booths=booths,
        pairs=pairs,
        slots=open_slots(hall),
        guaranteed=hall.guaranteed,
        seed=seed,
        resources=resources,
    )


def timetable_problem(
    problem: allocation.Problem,
    chosen: allocation.Allocation,
    hall: Hall,
    visitors: Sequence[Visitor],
    groups: Mapping[str, int] | None = None,
) -> timetable.Problem:
    """The interviews of an allocation, ready to be put on the clock of the hall. Interview rows are the allocation's rows.

    How long a person's interviews are and what they need is as the allocation counted it; when the person is there, rests and how
    they walk is the visitor's, and the hours of booths and supports are the hall's. What an interview is worth includes the
    organizer's priorities: where not everything fits, they decide here as they did there. `groups`: posting -> people in one
    interview. Raises TimetableConflict, and ValueError for a person, booth or meeting that the fair or the allocation lacks.
    """
    there = {one.candidate: one for one in visitors}
    booths = {booth.name: booth for booth in booths_of(hall)}
    _all_known("person", [person.name for person in problem.people], there)
    _all_known("booth", [booth.name for booth in problem.booths], booths)
    rows = problem.rows_of(chosen.person, chosen.posting)
    if (rows < 0).any():
        raise ValueError(f"{int((rows < 0).sum())} meetings are no pairs of the problem; check_validity names them")
    held = groups or {}
    walking = walking_of(hall)
    if walking is not None:
        place = {booth.number: row for row, booth in enumerate(hall.booths)}
        order = [place[booth.name] for booth in problem.booths]
        walking = walking[np.ix_(order, order)]
    return timetable.Problem(
        people=tuple(
            timetable.Person(
                name=person.name,
                windows=there[person.name].windows,
                takes=person.takes,
                rest=there[person.name].rest,
                pace=there[person.name].pace,
                needs=person.needs,
            )
            for person in problem.people
        ),
        postings=tuple(timetable.Posting(post.name, post.booth, held.get(post.name, 1)) for post in problem.posts),
        booths=tuple(booths[booth.name] for booth in problem.booths),
        interviews=timetable.Interviews(
            person=chosen.person.astype(np.int64), posting=chosen.posting.astype(np.int64), value=problem.worth[rows]
        ),
        slots=slots_of_hall(hall),
        clock=clock_of(hall),
        resources=resources_of(hall),
        walking=walking,
        pause=hall.pause_minutes,
        guaranteed=max(1, problem.guaranteed),
    )


def placed_interviews(chosen: allocation.Allocation, table: timetable.Timetable) -> allocation.Allocation:
    """What is left of an allocation on the clock: the interviews that have a time."""
    return allocation.Allocation(chosen.person[table.placed], chosen.posting[table.placed], chosen.method)


def interviews_that_fit(hall: Hall, visitor: Visitor) -> int:
    """How many interviews a person has time for while the hall is open: each as long as it takes, with a rest between two."""
    slots = slots_of_hall(hall)
    runs = windows_of(mask_of(visitor.windows, slots) & mask_of(windows_in(hall), slots))
    return sum((last - first + visitor.rest) // (visitor.takes + visitor.rest) for first, last in runs)


def _count(windows: Windows | None) -> int:
    return sum(last - first for first, last in windows or ())


def _all_known(what: str, names: Sequence[str], known: Mapping[str, object]) -> None:
    missing = [name for name in names if name not in known]
    if missing:
        raise ValueError(
            f"{len(missing)} {what} names of the allocation, such as {missing[0]}, are unknown here; use the same fair"
        )
