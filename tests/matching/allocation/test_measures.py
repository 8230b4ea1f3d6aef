"""Inequality, crowding and envy against slow, obvious versions."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.allocation import Problem, allocate
from matching.allocation.measures import congestion, envious, gini
from tests.matching.allocation.fairs import drawn_fairs


@given(st.lists(st.integers(0, 9), min_size=1, max_size=12))
def test_gini_is_half_the_mean_difference_over_the_mean(amounts: list[int]) -> None:
    n, total = len(amounts), sum(amounts)
    slow = sum(abs(a - b) for a, b in combinations(amounts, 2)) / (n * total) if total else 0.0
    assert gini(np.array(amounts)) == pytest.approx(slow)


def test_congestion_runs_from_even_to_one_place() -> None:
    assert congestion(np.array([5, 5, 5, 5])) == pytest.approx(0.0)
    assert congestion(np.array([20, 0, 0, 0])) == 1.0
    assert congestion(np.array([10, 10, 0, 0])) == pytest.approx(0.5)
    assert congestion(np.array([], dtype=np.int64)) == 0.0


@settings(max_examples=100, deadline=None)
@given(drawn_fairs())
def test_envy_is_counted_one_by_one(problem: Problem) -> None:
    allocation = allocate(problem).allocation
    rows = range(len(problem.pairs))
    interest = {
        (int(problem.pairs.person[row]), int(problem.pairs.posting[row])): float(problem.pairs.interest[row])
        for row in rows
        if not problem.excluded[row]
    }
    held = {person: allocation.posting[allocation.person == person].tolist() for person in range(len(problem.people))}

    def likes(person: int, postings: list[int]) -> float:
        liked = sorted((interest[person, posting] for posting in postings if (person, posting) in interest), reverse=True)
        return sum(liked[: problem.most[person]])

    slow = sum(any(likes(person, bundle) > likes(person, held[person]) + 1e-9 for bundle in held.values()) for person in held)
    assert envious(allocation, problem) == slow
