"""One request in one order of rows, whoever sorted it: by the lottery."""

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from matching.allocation.lottery import draw_sides

if TYPE_CHECKING:
    from matching.allocation.problem import Problem

Int64 = NDArray[np.int64]


def sort_by_lottery(problem: "Problem") -> tuple["Problem", Int64]:
    """The same problem with people and postings by their lottery numbers, booths and resources by name, and pairs in that order;
    and (pairs,) the row that each of its pairs had before.
    """
    by_person, by_posting = draw_sides(problem)
    people, posts = np.argsort(by_person, kind="stable"), np.argsort(by_posting, kind="stable")
    booths = sorted(range(len(problem.booths)), key=lambda row: problem.booths[row].name)
    person_at, posting_at, booth_at = _places(people), _places(posts), _places(np.array(booths, dtype=np.int64))
    old = problem.pairs
    back = np.lexsort((posting_at[old.posting], person_at[old.person]))
    pairs = replace(
        old,
        person=person_at[old.person[back]],
        posting=posting_at[old.posting[back]],
        value=old.value[back],
        interest=old.interest[back],
        offer=old.offer[back],
    )

    def moved(row: int) -> int:
        return int(person_at[row])

    ordered = replace(
        problem,
        people=tuple(problem.people[row] for row in people.tolist()),
        posts=tuple(replace(problem.posts[row], booth=int(booth_at[problem.posts[row].booth])) for row in posts.tolist()),
        booths=tuple(problem.booths[row] for row in booths),
        pairs=pairs,
        resources=tuple(sorted(problem.resources, key=lambda resource: resource.name)),
        priorities=tuple(replace(p, people=tuple(moved(row) for row in p.people)) for p in problem.priorities),
        pins=tuple(replace(p, person=moved(p.person), posting=int(posting_at[p.posting])) for p in problem.pins),
        exclusions=tuple(replace(e, person=moved(e.person), posting=int(posting_at[e.posting])) for e in problem.exclusions),
    )
    return ordered, back


def _places(order: Int64) -> Int64:
    places = np.empty(len(order), dtype=np.int64)
    places[order] = np.arange(len(order))
    return places
