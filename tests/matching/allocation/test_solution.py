"""The allocation against brute force, in whatever order the rows come."""

from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.allocation import (
    Coverage,
    Effort,
    Form,
    Problem,
    allocate,
    check_capacity,
    check_validity,
    most_coverage,
)
from matching.allocation.branching import branch
from tests.matching.allocation.brute import Meetings, best, standing
from tests.matching.allocation.fairs import drawn_fairs, three_at_two


def rows_of(problem: Problem, person: np.ndarray, posting: np.ndarray) -> Meetings:
    return frozenset(problem.rows_of(person, posting).tolist())


@settings(max_examples=150, deadline=None)
@given(drawn_fairs())
def test_a_flow_is_the_best_of_all_allocations(problem: Problem) -> None:
    solution = allocate(problem)
    rows = rows_of(problem, solution.allocation.person, solution.allocation.posting)
    assert solution.form is Form.FLOW
    assert standing(problem, rows) == best(problem)
    assert check_validity(solution.allocation, problem) == ()
    assert check_capacity(solution.allocation, problem) == ()
    assert solution.most == most_coverage(problem)
    assert solution.covered
    assert solution.coverage.kept == solution.most.kept
    assert problem.guaranteed == 0 or solution.coverage.first == solution.most.first
    assert 0 <= solution.gap <= 1e-6


@settings(max_examples=60, deadline=None)
@given(drawn_fairs(crossing=True))
def test_branch_and_bound_is_the_best_of_all_allocations(problem: Problem) -> None:
    solution = allocate(problem, Effort(gap=0.0))
    rows = rows_of(problem, solution.allocation.person, solution.allocation.posting)
    assert standing(problem, rows) == best(problem)
    assert check_validity(solution.allocation, problem) == ()
    assert check_capacity(solution.allocation, problem) == ()
    assert solution.covered
    assert not solution.stopped
    assert solution.gap <= 1e-6


@settings(max_examples=40, deadline=None)
@given(drawn_fairs())
def test_both_ways_agree_where_both_are_possible(problem: Problem) -> None:
    solution, branched = allocate(problem), branch(problem, Effort(gap=0.0))
    rows = rows_of(problem, solution.allocation.person, solution.allocation.posting)
    assert standing(problem, frozenset(branched.rows.tolist())) == standing(problem, rows)


@settings(max_examples=80, deadline=None)
@given(drawn_fairs(), st.randoms(use_true_random=False))
def test_the_order_of_the_rows_changes_nothing(problem: Problem, random: object) -> None:
    shuffled = shuffle(problem, np.random.default_rng(random.randrange(2**32)))  # type: ignore[attr-defined]
    assert allocate(shuffled).digest == allocate(problem).digest


@settings(max_examples=25, deadline=None)
@given(drawn_fairs(crossing=True), st.randoms(use_true_random=False))
def test_the_order_of_the_rows_changes_nothing_for_branch_and_bound(problem: Problem, random: object) -> None:
    shuffled = shuffle(problem, np.random.default_rng(random.randrange(2**32)))  # type: ignore[attr-defined]
    assert allocate(shuffled).digest == allocate(problem).digest


def shuffle(problem: Problem, rng: np.random.Generator) -> Problem:
    """The same fair with people, postings, booths and pairs in another order."""
    people, posts = rng.permutation(len(problem.people)), rng.permutation(len(problem.posts))
    booths, order = rng.permutation(len(problem.booths)), rng.permutation(len(problem.pairs))
    person_at, posting_at, booth_at = np.argsort(people), np.argsort(posts), np.argsort(booths)
    moved = {"person": person_at, "posting": posting_at}
    pairs = replace(
        problem.pairs,
        person=person_at[problem.pairs.person[order]],
        posting=posting_at[problem.pairs.posting[order]],
        value=problem.pairs.value[order],
        interest=problem.pairs.interest[order],
        offer=problem.pairs.offer[order],
    )
    return replace(
        problem,
        people=tuple(problem.people[row] for row in people),
        posts=tuple(replace(problem.posts[row], booth=int(booth_at[problem.posts[row].booth])) for row in posts),
        booths=tuple(problem.booths[row] for row in booths),
        pairs=pairs,
        priorities=tuple(replace(p, people=tuple(int(person_at[row]) for row in p.people)) for p in problem.priorities),
        pins=tuple(replace(p, **{side: int(at[getattr(p, side)]) for side, at in moved.items()}) for p in problem.pins),
        exclusions=tuple(replace(e, **{side: int(at[getattr(e, side)]) for side, at in moved.items()}) for e in problem.exclusions),
    )


def test_everybody_is_served_before_value_counts() -> None:
    """Tao would be worth most at the bakery; Mei is worth little anywhere else, and still everybody gets one interview."""
    problem = three_at_two()
    solution = allocate(problem)
    assert solution.coverage == Coverage(first=3, kept=3)
    assert meetings(problem) == {("tao", "baker"), ("lan", "clerk"), ("mei", "clerk")}
    assert solution.shortages == ()
    assert (solution.value, solution.priority) == (0.9 + 0.3 + 0.1, 0.0)


def test_without_a_guarantee_value_alone_decides() -> None:
    assert meetings(replace(three_at_two(), guaranteed=0)) == {("tao", "baker"), ("lan", "clerk"), ("tao", "clerk")}


def test_the_seed_alone_decides_between_equals() -> None:
    """Two people alike for one place: each seed draws one of them, always the same, and both are drawn by some seed."""
    problem = three_at_two()
    pairs = replace(
        problem.pairs,
        person=np.array([0, 1]),
        posting=np.array([0, 0]),
        value=np.array([0.5, 0.5]),
        interest=np.array([0.5, 0.5]),
        offer=np.array([0.5, 0.5]),
    )
    drawn = [meetings(replace(problem, pairs=pairs, seed=seed)) for seed in range(20)]
    assert drawn == [meetings(replace(problem, pairs=pairs, seed=seed)) for seed in range(20)]
    assert {name for met in drawn for name, _ in met} == {"lan", "mei"}
    assert all(len(met) == 1 for met in drawn)


def test_a_fair_without_pairs_leaves_everybody_out_and_says_so() -> None:
    problem = three_at_two()
    empty = replace(
        problem,
        pairs=replace(
            problem.pairs,
            person=np.array([], dtype=np.int64),
            posting=np.array([], dtype=np.int64),
            value=np.array([]),
            interest=np.array([]),
            offer=np.array([]),
        ),
    )
    solution = allocate(empty)
    assert len(solution.allocation) == 0
    assert [(s.kind, s.people) for s in solution.shortages] == [("pairs", (0, 1, 2))]


def meetings(problem: Problem) -> set[tuple[str, str]]:
    """The meetings of the best allocation by name."""
    allocation = allocate(problem).allocation
    rows = zip(allocation.person.tolist(), allocation.posting.tolist(), strict=True)
    return {(problem.people[person].name, problem.posts[posting].name) for person, posting in rows}
