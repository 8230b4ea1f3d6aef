"""Small fairs drawn at random, with everything that a timetable must heed, and a few named people."""

from collections.abc import Sequence

import numpy as np
from hypothesis import strategies as st

from matching.knowledge.catalogue import Text
from matching.timetable import Booth, Clock, Interviews, Person, Pin, Posting, Problem, Resource

CLOCK = Clock(opens=540, minutes=20)
INTERPRETER = Text(zh="手语翻译", en="sign-language interpreter")
GUIDE = Text(zh="引导员", en="guide")


def fair(
    people: Sequence[Person],
    booths: Sequence[Booth],
    meetings: Sequence[tuple[int, int]],
    slots: int,
    *,
    postings: Sequence[Posting] | None = None,
    values: Sequence[float] | None = None,
    resources: Sequence[Resource] = (),
    pins: Sequence[Pin] = (),
    walking: Sequence[Sequence[float]] | None = None,
    guaranteed: int = 1,
) -> Problem:
    """A fair where posting k stands at booth k, unless others are given; every meeting is worth 1."""
    person, posting = np.array(list(meetings) or np.zeros((0, 2)), dtype=np.int64).reshape(-1, 2).T
    return Problem(
        people=tuple(people),
        postings=tuple(postings if postings is not None else [Posting(f"job {k}", k) for k in range(len(booths))]),
        booths=tuple(booths),
        interviews=Interviews(person, posting, np.array(values if values is not None else [1.0] * len(meetings))),
        slots=slots,
        clock=CLOCK,
        resources=tuple(resources),
        walking=None if walking is None else np.array(walking),
        pins=tuple(pins),
        guaranteed=guaranteed,
    )


def windows(slots: int) -> st.SearchStrategy[tuple[tuple[int, int], ...] | None]:
    run = st.tuples(st.integers(0, slots - 1), st.integers(1, slots)).map(lambda ab: (ab[0], min(ab[0] + ab[1], slots)))
    return st.one_of(st.none(), st.none(), run.map(lambda r: (r,)), st.tuples(run, run))


@st.composite
def fairs(draw: st.DrawFn, most_people: int = 6, most_booths: int = 3, most_slots: int = 6, most_meetings: int = 12) -> Problem:
    """Any fair of this size with longer slots, rests, walks, windows, groups, resources shared and not, and values 1 to 9."""
    slots = draw(st.integers(2, most_slots))
    resources = [
        Resource("interpreter", INTERPRETER, tuple(draw(st.lists(windows(slots), max_size=2))), shared=True),
        Resource("guide", GUIDE, tuple(draw(st.lists(windows(slots), max_size=2)))),
    ]
    needs = st.lists(st.sampled_from(["interpreter", "guide"]), unique=True, max_size=2).map(tuple)
    people = [
        Person(
            f"p{k}",
            draw(windows(slots)),
            draw(st.integers(1, 2)),
            draw(st.integers(0, 1)),
            draw(st.sampled_from([1.0, 2.0])),
            draw(needs),
        )
        for k in range(draw(st.integers(1, most_people)))
    ]
    booths = [
        Booth(
            f"b{k}",
            (None, *draw(st.lists(windows(slots), max_size=1))) if draw(st.booleans()) else (((0, draw(st.integers(1, slots))),),),
            draw(st.sampled_from([(), (), ("interpreter",)])),
        )
        for k in range(draw(st.integers(1, most_booths)))
    ]
    postings = [
        Posting(f"j{k}", draw(st.integers(0, len(booths) - 1)), draw(st.sampled_from([1, 1, 1, 2, 3])))
        for k in range(draw(st.integers(1, 2 * most_booths)))
    ]
    every = [(p, j) for p in range(len(people)) for j in range(len(postings))]
    meetings = draw(st.lists(st.sampled_from(every), unique=True, max_size=most_meetings))
    values = [float(draw(st.integers(1, 9))) for _ in meetings]
    walking = [[0.0 if a == b else 15.0 * abs(a - b) for a in range(len(booths))] for b in range(len(booths))]
    return fair(
        people,
        booths,
        meetings,
        slots,
        postings=postings,
        values=values,
        resources=resources,
        walking=walking if draw(st.booleans()) else None,
        guaranteed=draw(st.integers(0, 2)),
    )
