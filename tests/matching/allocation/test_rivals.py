"""Other ways to decide: all keep the capacities, deferred acceptance leaves no pair that blocks, none beats the best."""

from dataclasses import replace
from itertools import islice

import numpy as np
from hypothesis import given, settings

from matching.allocation import (
    Allocation,
    Booth,
    Person,
    Post,
    Problem,
    allocate,
    allocation_of,
    blocking_pairs,
    check_capacity,
    check_validity,
    compare,
)
from matching.allocation.blocking import person_ranks, posting_ranks
from matching.allocation.report import FREE, without_guarantee
from matching.allocation.rivals import deferred_acceptance, greedy, greedy_lists, random_feasible
from tests.matching.allocation.brute import feasible, fits, standing
from tests.matching.allocation.fairs import drawn_fairs, pairs


@settings(max_examples=100, deadline=None)
@given(drawn_fairs(crossing=True))
def test_every_rival_keeps_the_rules(problem: Problem) -> None:
    for rival in (greedy_lists, greedy, deferred_acceptance, random_feasible):
        allocation = rival(problem)
        assert check_validity(allocation, problem) == ()
        assert check_capacity(allocation, problem) == ()


@settings(max_examples=100, deadline=None)
@given(drawn_fairs())
def test_without_a_guarantee_nothing_is_worth_more_than_the_allocation(problem: Problem) -> None:
    free = replace(problem, guaranteed=0)
    bound = allocate(free).bound
    for rival in (greedy_lists, greedy, deferred_acceptance, random_feasible):
        rows = frozenset(free.rows_of(rival(free).person, rival(free).posting).tolist())
        assert standing(free, rows)[1] <= bound + 1e-9


@settings(max_examples=150, deadline=None)
@given(drawn_fairs(decided=False))
def test_deferred_acceptance_is_stable_where_resources_suffice(problem: Problem) -> None:
    plenty = replace(problem, people=tuple(replace(person, needs=()) for person in problem.people))
    assert blocking_pairs(deferred_acceptance(plenty), plenty).tolist() == []


@settings(max_examples=50, deadline=None)
@given(drawn_fairs(crossing=True))
def test_blocking_pairs_are_those_found_one_by_one(problem: Problem) -> None:
    for rows in islice(feasible(problem), 0, 60, 5):
        allocation = allocation_of(np.array(sorted(rows), dtype=np.int64), problem, "by hand")
        expected = [row for row in range(len(problem.pairs)) if blocks(problem, set(rows), row)]
        assert blocking_pairs(allocation, problem).tolist() == expected


def blocks(problem: Problem, held: set[int], row: int) -> bool:
    """Try every pair of interviews that the two sides would give up for this one."""
    if row in held or problem.excluded[row]:
        return False
    person_of, posting_of = problem.pairs.person.tolist(), problem.pairs.posting.tolist()
    booth_of = [problem.posts[posting].booth for posting in posting_of]
    likes, wants = person_ranks(problem), posting_ranks(problem)
    loose = [one for one in held if not problem.pinned[one]]
    mine = [one for one in loose if person_of[one] == person_of[row]]
    at_posting = [one for one in loose if posting_of[one] == posting_of[row]]
    at_booth = [one for one in loose if booth_of[one] == booth_of[row]]
    given = [None, *(one for one in sorted(mine, key=lambda one: likes[one])[:1] if likes[row] > likes[one])]
    worst = {*sorted(at_posting, key=lambda one: wants[one])[:1], *sorted(at_booth, key=lambda one: wants[one])[:1]}
    taken = [None, *(one for one in worst if wants[row] > wants[one])]

    def meetings(rows: set[int]) -> set[tuple[int, int]]:
        return {(person_of[one], posting_of[one]) for one in rows}

    def seated(theirs: int | None) -> bool:
        """Posting and booth have room when only they give something up: count them alone."""
        rest = {one for one in held if one != theirs and booth_of[one] == booth_of[row]} | {row}
        at_posting = sum(posting_of[one] == posting_of[row] for one in rest)
        at_booth = sum(problem.people[person_of[one]].takes for one in rest)
        return at_posting <= problem.posts[posting_of[row]].interviews and at_booth <= int(problem.booth_slots[booth_of[row]])

    def welcome(own: int | None) -> bool:
        """The person has room when only they give something up."""
        rest = [one for one in held if person_of[one] == person_of[row] and one != own]
        return len(rest) < int(problem.most[person_of[row]])

    return any(
        seated(theirs) and welcome(own) and fits(problem, meetings((held - {own, theirs}) | {row}))
        for own in given
        for theirs in taken
    )


def test_shortlists_send_everybody_to_the_same_place() -> None:
    """Both postings ask for Lan first; Lan wants one interview, and the second posting's list holds nobody else."""
    problem = Problem(
        people=(Person("lan", 1), Person("mei", 1)),
        posts=(Post("baker", 0, 1), Post("clerk", 1, 1)),
        booths=(Booth("bakery", 1), Booth("library", 1)),
        pairs=pairs([(0, 0, 0.9), (0, 1, 0.8), (1, 0, 0.3), (1, 1, 0.2)]),
        slots=2,
    )
    solution = allocate(problem)
    standings = compare(problem, solution)
    rows = {row.method: (row.interviews, row.first, round(row.objective, 6), row.faults) for row in standings}
    known = {FREE: without_guarantee(problem), "deferred": deferred_acceptance(problem)}
    assert compare(problem, solution, known=known) == standings
    assert rows == {
        "allocation": (2, 2, 1.1, 0),
        "no guarantee": (2, 2, 1.1, 0),
        "lists": (1, 1, 0.9, 0),
        "greedy": (2, 2, 1.1, 0),
        "deferred": (2, 2, 1.1, 0),
        "random": (2, 2, 1.1, 0),
    }


def test_meetings_that_are_no_pair_are_left_out_of_account() -> None:
    problem = Problem(
        people=(Person("lan", 1), Person("mei", 1)),
        posts=(Post("baker", 0, 1),),
        booths=(Booth("bakery", 1),),
        pairs=pairs([(0, 0, 0.9)]),
        slots=1,
    )
    assert blocking_pairs(Allocation(np.array([1]), np.array([0]), "by hand"), problem).tolist() == [0]
