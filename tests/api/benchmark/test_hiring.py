"""One job a person, one person a place."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from api.benchmark.hiring import one_job_each
from data.synthetic.truth import Steps


def steps(hired: list[bool]) -> Steps:
    """Everybody came as far as an offer; those hired would have stayed, with one promise kept."""
    yes, taken = np.ones(len(hired), np.bool_), np.array(hired, np.bool_)
    return Steps(yes, yes, yes, yes, taken, taken, taken.astype(np.int64), taken.astype(np.int64))


def test_a_person_takes_the_job_liked_most_and_the_place_goes_on_to_somebody_else() -> None:
    people, posts = np.array([0, 0, 1, 2]), np.array([0, 1, 0, 0])
    found = one_job_each(steps([True, True, True, False]), people, posts, np.array([1, 1]), np.array([0.2, 0.9, 0.1, 1.0]))
    assert found.hired.tolist() == [False, True, True, False]
    assert found.retained.tolist() == [False, True, True, False]
    assert (found.promised.tolist(), found.kept.tolist()) == ([0, 1, 1, 0], [0, 1, 1, 0])
    assert found.offered.tolist() == [True, True, True, True]


def test_whose_first_choice_is_taken_gets_the_next() -> None:
    people, posts = np.array([0, 1, 1]), np.array([0, 0, 1])
    found = one_job_each(steps([True, True, True]), people, posts, np.array([1, 1]), np.array([0.9, 0.8, 0.1]))
    assert found.hired.tolist() == [True, False, True]


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 3), st.booleans(), st.integers(0, 3)), unique_by=lambda t: t[:2]))
def test_nobody_takes_two_jobs_and_no_place_is_given_twice(rows: list[tuple[int, int, bool, int]]) -> None:
    people, posts = np.array([r[0] for r in rows], np.int64), np.array([r[1] for r in rows], np.int64)
    places = np.array([0, 1, 2, 9])
    before = steps([r[2] for r in rows])
    after = one_job_each(before, people, posts, places, np.array([float(r[3]) for r in rows]))
    assert not (after.hired & ~before.hired).any()
    assert (np.bincount(people[after.hired], minlength=5) <= 1).all()
    assert (np.bincount(posts[after.hired], minlength=4) <= places).all()
    # Nobody who would be hired is left out beside a free place.
    free = places - np.bincount(posts[after.hired], minlength=4)
    idle = np.bincount(people[after.hired], minlength=5) == 0
    assert not (before.hired & idle[people] & (free[posts] > 0)).any()
